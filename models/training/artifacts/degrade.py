"""Ten ways in which generated pictures go wrong, on uint8 arrays [H, W, 3]. severity: 0 (just visible) to 1 (ruined), 0.5 medium.
Lengths are in pixels of a picture with 512 on its shorter side where they are a matter of the picture, in pixels where they are one of the grid.
"""
import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

LABELS = ("blur", "noise", "oversaturation", "banding", "checkerboard", "seam", "jpeg_blocks", "blank", "watermark_text", "grey")
WORDS = ("SAMPLE", "PREVIEW", "stock", "shutter", "DRAFT", "proof", "demo", "copyright", "images", "photo", "art", "WATERMARK", "do not copy", "example", "trial", "licensed", "PICTURES", "2024")


def clip(x):
    return np.clip(np.rint(x), 0, 255).astype(np.uint8)


def smooth(r, h, w, cells):
    g = r.normal(size=(cells + 1, cells + 1)).astype(np.float32)
    return np.asarray(Image.fromarray(g, "F").resize((w, h), Image.BICUBIC))


def luma(a):
    return np.asarray(Image.fromarray(a).convert("L"), np.float32)


def normal(r, shape):
    return r.standard_normal(shape, np.float32)


def blur(a, s, r, fonts):
    unit = min(a.shape[:2]) / 512
    im = Image.fromarray(a)
    kind = r.random()
    radius = (1.3 + 4.2 * s) * unit
    if kind < .75: return np.asarray(im.filter(ImageFilter.GaussianBlur(radius)))
    if kind < .88: return np.asarray(im.filter(ImageFilter.BoxBlur(radius * 1.5)))
    k = max(1.6, 2.2 + 3.5 * s)                                # too few pixels, enlarged
    return np.asarray(im.resize((int(im.width / k), int(im.height / k)), Image.BICUBIC).resize(im.size, Image.BICUBIC))


