#!/usr/bin/env python3
"""Makes resized.json: SHA-256 of what Pillow makes of computed pictures, which the tests compute again.

    apt-get install python3-pil python3-numpy
    /usr/bin/python3 make_resize_fixtures.py

With --raw COUNT SEED it writes the cases of another seed to standard output instead, one JSON object a line, to compare more of them by hand.
Made with Pillow 9.4.
"""
import hashlib
import json
import pathlib
import random
import sys

import numpy as np
from PIL import Image


def picture(width, height, seed):
    """Noise for even seeds; for odd ones only 0 and 255, which clips most."""
    index = np.arange(width * height * 3, dtype=np.uint32)
    mixed = (index + np.uint32(seed)) * np.uint32(2654435761)
    mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(2246822519)
    top = (mixed >> np.uint32(24)).astype(np.uint8)
    return (top if seed % 2 == 0 else np.where(top < 128, 0, 255).astype(np.uint8)).reshape(height, width, 3)


def case(width, height, to_width, to_height, name, seed):
    resized = Image.fromarray(picture(width, height, seed)).resize((to_width, to_height), getattr(Image.Resampling, name.upper()))
    digest = hashlib.sha256(np.asarray(resized).tobytes()).hexdigest()
    return {"width": width, "height": height, "toWidth": to_width, "toHeight": to_height, "filter": name, "seed": seed, "sha256": digest}


def side(rng, largest):
    return max(1, round(largest ** rng.random() * rng.choice([1, 0.5, 0.1])))


def random_cases(count, seed):
    rng = random.Random(seed)
    for i in range(count):
        width, height, to_width, to_height = side(rng, 1600), side(rng, 1200), side(rng, 700), side(rng, 700)
        if i % 9 == 7:
            to_width = width
        if i % 9 == 8:
            to_height = height
        yield case(width, height, to_width, to_height, rng.choice(["Bicubic", "Bilinear"]), rng.randrange(1000))


FIXED = [
    (1, 1, 1, 1), (1, 1, 7, 5), (2, 2, 1, 1), (3, 1, 1, 4), (1024, 1024, 224, 224), (512, 512, 224, 224), (640, 480, 299, 224), (223, 225, 224, 224),
    (4000, 3000, 299, 224), (3000, 4000, 224, 224), (4000, 3000, 1, 1), (1, 1, 1000, 800), (4000, 2, 3, 900), (97, 61, 400, 301), (5, 4000, 40, 7),
]

if __name__ == "__main__":
    if sys.argv[1:2] == ["--raw"]:
        for made in random_cases(int(sys.argv[2]), int(sys.argv[3])):
            print(json.dumps(made))
    else:
        cases = [case(*sizes, name, 10 * i + j) for i, sizes in enumerate(FIXED) for j, name in enumerate(["Bicubic", "Bilinear"])]
        cases += random_cases(40, 20240611)
        pathlib.Path(__file__).with_name("resized.json").write_text("[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n")
