#!/usr/bin/env python3
"""Writes odd-texts.jsonl: 1,000 seeded odd texts with what openai/CLIP's tokenizer makes of them on the vocabulary in tokenizers/clip.

The tokenizer below is the algorithm of openai/CLIP, clip/simple_tokenizer.py (MIT), without ftfy. Needs python3-regex.

    python3 make_tokens.py tokenizers/clip > odd-texts.jsonl
"""
import hashlib
import html
import html.entities
import json
import os
import random
import sys
import unicodedata

import regex

PATTERN = regex.compile(
    r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", regex.IGNORECASE)
SPECIAL = ("<|startoftext|>", "<|endoftext|>")
ENTITIES = sorted(html.entities.html5)
POOLS = [
    "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "éàüßñçøåÆŒİıſKÅΣσςΑΒΓ", "а́бвгдЖЗИ",
    "日本語中文字漢カタカナひらがな한국어", "😀😺👩‍👩‍👧‍👦🇩🇪👍🏽❤️🏳️‍🌈", "𝐀𝒳𝟙𠀀𠮷𐐀𐐨", "\u0301\u0308\u0327\u20dd\ufe0f\u200d",
    "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2028\u3000\u200b\ufeff", "\x00\x01\x07\x7f\x9f",
    "'\"`’“”.,;:!?-–—…()[]{}<>|/\\@#$%^&*+=~_", "½¼²³①Ⅷⅷ٣४৫", "ﬁﬂǅǆᾳªº", "עבריתالعربيةไทยहिन्दी", "'s't're've'm'll'd'S'LL",
]
REFERENCES = [
    "&#x;", "&#;", "&amp;lt;", "&amp;amp;amp;", "&#x80;", "&#150;", "&#xD800;", "&#99999999999;", "&#x100000041;", "&", "&&amp", "&notit;",
    "&#0041;",
]
WORDS = ["photo", "Cat", "background", "an Astronaut riding", "ὈΔΥΣΣΕΎΣ", "ΑΣ", "ΑΣ.Β", "Σ", "ΑΣ̈", "ΑΣ-", "don't", "we'll"]


def byte_characters():
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    characters = {b: chr(b) for b in printable}
    others = (b for b in range(256) if b not in characters)
    return {**characters, **{b: chr(256 + i) for i, b in enumerate(others)}}


class Tokenizer:
    def __init__(self, folder):
        with open(os.path.join(folder, "vocab.json"), encoding="utf-8") as file:
            self.ids = json.load(file)
        with open(os.path.join(folder, "merges.txt"), encoding="utf-8") as file:
            lines = [line for line in file.read().split("\n")[1:] if line.strip()]
        self.ranks = {tuple(line.split()): i for i, line in enumerate(lines)}
        self.bytes = byte_characters()

    def merge(self, token):
        word = [*token[:-1], token[-1] + "</w>"]
        while len(word) > 1:
            best = min(zip(word, word[1:]), key=lambda pair: self.ranks.get(pair, float("inf")))
            if best not in self.ranks:
                break
            merged, i = [], 0
            while i < len(word):
                if i < len(word) - 1 and (word[i], word[i + 1]) == best:
                    merged.append(word[i] + word[i + 1])
                    i += 2
                else:
                    merged.append(word[i])
                    i += 1
            word = merged
        return word

    def encode(self, text):
        text = html.unescape(html.unescape(text)).strip()
        text = regex.sub(r"\s+", " ", text).strip().lower()
        ids = [self.ids[SPECIAL[0]]]
        for token in regex.findall(PATTERN, text):
            if token in SPECIAL:
                ids.append(self.ids[token])
            else:
                ids += [self.ids[piece] for piece in self.merge("".join(self.bytes[b] for b in token.encode("utf-8")))]
        return [*ids, self.ids[SPECIAL[1]]]


def odd_text(rng):
    length, text = rng.choice([1, 2, 3, 5, 8, 13, 30, 80]), ""
    while len(text) < length:
        kind = rng.random()
        if kind < .55:
            pool = rng.choice(POOLS)
            text += "".join(rng.choice(pool) for _ in range(rng.randint(1, 8)))
        elif kind < .65:
            text += " "
        elif kind < .75:
            text += "&" + rng.choice(ENTITIES) + rng.choice(["", ";", "x"])
        elif kind < .80:
            text += rng.choice([f"&#{rng.randint(0, 0x11ffff)};", f"&#x{rng.randint(0, 0x2ff):X}", rng.choice(REFERENCES)])
        elif kind < .84:
            text += rng.choice(["<|startoftext|>", "<|endoftext|>", "<|EndOfText|>", "<|ſtartoftext|>"])
        elif kind < .88:
            text += chr(rng.choice([rng.randint(0x20, 0xd7ff), rng.randint(0xe000, 0x1ffff)]))
        elif kind < .97:
            text += rng.choice(WORDS)
        else:
            text += rng.choice("abz漢😀") * rng.randint(20, 120)
    return text


def is_assigned(text):
    """Characters that later versions of Unicode assign change their kind with the version."""
    return all(unicodedata.category(c) not in ("Cn", "Cs") for c in html.unescape(html.unescape(text)))


def main(folder):
    tokenizer, rng, written = Tokenizer(folder), random.Random(20261123), 0
    while written < 1000:
        text = odd_text(rng)
        if is_assigned(text):
            ids = tokenizer.encode(text)
            digest = hashlib.sha256(" ".join(map(str, ids)).encode()).hexdigest()[:16]
            print(json.dumps({"text": text, "count": len(ids), "sha256": digest}))
            written += 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
