"""Trains the classifier of artifacts for a given time, on pictures that worker processes go on making while it trains.

Thresholds are set on pictures from packages of the training that were kept aside ("check"); the figures are of packages never seen ("held-out").
"""
import argparse
import copy
import json
import math
import multiprocessing as mp
import os
import queue as queues
import time

import numpy as np
import torch
import torch.nn.functional as F

import clean
import degrade
import model
import views

ANY = len(degrade.LABELS)
SEVERITIES = dict(low=.15, medium=.5, high=.85)
FALSE_ALARMS = dict(label=.003, any=.012)          # of clean pictures of the check set, at the thresholds that are shipped
LEAST = .5
# The hard ones more often.
HARD = dict(seam=3, watermark_text=3, banding=2, oversaturation=1.5)
SHARES = np.array([HARD.get(n, .7) for n in degrade.LABELS]); SHARES /= SHARES.sum()


def damaged(a, names, severity, r, fonts):
    for name in sorted(names, key=degrade.ORDER.index): a = degrade.ALL[name](a, severity(), r, fonts)
    return a


def suited(sources, names, r):
    """A clean picture on which the faults can be seen: no blur of what has no edges, no bands without shades, no burnt colours in grey."""
    for _ in range(10):
        a = clean.picture(sources, r)
        if all(degrade.shows(a, n) for n in names): break
    return a


def sample(sources, r, fonts):
    k = r.random()
    names = [] if k < .42 else list(r.choice(degrade.LABELS, size=1 if k < .9 else 2, replace=False, p=SHARES))
    if "blank" in names: names = ["blank"]
    a = damaged(suited(sources, names, r), names, r.random, r, fonts)
    y = np.zeros(ANY + 1, np.float32)
    y[[degrade.LABELS.index(n) for n in names]] = 1
    y[ANY] = float(bool(names))
    return views.views(clean.stored(a, r)), y


def work(folder, seed, fonts, out):
    sources, r = clean.Sources(os.path.join(folder, "train")), np.random.default_rng(seed)
    while True:
        rows = [sample(sources, r, fonts) for _ in range(16)]
        out.put((np.stack([x[0] for x in rows]), np.stack([x[1] for x in rows])))


def fixed(job):
    """Pictures of one kind from a seed: (views, ...) for evaluation."""
    folder, name, severity, n, seed, fonts = job
    sources, r = clean.Sources(folder), np.random.default_rng(seed)
    return np.stack([views.views(clean.stored(damaged(suited(sources, [name] if name else [], r), [name] if name else [], lambda: severity, r, fonts), r)) for _ in range(n)])


def auc(p, n):
    v = np.concatenate([p, n]); order = v.argsort(kind="stable"); ranks = np.empty(len(v)); ranks[order] = np.arange(1, len(v) + 1)
    return (ranks[:len(p)].sum() - len(p) * (len(p) + 1) / 2) / (len(p) * len(n))


def probabilities(net, x, device):
    with torch.no_grad():
        return np.concatenate([net(tensor(torch.from_numpy(x[i:i + 200]).to(device))).float().sigmoid().cpu().numpy() for i in range(0, len(x), 200)])


def tensor(x):
    return ((x.permute(0, 3, 1, 2).float() / 255 - .5) / .25).contiguous(memory_format=torch.channels_last)


def report(net, sets, device):
    """Thresholds from the check set; AUC, detection and false alarms on what was held out."""
    check, free = probabilities(net, sets["check"], device), probabilities(net, sets["clean"], device)
    names = degrade.LABELS + ("any",)
    out = dict(thresholds={}, held_out={}, false_alarms={})
    for i, name in enumerate(names):
        limit = FALSE_ALARMS["any" if name == "any" else "label"]
        out["thresholds"][name] = round(float(max(LEAST, np.quantile(check[:, i], 1 - limit))), 3)
        out["false_alarms"][name] = round(float((free[:, i] >= out["thresholds"][name]).mean()), 4)
    out["false_alarms"]["any label"] = round(float((free >= [out["thresholds"][n] for n in names]).any(1).mean()), 4)
    for i, name in enumerate(degrade.LABELS):
        p = {s: probabilities(net, sets[name, s], device) for s in SEVERITIES}
        out["held_out"][name] = {s: [round(float(auc(q[:, i], free[:, i])), 4), round(float((q[:, i] >= out["thresholds"][name]).mean()), 3)] for s, q in p.items()}
    return out


