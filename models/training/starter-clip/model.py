"""A small image-text dual encoder. Image: residual convolutions, then attention over 6 x 6 cells. Text: a causal transformer whose state at the
end token is the text. Both give vectors of length 1.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

SIZE, DIMENSION, LENGTH = 96, 256, 77


class Conv(nn.Sequential):
    def __init__(self, i, o, stride=1, act=True):
        layers = [nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o)]
        super().__init__(*layers, *([nn.ReLU(inplace=True)] if act else []))


class Res(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.a, self.b = Conv(c, c), Conv(c, c, act=False)
        nn.init.zeros_(self.b[1].weight)

    def forward(self, x):
        return F.relu(x + self.b(self.a(x)))


class Block(nn.Module):
    def __init__(self, d, heads, mlp):
        super().__init__()
        self.heads, self.n1, self.n2 = heads, nn.LayerNorm(d), nn.LayerNorm(d)
        self.qkv, self.out = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.fc1, self.fc2 = nn.Linear(d, mlp * d), nn.Linear(mlp * d, d)

    def forward(self, x, mask=None):
        n, t, d = x.shape
        q, k, v = self.qkv(self.n1(x)).reshape(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        a = q @ k.transpose(-1, -2) * (d // self.heads) ** -.5
        if mask is not None: a = a + mask
        x = x + self.out((a.softmax(-1) @ v).transpose(1, 2).reshape(n, t, d))
        return x + self.fc2(F.relu(self.fc1(self.n2(x))))     # ReLU: GELU costs 15 % of a step on a processor


class ImageTower(nn.Module):
    """float [N, 3, 96, 96], CLIP's mean and deviation taken off -> [N, 256]."""

    def __init__(self, width=(32, 64, 128, 256), depth=(1, 2, 1), layers=3):
        super().__init__()
        net = [Conv(3, width[0], 2), Conv(width[0], width[1], 2)]
        for i, n in enumerate(depth):
            if i: net.append(Conv(width[i], width[i + 1], 2))
            net += [Res(width[i + 1]) for _ in range(n)]
        self.net, d = nn.Sequential(*net), width[-1]
        cells = (SIZE // 16) ** 2
        self.cls = nn.Parameter(torch.randn(1, 1, d) * .02)
        self.pos = nn.Parameter(torch.randn(1, cells + 1, d) * .02)
        self.blocks = nn.ModuleList(Block(d, 4, 2) for _ in range(layers))
        self.norm, self.proj = nn.LayerNorm(d), nn.Linear(d, DIMENSION, bias=False)

    def forward(self, pixel_values):
        x = self.net(pixel_values).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], 1) + self.pos
        for b in self.blocks: x = b(x)
        return F.normalize(self.proj(self.norm(x[:, 0])).float(), dim=-1)


class TextTower(nn.Module):
    """int64 [N, T], T at most 77, ends filled with the end token, which is the highest id -> [N, 256]."""

    def __init__(self, vocab, width=160, layers=4):
        super().__init__()
        self.eos = vocab - 1
        self.emb, self.pos = nn.Embedding(vocab, width), nn.Parameter(torch.randn(LENGTH, width) * .01)
        nn.init.normal_(self.emb.weight, std=.02)
        self.blocks = nn.ModuleList(Block(width, 4, 4) for _ in range(layers))
        self.norm, self.proj = nn.LayerNorm(width), nn.Linear(width, DIMENSION, bias=False)
        self.register_buffer("mask", torch.full((LENGTH, LENGTH), -1e4).triu(1), persistent=False)

    def forward(self, input_ids):
        t = input_ids.shape[1]
        x = self.emb(input_ids) + self.pos[:t]
        for b in self.blocks: x = b(x, self.mask[:t, :t])
        end = (input_ids == self.eos).to(torch.int64).argmax(1)
        x = x.gather(1, end.reshape(-1, 1, 1).expand(-1, 1, x.shape[2])).squeeze(1)
        return F.normalize(self.proj(self.norm(x)).float(), dim=-1)


class Dual(nn.Module):
    def __init__(self, vocab):
        super().__init__()
        self.image, self.text = ImageTower(), TextTower(vocab)
        self.scale = nn.Parameter(torch.tensor(2.66))          # log of what cosines are multiplied by when images compete for a text
        self.slope, self.bias = nn.Parameter(torch.tensor(2.3)), nn.Parameter(torch.tensor(-4.))       # for "match or not", each pair for itself
