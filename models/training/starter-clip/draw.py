"""Draws batches of scenes with PyTorch, on a processor or a GPU: sprites are sampled, painted, shaded and laid over procedural backgrounds,
then the whole is brought into its style. Images are float [B, 3, S, S], sRGB 0-1.
"""
import math

import numpy as np
import torch
import torch.nn.functional as F

import scenes

SIZE = 96
LEVELS = ((0, 0, 96), (96, 0, 48), (96, 48, 24))            # x, y and side of a sprite's sizes in its atlas
ATLAS_W, ATLAS_H = 144, 96


def atlas(path, device):
    """uint8 [N, 5, 96, 144]: every sprite at three sizes, so that small ones do not alias; colours are those of the nearest opaque pixels."""
    sprites = torch.from_numpy(np.load(path))
    out = torch.empty(len(sprites), 5, ATLAS_H, ATLAS_W, dtype=torch.uint8, device=device)
    for i in range(0, len(sprites), 256):
        x = sprites[i:i + 256].to(device).permute(0, 3, 1, 2).float()
        sheet = torch.zeros(len(x), 5, ATLAS_H, ATLAS_W, device=device)
        alpha = x[:, 3:4] / 255
        for x0, y0, side in LEVELS:
            k = 96 // side
            a = F.avg_pool2d(alpha, k)
            rest = F.avg_pool2d(x[:, [0, 1, 2, 4]] * alpha, k) / a.clamp(min=1e-3)
            rest = torch.where(a > 1e-3, rest, F.max_pool2d(rest, 3, 1, 1))
            sheet[:, [0, 1, 2, 4], y0:y0 + side, x0:x0 + side] = rest
            sheet[:, 3:4, y0:y0 + side, x0:x0 + side] = a * 255
        out[i:i + 256] = sheet.round().clamp(0, 255).to(torch.uint8)
    return out