def augment(x):
    if torch.rand(()) < .5:
        s = model.SIDE
        a, b = x[:, :, :s].flip(2), x[:, :, s:].flip(2)          # mirrored; the tiles change sides with it
        x = torch.cat([a, b], 2)
    return x


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--sources", required=True); ap.add_argument("--fonts", required=True, help="folder of .ttf files"); ap.add_argument("--out", required=True)
    ap.add_argument("--minutes", type=float, required=True); ap.add_argument("--seed", type=int, default=1); ap.add_argument("--device", default="cpu")
    ap.add_argument("--init", default="", help="weights to start from"); ap.add_argument("--freeze", action="store_true", help="leave the stacks of --init as they are: only lines and head learn")
    ap.add_argument("--threads", type=int, default=1); ap.add_argument("--workers", type=int, default=1); ap.add_argument("--batch", type=int, default=192); ap.add_argument("--lr", type=float, default=2e-3)
    ap.add_argument("--uses", type=float, default=14, help="how often a picture is used at most"); ap.add_argument("--most", type=int, default=80000, help="pictures kept")
    ap.add_argument("--clean", type=int, default=1200); ap.add_argument("--each", type=int, default=60)
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    fonts = sorted(os.path.join(d, f) for d, _, files in os.walk(a.fonts) for f in files if f.endswith(".ttf"))
    context = mp.get_context("fork")
    out = context.Queue(maxsize=64)
    for i in range(a.workers): context.Process(target=work, args=(a.sources, a.seed * 1000 + i, fonts, out), daemon=True).start()
    jobs = [("check", (os.path.join(a.sources, "check"), None, 0, a.clean // 4, 90 + i, fonts)) for i in range(4)]
    jobs += [("clean", (os.path.join(a.sources, "held-out"), None, 0, a.clean // 4, 80 + i, fonts)) for i in range(4)]
    jobs += [((name, s), (os.path.join(a.sources, "held-out"), name, v, a.each, 100 + 10 * i + j, fonts)) for i, name in enumerate(degrade.LABELS) for j, (s, v) in enumerate(SEVERITIES.items())]
    start = time.time()
    pool = context.Pool(max(1, a.workers))
    evaluation = pool.map_async(fixed, [j[1] for j in jobs], 1)
    torch.set_num_threads(a.threads); torch.manual_seed(a.seed); rng = np.random.default_rng(a.seed)
    net = model.Artifacts(ANY + 1)
    if a.init: net.start_from(torch.load(a.init, map_location="cpu"))
    net = net.to(a.device).to(memory_format=torch.channels_last)
    print("parameters %.2f M" % (sum(p.numel() for p in net.parameters()) / 1e6), flush=True)
    learning = [p for n, p in net.named_parameters() if not a.freeze or n.startswith(("lines", "head"))]
    opt = torch.optim.AdamW(learning, lr=a.lr, weight_decay=.02)
    slow = copy.deepcopy(net).eval()                        # running mean of the weights and, where they learn, of the statistics
    mean, current = ([v for k, v in n.state_dict().items() if v.dtype.is_floating_point and (not a.freeze or k.startswith(("lines", "head")))] for n in (slow, net))
    xs = torch.empty(a.most, model.SIDE, 2 * model.SIDE, 3, dtype=torch.uint8, device=a.device); ys = torch.empty(a.most, ANY + 1, device=a.device)
    seen = torch.empty(a.most if a.freeze else 0, 832, device=a.device)
    made, step, losses, budget, gpu, said = 0, 0, [], a.minutes * 60, a.device.startswith("cuda"), time.time()
    while time.time() - start < budget:
        try:
            while True:                                        # the newest pictures, as many as are kept
                x, y = out.get_nowait()
                at = torch.arange(made, made + len(x), device=a.device) % a.most
                xs[at], ys[at] = torch.from_numpy(x).to(a.device), torch.from_numpy(y).to(a.device)
                if a.freeze:
                    with torch.no_grad(): seen[at] = slow.see(tensor(xs[at]))
                made += len(x)
        except queues.Empty: pass
        if made < 1500 or step * a.batch > a.uses * made: time.sleep(.05); continue
        f = (time.time() - start) / budget
        for g in opt.param_groups: g["lr"] = a.lr * min(1, (step + 1) / 200) * (.5 * (1 + math.cos(math.pi * min(1, f))) * .99 + .01)
        rows = torch.from_numpy(rng.integers(0, min(made, a.most), a.batch)).to(a.device)
        net.train()
        with torch.autocast("cuda" if gpu else "cpu", torch.bfloat16, enabled=gpu):
            logits = net.judge(seen[rows], tensor(xs[rows, :, :model.SIDE])) if a.freeze else net(tensor(augment(xs[rows])))
        loss = F.binary_cross_entropy_with_logits(logits.float(), ys[rows])
        opt.zero_grad(set_to_none=True); loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.); opt.step()
        with torch.no_grad():
            keep = min(.998, 1 - 10 / (step + 20))
            torch._foreach_mul_(mean, keep); torch._foreach_add_(mean, current, alpha=1 - keep)
        step += 1
        if step % 10 == 0: losses.append(loss.item())
        if time.time() - said > 60:
            torch.save(slow.state_dict(), os.path.join(a.out, "model.pt"))
            print(f"seed {a.seed} step {step} pictures {made} loss {np.mean(losses[-10:]):.4f}", flush=True)
            said = time.time()
    sets = {}
    for (name, _), x in zip(jobs, evaluation.get()): sets[name] = np.concatenate([sets[name], x]) if name in sets else x
    torch.save(slow.state_dict(), os.path.join(a.out, "model.pt"))
    result = dict(seed=a.seed, steps=step, pictures=made, minutes=a.minutes, **report(slow, sets, a.device))
    json.dump(result, open(os.path.join(a.out, "report.json"), "w"), indent=1)
    print(json.dumps(result), flush=True)
    pool.terminate()


if __name__ == "__main__":
    main()
