"""Clean pictures of many looks, made from the sources: photographs cut out and scaled, drawings set into scenes and styles that look like faults but
are none (pixel art, hatching, paper, film grain, skies in bands).
"""
import glob
import io
import os

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from degrade import clip, normal, smooth


class Sources:
    def __init__(self, folder):
        paths = sorted(glob.glob(os.path.join(folder, "*.webp")))
        load = lambda p: np.asarray(Image.open(p).convert("RGB"))
        self.photos = [load(p) for p in paths if "openclipart" not in p]
        self.drawings = [[Image.fromarray(load(p)).resize((s, s), Image.LANCZOS) if s else Image.fromarray(load(p)) for s in (0, 320, 160)] for p in paths if "openclipart" in p]

    def photo(self, r, w, h):
        """A part of a photograph in which there is something to see."""
        for _ in range(8):
            a = self.photos[int(r.integers(len(self.photos)))]
            k = min(a.shape[1] / w, a.shape[0] / h) * r.uniform(.45, 1)
            cw, ch = max(16, int(w * k)), max(16, int(h * k))
            x, y = int(r.integers(a.shape[1] - cw + 1)), int(r.integers(a.shape[0] - ch + 1))
            part = a[y:y + ch, x:x + cw]
            if part[::16, ::16].std() > 9: break
        # Enlarged beyond its own pixels a picture is soft: then it would be blurred, not clean.
        if k < .8: w, h = max(224, int(w * k / .8)), max(224, int(h * k / .8))
        return Image.fromarray(part).resize((w, h), Image.BICUBIC if k < 1.4 else Image.LANCZOS)

    def drawing(self, r, size):
        whole, *smaller = self.drawings[int(r.integers(len(self.drawings)))]
        w, h = (round(size * v / max(whole.size)) for v in whole.size)
        im = min((s for s in (*smaller, whole) if s.width >= w), key=lambda s: s.width, default=whole).resize((max(4, w), max(4, h)), Image.BICUBIC)
        light = np.asarray(im).min(-1) < 240
        return im, Image.fromarray((light * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(.6))


def backdrop(r, w, h, photo):
    k = r.random()
    if k < .15 and photo is not None: return np.asarray(photo.resize((w, h)), np.float32)
    a, b = r.uniform(20, 250, 3), r.uniform(20, 250, 3)
    y, x = np.mgrid[:h, :w].astype(np.float32)
    if k < .4: return np.broadcast_to(a, (h, w, 3)).astype(np.float32) + (y / h - .5)[..., None] * r.uniform(0, 40)
    t = (y / h if r.random() < .7 else (x / w + y / h) / 2)[..., None]
    out = a * (1 - t) + b * t
    if k < .6: return out.astype(np.float32)
    # Lines from edge to edge that belong to the scene: horizons, planks, courses of bricks, walls and floors. None of them is a seam.
    for _ in range(int(r.integers(1, 4))):
        at = h * r.uniform(.1, .9)
        wave = 0 if r.random() < .6 else r.uniform(1, 7) * np.sin(x / r.uniform(15, 60))
        shade = (r.uniform(20, 245, 3) * (1 - r.uniform(0, .3) * t)).astype(np.float32)
        out = np.where((y > at + wave)[..., None], shade, out.astype(np.float32))
    if k < .7: return out
    if k < .8:
        for _ in range(int(r.integers(5, 40))):                 # blades, ripples
            yy = int(r.uniform(0, h)); out[max(0, yy - 1):yy + int(r.integers(1, 3)), int(r.uniform(0, w * .7)):int(r.uniform(w * .3, w))] *= r.uniform(.7, 1.2)
    elif k < .9:                                                # planks
        rows = int(r.integers(3, 9))
        tone = 1 + .08 * np.sin(np.floor(y / (h / rows)) * r.uniform(2, 9))
        out = r.uniform(60, 210, 3).astype(np.float32) * tone[..., None]
        out[(y % (h / rows)) < r.uniform(1, 4)] *= r.uniform(.4, .8)
    else:                                                       # bricks
        rows = int(r.integers(6, 16)); off = (y // (h / rows)) % 2 * .5
        m = ((y % (h / rows)) < r.uniform(1.5, 5)) | (((x / (2.2 * h / rows) + off) % 1) < r.uniform(.02, .06))
        out = np.where(m[..., None], r.uniform(150, 220), r.uniform(70, 190, 3) * (1 + .06 * np.sin(np.floor(y / (h / rows)) * 7.3 + np.floor(x / (2.2 * h / rows)) * 3.1))[..., None])
    if r.random() < .12: out = out.transpose(1, 0, 2)[:h, :w] if h == w else out
    return out.astype(np.float32)


def drawn(sources, r, w, h):
    """A scene of drawings in one of the styles."""
    photo = sources.photo(r, w, h) if r.random() < .2 else None
    base = Image.fromarray(clip(backdrop(r, w, h, photo)))
    style = r.choice(["flat", "grain", "paper", "hatch", "pixel"], p=[.26, .18, .18, .14, .24])
    for _ in range(int(r.integers(1, 7))):
        size = int(min(w, h) * r.uniform(.18, .7))
        im, mask = sources.drawing(r, size)
        if r.random() < .5:                                     # in one colour, shaded
            g = np.asarray(im.convert("L"), np.float32)[..., None] / 255
            im = Image.fromarray(clip(r.uniform(10, 250, 3) * (.55 + .6 * g) + 30 * (g > .9)))
        base.paste(im, (int(r.uniform(-.1, .9) * (w - im.width // 2)), int(r.uniform(0, .95) * (h - im.height // 2))), mask)
    if r.random() < .3: ImageDraw.Draw(base).ellipse([w * .1, h * .1, w * r.uniform(.15, .3), h * r.uniform(.15, .3)], fill=tuple(int(v) for v in r.integers(0, 256, 3)))
    if style == "flat": return base
    a = np.asarray(base, np.float32)
    if style == "grain": return Image.fromarray(clip(a + normal(r, (h, w, 1)) * r.uniform(.5, 4)))
    if style == "paper":
        t = normal(r, (h, w))
        t = t + np.roll(t, 1, 0) + np.roll(t, 1, 1) + np.roll(t, 2, 0) + np.roll(t, (1, 1), (0, 1))
        keep = r.uniform(.6, 1)
        return Image.fromarray(clip((a * keep + 250 * (1 - keep)) + t[..., None] * r.uniform(.8, 3) + 6 * smooth(r, h, w, 12)[..., None]))
    if style == "hatch":
        y, x = np.mgrid[:h, :w].astype(np.float32)
        ang, pitch = r.uniform(0, np.pi), r.uniform(4, 14)
        stripe = .5 + .5 * np.sin(2 * np.pi * (x * np.cos(ang) + y * np.sin(ang)) / pitch)
        inside = (np.abs(a - a.mean((0, 1))).sum(-1) > 90)[..., None]
        a = np.where(inside, a * (1 - .45 * stripe[..., None]) + 248 * .45 * stripe[..., None], a * .4 + 248 * .6)
        return Image.fromarray(clip(a))
    k = int(r.choice([3, 4, 4, 5, 6, 8]))                        # pixel art; its skies may come in bands
    small = base.resize((max(8, w // k), max(8, h // k)), Image.BOX if r.random() < .5 else Image.NEAREST)
    if r.random() < .7:
        q = np.asarray(small, np.float32); top = int(q.shape[0] * r.uniform(.3, 1)); n = int(r.integers(5, 12))
        y = np.floor(np.linspace(0, n - .01, top)) / n
        sky = (r.uniform(60, 220, 3) * (1 - y[:, None]) + r.uniform(60, 250, 3) * y[:, None])[:, None]
        fill = np.abs(q[:top] - q[:1, :1]).sum(-1, keepdims=True) < 60
        q = q.copy(); q[:top] = np.where(fill, sky, q[:top]); small = Image.fromarray(clip(q))
    return small.resize((w, h), Image.NEAREST)


def picture(sources, r):
    """uint8 [H, W, 3], sides of 256 to 1024 pixels."""
    side = int(r.choice([384, 448, 512, 640, 768, 1024], p=[.12, .1, .6, .09, .06, .03]))
    aspect = 1 if r.random() < .7 else float(r.choice([.67, .75, 1.33, 1.5, .56, 1.78]))
    w, h = (side, side) if aspect == 1 else (int(side * min(1, aspect)), int(side * min(1, 1 / aspect)))
    w, h = max(w, 256), max(h, 256)
    im = sources.photo(r, w, h) if r.random() < .45 else drawn(sources, r, w, h)
    a = np.asarray(im)
    if r.random() < .06: a = np.repeat(np.asarray(im.convert("L"))[..., None], 3, 2)          # black and white on purpose
    if r.random() < .25: a = clip((a.astype(np.float32) - 128) * r.uniform(.85, 1.12) + 128 + r.uniform(-14, 14))
    return a


def stored(a, r):
    """What a file format that services use leaves of a picture."""
    k = r.random()
    if k < .4: return a
    out, im = io.BytesIO(), Image.fromarray(a)
    if k < .94: im.save(out, "JPEG", quality=int(r.integers(84, 98)), subsampling=int(r.choice([0, 2, 2])))
    else: im.save(out, "WEBP", quality=int(r.integers(84, 97)), method=1)
    return np.asarray(Image.open(out).convert("RGB"))