class Canvas:
    """What is at hand on one device: the sprites and the grid of pixel centres."""

    def __init__(self, sprites, device):
        self.atlas, self.device = sprites, device
        self.half = torch.float16 if str(device).startswith("cuda") else torch.float32
        axis = (torch.arange(SIZE, device=device) + .5) / SIZE
        self.y, self.x = torch.meshgrid(axis, axis, indexing="ij")

    def rand(self, *shape, low=0., high=1.):
        return low + (high - low) * torch.rand(*shape, device=self.device)

    def noise(self, n, side, channels=1):
        """Smooth noise of about unit deviation, [n, channels, S, S]; side: cells across."""
        g = torch.randn(n, channels, side, side, device=self.device)
        return g if side == SIZE else F.interpolate(g, (SIZE, SIZE), mode="bilinear", align_corners=False) * 1.4

    # ------------------------------------------------------------ objects
    def sample(self, ids, u, v, level):
        """Bilinear look-up of sprites at u, v in 0-1: [n, 5, S, S] of 0-1, nothing outside."""
        where = torch.tensor(LEVELS, device=self.device, dtype=torch.float32)[level]
        x0, y0, side = (where[:, i, None, None] for i in range(3))
        px, py = x0 + (u * side).clamp(min=.5).minimum(side - .5), y0 + (v * side).clamp(min=.5).minimum(side - .5)
        grid = torch.stack([2 * px / ATLAS_W - 1, 2 * py / ATLAS_H - 1], -1)
        out = F.grid_sample(self.atlas[ids].to(self.half), grid.to(self.half), align_corners=False) / 255
        out[:, 3] *= (u > 0) & (u < 1) & (v > 0) & (v < 1)
        return out

    def objects(self, layout, style):
        """Premultiplied colour [B, 3, S, S], alpha [B, 1, S, S] and shadow [B, 1, S, S] of all objects."""
        b = len(layout)
        colour, alpha, shadow = (torch.zeros(b, c, SIZE, SIZE, device=self.device, dtype=self.half) for c in (3, 1, 1))
        # One hand draws the whole picture: outlines, light and shading are those of the image, not of the object.
        light, strength = self.rand(b, high=2 * math.pi), self.rand(b, high=.35) * (self.rand(b) < .7)
        outline = (self.rand(b, low=.03, high=.1) * (self.rand(b) < .3) + .05 * (style == 3)).clamp(max=.1)
        spread = self.rand(b, low=.35, high=.75)
        # All objects of the batch at once, those at the back of their picture first.
        slot, image = (layout[:, :, 0] >= 0).T.nonzero(as_tuple=True)
        counts = torch.bincount(slot, minlength=layout.shape[1]).tolist()
        p = layout[image, slot]
        ids, (cx, cy, w, h, angle) = p[:, 0].long(), (p[:, i, None, None] for i in range(1, 6))
        dx, dy, c, s = self.x - cx, self.y - cy, torch.cos(angle), torch.sin(angle)
        u, v = (c * dx + s * dy) / w, (c * dy - s * dx) / h
        u = torch.where(p[:, 6, None, None] > 0, -u, u)
        level = 2 - torch.bucketize((p[:, 3] + p[:, 4]) / 2, torch.tensor([.19, .42], device=self.device))
        t = self.sample(ids, u + .5, v + .5, level)
        angle, amount = light[image][:, None, None], strength[image][:, None, None]
        ramp = 1 + 1.6 * amount * (u * torch.cos(angle) + v * torch.sin(angle))
        rgb = (self.paint(t, p, spread[image]) * ramp[:, None].to(self.half)).clamp(0, 1) * t[:, 3:4]
        # A dark rim: the same sprite somewhat larger, below.
        rims = (outline[image] > 0).nonzero()[:, 0]
        grow = 1 + outline[image][rims][:, None, None]
        rim = torch.zeros_like(t[:, 3:4])
        rim[rims] = self.sample(ids[rims], u[rims] / grow + .5, v[rims] / grow + .5, level[rims])[:, 3:4]
        fall = torch.exp(-1.2 * ((u / .5) ** 2 + ((v - .47) / .09) ** 2)).to(self.half)[:, None] * (p[:, 11] > 0)[:, None, None, None]
        start = 0
        for n in counts:
            if not n: break
            rows, i = slice(start, start + n), image[start:start + n]
            start += n
            a, r = t[rows, 3:4], rim[rows]
            colour[i] = (colour[i] * (1 - r) + .1 * r) * (1 - a) + rgb[rows]
            over = alpha[i] + r * (1 - alpha[i])
            alpha[i] = over + a * (1 - over)
            shadow[i] = torch.maximum(shadow[i], fall[rows])
        return colour.float(), alpha.float(), shadow.float()

    def paint(self, t, p, spread):
        rgb, mask = t[:, :3], t[:, 4:5]
        kind = p[:, 7, None, None, None]
        named = (p[:, 8:11, None, None] / 255).to(self.half)
        grey = (rgb * torch.tensor([.3, .59, .11], device=self.device, dtype=self.half)[None, :, None, None]).sum(1, keepdim=True)
        # Light and dark of the original stay, about the mean that the painted part has.
        m = t[:, 3:4] * mask
        mean = (grey * m).mean((2, 3), keepdim=True) / m.mean((2, 3), keepdim=True).clamp(min=1e-3)
        depth = (grey - mean) * (2 * spread[:, None, None, None]).to(self.half)
        tone = named * (1 + depth * 1.1).clamp(.25, 1.6) + depth.clamp(min=0) * .25
        tone = tone + (named.amax(1, keepdim=True) < .25) * (depth * .35)
        weight = torch.where(kind == 2, torch.ones_like(mask), mask) * (kind > 0)
        plain = self.rand(len(rgb), 1, 1, 1, low=.85, high=1.15).to(self.half) * rgb
        return plain + (tone - plain) * weight

    # ------------------------------------------------------------ backgrounds
    def gradient(self, top, bottom, t=None):
        t = self.y if t is None else t
        return top[:, :, None, None] * (1 - t) + bottom[:, :, None, None] * t

    def tone(self, n, rgb, spread=18):
        return ((torch.tensor(rgb, device=self.device, dtype=torch.float32) + self.rand(n, 3, low=-spread, high=spread)) / 255 * self.rand(n, 1, low=.88, high=1.08)).clamp(0, 1)

    def bands(self, n, *stops):
        """Horizontal zones; stops: (share of the height at which a zone begins, its colour at its top, at its end)."""
        out = self.gradient(self.tone(n, stops[0][1]), self.tone(n, stops[0][2]))
        for start, top, bottom in stops[1:]:
            y0 = (start + self.rand(n, low=-.06, high=.06))[:, None, None]
            t = ((self.y - y0) / (1 - start)).clamp(0, 1)[:, None]
            zone = self.tone(n, top)[:, :, None, None] * (1 - t) + self.tone(n, bottom)[:, :, None, None] * t
            edge = y0 + .03 * self.rand(n)[:, None, None] * torch.sin(self.x * self.rand(n, low=3, high=14)[:, None, None] + self.rand(n, high=6.3)[:, None, None])
            out = torch.where((self.y > edge)[:, None], zone, out)
        return out

    def specks(self, image, rgb, share, size=1, above=0.):
        n = len(image)
        m = (torch.rand(n, 1, SIZE // size, SIZE // size, device=self.device) < share).float()
        m = F.interpolate(m, (SIZE, SIZE), mode="bilinear", align_corners=False) if size > 1 else m
        m = m * (self.y > above)
        return image * (1 - m) + self.tone(n, rgb, 8)[:, :, None, None] * m

    def strokes(self, image, rgb, count, slant=0., thin=.12, below=0., strength=.6):
        """Wavy lines, about `count` across the height."""
        n = len(image)
        wave = self.y * count * self.rand(n, low=.7, high=1.3)[:, None, None] + self.rand(n, low=.1, high=.5)[:, None, None] * torch.sin(self.x * self.rand(n, low=4, high=16)[:, None, None] + self.rand(n, high=6.3)[:, None, None]) + slant * self.x * count
        m = ((wave % 1) < thin)[:, None] * (self.y > below) * strength
        return image * (1 - m) + self.tone(n, rgb)[:, :, None, None] * m

    def disc(self, image, rgb, radius, low, high):
        n = len(image)
        cx, cy = self.rand(n, low=.08, high=.92)[:, None, None], self.rand(n, low=low, high=high)[:, None, None]
        m = (((self.x - cx) ** 2 + (self.y - cy) ** 2).sqrt() < radius * self.rand(n, low=.7, high=1.3)[:, None, None])[:, None].float() * (self.rand(n) < .75)[:, None, None, None]
        return image * (1 - m) + self.tone(n, rgb, 8)[:, :, None, None] * m

    def puffs(self, image, count):
        n = len(image)
        for _ in range(count):
            cx, cy, q = self.rand(n)[:, None, None], self.rand(n)[:, None, None], self.rand(n, low=.03, high=.1)[:, None, None]
            m = (1.6 * torch.exp(-(((self.x - cx) / (2 * q)) ** 2 + ((self.y - cy) / q) ** 2))).clamp(max=1)[:, None]
            m = torch.where(self.rand(n)[:, None, None, None] < .5, (m > .6).float(), m) * (self.rand(n) < .7)[:, None, None, None]
            image = image * (1 - m) + .97 * m
        return image

    def place(self, kind, n, c1, c2, turned):
        if kind == "plain": return c1[:, :, None, None].expand(-1, -1, SIZE, SIZE) + .06 * (self.rand(n) < .3)[:, None, None, None] * (self.y - .5)
        along = torch.where(turned[:, None, None], self.y, self.x)
        if kind in ("gradient", "striped", "checkered"):
            k = torch.randint(2, 6, (n, 1, 1), device=self.device) * 2
            t = along if kind == "gradient" else (along * k).floor() % 2 if kind == "striped" else ((self.x * k).floor() + (self.y * k).floor()) % 2
            return self.gradient(c1, c2, t[:, None])
        if kind == "wood":
            out = self.gradient(self.tone(n, (190, 140, 92), 30), self.tone(n, (160, 112, 70), 30))
            plank = (self.y * torch.randint(3, 8, (n, 1, 1), device=self.device)).floor()
            out = out * (1 + .09 * torch.sin(plank * 2.4 + self.rand(n, high=6)[:, None, None]))[:, None]
            out = self.strokes(out, (130, 88, 52), 11, thin=.1, strength=.5)
            return self.strokes(out, (95, 60, 34), 4.5, thin=.04, strength=.9)
        if kind == "beach":
            out = self.bands(n, (0, (128, 196, 240), (210, 235, 248)), (.22, (40, 138, 178), (112, 198, 206)), (.36, (238, 216, 164), (222, 190, 132)))
            return self.specks(out, (190, 155, 100), .01, 1, .4)
        if kind == "meadow":
            out = self.bands(n, (0, (134, 200, 242), (222, 240, 250)), (.28, (136, 184, 108), (130, 180, 100)), (.36, (128, 186, 84), (88, 152, 60)))
            return self.specks(self.specks(out, (66, 122, 46), .03, 1, .4), (250, 246, 226), .005, 2, .42)
        if kind == "grass": return self.specks(self.gradient(self.tone(n, (110, 175, 75)), self.tone(n, (85, 150, 60))), (60, 120, 45), .08) + .05 * self.noise(n, 12)
        if kind == "night": return self.disc(self.specks(self.gradient(self.tone(n, (14, 18, 52), 10), self.tone(n, (50, 46, 98), 14)), (246, 244, 226), .008), (246, 238, 206), .06, .06, .3)
        if kind == "studio": return self.bands(n, (0, (220, 222, 228), (244, 244, 246)), (.66, (236, 236, 238), (206, 206, 210)))
        if kind == "snow": return self.specks(self.bands(n, (0, (150, 176, 206), (206, 220, 234)), (.34, (236, 242, 248), (214, 226, 240))), (255, 255, 255), .008, 2)
        if kind == "brick":
            k = torch.randint(6, 15, (n, 1, 1), device=self.device)
            row = (self.y * k).floor()
            along = self.x * k / 2.2 + .5 * (row % 2)
            mortar = (((self.y * k) % 1) < .12) | ((along % 1) < .06)
            tint = torch.sin(along.floor() * 12.9 + row * 78.2 + self.rand(n, high=6)[:, None, None])[:, None] * .1
            return torch.where(mortar[:, None], self.tone(n, (200, 190, 178))[:, :, None, None], self.tone(n, (168, 82, 62))[:, :, None, None] * (1 + tint))
        if kind == "sky": return self.puffs(self.gradient(self.tone(n, (86, 160, 232)), self.tone(n, (190, 224, 250))), 4)
        if kind == "lake": return self.strokes(self.bands(n, (0, (176, 214, 240), (232, 240, 244)), (.2, (112, 150, 116), (112, 150, 116)), (.28, (126, 180, 206), (56, 118, 158))), (206, 230, 240), 12, thin=.08, below=.32, strength=.5)
        if kind == "desert":
            out = self.disc(self.bands(n, (0, (120, 92, 160), (250, 150, 110))), (254, 226, 150), .08, .25, .4)
            sand = self.bands(n, (0, (206, 138, 84), (206, 138, 84)), (.42, (232, 182, 120), (206, 146, 88)))
            out = torch.where((self.y > .4)[None, None], sand, out)
            return self.strokes(out, (190, 130, 78), 7, thin=.06, below=.45, strength=.7)
        out = self.gradient(self.tone(n, (60, 140, 200)), self.tone(n, (35, 105, 170)))      # water
        return self.strokes(out, (130, 190, 225), 14, thin=.14, strength=.5)

    def backgrounds(self, numbers):
        out = torch.empty(len(numbers), 3, SIZE, SIZE, device=self.device)
        for i, kind in enumerate(scenes.PLACES):
            rows = (numbers[:, 1] == i).nonzero()[:, 0]
            if len(rows): out[rows] = self.place(kind, len(rows), numbers[rows, 2:5] / 255, numbers[rows, 5:8] / 255, numbers[rows, 8] > 0)
        return out.clamp(0, 1)

    # ------------------------------------------------------------ styles
    def edges(self, x):
        g = x.mean(1, keepdim=True)
        d = (g[..., 1:] - g[..., :-1]).abs()
        e = (g[..., 1:, :] - g[..., :-1, :]).abs()
        return (F.pad(d, (0, 1)) + F.pad(e, (0, 0, 0, 1))).clamp(0, 1)

    def photo(self, colour, alpha, back):
        n = len(colour)
        soft = F.avg_pool2d(back, 3, 1, 1)
        back = torch.where((self.rand(n) < .5)[:, None, None, None], soft, back)
        return colour + back * (1 - alpha) + self.rand(n, 1, 1, 1, high=.03) * torch.randn(n, 1, SIZE, SIZE, device=self.device)

    def watercolour(self, colour, alpha, back):
        n = len(colour)
        paper = torch.tensor([.985, .972, .945], device=self.device)[None, :, None, None]
        thin = self.rand(n, 1, 1, 1, low=.6, high=.95)
        wash = (thin + .12 * self.noise(n, 8)).clamp(.4, 1)
        back = paper * (1 - wash * .85) + back * wash * .85
        tint = (self.rand(n, 1, 1, 1, low=.7, high=.97) + .13 * self.noise(n, 14)).clamp(.45, 1)
        body = colour * tint + alpha * (1 - tint) * paper
        rim = self.edges(alpha.expand(-1, 3, -1, -1)) * self.rand(n, 1, 1, 1, low=.1, high=.5)
        return (body + back * (1 - alpha)) * (1 - rim) + .02 * self.noise(n, 48)

    def sketch(self, colour, alpha, back):
        n = len(colour)
        paper = .975
        pale = self.rand(n, 1, 1, 1, low=.25, high=.75)
        back = paper * (1 - pale) + back * pale
        angle, pitch = self.rand(n, high=math.pi)[:, None, None], self.rand(n, low=20, high=60)[:, None, None]
        hatch = .5 + .5 * torch.sin(2 * math.pi * pitch * (self.x * torch.cos(angle) + self.y * torch.sin(angle)))
        keep = self.rand(n, 1, 1, 1, low=.5, high=.95) - self.rand(n, 1, 1, 1, high=.4) * hatch[:, None]
        body = colour * keep + alpha * (1 - keep) * paper
        line = ((self.edges(colour) * .8 + self.edges(alpha)) * self.rand(n, 1, 1, 1, low=1.2, high=3)).clamp(0, 1) * .75
        return (body + back * (1 - alpha)) * (1 - line) + .02 * self.noise(n, 48)

    def pixel(self, colour, alpha, back):
        x = colour + back * (1 - alpha)
        coarse = torch.empty_like(x)
        sides = (24, 32, 48, 64, 96)
        pick = torch.randint(0, len(sides), (len(x),), device=self.device)
        for i, side in enumerate(sides):
            rows = (pick == i).nonzero()[:, 0]
            if len(rows): coarse[rows] = F.interpolate(F.interpolate(x[rows], (side, side), mode="area"), (SIZE, SIZE), mode="nearest")
        steps = torch.randint(6, 20, (len(x), 1, 1, 1), device=self.device)
        return torch.where(self.rand(len(x), 1, 1, 1) < .5, (coarse * steps).round() / steps, coarse)

    def draw(self, layout, numbers):
        """layout float [B, MOST, FIELDS] and numbers float [B, 9] of scenes.py."""
        style = numbers[:, 0].long()
        colour, alpha, shadow = self.objects(layout, style)
        back = self.backgrounds(numbers) * (1 - .35 * shadow)
        out = colour + back * (1 - alpha)
        for i, how in ((1, self.photo), (2, self.watercolour), (3, self.sketch), (4, self.pixel)):
            rows = (style == i).nonzero()[:, 0]
            if len(rows): out[rows] = how(colour[rows], alpha[rows], back[rows])
        return out.clamp(0, 1)

    def disturb(self, x):
        """What an image may go through: light, contrast, colour, a little zoom and shift, softness, grain."""
        n = len(x)
        one = lambda share: (self.rand(n) < share)[:, None, None, None]
        x = (x - .5) * self.rand(n, 1, 1, 1, low=.8, high=1.2) + .5 + self.rand(n, 1, 1, 1, low=-.07, high=.07) + self.rand(n, 3, 1, 1, low=-.03, high=.03)
        zoom, dx, dy = self.rand(n, low=.93, high=1.04), self.rand(n, low=-.05, high=.05), self.rand(n, low=-.05, high=.05)
        zero = torch.zeros_like(zoom)
        theta = torch.stack([torch.stack([zoom, zero, dx], -1), torch.stack([zero, zoom, dy], -1)], 1)
        grid = F.affine_grid(theta, list(x.shape), align_corners=False)
        moved = F.grid_sample(x, grid, padding_mode="reflection", align_corners=False)
        x = torch.where(one(.5), moved, x)
        soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), "replicate"), 3, 1)
        k = self.rand(n, 1, 1, 1, low=-.6, high=.7)               # below 0: sharper
        x = torch.where(one(.5), x + k * (soft - x), x)
        x = torch.where(one(.15), x + self.rand(n, 1, 1, 1, high=.05) * torch.randn_like(x), x)
        return x.clamp(0, 1)
