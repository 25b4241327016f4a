#!/usr/bin/env python3
"""Makes model_inputs.json: SHA-256 of the float32 inputs by the formulas of transformers (image_transforms.py) and torchvision on Pillow and NumPy.

    apt-get install python3-pil python3-numpy
    /usr/bin/python3 make_model_input_fixtures.py

Made with Pillow 9.4 and NumPy 1.24.
"""
import hashlib
import json
import pathlib

import numpy as np
from PIL import Image

from make_resize_fixtures import picture

CLIP = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])
HALF = ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
IMAGENET = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])


def prepare(pixels, size, crop, rounding, name, mean, std, layout):
    image = Image.fromarray(pixels)
    width, height = image.size
    if crop is None:
        new_width = new_height = size
    else:
        short, long = (width, height) if width <= height else (height, width)
        new_short, new_long = size, int(size * long / short)
        new_width, new_height = (new_short, new_long) if width <= height else (new_long, new_short)
    resized = np.array(image.resize((new_width, new_height), getattr(Image.Resampling, name.upper())))
    if crop is not None:
        if rounding == "Down":
            top, left = (new_height - crop) // 2, (new_width - crop) // 2
        else:
            top, left = int(round((new_height - crop) / 2.0)), int(round((new_width - crop) / 2.0))
        resized = resized[top:top + crop, left:left + crop]
    rescaled = (resized.astype(np.float64) * (1 / 255)).astype(np.float32)
    normalised = (rescaled - np.array(mean, dtype=np.float32)) / np.array(std, dtype=np.float32)
    assert normalised.dtype == np.float32
    return normalised.transpose(2, 0, 1) if layout == "Nchw" else normalised


cases = []
for index, (width, height, size, crop, rounding, name, (mean, std), layout) in enumerate([
    (512, 512, 224, 224, "Down", "Bicubic", CLIP, "Nchw"),
    (1024, 768, 224, 224, "Down", "Bicubic", CLIP, "Nchw"),
    (640, 427, 224, 224, "Down", "Bicubic", CLIP, "Nchw"),
    (501, 333, 224, 224, "HalfToEven", "Bicubic", CLIP, "Nchw"),
    (333, 501, 224, 224, "Down", "Bicubic", CLIP, "Nhwc"),
    (227, 224, 224, 224, "Down", "Bicubic", CLIP, "Nchw"),
    (227, 224, 224, 224, "HalfToEven", "Bicubic", CLIP, "Nchw"),
    (224, 225, 224, 224, "HalfToEven", "Bilinear", IMAGENET, "Nchw"),
    (50, 301, 64, 64, "Down", "Bicubic", CLIP, "Nchw"),
    (1, 1, 32, 32, "Down", "Bicubic", CLIP, "Nchw"),
    (800, 600, 256, 224, "HalfToEven", "Bilinear", IMAGENET, "Nchw"),
    (800, 600, 224, None, "Down", "Bilinear", HALF, "Nchw"),
    (331, 517, 384, None, "Down", "Bicubic", HALF, "Nhwc"),
]):
    prepared = prepare(picture(width, height, index), size, crop, rounding, name, mean, std, layout)
    cases.append({
        "width": width, "height": height, "seed": index, "size": size, "crop": crop, "rounding": rounding, "filter": name, "mean": mean, "deviation": std,
        "layout": layout, "first": [float(v) for v in prepared.ravel()[:4]],
        "sha256": hashlib.sha256(np.ascontiguousarray(prepared).astype("<f4").tobytes()).hexdigest(),
    })
pathlib.Path(__file__).with_name("model_inputs.json").write_text("[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n")
