"""Held-out evaluation: pairs of an image with its caption and a caption in which one thing is wrong, drawn from fixed seeds."""
import random

import numpy as np
import torch

import scenes

KINDS = ("name", "swap", "colour", "count", "place", "relation", "noun", "new combination", "new noun: colour", "new noun: count")


def auc(p, n):
    """Area under the ROC curve: how often a value of p is above one of n, ties by half."""
    v = np.concatenate([p, n])
    order = v.argsort(kind="stable")
    s, ranks = v[order], np.empty(len(v))
    ranks[order] = np.arange(1, len(v) + 1)
    same = np.concatenate([[0], np.cumsum(s[1:] != s[:-1])])
    means = np.bincount(same, ranks[order]) / np.bincount(same)
    ranks[order] = means[same]
    return (ranks[:len(p)].sum() - len(p) * (len(p) + 1) / 2) / (len(p) * len(n))


def item(bank, r, what):
    """A scene and the same with one thing wrong."""
    while True:
        if what == "name": s = scenes.random_scene(bank, r, "lone", coloured=False)
        elif what == "count": s = scenes.random_scene(bank, r, r.choice(["count", "pair"]))
        elif what == "place": s = scenes.random_scene(bank, r, "placed")
        elif what == "new combination":
            s = scenes.random_scene(bank, r, "lone", coloured=True)
            free = [c for c in scenes.NAMES if scenes.held_out(c, s["groups"][0]["noun"]["noun"]) and c not in scenes.DROWNS.get(s["place"][0], ()) and c not in s["place"]]
            if not free: continue
            s["groups"][0]["colour"] = r.choice(free)
        elif what.startswith("new noun"): s = scenes.random_scene(bank, r, "count", noun=r.choice(bank.held), coloured=True)
        else: s = scenes.random_scene(bank, r, "pair", coloured=True if what in ("swap", "colour") else None)
        change = {"name": "noun", "place": "relation", "new combination": "colour", "new noun: colour": "colour", "new noun: count": "count"}.get(what, what)
        if change in scenes.edits_for(s): return s, scenes.edit(bank, s, r, change)


class EvaluationSet:
    """n items of each kind in the styles of some vendors."""

    def __init__(self, canvas, folder, vendors, n, seed, exclude=()):
        bank, self.sets = scenes.Bank(folder, vendors, exclude, split="all"), {}
        torch.manual_seed(seed)
        for what in KINDS:
            if what.startswith("new noun") and not bank.held: continue
            r, layouts, numbers, captions = random.Random(f"{seed}/{what}"), [], [], []
            for _ in range(n):
                s, t = item(bank, r, what)
                words = r.randrange(1 << 30)
                place = 0 if what == "name" else .5
                captions.append((scenes.caption(s, random.Random(words), place=place), scenes.caption(t, random.Random(words), place=place)))
                layouts.append(scenes.layout(bank, s, r)); numbers.append(scenes.numbers(s, r))
            images = []
            for i in range(0, n, 250):
                x = canvas.draw(*(torch.tensor(a[i:i + 250], dtype=torch.float32, device=canvas.device) for a in (layouts, numbers)))
                images.append((x * 255).round().to(torch.uint8))
            self.sets[what] = (torch.cat(images), captions)

    def figures(self, net, tok, normalise, tokens):
        """AUC of right against wrong captions over all images, and the share of images whose right caption scores higher."""
        out = {}
        with torch.no_grad():
            for what, (images, captions) in self.sets.items():
                dev = images.device
                emb = lambda k: torch.cat([net.text(torch.tensor([tok.encode(c[k], tokens) for c in captions[i:i + 250]], device=dev)) for i in range(0, len(captions), 250)])
                image = torch.cat([net.image(normalise(images[i:i + 250].float() / 255)) for i in range(0, len(images), 250)])
                right, wrong = emb(0), emb(1)
                pos, neg = (image * right).sum(1).cpu().numpy(), (image * wrong).sum(1).cpu().numpy()
                if what == "name":          # against the caption of another image, and 100 captions at once
                    other = (image * right.roll(7, 0)).sum(1).cpu().numpy()
                    out["name"] = (auc(pos, other), float((pos > other).mean()))
                    sim = (image @ right.T).cpu().numpy()
                    out["retrieval of 100"] = (float(np.mean([(sim[i:i + 100, i:i + 100].argmax(1) == np.arange(100)).mean() for i in range(0, len(sim) - 99, 100)])),) * 2
                else: out[what] = (auc(pos, neg), float((pos > neg).mean()))
        return {k: [round(float(x), 4) for x in v] for k, v in out.items()}
