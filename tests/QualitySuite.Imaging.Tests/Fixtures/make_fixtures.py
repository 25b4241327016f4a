#!/usr/bin/env python3
"""Makes the image files of this folder and, with Pillow, OpenCV, SciPy and NumPy, the values that the tests expect of them.

    apt-get install python3-pil python3-numpy python3-scipy python3-opencv opencv-data
    /usr/bin/python3 make_fixtures.py

The results are committed; run it again only to add a file. Made with Pillow 9.4, NumPy 1.24, SciPy 1.10, OpenCV 4.6 on a processor with AVX2 and FMA.
"""
import base64
import hashlib
import io
import json
import pathlib
import struct
import zlib

import cv2
import numpy as np
from PIL import Image, ImageCms, ImageOps
from scipy import ndimage, signal

HERE = pathlib.Path(__file__).resolve().parent
QUALITY = "/usr/share/opencv4/quality/"
RNG = np.random.default_rng(20240611)
decoded, measured = {}, {}


def save(name, image, **options):
    image.save(HERE / name, **options)
    return Image.open(HERE / name)


def expect(name, rgb, tolerance):
    """tolerance: the largest difference of one channel that another conversion's rounding explains."""
    rgb = np.asarray(rgb, np.uint8)
    decoded[name] = {"width": rgb.shape[1], "height": rgb.shape[0], "tolerance": tolerance, "rgb": base64.b64encode(rgb.tobytes()).decode()}


def gradient(width, height):
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([255 * x / (width - 1), 255 * y / (height - 1), 255 - 255 * (x + y) / (width + height - 2)], -1).round().astype(np.uint8)


def over_white(rgba):
    rgba = np.asarray(rgba, np.float64)
    alpha = rgba[..., 3:] / 255
    return (rgba[..., :3] * alpha + 255 * (1 - alpha)).round()


