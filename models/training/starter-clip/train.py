"""Trains the dual encoder for a given time; the learning rate follows the time that has passed, so that a run always ends annealed.

Three losses: images and captions of a batch compete (InfoNCE, both ways, wrong captions among them); each image picks its own caption from its
wrong one and its twin's; each pair alone is a match or none (a sigmoid, which makes scores of different prompts comparable).
"""
import argparse
import copy
import json
import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import draw
import evaluate
import model
import tokenizer

MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)   # CLIP's own
HELD_OUT = ("fluent", "openmoji")


def normaliser(device):
    mean, std = (torch.tensor(v, device=device).reshape(1, 3, 1, 1) for v in (MEAN, STD))
    return lambda x: ((x - mean) / std).contiguous(memory_format=torch.channels_last)


def losses(net, image, text, ids):
    """image [B, D], text [2B, D]: the right captions, then the wrong ones."""
    b = len(image)
    y = torch.arange(b, device=image.device)
    twin = y ^ 1
    s = net.scale.exp().clamp(max=60)
    cos = image @ text.T
    key = (ids * torch.randint(1, 1 << 40, (1, ids.shape[1]), device=ids.device)).sum(1)
    same = key[:b, None] == key[None, :]                    # captions in the same words: no negatives of one another
    same[y, y] = False
    logits = (s * cos).masked_fill(same, -1e4)
    back = (s * cos[:, :b].T).masked_fill(same[:, :b].T, -1e4)
    contrast = .5 * (F.cross_entropy(logits, y) + F.cross_entropy(back, y))
    zero = torch.zeros_like(y)
    hard = torch.stack([logits[y, y], logits[y, y + b], logits[y, twin]], 1)
    picks = .5 * (F.cross_entropy(hard, zero) + F.cross_entropy(torch.stack([back[y, y], back[y, twin]], 1), zero))
    a, c = net.slope.exp(), net.bias
    roll = y.roll(3)
    unlike = ~same[y, twin]
    match = F.softplus(-(a * cos[y, y] + c)).mean() + (F.softplus(a * cos[y, y + b] + c).mean() + (F.softplus(a * cos[y, twin] + c) * unlike).mean()
                                                       + F.softplus(a * cos[y, roll] + c).mean()) / 3
    return contrast, picks, match, (hard.argmax(1) == 0).float().mean()


