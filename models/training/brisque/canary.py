#!/usr/bin/env python3
"""Prints what OpenCV itself answers to the canary of models/starter/pack.json, part "brisque"; nothing of ours takes part.

    apt-get install python3-opencv opencv-data
    python3 models/training/brisque/canary.py

The image: blocks of random colour, x' = 1664525 x + 1013904223 mod 2^32 (Numerical Recipes, 3rd ed., 7.1), top eight bits of each
state, drawn in row, column, channel (RGB) order, one draw a block.
"""
import cv2
import numpy as np

SEED, BLOCK, WIDTH, HEIGHT = 1, 8, 200, 160
FOLDER = "/usr/share/opencv4/quality"


def blocks():
    columns, rows = -(-WIDTH // BLOCK), -(-HEIGHT // BLOCK)
    colours, state = np.empty(rows * columns * 3, np.uint8), SEED
    for i in range(colours.size):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        colours[i] = state >> 24
    small = colours.reshape(rows, columns, 3)
    return np.repeat(np.repeat(small, BLOCK, 0), BLOCK, 1)[:HEIGHT, :WIDTH]


bgr = np.ascontiguousarray(blocks()[:, :, ::-1])
print(cv2.__version__, cv2.quality.QualityBRISQUE_compute(bgr, f"{FOLDER}/brisque_model_live.yml", f"{FOLDER}/brisque_range_live.yml")[0])