def write_png(name, samples, depth, colour_type, interlaced=False):
    """A PNG that Pillow does not write: 16 bits a sample, or Adam7."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlaced else [(0, 0, 1, 1)]
    raw = b""
    for x, y, dx, dy in passes:
        for row in samples[y::dy, x::dx].astype(">u2" if depth == 16 else "u1"):
            raw += b"\0" + row.tobytes() if row.size else b""
    header = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], depth, colour_type, 0, 0, int(interlaced))
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in chunks)
    (HERE / name).write_bytes(data)


def adobe_rgb_profile():
    """A matrix profile with the primaries of Adobe RGB (1998), adapted to D50, and gamma 563/256 (ICC.1:2001-04)."""
    def xyz(*values):
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)
    text = b"Wide primaries\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, 563)
    tags = [(b"desc", description), (b"cprt", b"text\0\0\0\0CC0\0"), (b"wtpt", xyz(0.9642, 1, 0.8249)),
            (b"rXYZ", xyz(0.60974, 0.31111, 0.01947)), (b"gXYZ", xyz(0.20528, 0.62567, 0.06087)), (b"bXYZ", xyz(0.14919, 0.06322, 0.74457)),
            (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve)]
    table, body, offset = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags:
        table += tag + struct.pack(">II", offset + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(">I4xI4s4s4s12x4s4x4x4x4x8xI3i", 128 + len(table) + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp", 0,
                         *[round(v * 65536) for v in (0.9642, 1, 0.8249)])
    return header.ljust(128, b"\0") + table + body


def make_decoding():
    colours = gradient(18, 11)
    rgb = Image.fromarray(colours)
    expect("rgb.png", save("rgb.png", rgb), 0)
    expect("baseline.jpg", save("baseline.jpg", rgb, quality=90), 1)
    expect("progressive.jpg", save("progressive.jpg", rgb, quality=90, progressive=True), 1)
    expect("grey.jpg", save("grey.jpg", rgb.convert("L"), quality=90).convert("RGB"), 1)
    expect("grey.png", save("grey.png", rgb.convert("L")).convert("RGB"), 0)
    expect("bilevel.png", save("bilevel.png", rgb.convert("1")).convert("RGB"), 0)
    expect("cmyk.jpg", save("cmyk.jpg", rgb.convert("CMYK"), quality=95).convert("RGB"), 2)
    expect("lossy.webp", save("lossy.webp", rgb, quality=90).convert("RGB"), 1)
    expect("lossless.webp", save("lossless.webp", rgb, lossless=True).convert("RGB"), 0)

    alpha = np.linspace(0, 255, 18).round().astype(np.uint8)[None, :].repeat(11, 0)
    rgba = Image.fromarray(np.dstack([colours, alpha]))
    expect("alpha.png", over_white(save("alpha.png", rgba)), 1)
    expect("alpha.webp", over_white(save("alpha.webp", rgba, lossless=True, exact=True)), 1)
    palette = rgb.quantize(15)
    save("palette.png", palette, transparency=3)
    expect("palette.png", over_white(Image.open(HERE / "palette.png").convert("RGBA")), 0)

    deep = (colours.astype(np.uint16) * 256 + RNG.integers(0, 256, colours.shape)).astype(np.uint16)
    write_png("rgb16.png", deep, 16, 2)
    expect("rgb16.png", (deep / 257).round(), 1)
    write_png("grey16.png", deep[..., 0], 16, 0)
    expect("grey16.png", (deep[..., :1] / 257).round().repeat(3, 2), 1)
    write_png("interlaced.png", colours, 8, 2, interlaced=True)
    expect("interlaced.png", Image.open(HERE / "interlaced.png"), 0)

    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        name = f"orientation_{orientation}.jpg"
        expect(name, ImageOps.exif_transpose(save(name, rgb, quality=90, subsampling=0, exif=exif)), 1)
    exif = Image.Exif()
    exif[0x0112] = 6
    expect("orientation_6.webp", ImageOps.exif_transpose(save("orientation_6.webp", rgb, lossless=True, exif=exif)).convert("RGB"), 0)

    profile = adobe_rgb_profile()
    transform = ImageCms.buildTransform(ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), "RGB", "RGB", renderingIntent=1)
    for name, options in (("adobe_rgb.png", {}), ("adobe_rgb.jpg", {"quality": 95, "subsampling": 0})):
        expect(name, ImageCms.applyTransform(save(name, rgb, icc_profile=profile, **options).convert("RGB"), transform), 2)

    frames = [rgb, Image.fromarray(255 - colours)]
    for name in ("animated.gif", "animated.webp", "animated.png"):
        frames[0].save(HERE / name, save_all=True, append_images=frames[1:], duration=100)


def scene(width, height):
    """Smooth 1/f texture with a few hard edges: enough like a photograph for natural-scene statistics."""
    fy, fx = np.meshgrid(np.fft.fftfreq(height), np.fft.fftfreq(width), indexing="ij")
    amplitude = 1 / np.maximum(np.hypot(fy, fx), 1 / max(width, height)) ** 1.2
    channels = []
    for _ in range(3):
        texture = np.fft.ifft2(np.fft.fft2(RNG.normal(size=(height, width))) * amplitude).real
        channels.append(texture / texture.std())
    image = 120 + 28 * (0.8 * channels[0][..., None] + 0.5 * np.stack(channels, -1))
    y, x = np.mgrid[0:height, 0:width]
    image[np.hypot(x - width * 0.35, y - height * 0.4) < height * 0.22] += (60, -30, -50)
    image[(y > height * 0.7) & (x > width * 0.55)] += (-40, 20, 45)
    return image.clip(0, 255).round().astype(np.uint8)


def measure(name):
    bgr = cv2.imread(str(HERE / name), cv2.IMREAD_COLOR)
    rgb = bgr[..., ::-1].astype(np.float64)
    luma = np.asarray(Image.open(HERE / name).convert("RGB").convert("L"))
    levels = luma.astype(np.float64)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]])
    noise = np.abs(signal.convolve2d(levels, kernel, mode="valid")).mean() * np.sqrt(np.pi / 2) / 6
    steps = [np.abs(np.diff(levels, axis=1)), np.abs(np.diff(levels, axis=0)).T]
    at_border = np.concatenate([s[:, 7::8].ravel() for s in steps])
    inside = np.concatenate([np.delete(s, np.s_[7::8], axis=1).ravel() for s in steps])
    rg, yb = rgb[..., 0] - rgb[..., 1], (rgb[..., 0] + rgb[..., 1]) / 2 - rgb[..., 2]
    features = cv2.quality.QualityBRISQUE_computeFeatures(bgr).ravel()
    score = cv2.quality.QualityBRISQUE_compute(bgr, QUALITY + "brisque_model_live.yml", QUALITY + "brisque_range_live.yml")[0]
    small = np.stack([ndimage.zoom(rgb[..., c], (7 / rgb.shape[0], 9 / rgb.shape[1]), order=1) for c in range(3)], -1)
    measured[name] = {
        "lumaSha256": hashlib.sha256(luma.tobytes()).hexdigest(),
        "openCvGreySha256": hashlib.sha256(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY).tobytes()).hexdigest(),
        "sharpness": cv2.Laplacian(luma, cv2.CV_64F).var(),
        "noiseSigma": noise,
        "blockiness": (at_border.mean() + 1) / (inside.mean() + 1),
        "contrast": levels.std() / 255,
        "colourfulness": np.hypot(rg.std(), yb.std()) + 0.3 * np.hypot(rg.mean(), yb.mean()),
        "exposureClipping": ((luma <= 2) | (luma >= 253)).mean(),
        "brisqueFeatures": [float(f) for f in features],
        "brisque": float(score),
        "alignCorners9x7": [round(float(v), 4) for v in small.ravel()],
    }


def make_measures():
    picture = scene(80, 64)
    Image.fromarray(picture).save(HERE / "scene.png", optimize=True)
    odd = scene(75, 61)
    Image.fromarray((odd.astype(int) + RNG.normal(0, 12, odd.shape)).clip(0, 255).astype(np.uint8)).save(HERE / "noisy.png", optimize=True)
    Image.fromarray(np.stack([ndimage.gaussian_filter(scene(96, 72)[..., c], 1.6) for c in range(3)], -1)).save(HERE / "blurred.png", optimize=True)
    blocky = Image.fromarray(scene(88, 64))
    buffer = io.BytesIO()
    blocky.save(buffer, "JPEG", quality=12)
    Image.open(buffer).save(HERE / "blocky.png", optimize=True)

    # Large flat areas and clipped ends: where rounding noise has the most say in BRISQUE.
    y, x = np.mgrid[0:72, 0:96]
    flat = np.full((72, 96, 3), (255, 254, 252), np.uint8)
    flat[np.hypot(x - 30, y - 32) < 20] = (200, 40, 35)
    flat[(y > 44) & (x > 50)] = (30, 60, 140)
    flat[(y > 60) & (x < 40)] = (1, 1, 0)
    Image.fromarray(flat).save(HERE / "drawing.png", optimize=True)
    for name in ("scene.png", "noisy.png", "blurred.png", "blocky.png", "drawing.png"):
        measure(name)


make_decoding()
make_measures()
(HERE / "decoded.json").write_text(json.dumps(decoded, indent=1) + "\n")
(HERE / "measured.json").write_text(json.dumps(measured, indent=1) + "\n")
