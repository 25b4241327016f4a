"""The classifier: one stack of convolutions sees the whole picture, another the four tiles and their fine detail; both are pooled and joined."""
import torch
import torch.nn as nn
import torch.nn.functional as F

SIDE = 224


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


class Artifacts(nn.Module):
    """float [N, 3, 224, 448] (views.py), (x - 0.5) / 0.25 of sRGB 0-1 -> logits [N, labels]; the last one is "any"."""

    def __init__(self, labels):
        super().__init__()
        self.whole = nn.Sequential(Conv(3, 16, 2), Conv(16, 32, 2), Conv(32, 64, 2), Res(64), Conv(64, 128, 2), Res(128))
        self.tiles = nn.Sequential(Conv(6, 16, 2), Conv(16, 24), Conv(24, 48, 2), Conv(48, 96, 2), Conv(96, 96))
        self.head = nn.Sequential(nn.Linear(2 * 128 + 3 * 2 * 96, 128), nn.ReLU(inplace=True), nn.Dropout(.1), nn.Linear(128, labels))

    def forward(self, image):
        t = SIDE // 2
        rest = image[..., SIDE:]
        tiles = torch.stack([rest[..., :t, :t], rest[..., :t, t:], rest[..., t:, :t], rest[..., t:, t:]], 1).flatten(0, 1)
        detail = (tiles - F.avg_pool2d(tiles, 3, 1, 1, count_include_pad=False)) * 4
        f = pooled(self.tiles(torch.cat([tiles, detail], 1))).reshape(-1, 4, 2 * 96)
        return self.head(torch.cat([pooled(self.whole(image[..., :SIDE])), f.mean(1), f.amax(1), f.amin(1)], 1))
