"""Packs pictures of things into one sprite bank: straight-alpha sprites of 96 x 96 pixels with what in them is painted when a scene
gives the thing a colour. Pictures come from npm packages of icons (`fetch.sh`); nothing is downloaded here.

Output (all in --out): sprites.npy uint8 [N, 96, 96, 5] (red, green, blue, alpha, body) and bank.json
(nouns with their plurals and sprites; vendor of each sprite).
"""
import argparse
import io
import json
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PIL import Image

SIZE = 96
COLOURS = {"red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "gray", "grey", "teal"}
SCENE_GROUPS = {3, 4, 5, 6, 7}          # emojibase: animals, food, travel, activities, objects
UNUSABLE = re.compile(r"clock|thirty|moon|circle|square|symbol|sign|arrow|button|heart|star|no |face|person|man|woman|men|women|hand|seal|map|globe|"
                      r"mahjong|suit|mask|yen|dollar|euro|pound|chart|paper|card|page|memo|folder|calendar|mail|envelope|box|office|store|hotel|bank|"
                      r"sun|night|city|sunrise|sunset|rainbow|fog|umbrella|train|tram|railway|metro|station|locomotive|bus|car|cat|dog|horse|rabbit|mouse|"
                      r"drop|volume|speaker|mute|cinema|film|movie|tape|disk|disc|lock|ticket|slot|wave|comet|fire$|cyclone|tornado|lightning|snow")

# Vendors to train on, and those that the held-out evaluation alone sees.
COLOURED = dict(noto="noto", twemoji="twemoji", notov1="noto-v1", emojione="emojione", fxemoji="fxemoji", streamline="streamline-emojis")
ICONS = dict(mdi="mdi", phosphor="ph", gameicons="game-icons", fontawesome="fa6-solid")
HELD_OUT = ("fluent", "openmoji")


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("’", "").replace("'", "")).strip("-")


def plural(noun):
    head, _, last = noun.rpartition(" ")
    irregular = dict(goose="geese", wolf="wolves", knife="knives", mouse="mice", ox="oxen", deer="deer", sheep="sheep", shrimp="shrimps")
    if last in irregular: last = irregular[last]
    elif re.search(r"(s|x|ch|sh)$", last): last = last if last.endswith("s") and not last.endswith("ss") else last + "es"
    elif re.search(r"[^aeiou]y$", last): last = last[:-1] + "ies"
    else: last += "s"
    return (head + " " + last).strip()


def words(cell):
    return [w.strip() for w in cell.split(",") if w.strip()]


def nouns(path, emoji):
    """The listed nouns, then whatever else emoji show that fits into a scene."""
    table, used = [], set()
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"): continue
        noun, many, others, labels, icons = (c.strip() for c in line.rstrip("\n").split("|"))
        labels = [slug(l) for l in words(labels)]
        table.append(dict(noun=noun, plural=many, others=words(others), labels=labels, icons=words(icons), core=True))
        used.update(labels); used.add(slug(noun)); used.update(slug(o) for o in words(others))
    for e in emoji:
        label = re.sub(r"[^a-z0-9 ]", "", e["label"].lower().replace("-", " "))
        noun = " ".join(w for w in label.split() if w not in COLOURS)
        if e.get("group") not in SCENE_GROUPS or not 0 < len(noun.split()) <= 2 or UNUSABLE.search(noun) or slug(noun) in used: continue
        used.add(slug(noun))
        table.append(dict(noun=noun, plural=plural(noun), others=[], labels=[slug(e["label"])], icons=[slug(noun)], core=False))
    return table


def body(rgba):
    """Soft mask of the part that carries a thing's colour: pixels like the commonest tone, whatever their brightness."""
    rgb, alpha = rgba[..., :3].astype(np.float32), rgba[..., 3] > 128
    points = rgb[alpha]
    if len(points) < 50: return np.where(alpha, 255, 0).astype(np.uint8)

    def chroma(x):                      # hue and saturation count for more than brightness
        mean = x.mean(-1, keepdims=True)
        return np.concatenate([(x - mean) / 255, mean / 255 * .35], -1)
    data = chroma(points)
    rng = np.random.default_rng(1)
    centres = data[rng.choice(len(data), 5, replace=False)]
    for _ in range(12):
        near = ((data[:, None] - centres[None]) ** 2).sum(-1).argmin(1)
        centres = np.stack([data[near == k].mean(0) if (near == k).any() else centres[k] for k in range(len(centres))])
    counts = np.bincount(near, minlength=len(centres))
    main = counts.argmax()
    distance = np.sqrt(((chroma(rgb) - centres[main]) ** 2).sum(-1))
    mask = np.clip((.30 - distance) / .10, 0, 1) * alpha
    if mask[alpha].mean() < .3: mask = alpha.astype(np.float32)
    return (mask * 255).astype(np.uint8)


