"""Training batches without end, made by worker processes: layouts of twin scenes and their captions as token ids.

Rows 2i and 2i+1 are twins: the second scene is the first with one thing changed. Every row has a right caption and a wrong one that differs in
one thing; twins are worded alike.
"""
import multiprocessing as mp
import random

import numpy as np

import scenes
import tokenizer

PAIRS = 64          # of one portion
KEPT = 2000         # portions that may be used again where the workers do not keep up
TOKENS = 40


def pair(bank, r):
    s = scenes.random_scene(bank, r)
    t = scenes.edit(bank, s, r)
    words = r.randrange(1 << 30)
    out = []
    for x in (s, t):
        if x["groups"][0]["noun"] is s["groups"][0]["noun"] and r.random() < .5:      # the same thing, drawn by another hand
            x = dict(x, groups=[dict(g, sprite=bank.sprite(r, g["noun"])) for g in x["groups"]])
        wrong = scenes.edit(bank, x, r)
        out.append((scenes.layout(bank, x, r), scenes.numbers(x, r), scenes.caption(x, random.Random(words)), scenes.caption(wrong, random.Random(words))))
    return out


def work(folder, tokens, seed, queue):
    bank, tok, r = scenes.Bank(folder, exclude=("fluent", "openmoji")), tokenizer.Tokenizer(tokens), random.Random(seed)
    while True:
        rows = [x for _ in range(PAIRS) for x in pair(bank, r)]
        queue.put((np.array([x[0] for x in rows], np.float32), np.array([x[1] for x in rows], np.float32),
                   np.array([[tok.encode(x[2], TOKENS), tok.encode(x[3], TOKENS)] for x in rows], np.int16)))


class Portions:
    """Starts the workers; call before anything touches a GPU, since they are forked."""

    def __init__(self, folder, tokens, seed, workers):
        context = mp.get_context("fork")
        self.queue = context.Queue(maxsize=6 * workers)
        self.workers = [context.Process(target=work, args=(folder, tokens, seed * 1000 + i, self.queue), daemon=True) for i in range(workers)]
        for w in self.workers: w.start()
        self.kept, self.random = [], random.Random(seed)

    def take(self, images):
        """New portions where there are some; else earlier ones again, which draw.py lights, styles and disturbs anew."""
        got = []
        while len(got) < images // (2 * PAIRS):
            if not self.queue.empty() or len(self.kept) < KEPT // 4:
                got.append(self.queue.get())
                self.kept.append(got[-1])
                if len(self.kept) > KEPT: self.kept.pop(0)
            else: got.append(self.random.choice(self.kept))
        return tuple(np.concatenate([g[i] for g in got]) for i in range(3))
