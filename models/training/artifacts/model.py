"""The classifier: one stack of convolutions sees the whole picture, another the four tiles and their fine detail, a third way looks for straight
lines across the picture; all are pooled and joined. Seams are told apart from these, by what lines are like (seams.py).
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

import degrade
import seams

SIDE = 224
SEAM = degrade.LABELS.index("seam")


class Conv(nn.Sequential):
    def __init__(self, i, o, stride=1, act=True):
        super().__init__(nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o), *([nn.ReLU(inplace=True)] if act else []))


class Res(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.a, self.b = Conv(c, c), Conv(c, c, act=False)

    def forward(self, x):
        return F.relu(x + self.b(self.a(x)))


def pooled(x):
    return torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)


def profiles(x):
    """Steps between neighbouring columns and rows, averaged along them and in quarters: [N, 2, 36, S]. Grids and bands are peaks in them."""
    out = []
    for v in (x, x.transpose(2, 3)):
        step = F.pad(v[..., 1:] - v[..., :-1], (0, 1)) * 4
        size = step.abs()
        beside = F.pad(size[..., 2:] + size[..., :-2], (1, 1)) / 2
        f = torch.cat([step, size, F.relu(size - beside)], 1)
        out.append(f.reshape(f.shape[0], 9, 4, SIDE // 4, SIDE).mean(3).flatten(1, 2))
    return torch.stack(out, 1)


class Lines(nn.Module):
    """Finds peaks in the profiles; the same weights look at columns and rows."""

    def __init__(self, width=48):
        super().__init__()
        self.net = nn.Sequential(nn.Conv1d(36, width, 5, padding=2), nn.ReLU(inplace=True), nn.Conv1d(width, width, 5, padding=2), nn.ReLU(inplace=True))

    def forward(self, p):
        return torch.cat([self.net(p[:, 0]).amax(2), self.net(p[:, 1]).amax(2)], 1)


class Artifacts(nn.Module):
    """float [N, 3, 224, 448] (views.py), (x - 0.5) / 0.25 of sRGB 0-1 -> logits [N, labels]; the last one is "any"."""

    def __init__(self, labels):
        super().__init__()
        self.whole = nn.Sequential(Conv(3, 16, 2), Conv(16, 32, 2), Conv(32, 64, 2), Res(64), Conv(64, 128, 2), Res(128))
        self.tiles = nn.Sequential(Conv(6, 16, 2), Conv(16, 24), Conv(24, 48, 2), Conv(48, 96, 2), Conv(96, 96))
        self.lines = Lines()
        self.seams = seams.Seams()
        self.head = nn.Sequential(nn.Linear(2 * 128 + 3 * 2 * 96 + 2 * 48, 128), nn.ReLU(inplace=True), nn.Dropout(.1), nn.Linear(128, labels - 1))

    def see(self, image):
        """What does not depend on lines and head: what the two stacks find [N, 832], and the profiles [N, 2, 36, S]."""
        t = SIDE // 2
        whole, rest = image[..., :SIDE], image[..., SIDE:]
        tiles = torch.stack([rest[..., :t, :t], rest[..., :t, t:], rest[..., t:, :t], rest[..., t:, t:]], 1).flatten(0, 1)
        detail = (tiles - F.avg_pool2d(tiles, 3, 1, 1, count_include_pad=False)) * 4
        f = pooled(self.tiles(torch.cat([tiles, detail], 1))).reshape(-1, 4, 2 * 96)
        return torch.cat([pooled(self.whole(whole)), f.mean(1), f.amax(1), f.amin(1)], 1), profiles(whole)

    def judge(self, seen, profile):
        """Logits of all labels but the seam, and of any of these."""
        return self.head(torch.cat([seen, self.lines(profile)], 1))

    def forward(self, image):
        rest, seam = self.judge(*self.see(image)), self.seams(image[..., :SIDE])
        return torch.cat([rest[:, :SEAM], seam, rest[:, SEAM:-1], torch.cat([rest[:, -1:], seam], 1).logsumexp(1, keepdim=True)], 1)

    def start_from(self, weights):
        """Takes over weights of an earlier run; what that run did not have starts as it is."""
        own = self.state_dict()
        for name, value in weights.items():
            if name.startswith("head.3.") and len(value) > len(own[name]): value = torch.cat([value[:SEAM], value[SEAM + 1:]])        # of when the head knew seams
            own[name].copy_(value)