def fit(im):
    im = im.convert("RGBA")
    box = im.getchannel("A").point(lambda v: 255 if v > 16 else 0).getbbox()
    if not box or min(box[2] - box[0], box[3] - box[1]) < 6: return None
    im = im.crop(box)
    inner = SIZE - 4
    scale = inner / max(im.size)
    im = im.resize((max(1, round(im.width * scale)), max(1, round(im.height * scale))), Image.LANCZOS)
    sheet = Image.new("RGBA", (SIZE, SIZE))
    sheet.paste(im, ((SIZE - im.width) // 2, (SIZE - im.height) // 2))
    a = np.asarray(sheet)
    return np.dstack([a, body(a)])


def raster(svg, size=192):
    done = subprocess.run(["rsvg-convert", "-w", str(size), "-h", str(size), "--keep-aspect-ratio"], input=svg.encode(), capture_output=True)
    return Image.open(io.BytesIO(done.stdout)) if done.returncode == 0 and done.stdout else None


def iconify(folder):
    """Name -> SVG of an @iconify-json package."""
    data = json.load(open(os.path.join(folder, "icons.json"), encoding="utf-8"))
    w, h = data.get("width", 16), data.get("height", 16)
    out = {}
    for name, icon in data["icons"].items():
        box = f"{icon.get('left', 0)} {icon.get('top', 0)} {icon.get('width', w)} {icon.get('height', h)}"
        body_ = icon["body"].replace("currentColor", "#d8d8d8")
        out[name] = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{box}">{body_}</svg>'
    return out


def numbered(name):
    return [name] + [f"{name}-{i}" for i in (1, 2, 3)]


def pictures(table, packages, code_of):
    """(index of noun, vendor, picture or SVG) of everything that any package has."""
    for vendor, package in {**COLOURED, **ICONS}.items():
        icons = iconify(os.path.join(packages, package))
        flat = {re.sub("[^a-z0-9]", "", name): name for name in icons}
        for i, t in enumerate(table):
            if vendor in ICONS:
                names = [n + tail for n in t["icons"] for tail in (("-fill", "-duotone") if vendor == "phosphor" else ("",))]
            else:
                names = [n for label in t["labels"] for n in numbered(label)] if vendor != "fxemoji" else \
                        [flat.get(l.replace("-", "")) for l in t["labels"] + [slug(t["noun"])]]
            for name in dict.fromkeys(names):
                if name in icons: yield i, vendor, icons[name]
    for i, t in enumerate(table):
        for code in filter(None, (code_of.get(l) for l in t["labels"])):
            for path in (f"fluent/assets/{code.lower()}.webp", f"fluent/assets/{code.lower()}-fe0f.webp"):
                if os.path.exists(os.path.join(packages, path)):
                    yield i, "fluent", Image.open(os.path.join(packages, path))
                    break
            path = os.path.join(packages, "openmoji/color/svg", code + ".svg")
            if os.path.exists(path): yield i, "openmoji", open(path, encoding="utf-8").read()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--packages", required=True, help="folder that fetch.sh fills"); ap.add_argument("--out", required=True)
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    emoji = json.load(open(os.path.join(a.packages, "emojibase-data/en/data.json"), encoding="utf-8"))
    code_of = {slug(e["label"]): e["hexcode"].replace("-FE0F", "") for e in emoji}
    table = nouns(os.path.join(os.path.dirname(os.path.abspath(__file__)), "nouns.txt"), emoji)
    found = list(pictures(table, a.packages, code_of))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        sprites = list(pool.map(lambda f: fit(p) if (p := raster(f[2]) if isinstance(f[2], str) else f[2]) is not None else None, found))
    rows, kept = [], []
    for (i, vendor, _), sprite in zip(found, sprites):
        if sprite is not None:
            table[i].setdefault("sprites", []).append(len(rows)); rows.append(sprite); kept.append(vendor)
    for t in table: t.setdefault("sprites", [])
    # A noun needs two styles to train on: with one, its look and its name cannot be told from that style.
    table = [t for t in table if t["core"] and t["sprites"] or len({kept[s] for s in t["sprites"]} - set(HELD_OUT)) >= 3]
    np.save(os.path.join(a.out, "sprites.npy"), np.stack(rows))
    json.dump(dict(vendors=kept, nouns=[{k: t[k] for k in ("noun", "plural", "others", "core", "sprites")} for t in table]),
              open(os.path.join(a.out, "bank.json"), "w"), indent=0)
    print(len(rows), "sprites,", len(table), "nouns,", sum(t["core"] for t in table), "core;", {v: kept.count(v) for v in dict.fromkeys(kept)})


if __name__ == "__main__":
    main()
