"""A small byte-pair tokenizer in CLIP's file format (vocab.json, merges.txt, '</w>' word ends)."""
import argparse
import collections
import json
import os
import random
import re

import scenes

PAT = re.compile(r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|[^\s\w]+|_+", re.IGNORECASE)
BOS, EOS = "<|startoftext|>", "<|endoftext|>"


def byte_map():
    bs = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256)); cs = bs[:]; n = 0
    for b in range(256):
        if b not in bs: bs.append(b); cs.append(256 + n); n += 1
    return dict(zip(bs, map(chr, cs)))


BYTES = byte_map()


def split(text):
    return ["".join(BYTES[b] for b in w.encode()) for w in PAT.findall(" ".join(text.lower().split()))]


def train(counts, merges):
    """counts: word -> frequency; returns the list of merges."""
    words = [(list(w[:-1]) + [w[-1] + "</w>"], n) for w, n in counts.items()]
    pairs, where = collections.Counter(), collections.defaultdict(set)
    for i, (w, n) in enumerate(words):
        for p in zip(w, w[1:]): pairs[p] += n; where[p].add(i)
    out = []
    while len(out) < merges and pairs:
        best = max(pairs, key=lambda p: (pairs[p], p))
        if pairs[best] <= 0: break
        out.append(best)
        for i in list(where[best]):
            w, n = words[i]
            for p in zip(w, w[1:]): pairs[p] -= n
            new, j = [], 0
            while j < len(w):
                if j + 1 < len(w) and (w[j], w[j + 1]) == best: new.append(w[j] + w[j + 1]); j += 2
                else: new.append(w[j]); j += 1
            w[:] = new
            for p in zip(w, w[1:]): pairs[p] += n; where[p].add(i)
        pairs.pop(best, None)
    return out


def save(merges, folder):
    chars = list(BYTES[b] for b in sorted(BYTES, key=lambda b: ord(BYTES[b])))
    vocab = chars + [c + "</w>" for c in chars] + ["".join(m) for m in merges]
    vocab = list(dict.fromkeys(vocab)) + [BOS, EOS]
    os.makedirs(folder, exist_ok=True)
    json.dump({t: i for i, t in enumerate(vocab)}, open(os.path.join(folder, "vocab.json"), "w", encoding="utf-8"), ensure_ascii=False)
    with open(os.path.join(folder, "merges.txt"), "w", encoding="utf-8") as f:
        f.write("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    json.dump(dict(tokenizer_class="CLIPTokenizer", model_max_length=77, do_lower_case=True, bos_token=BOS, eos_token=EOS, pad_token=EOS, unk_token=EOS),
              open(os.path.join(folder, "tokenizer_config.json"), "w"), indent=1)


class Tokenizer:
    def __init__(self, folder):
        self.vocab = json.load(open(os.path.join(folder, "vocab.json"), encoding="utf-8"))
        lines = open(os.path.join(folder, "merges.txt"), encoding="utf-8").read().split("\n")[1:]
        self.rank = {tuple(l.split()): i for i, l in enumerate(lines) if l}
        self.bos, self.eos, self.cache = self.vocab[BOS], self.vocab[EOS], {}

    def word(self, raw):
        if raw not in self.cache:
            w = "".join(BYTES[b] for b in raw.encode())
            s = list(w[:-1]) + [w[-1] + "</w>"]
            while len(s) > 1:
                i = min(range(len(s) - 1), key=lambda i: self.rank.get((s[i], s[i + 1]), 1 << 30))
                if (s[i], s[i + 1]) not in self.rank: break
                p = (s[i], s[i + 1]); new, j = [], 0
                while j < len(s):
                    if j + 1 < len(s) and (s[j], s[j + 1]) == p: new.append(s[j] + s[j + 1]); j += 2
                    else: new.append(s[j]); j += 1
                s = new
            self.cache[raw] = [self.vocab[t] for t in s]
        return self.cache[raw]

    def encode(self, text, length=77):
        """Ids of the text between start and end, cut or filled up with the end to `length`."""
        ids = [self.bos]
        for w in PAT.findall(" ".join(text.lower().split())): ids += self.word(w)
        return ids[:length - 1] + [self.eos] * (length - min(len(ids), length - 1))


def main():
    ap = argparse.ArgumentParser(description="Learns the merges from captions of scenes at random.")
    ap.add_argument("--bank", required=True); ap.add_argument("--out", required=True)
    ap.add_argument("--captions", type=int, default=60000); ap.add_argument("--merges", type=int, default=4000)
    a = ap.parse_args()
    bank, r, counts = scenes.Bank(a.bank, exclude=("fluent", "openmoji")), random.Random(77), collections.Counter()
    for _ in range(a.captions): counts.update(split(scenes.caption(scenes.random_scene(bank, r), r)))
    for n in scenes.Bank(a.bank, split="all").nouns:
        for name in (n["noun"], n["plural"], *n["others"]): counts.update(split(name))
    merges = train(counts, a.merges)
    save(merges, a.out)
    print(len(counts), "words,", len(merges), "merges")


if __name__ == "__main__":
    main()
