"""Teaches the classifier seams and leaves all else of it as it is: pairs of a picture without and with a seam, of each picture only some lines (those with
the largest steps, and some others), which is what two processor cores can do.
"""
import argparse
import functools
import multiprocessing as mp
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import clean
import data
import degrade
import model
import seams
import views

PORTION = 50                # pairs made at a time
TOP, OTHERS = 10, 4         # lines kept of each kind of a picture
OTHER_FAULTS = [n for n in degrade.LABELS if n not in ("seam", "blank")]


sources_of = functools.lru_cache(None)(clean.Sources)


def pair(sources, r, fonts):
    """A picture without and with a seam, in a fifth of the cases both with another fault as well; across which axis the seam is, and where (0-1)."""
    other = str(r.choice(OTHER_FAULTS)) if r.random() < .2 else None
    a = data.suited(sources, [other] if other else [], r)
    b, axis, at = degrade.seamed(a, r.random(), r)
    if other:
        s, seed = r.random(), int(r.integers(2 ** 30))
        a, b = (degrade.ALL[other](x, s, np.random.default_rng(seed), fonts) for x in (a, b))
    whole = lambda x: views.whole(clean.stored(x, r))
    return whole(a), whole(b), axis, at / a.shape[axis]


def chosen(crossings, r):
    """Which lines of a picture to keep, of what Crossings gives: [2, TOP + OTHERS]"""
    sizes = crossings[:, 2 * seams.Crossings.SHARES:]
    score = sizes[:, 5:8].clamp(min=0).sum(1) + sizes[:, 11:14].sum(1)             # more than beside, and everywhere
    peak = score >= F.max_pool1d(score, 3, 1, 1)
    score = torch.where(peak, score, score - 1000)
    edge = seams.Seams.EDGE
    top = score[:, edge:-edge].topk(TOP, 1).indices + edge
    return torch.cat([top, torch.from_numpy(r.integers(edge, model.SIDE - edge, (2, OTHERS)))], 1)


def kept(net, picture, r):
    """The lines chosen, and those around each [2, 2, lines, COUNT], the border and the mean of all [2, 2, COUNT]; where the lines are."""
    with torch.no_grad(): own, around, border, all_ = net.see(((torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 255 - .5) / .25))
    at = chosen(own[0].transpose(1, 2), r)
    part = lambda v: torch.gather(v[0], 1, at[..., None].expand(-1, -1, v.shape[3]))
    return torch.cat([part(own), part(around), border[0], all_[0]], 1).half().numpy(), at.numpy()


def work(job):
    folder, seed, fonts = job
    torch.set_num_threads(1)
    sources, r, net, rows = sources_of(os.path.join(folder, "train")), np.random.default_rng(seed), seams.Seams(), []
    for _ in range(PORTION):
        *both, axis, where = pair(sources, r, fonts)
        for seam, picture in enumerate(both):
            lines, at = kept(net, picture, r)
            on = np.zeros(at.shape, bool)
            if seam: on[1 - axis] = np.abs(at[1 - axis] + .5 - where * model.SIDE) <= 1.6
            rows.append((lines, on))
    return np.stack([l for l, _ in rows]), np.stack([o for _, o in rows])


def made(a):
    """The lines of as many pairs as the time allows."""
    x, on, start = [], [], time.time()
    jobs = [(a.sources, a.seed * 100000 + i, data.fonts(a.fonts)) for i in range(a.most // PORTION)]
    with mp.get_context("fork").Pool(a.workers) as pool:
        for lines, seam in pool.imap(work, jobs):
            x.append(torch.from_numpy(lines)); on.append(torch.from_numpy(seam))
            if len(x) % 10 == 0: print(len(x) * PORTION, "pairs", flush=True)
            if time.time() - start > a.minutes * 60: break
    return torch.cat(x), torch.cat(on)


def turned(x):
    """A quarter of the pictures each as they are, mirrored, with dark for light, or both, in what lines are like."""
    c, b = seams.Crossings, seams.BINS
    back, swap = torch.arange(c.COUNT), torch.arange(c.COUNT)
    for half in (0, c.SHARES):
        for i in range(3): back[half + i * b:half + (i + 1) * b] = back[half + i * b:half + (i + 1) * b].flip(0)
    for half in (2 * c.SHARES, 2 * c.SHARES + 11):
        for i, j in ((3, 4), (9, 10)): swap[half + i], swap[half + j] = half + j, half + i
    mirrored, inverted = back[swap], back
    parts = x.chunk(4)
    return torch.cat([parts[0], *(p[..., o] for p, o in zip(parts[1:], (mirrored, inverted, swap)))])


def train(net, x, on, steps, seed, batch=64):
    """x [pictures, 2, 2 lines + 2, COUNT], not scaled; on [pictures, 2, lines]: lines on the seam. Pictures come in pairs, the one with the seam second."""
    torch.manual_seed(seed); rng = np.random.default_rng(seed)
    lines = TOP + OTHERS
    net.mean.copy_(x[:800, :, :lines].float().mean((0, 1, 2))); net.scale.copy_(x[:800, :, :lines].float().std((0, 1, 2)) + .01)
    opt = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=3e-3, weight_decay=.02)
    losses = []
    for step in range(steps):
        for g in opt.param_groups: g["lr"] = 3e-3 * min(1, (step + 1) / 50) * (.5 + .5 * np.cos(np.pi * step / steps) + .01)
        pairs = torch.from_numpy(rng.integers(0, len(x) // 2, batch))
        rows = torch.cat([2 * pairs, 2 * pairs + 1]).reshape(2, 4, -1).transpose(0, 1).flatten()        # each quarter has both of its pairs
        v = (turned(x[rows].float()) - net.mean) / net.scale
        each = net.lines(v[:, :, :lines], v[:, :, lines:2 * lines], v[:, :, -2:-1], v[:, :, -1:])
        picture = each.flatten(1).logsumexp(1)
        loss = F.binary_cross_entropy_with_logits(picture, (rows % 2).float())
        # That it is this line, not another: at first as much as whether there is one at all, at last not.
        known = on[rows].flatten(1).any(1)
        here = each.masked_fill(~on[rows], -1e4).flatten(1).logsumexp(1)
        (loss + (1 - step / steps) * (picture - here)[known].mean()).backward()
        opt.step(); opt.zero_grad(set_to_none=True)
        losses.append(loss.item())
        if step % 300 == 299: print(f"seed {seed} step {step + 1} loss {np.mean(losses[-200:]):.4f}", flush=True)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--sources", required=True); ap.add_argument("--fonts", required=True, help="folder of .ttf files"); ap.add_argument("--out", required=True)
    ap.add_argument("--init", required=True, help="weights of train.py"); ap.add_argument("--seed", type=int, default=1); ap.add_argument("--workers", type=int, default=1)
    ap.add_argument("--minutes", type=float, default=10, help="of making pictures"); ap.add_argument("--most", type=int, default=40000, help="pairs made at most")
    ap.add_argument("--steps", type=int, default=1500); ap.add_argument("--lines", default="", help="lines.pt of an earlier run, to make no pictures")
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    torch.set_num_threads(1)
    if a.lines: x, on = torch.load(a.lines)
    else:
        x, on = made(a)
        torch.save((x, on), os.path.join(a.out, "lines.pt"))
    net = model.Artifacts(len(data.NAMES))
    net.start_from(torch.load(a.init, map_location="cpu"))
    train(net.seams, x, on, a.steps, a.seed)
    torch.save(net.state_dict(), os.path.join(a.out, "model.pt"))


if __name__ == "__main__":
    main()
