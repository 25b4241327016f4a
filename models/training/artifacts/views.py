"""What the classifier looks at, exactly as the product makes it (`whole_and_tiles`): uint8 [S, 2 S, 3], left the whole picture by Pillow's bicubic,
right four tiles that are not scaled, from the middle of each quarter.
"""
import numpy as np
from PIL import Image

SIDE = 224


def tile_start(length, k, t):
    return min(max(0, int(np.floor((2 * k + 1) * length / 4 - t / 2))), max(0, length - t))


def whole(a, side=SIDE):
    return np.array(Image.fromarray(a).resize((side, side), Image.BICUBIC))


def views(a, side=SIDE):
    t = side // 2
    out = np.empty((side, 2 * side, 3), np.uint8)
    out[:, :side] = whole(a, side)
    h, w = a.shape[:2]
    for i in range(2):
        for j in range(2):
            y, x = tile_start(h, i, t), tile_start(w, j, t)
            tile = a[y:y + t, x:x + t]
            if tile.shape[:2] != (t, t): tile = np.pad(tile, ((0, t - tile.shape[0]), (0, t - tile.shape[1]), (0, 0)), "edge")
            out[i * t:(i + 1) * t, side + j * t:side + (j + 1) * t] = tile
    return out