def batches(portions, canvas, size, ahead):
    """Draws `ahead` batches at once, which keeps a GPU busier; yields images and the ids of right, then wrong captions."""
    layout, numbers, tokens = portions.take(size * ahead)
    with torch.no_grad(): images = canvas.disturb(canvas.draw(torch.from_numpy(layout).to(canvas.device), torch.from_numpy(numbers).to(canvas.device)))
    tokens = torch.from_numpy(tokens.astype(np.int64)).to(canvas.device)
    for i in range(0, size * ahead, size): yield images[i:i + size], tokens[i:i + size].transpose(0, 1).flatten(0, 1)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--bank", required=True); ap.add_argument("--tokenizer", required=True); ap.add_argument("--out", required=True)
    ap.add_argument("--minutes", type=float, required=True); ap.add_argument("--batch", type=int, default=1024, help="images, a multiple of 128")
    ap.add_argument("--lr", type=float, default=1.5e-3); ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--device", default="cpu"); ap.add_argument("--threads", type=int, default=2); ap.add_argument("--workers", type=int, default=1)
    ap.add_argument("--ahead", type=int, default=1, help="batches drawn at once")
    ap.add_argument("--evaluations", type=int, default=8, help="points of the learning curve"); ap.add_argument("--items", type=int, default=500)
    a = ap.parse_args()
    portions = data.Portions(a.bank, a.tokenizer, a.seed, a.workers)
    torch.manual_seed(a.seed); np.random.seed(a.seed); torch.set_num_threads(a.threads); os.makedirs(a.out, exist_ok=True)
    gpu = a.device.startswith("cuda")
    if gpu: torch.backends.cudnn.benchmark = True
    tok, canvas = tokenizer.Tokenizer(a.tokenizer), draw.Canvas(draw.atlas(os.path.join(a.bank, "sprites.npy"), a.device), a.device)
    sets = {name: evaluate.EvaluationSet(canvas, a.bank, vendors, a.items, seed, exclude) for name, vendors, seed, exclude in
            (("fluent", ["fluent"], 5, ()), ("openmoji", ["openmoji"], 6, ()), ("seen", None, 7, HELD_OUT))}
    torch.manual_seed(a.seed)
    net = model.Dual(len(tok.vocab)).to(a.device)
    net.image.to(memory_format=torch.channels_last)
    print("parameters: image %.2f M, text %.2f M" % tuple(sum(p.numel() for p in t.parameters()) / 1e6 for t in (net.image, net.text)), flush=True)
    normalise = normaliser(a.device)
    decay = [p for p in net.parameters() if p.ndim > 1]
    opt = torch.optim.AdamW([dict(params=decay, weight_decay=.05), dict(params=[p for p in net.parameters() if p.ndim <= 1], weight_decay=0)], lr=a.lr, betas=(.9, .98), **(dict(fused=True) if gpu else {}))
    slow = copy.deepcopy(net).eval()                        # running mean of the weights and statistics: this is what is kept
    kept, current = ([v for v in n.state_dict().values() if v.dtype.is_floating_point] for n in (slow, net))
    log = open(os.path.join(a.out, "log.jsonl"), "w")
    step, budget, spent, marks, run = 0, a.minutes * 60, 0., 1, []
    tick = time.time()
    drawn = iter(())
    while True:
        if (batch := next(drawn, None)) is None:
            drawn = batches(portions, canvas, a.batch, a.ahead)
            batch = next(drawn)
        x, ids = normalise(batch[0]), batch[1]
        ids = ids[:, :int((ids != net.text.eos).sum(1).max()) + 1]
        f = min(1., spent / budget)
        lr = a.lr * min(1, (step + 1) / 150) * (.5 * (1 + math.cos(math.pi * f)) * .99 + .01)
        for g in opt.param_groups: g["lr"] = lr
        with torch.autocast("cuda" if gpu else "cpu", torch.bfloat16, enabled=gpu): image, text = net.image(x), net.text(ids)
        contrast, picks, match, right = losses(net, image, text, ids)
        loss = contrast + picks + match
        opt.zero_grad(set_to_none=True); loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.)
        opt.step()
        step += 1
        if step % 4 == 0:
            new = max(.008, 40 / (step + 80))
            with torch.no_grad(): torch._foreach_mul_(kept, 1 - new); torch._foreach_add_(kept, current, alpha=new)
        if step % 25 == 0: run.append([v.item() for v in (contrast, picks, match, right)])
        spent += time.time() - tick; tick = time.time()
        if step % 100 == 0:
            print(f"seed {a.seed} step {step} min {spent / 60:.2f} losses " + " ".join("%.3f" % v for v in np.mean(run[-4:], 0)) + f" images/s {step * a.batch / spent:.0f}", flush=True)
        if spent >= budget * marks / a.evaluations or spent >= budget:
            for name, s in sets.items():
                record = dict(set=name, seed=a.seed, step=step, minutes=round(spent / 60, 2), images=step * a.batch, figures=s.figures(slow, tok, normalise, data.TOKENS))
                print(json.dumps(record), flush=True); log.write(json.dumps(record) + "\n"); log.flush()
            torch.save({k: v.half() if v.dtype == torch.float32 else v for k, v in slow.state_dict().items()}, os.path.join(a.out, "model.pt"))
            marks += 1; tick = time.time()
            if spent >= budget: break
    print("scale %.2f slope %.2f bias %.2f" % tuple(v.item() for v in (slow.scale.exp(), slow.slope.exp(), slow.bias)))


if __name__ == "__main__":
    main()
