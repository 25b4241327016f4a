"""Tells a seam from a horizon: at a seam whatever crosses the line makes the same step, or everything is cut; at a horizon each thing does as it likes.

A line is a column, or a row (the same on the picture laid on its side). The border is one, too: a picture that was rolled goes on there.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

# Of the bins of steps in brightness, in levels. Their distances are powers of two, so that half precision holds the slopes between them exactly.
CENTRES = (-80, -48, -32, -24, -16, -12, -8, -4, 0, 4, 8, 12, 16, 24, 32, 48, 80)
BINS, LEVELS, LUMA = len(CENTRES), 63.75, torch.tensor([.299, .587, .114])
SIDE, PARTS = 224, 4                   # of a line; the mean of them is looked at, and the least


def taps(**at):
    """Weights of the seven pixels across a line: m3, m1, p1, p3 are those three and one before and behind it."""
    t = torch.zeros(7)
    for k, v in at.items(): t[3 + int(k[1]) * (1 if k[0] == "p" else -1)] = v
    return t


BEFORE, STEP, BEHIND = taps(m3=-1, m1=1), taps(m1=-1, p1=1), taps(p1=-1, p3=1)
JUMP = STEP - (BEFORE + BEHIND) / 2      # the step, without what the shading to both sides would give


class Crossings(nn.Module):
    """What lines are like, float [N, 3, SIDE, SIDE] as the network takes it -> [N, 2, COUNT, SIDE] for columns and rows. Nothing here learns: all weights follow from
    the bins. Histograms are soft: a bin is a sum of hinges max(0, step - centre), which a convolution with ReLU gives for each pixel; sums over a line come first.
    """
    SHARES, COUNT = 3 * BINS + 1, 2 * (3 * BINS + 12)

    def __init__(self):
        super().__init__()
        hinges = [(LUMA, JUMP, -c) for c in CENTRES]
        r, g, b = torch.eye(3)
        self.kinds = [BINS, 4, 6, 4]
        colour = [(sign * (c - g), JUMP, 0) for c in (r, b) for sign in (1, -1)]
        steps = [(sign * c, STEP, 0) for c in (r, g, b) for sign in (1, -1)]
        beside = [(sign * LUMA, t, 0) for t in (BEFORE, BEHIND) for sign in (1, -1)]
        forms = hinges + colour + steps + beside
        self.across = nn.Conv2d(3, len(forms), (1, 7))
        self.across.weight.data = torch.stack([c[:, None] * t for c, t, _ in forms])[:, :, None] * LEVELS
        self.across.bias.data = torch.tensor([float(o) for *_, o in forms])
        bins = torch.zeros(BINS, len(forms))
        for k in range(BINS - 1):
            slope = 1 / (CENTRES[k + 1] - CENTRES[k])
            for row, sign in ((k, -1), (k + 1, 1)): bins[row, k] += sign * slope; bins[row, k + 1] -= sign * slope
        first = torch.eye(BINS)[0]                                                 # all that lies below the first centre
        c, s, f = (torch.zeros(len(forms)) for _ in range(3))
        ends = torch.tensor(self.kinds).cumsum(0)
        c[ends[0]:ends[1]] = 1 / 16; f[ends[2]:] = 1
        excess = [torch.zeros(len(forms)) for _ in range(3)]
        for i, e in enumerate(excess): e[ends[1] + 2 * i:ends[1] + 2 * i + 2] = 1; e -= f / 2
        rows = torch.stack([*(bins - c), *(bins - c - f / 32), -f / 16, *excess])
        self.within = nn.Conv2d(len(forms), len(rows), 1)
        self.within.weight.data = rows[:, :, None, None]
        self.within.bias.data = torch.cat([first, first, torch.tensor([1., 0, 0, 0])])
        self.bins = nn.Conv2d(BINS, BINS, 1)
        self.bins.weight.data, self.bins.bias.data = bins[:, :BINS, None, None], first
        for p in self.parameters(): p.requires_grad = False

    def columns(self, x):
        """[N, 3, SIDE / 2, SIDE]: pixels are paired along the line, which halves the noise and the work."""
        x = torch.cat([x[..., -3:], x, x[..., :3]], 3)
        along = lambda v: F.avg_pool2d(v, (SIDE // 2 // PARTS, 1))
        first = F.relu(self.across(x))
        hinges, _, steps, beside = along(first).split(self.kinds, 1)
        grey_and_flat, rest = along(F.relu(self.within(first))).split([2 * BINS + 1, 3], 1)
        luma = (x * (LUMA.to(x) * LEVELS)[:, None, None]).sum(1)
        edge = F.pad(luma[:, 1:] - luma[:, :-1], (0, 0, 0, 1))
        p, q = edge[..., 2:-4], edge[..., 4:-2]                                    # on both sides of the line
        pq, pp, qq = along(torch.stack([p * q, p * p, q * q], 1)).split(1, 1)
        shares = torch.cat([self.bins(hinges), grey_and_flat], 1)
        sizes = torch.cat([steps[:, ::2] + steps[:, 1::2], beside[:, ::2] + beside[:, 1::2], 2 * rest], 1) / 20
        goes_on = torch.cat([pq / (pp * qq + 4).sqrt(), (pp + 1).log() / 3, (qq + 1).log() / 3], 1)
        both = lambda v: torch.cat([v.mean(2), v.amin(2)], 1)
        return torch.cat([(F.relu(both(shares)) + 4e-4).sqrt(), both(torch.cat([sizes, goes_on], 1))], 1)

    def forward(self, x):
        return torch.stack([self.columns(F.avg_pool2d(v, (2, 1))) for v in (x, x.transpose(2, 3))], 1)


class Seams(nn.Module):
    """The logit of a seam from what lines are like: each line is judged by itself, the lines around it, the border and the mean of all lines of its kind; the
    picture by all of its lines together.
    """
    AWAY, NEAR = 6, 3       # the lines around: from 3 to 6 lines away
    EDGE = 4                # lines so close to the border are not judged: they see across it

    def __init__(self, width=64, narrow=32):
        super().__init__()
        self.crossings = Crossings()
        self.register_buffer("mean", torch.zeros(Crossings.COUNT)); self.register_buffer("scale", torch.ones(Crossings.COUNT))
        self.own, self.around, self.border, self.all = (nn.Linear(Crossings.COUNT, width, bias=i == 0) for i in range(4))
        self.kind = nn.Parameter(torch.zeros(2, 1, width))
        self.two, self.last = nn.Linear(width, narrow), nn.Linear(narrow, 1)

    def see(self, x):
        """[N, 2, SIDE, COUNT] of each line, of the lines around it; [N, 2, 1, COUNT] of the border and of all."""
        found = (self.crossings(x).transpose(2, 3) - self.mean) / self.scale
        round_ = torch.cat([found[:, :, -self.AWAY:], found, found[:, :, :self.AWAY]], 2)
        part = lambda start: round_[:, :, start:start + SIDE]
        steps = range(self.NEAR, self.AWAY + 1)
        around = sum(part(self.AWAY - k) + part(self.AWAY + k) for k in steps) / (2 * len(steps))
        return found, around, (found[:, :, :1] + found[:, :, -1:]) / 2, found.mean(2, keepdim=True)

    def lines(self, own, around, border, all_):
        """Logits [N, 2, lines]."""
        h = F.relu(self.own(own) + self.around(around) + self.border(border) + self.all(all_) + self.kind)
        return self.last(F.relu(self.two(h)))[..., 0]

    def forward(self, x):
        """[N, 1]"""
        own, around, border, all_ = self.see(x)
        inner = slice(self.EDGE, -self.EDGE)
        return self.lines(own[:, :, inner], around[:, :, inner], border, all_).flatten(1).logsumexp(1, keepdim=True)