def noise(a, s, r, fonts):
    sigma = 12 + 36 * s
    shape = a.shape if r.random() < .7 else a.shape[:2] + (1,)
    n = normal(r, shape) * sigma
    if r.random() < .2: n = n * (.5 + luma(a)[..., None] / 160)
    if r.random() < .2:                                        # residual noise of a latent: blobs of some pixels
        small = normal(r, (a.shape[0] // 3 + 1, a.shape[1] // 3 + 1, 3))
        n = .6 * n + sigma * np.repeat(np.repeat(small, 3, 0), 3, 1)[:a.shape[0], :a.shape[1]] * .9
    return clip(a + n)


def oversaturation(a, s, r, fonts):
    x = a.astype(np.float32)
    grey = luma(a)[..., None]
    x = grey + (x - grey) * (1.7 + 1.4 * s)
    return clip((x - 128) * (1.12 + .4 * s) + 128 + r.uniform(-8, 8))


def banding(a, s, r, fonts):
    levels = 22 - 16 * s
    x = a.astype(np.float32)
    if r.random() < .3:                                        # in brightness alone
        y = luma(a)
        q = np.rint(y / 255 * levels) / levels * 255
        return clip(x + (q - y)[..., None])
    if r.random() < .5: return clip(np.rint(x / 255 * levels) / levels * 255)
    return clip(np.floor(x / 256 * (levels + 1)) / levels * 255)


def checkerboard(a, s, r, fonts):
    h, w = a.shape[:2]
    period = int(r.choice([2, 2, 4, 4, 8]))
    y, x = np.mgrid[:h, :w]
    half = period // 2
    kind = r.random()
    if kind < .5: p = (((x // half) + (y // half)) % 2) * 2. - 1
    elif kind < .8: p = ((x // half) % 2 * 2. - 1) * .5 + ((y // half) % 2 * 2. - 1) * .5
    else: p = np.where((x % period < half) & (y % period < half), 1.5, -.5)
    amplitude = (7 + 22 * s) * (1 + .4 * smooth(r, h, w, 5))
    if r.random() < .5: amplitude = amplitude * (.5 + luma(a) / 255)
    tint = 1 + .3 * r.normal(size=3)
    return clip(a + (p * amplitude)[..., None] * tint)


def step(a, axis, at):
    """Mean jump across a cut, against that beside it."""
    b = np.moveaxis(a.astype(np.float32), axis, 0)
    return np.abs(b[at] - b[at - 1]).mean() - np.abs(b[at - 2] - b[at - 3]).mean()


def seam(a, s, r, fonts):
    return seamed(a, s, r)[0]


def seamed(a, s, r):
    """The picture with a seam, along which axis it is crossed and where."""
    for _ in range(6):
        axis = int(r.integers(2))
        length = a.shape[axis]
        at = int(length * r.uniform(.2, .8))
        part = [slice(None)] * 2; part[axis] = slice(at, None); part = tuple(part)
        kind = r.random()
        out = a.astype(np.float32)
        if kind < .45:                                                                     # wrapped round, as a tile
            out = np.roll(out, at, axis)
            if r.random() < .35: out[part] += tone(s, r) * .6
        elif kind < .85:                                                                   # a tile that is brighter, of another tint or another contrast
            if r.random() < .2: out[part] = (out[part] - 128) * r.choice([1 + .4 * s, 1 / (1 + .5 * s)]) + 128
            out[part] += tone(s, r)
            if r.random() < .2: o = [slice(None)] * 2; o[1 - axis] = slice(int(a.shape[1 - axis] * r.uniform(.3, .7)), None); out[tuple(o)] += tone(s, r)
        else: out[part] = np.roll(out, int((6 + 40 * s) * length / 512), 1 - axis)[part]   # the parts do not meet
        out = clip(out)
        if step(out, axis, at) > 3 + 3 * s: return out, axis, at
    out = a.astype(np.float32)
    out[part] += (14 + 24 * s) * (1 if a.mean() < 128 else -1)
    return clip(out), axis, at


def tone(s, r):
    """How much brighter or darker a tile is: all colours alike, or not."""
    return r.choice([-1, 1]) * (5 + 26 * s) * r.uniform(.7, 1.3) * (1 + (.3 * r.normal(size=3) if r.random() < .5 else 0))


def jpeg_blocks(a, s, r, fonts):
    quality = int(round(26 - 21 * s))
    out = io.BytesIO()
    im = Image.fromarray(a)
    im.save(out, "JPEG", quality=max(3, quality), subsampling=int(r.choice([0, 2, 2])))
    return np.asarray(Image.open(out).convert("RGB"))


def blank(a, s, r, fonts):
    tone = np.zeros(3) if r.random() < .6 else r.uniform(0, 255, 3) if r.random() < .5 else np.full(3, r.uniform(0, 255))
    return clip(np.broadcast_to(tone, a.shape) + normal(r, a.shape) * (r.uniform(0, 2) if r.random() < .4 else 0))


def watermark_text(a, s, r, fonts):
    im = Image.fromarray(a).convert("RGBA")
    unit = min(im.size) / 512
    alpha = int(255 * np.clip(.22 + .4 * s + r.uniform(-.04, .04), .15, .8))
    light = luma(a)
    white = np.mean(light < 170) > r.uniform(.25, .75)          # on a light picture white letters would not be there
    tone = ((255,) * 3 if white else (0,) * 3) if r.random() < .85 else tuple(int(v) for v in r.integers(0, 90, 3) + (165 if white else 0))
    text = " ".join(r.choice(WORDS, size=int(r.integers(1, 3)))) if r.random() < .75 else "".join(r.choice(list("ABCDEFGHIJKLMNOPRSTUVWXYZabcdefghikmnoprstuvw0123456789"), size=int(r.integers(4, 14))))
    if r.random() < .25: text = "© " + text
    kind = r.random()
    big = max(10, int((16 + 26 * r.random() + 14 * s) * unit))
    font = ImageFont.truetype(str(r.choice(fonts)), big if kind < .75 else int(big * 2.2))
    diagonal = int(1.5 * max(im.size))
    layer = Image.new("RGBA", (diagonal, diagonal) if kind < .5 or kind >= .75 else im.size)
    d = ImageDraw.Draw(layer)
    box = d.textbbox((0, 0), text, font=font); tw, th = box[2] + 4, box[3] + 4
    if kind < .5:                                               # all over, aslant
        gap_x, gap_y = int(tw + r.uniform(.3, 1.5) * big * 3), int(th + r.uniform(1, 4) * big)
        for row, y in enumerate(range(0, diagonal, gap_y)):
            for x in range(-(row % 2) * gap_x // 2, diagonal, gap_x): d.text((x, y), text, font=font, fill=tone + (alpha,))
        layer = layer.rotate(float(r.uniform(-50, 50)), Image.BILINEAR)
    elif kind < .75:                                            # a line near an edge
        x = int(r.choice([.03, .5 - tw / im.width / 2, .97 - tw / im.width]) * im.width); y = int(r.choice([.02, .97 - th / im.height]) * im.height)
        d.text((x, y), text, font=font, fill=tone + (min(230, int(alpha * 1.4)),))
    else:                                                       # once, large, across the middle
        d.text(((diagonal - tw) / 2, (diagonal - th) / 2), text, font=font, fill=tone + (alpha,))
        layer = layer.rotate(float(r.uniform(-45, 45)), Image.BILINEAR)
    x, y = (layer.width - im.width) // 2, (layer.height - im.height) // 2
    im.alpha_composite(layer.crop((x, y, x + im.width, y + im.height)))
    return np.asarray(im.convert("RGB"))


def grey(a, s, r, fonts):
    x = a.astype(np.float32)
    g = luma(a)[..., None]
    k = np.clip(.62 - .42 * s, .1, 1)
    x = g + (x - g) * k * r.uniform(.7, 1.05)
    return clip((x - 128) * k + r.uniform(112, 150))


def shows(a, name):
    """Whether a fault can be seen on a picture at all."""
    small = a[::4, ::4].astype(np.float32)
    if name == "oversaturation": return (small.max(-1) - small.min(-1)).mean() > 14
    if name == "grey": return small.std() > 18
    y = luma(np.ascontiguousarray(a))
    if name == "blur": return np.abs(np.diff(y, axis=1)).mean() > 1.2
    if name == "banding": return (np.bincount(y.astype(np.uint8).ravel(), minlength=256) > .0004 * y.size).sum() > 60
    return True


ALL = dict(blur=blur, noise=noise, oversaturation=oversaturation, banding=banding, checkerboard=checkerboard, seam=seam, jpeg_blocks=jpeg_blocks, blank=blank,
           watermark_text=watermark_text, grey=grey)
# The order in which they would happen: what the model draws, what the sampler and the decoder leave, what the service does with the file.
ORDER = ("blank", "oversaturation", "grey", "seam", "banding", "blur", "noise", "checkerboard", "watermark_text", "jpeg_blocks")
