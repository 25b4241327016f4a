#!/usr/bin/env python3
"""Makes the JPEG files jpeg_*.jpg that SkiaSharp's encoder cannot: progressive scans, restart markers, 4:4:0, an sRGB profile.

    apt-get install python3-pil python3-numpy python3-opencv
    /usr/bin/python3 make_jpeg_fixtures.py

Made with Pillow 9.4 and OpenCV 4.6.
"""
import pathlib

import cv2
import numpy as np
from PIL import Image, ImageCms

HERE = pathlib.Path(__file__).resolve().parent
rng = np.random.default_rng(5)


def picture(width, height):
    y, x = np.mgrid[0:height, 0:width]
    smooth = np.stack([5 * x + y, 255 - 6 * y, 128 + 100 * np.sin(x / 5) * np.cos(y / 4)], -1)
    return (smooth + rng.normal(0, 12, smooth.shape)).clip(0, 255).astype(np.uint8)


for subsampling, name in enumerate(["444", "422", "420"]):
    Image.fromarray(picture(45, 37)).save(HERE / f"jpeg_progressive_{name}.jpg", quality=85, subsampling=subsampling, progressive=True)
Image.fromarray(picture(45, 37)).convert("L").save(HERE / "jpeg_progressive_grey.jpg", quality=85, progressive=True)
Image.fromarray(picture(45, 37)).save(
    HERE / "jpeg_srgb_profile.jpg", quality=90, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
cv2.imwrite(str(HERE / "jpeg_restart.jpg"), picture(70, 53), [cv2.IMWRITE_JPEG_QUALITY, 80, cv2.IMWRITE_JPEG_RST_INTERVAL, 2])
cv2.imwrite(str(HERE / "jpeg_restart_progressive.jpg"), picture(70, 53),
            [cv2.IMWRITE_JPEG_QUALITY, 80, cv2.IMWRITE_JPEG_RST_INTERVAL, 3, cv2.IMWRITE_JPEG_PROGRESSIVE, 1])

# 4:4:0 is 4:2:2 turned: the same file with the sampling factors of the frame header swapped decodes to another, valid picture of 16 x 16 pixels.
Image.fromarray(picture(16, 16)).save(HERE / "jpeg_440.jpg", quality=90, subsampling=1)
data = bytearray((HERE / "jpeg_440.jpg").read_bytes())
frame = data.index(b"\xff\xc0")
assert data[frame + 11] == 0x21
data[frame + 11] = 0x12
(HERE / "jpeg_440.jpg").write_bytes(data)
