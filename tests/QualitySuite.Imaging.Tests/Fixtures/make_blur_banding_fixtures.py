#!/usr/bin/env python3
"""Makes banded.png and blur_banding.json: scikit-image's blur_effect and, in NumPy, the banding value, of the pictures that make_fixtures.py made.

    apt-get install python3-pil python3-numpy python3-skimage
    /usr/bin/python3 make_blur_banding_fixtures.py

Made with Pillow 9.4, NumPy 1.24, scikit-image 0.19.
"""
import json
import pathlib

import numpy as np
from PIL import Image
from skimage.measure import blur_effect

HERE = pathlib.Path(__file__).resolve().parent


def banding(luma):
    """As the summary of Banding.cs defines it, one window after the other."""
    height, width = luma.shape
    levels = luma.astype(int)
    flat = np.zeros(luma.shape, bool)
    centre = levels[1:-1, 1:-1]
    flat[1:-1, 1:-1] = np.all([levels[dy:height - 2 + dy, dx:width - 2 + dx] == centre for dy in range(3) for dx in range(3)], axis=0)
    columns, rows = max(1, width // 64), max(1, height // 64)
    values = []
    for row in range(rows):
        for column in range(columns):
            part = np.s_[row * 64:height if row == rows - 1 else row * 64 + 64, column * 64:width if column == columns - 1 else column * 64 + 64]
            share = np.bincount(levels[part][flat[part]], minlength=256) / levels[part].size
            value = 0
            for level in np.flatnonzero(share):
                around = [(abs(other - level), share[other]) for other in range(max(0, level - 8), min(256, level + 9)) if other != level]
                value += share[level] * max(min(k, 4) * share[level] * p / (share[level] + p) for k, p in around)
            values.append(value)
    worst = sorted(values)[-int(np.ceil(0.3 * len(values))):]
    return float(np.mean(worst))


# Left: a slow gradient in steps of 4 levels; right: the same with half a step of noise, which hides the steps.
y, x = np.mgrid[0:150, 0:300]
gradient = 60 + (x % 150) * 0.4 + y * 0.1
gradient[:, 150:] += np.random.default_rng(9).normal(0, 2, (150, 150))
banded = np.where(x < 150, gradient // 4 * 4, gradient).clip(0, 255).astype(np.uint8)
Image.fromarray(banded).save(HERE / "banded.png", optimize=True)

values = {}
for name in ("scene.png", "noisy.png", "blurred.png", "blocky.png", "drawing.png", "banded.png"):
    luma = np.asarray(Image.open(HERE / name).convert("RGB").convert("L"))
    values[name] = {"blurEffect": float(blur_effect(luma)), "banding": banding(luma)}
(HERE / "blur_banding.json").write_text(json.dumps(values, indent=1) + "\n")
