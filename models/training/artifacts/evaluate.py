"""Sets the thresholds that are shipped on pictures kept aside from the packages of the training ("check") and on a folder of clean pictures of the
simulator (--simulated; of another seed than the published evaluation's), and measures on packages that training never saw ("held-out"): AUC and share
found of each fault at three severities, false alarms on clean pictures. The same seeds, whatever the network.
"""
import argparse
import functools
import glob
import json
import multiprocessing as mp
import os

import numpy as np
import torch
from PIL import Image

import clean
import data
import degrade
import export
import train
import views

SEVERITIES = dict(low=.15, medium=.5, high=.85)
FALSE_ALARMS = dict(label=.01, any=.012)          # of clean pictures of the check set, at the thresholds that are shipped
LEAST, MOST = .5, .999


sources_of = functools.lru_cache(None)(clean.Sources)


def fixed(job):
    folder, name, severity, n, seed, fonts = job
    sources, r = sources_of(folder), np.random.default_rng(seed)
    return np.stack([data.made(sources, [name] if name else [], lambda: severity, r, fonts) for _ in range(n)])


def read(path):
    return views.views(np.asarray(Image.open(path).convert("RGB")))


def auc(p, n):
    v = np.concatenate([p, n])
    order = v.argsort(kind="stable")
    ranks = np.empty(len(v))
    ranks[order] = np.arange(1, len(v) + 1)
    return (ranks[:len(p)].sum() - len(p) * (len(p) + 1) / 2) / (len(p) * len(n))


def probabilities(net, x):
    with torch.no_grad(): return np.concatenate([net(train.tensor(torch.from_numpy(x[i:i + 100]))).sigmoid().numpy() for i in range(0, len(x), 100)])


def report(checks, free, faulty):
    """checks, free: probabilities [n, 11] of clean pictures; faulty: the same of (label, severity)."""
    thresholds = {}
    for i, name in enumerate(data.NAMES):
        limit = FALSE_ALARMS["any" if name == "any" else "label"]
        thresholds[name] = round(float(min(MOST, max(LEAST, *(np.quantile(c[:, i], 1 - limit) for c in checks)))), 3)
    at = np.array([thresholds[n] for n in data.NAMES])
    return dict(
        thresholds=thresholds,
        false_alarms=dict(zip(data.NAMES, (round(float(v), 4) for v in (free >= at).mean(0))), **{"any label": round(float((free[:, :-1] >= at[:-1]).any(1).mean()), 4)}),
        faults={name: {s: dict(auc=round(float(auc(faulty[name, s][:, i], free[:, i])), 4), found=round(float((faulty[name, s][:, i] >= at[i]).mean()), 3)) for s in SEVERITIES}
                for i, name in enumerate(degrade.LABELS)})


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--sources", required=True); ap.add_argument("--fonts", required=True); ap.add_argument("--model", required=True)
    ap.add_argument("--clean", type=int, default=1500); ap.add_argument("--each", type=int, default=100); ap.add_argument("--out", required=True)
    ap.add_argument("--simulated", required=True, help="folder with images/ of `export --faults none`")
    a = ap.parse_args()
    simulated = sorted(glob.glob(os.path.join(a.simulated, "images", "*")))
    fonts, net = data.fonts(a.fonts), export.network(a.model)
    portion = 100
    jobs = [(part, (os.path.join(a.sources, part), None, 0, portion, 9000 + i, fonts)) for part in ("check", "held-out") for i in range(a.clean // portion)]
    jobs += [((name, s), (os.path.join(a.sources, "held-out"), name, v, a.each, 100 + 10 * i + j, fonts))
             for i, name in enumerate(degrade.LABELS) for j, (s, v) in enumerate(SEVERITIES.items())]
    found = {}
    with mp.get_context("fork").Pool() as pool:
        for (key, _), x in zip(jobs, pool.imap(fixed, [j[1] for j in jobs])): found.setdefault(key, []).append(probabilities(net, x))
        clean_ones = [probabilities(net, np.stack(pool.map(read, simulated[i:i + portion]))) for i in range(0, len(simulated), portion)]
    found = {k: np.concatenate(v) for k, v in found.items()}
    result = dict(clean=a.clean, each=a.each, simulated=len(simulated), **report((found.pop("check"), np.concatenate(clean_ones)), found.pop("held-out"), found))
    json.dump(result, open(a.out, "w"), indent=1)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
