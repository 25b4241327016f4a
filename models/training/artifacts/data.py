"""Examples for training without end, made by worker processes: views of a picture and which faults it has."""
import multiprocessing as mp
import os

import numpy as np

import clean
import degrade
import views

NAMES = degrade.LABELS + ("any",)
# The hard ones more often.
HARD = dict(watermark_text=3, banding=2, oversaturation=1.5)
SHARES = np.array([HARD.get(n, .7) for n in degrade.LABELS])
SHARES /= SHARES.sum()


def suited(sources, names, r):
    """A clean picture on which the faults can be seen: no blur of what has no edges, no bands without shades, no burnt colours in grey."""
    for _ in range(10):
        a = clean.picture(sources, r)
        if all(degrade.shows(a, n) for n in names): break
    return a


def made(sources, names, severity, r, fonts):
    """The views of a picture with these faults, severity() each, as it would be stored."""
    a = suited(sources, names, r)
    for name in sorted(names, key=degrade.ORDER.index): a = degrade.ALL[name](a, severity(), r, fonts)
    return views.views(clean.stored(a, r))


def example(sources, r, fonts):
    k = r.random()
    names = [] if k < .42 else list(r.choice(degrade.LABELS, size=1 if k < .9 else 2, replace=False, p=SHARES))
    if "blank" in names: names = ["blank"]
    truth = [float(n in names) for n in degrade.LABELS] + [float(bool(names))]
    return made(sources, names, r.random, r, fonts), truth


def work(folder, seed, fonts, out):
    sources, r = clean.Sources(os.path.join(folder, "train")), np.random.default_rng(seed)
    while True:
        rows = [example(sources, r, fonts) for _ in range(16)]
        out.put((np.stack([x[0] for x in rows]), np.array([x[1] for x in rows], np.float32)))


def start(folder, seed, fonts, workers):
    """The queue that workers fill; call before anything touches a GPU, since they are forked."""
    context = mp.get_context("fork")
    out = context.Queue(maxsize=64)
    for i in range(workers): context.Process(target=work, args=(folder, seed * 1000 + i, fonts, out), daemon=True).start()
    return out


def fonts(folder):
    return sorted(os.path.join(d, f) for d, _, files in os.walk(folder) for f in files if f.endswith(".ttf"))
