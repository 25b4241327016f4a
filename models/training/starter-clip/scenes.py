"""Scenes at random, one change to a scene (which gives hard negatives), captions in many wordings, and a scene's layout as numbers for
`draw.py`. A scene is a dict: kind, style, place (background), relation, groups [{noun, colour, count, sprite}].
"""
import copy
import functools
import json
import os
import zlib

COLOURS = dict(red=(215, 38, 38), orange=(245, 132, 25), yellow=(246, 214, 40), green=(50, 158, 62), teal=(18, 150, 150), blue=(42, 90, 215),
               purple=(132, 56, 176), pink=(244, 136, 185), brown=(121, 74, 39), black=(30, 30, 34), white=(243, 243, 241), gray=(137, 138, 142))
NAMES = list(COLOURS)
CLASH = {frozenset(p) for p in (("orange", "brown"), ("black", "gray"), ("gray", "white"), ("teal", "green"), ("teal", "blue"), ("purple", "pink"),
                                ("red", "orange"), ("orange", "yellow"), ("purple", "blue"), ("red", "brown"), ("red", "pink"), ("black", "brown"))}
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six"]
STYLES = ["none", "photo", "watercolour", "sketch", "pixel"]
PLACES = ["plain", "gradient", "striped", "checkered", "wood", "beach", "meadow", "night", "studio", "snow", "brick", "sky", "lake", "desert", "water", "grass"]
COLOURED_PLACES = 4                     # the first ones are made of named colours
DROWNS = dict(wood=("brown", "orange"), beach=("yellow", "orange", "white"), meadow=("green", "teal"), night=("black", "blue", "purple"), studio=("white", "gray"),
              snow=("white", "gray"), brick=("red", "brown", "orange"), sky=("blue", "white", "teal"), lake=("blue", "teal"), desert=("orange", "red", "pink", "brown"),
              water=("blue", "teal"), grass=("green", "teal"))
OPPOSITE = dict(left="right", right="left", above="below", below="above", front="behind", behind="front")
MOST = 8                                # objects of a scene

# Names that a viewer may take for one another: never used as a wrong noun for each other.
KIN = [set(k.split(", ")) for k in (
    "car, taxi, oncoming taxi, oncoming automobile, ambulance, truck, articulated lorry, fire engine", "flower, tulip, rose, lotus, bouquet, wilted flower",
    "tree, christmas tree, palm tree, tanabata tree, pine decoration, potted plant", "house, houses, hut, derelict house, school, hospital, factory, church, building construction",
    "book, open book, books, notebook, ledger, scroll", "train, light rail, monorail, bus", "boat, sailboat, ferry, passenger ship, canoe", "bell, bellhop bell",
    "shirt, running shirt, lab coat, kimono, dress", "bird, dove, eagle, chicken, rooster, turkey, duck, swan, goose, dodo, flamingo", "bear, polar bear, koala, teddy bear",
    "clock, watch, stopwatch, compass", "mouse, rat, hamster, chipmunk", "airplane, airplane departure, airplane arrival", "tent, circus tent, camping", "top hat, billed cap",
    "bottle, baby bottle, jar", "lamp, light bulb, flashlight", "glasses, goggles", "telephone, telephone receiver, mobile phone, fax machine",
    "television, desktop computer, laptop", "microphone, studio microphone, flashlight", "castle, japanese castle", "ball, baseball, volleyball, american football, rugby football",
    "vase, funeral urn", "cake, shortcake, cupcake", "leaf, herb, shamrock, seedling", "fish, blowfish, shark", "dog, poodle, wolf, fox", "cat, lion, tiger, leopard",
    "wine glass, cocktail glass, tropical drink, tumbler glass", "apple, tomato, cherry, peach", "tangerine, lemon, melon", "guitar, banjo, violin", "trumpet, saxophone, trombone, postal horn",
    "pencil, pen, crayon, fountain pen, paintbrush", "gift, package, treasure chest", "bucket, basket", "shoe, ice skate, roller skate", "bicycle, motorcycle, motor scooter, kick scooter",
    "cow, ox, bison, water buffalo", "sheep, ewe, ram, goat", "spider, ant, bug, lady beetle, bee, fly, mosquito, cricket", "moon, ringed planet", "egg, hatching chick",
    "bread, baguette bread, croissant", "mountain, mount fuji, volcano", "spoon, kitchen knife, chopsticks", "musical note, musical notes", "rabbit, hamster", "ring, gem stone",
    "crab, shrimp, scorpion", "turtle, tortoise", "sun, star, sparkles", "doughnut, cookie")]

# Never drawn for training: the evaluation asks for their colours and counts.
HELD_OUT_NOUNS = {"gorilla", "camel", "hedgehog", "broccoli", "sandwich", "anvil", "telescope", "magnet", "ladder", "axe", "parachute", "canoe", "harp", "toothbrush", "pretzel", "squid"}


@functools.lru_cache(None)
def held_out(colour, noun):
    """Whether this colour of this noun is kept from training: about one pair in ten."""
    return zlib.crc32(f"{colour} {noun}".encode()) % 10 == 0


class Bank:
    """Which noun has which sprites, for some vendors. split: 'train' leaves out what is held out, 'all' does not."""

    def __init__(self, folder, vendors=None, exclude=(), split="train"):
        meta = json.load(open(os.path.join(folder, "bank.json")))
        self.vendors, self.split = meta["vendors"], split
        use = [v for v in dict.fromkeys(self.vendors) if (vendors is None or v in vendors) and v not in exclude]
        self.nouns = []
        for n in meta["nouns"]:
            if split == "train" and n["noun"] in HELD_OUT_NOUNS: continue
            by_vendor = {}
            for s in n["sprites"]:
                if self.vendors[s] in use: by_vendor.setdefault(self.vendors[s], []).append(s)
            if by_vendor: self.nouns.append(dict(n, by_vendor=list(by_vendor.values())))
        self.core = [n for n in self.nouns if n["core"]]
        self.held = [n for n in self.nouns if n["noun"] in HELD_OUT_NOUNS]
        self.kin = {}
        for k in KIN:
            for w in k: self.kin[w] = self.kin.get(w, set()) | k

    def noun(self, r):
        return r.choice(self.core if r.random() < .65 else self.nouns)

    def sprite(self, r, noun):
        return r.choice(r.choice(noun["by_vendor"]))

    def alike(self, a, b):
        return a == b or b in self.kin.get(a, ())


# ---------------------------------------------------------------- scenes
def clashes(a, b):
    return a == b or frozenset((a, b)) in CLASH


def colour_for(r, place, *others):
    """A colour that stands out on the place and is not taken for any of the others."""
    taken = [o for o in others if o]
    drowned = DROWNS.get(place[0], ()) if place[0] in DROWNS else ()
    for c in r.sample(NAMES, len(NAMES)):
        if c in drowned or any(clashes(c, o) for o in taken) or any(clashes(c, p) for p in place[1:3] if p): continue
        return c
    return r.choice([c for c in NAMES if c not in taken])


def random_place(r):
    k = r.random()
    if k < .22: return ("plain", r.choice(NAMES), None)
    if k < .34:
        a = r.choice(NAMES)
        return (r.choice(PLACES[1:COLOURED_PLACES]), a, r.choice([c for c in NAMES if not clashes(a, c)]))
    return (r.choice(PLACES[COLOURED_PLACES:]), None, None)


def random_group(bank, r, place, coloured, others=(), noun=None):
    for _ in range(40):
        n = noun or bank.noun(r)
        if any(bank.alike(n["noun"], o["noun"]["noun"]) for o in others): continue
        colour = colour_for(r, place, *[o["colour"] for o in others]) if coloured else None
        if colour and bank.split == "train" and held_out(colour, n["noun"]): continue
        return dict(noun=n, colour=colour, count=1, sprite=bank.sprite(r, n))
    return dict(noun=n, colour=None, count=1, sprite=bank.sprite(r, n))


KINDS = dict(lone=.20, placed=.06, count=.24, pair=.46, three=.04)
STYLE_SHARES = [.28, .2, .18, .18, .16]


def random_scene(bank, r, kind=None, noun=None, coloured=None):
    kind = kind or r.choices(list(KINDS), list(KINDS.values()))[0]
    place = random_place(r)
    s = dict(kind=kind, place=place, style=r.choices(STYLES, STYLE_SHARES)[0], relation=None, split=r.choice(["left", "above"]), quarters=r.sample(range(4), 4))
    painted = lambda share: r.random() < share if coloured is None else coloured
    if kind == "lone": s["groups"] = [random_group(bank, r, place, painted(.6), noun=noun)]
    elif kind == "placed":
        s["groups"] = [random_group(bank, r, place, painted(.6), noun=noun)]
        s["relation"] = r.choice(["left", "right", "above", "below"])
    elif kind == "count":
        s["groups"] = [random_group(bank, r, place, painted(.75), noun=noun)]
        s["groups"][0]["count"] = r.randint(1, 6)
    else:
        s["groups"] = []
        for i in range(2 if kind == "pair" else 3): s["groups"].append(random_group(bank, r, place, painted(.85), s["groups"], noun=noun if i == 0 else None))
        if kind == "pair":
            if r.random() < .8: s["relation"] = r.choices(["left", "right", "above", "below", "front", "behind"], [.2, .2, .2, .2, .14, .06])[0]
            for g in s["groups"]:
                if r.random() < .5: g["count"] = r.randint(2, 4)
            limit(s)
    return s


def limit(s):
    """What stands behind something is one thing, and in front of it stand at most two."""
    if s["relation"] in ("front", "behind"):
        near, far = (0, 1) if s["relation"] == "front" else (1, 0)
        s["groups"][far]["count"] = 1
        s["groups"][near]["count"] = min(s["groups"][near]["count"], 2)


def edits_for(s):
    g, out = s["groups"], []
    if len(g) >= 2 and g[0]["colour"] and g[1]["colour"]: out += ["swap"] * 3
    if s["relation"] and s["relation"] not in ("front", "behind"): out += ["relation"] * 4
    if any(x["colour"] for x in g): out += ["colour"] * 3
    if s["kind"] in ("count", "pair"): out += ["count"] * 4
    if s["kind"] == "pair" and g[0]["count"] != g[1]["count"] and s["relation"] not in ("front", "behind"): out += ["swapcount"]
    return out + ["noun"] * 4 + ["place"]


def edit(bank, s, r, what=None):
    """A copy of the scene with one thing changed."""
    what = what or r.choice(edits_for(s))
    t = copy.copy(s); g = t["groups"] = [dict(x) for x in s["groups"]]
    if what == "swap": g[0]["colour"], g[1]["colour"] = g[1]["colour"], g[0]["colour"]
    elif what == "relation": t["relation"] = OPPOSITE[s["relation"]]
    elif what == "colour":
        x = r.choice([x for x in g if x["colour"]])
        for _ in range(20):
            c = colour_for(r, s["place"], *[o["colour"] for o in g])
            if not (bank.split == "train" and held_out(c, x["noun"]["noun"])): break
        x["colour"] = c
    elif what == "swapcount": g[0]["count"], g[1]["count"] = g[1]["count"], g[0]["count"]
    elif what == "count":
        behind = s["relation"] in ("front", "behind")
        x = g[0 if s["relation"] == "front" else 1] if behind else r.choice(g)
        most = 2 if behind else 6 if len(g) == 1 else 4
        near = [c for c in range(1, most + 1) if c != x["count"]]
        x["count"] = r.choice([c for c in near if abs(c - x["count"]) <= 2] or near)
    elif what == "noun":
        x = r.choice(g)
        for _ in range(40):
            n = bank.noun(r)
            if any(bank.alike(n["noun"], o["noun"]["noun"]) for o in g): continue
            if x["colour"] and bank.split == "train" and held_out(x["colour"], n["noun"]): continue
            break
        x.update(noun=n, sprite=bank.sprite(r, n))
    else:
        for _ in range(20):
            t["place"] = random_place(r)
            if t["place"] != s["place"] and not any(c and (c in DROWNS.get(t["place"][0], ()) or c in t["place"][1:3]) for c in (x["colour"] for x in g)): break
    return t


# ---------------------------------------------------------------- captions
WHERE = dict(
    wood=["on a wooden table", "on a wooden tabletop", "on wood", "on a table", "on a wooden floor"], beach=["on a beach", "on a sandy beach", "on the beach", "on sand", "by the sea"],
    meadow=["in a meadow", "in a green meadow", "on green grass", "in a field"], night=["under a night sky", "at night under the stars", "at night", "in a starry night"],
    studio=["in a photo studio", "on a plain studio backdrop", "in a studio", "on a plain backdrop"], snow=["in the snow", "on fresh snow", "on snow", "in winter"],
    brick=["in front of a brick wall", "against a brick wall", "by a brick wall"], sky=["in a blue sky", "against a cloudy blue sky", "in the sky", "against the sky"],
    lake=["on a lake", "on a calm lake", "by a lake"], desert=["in the desert at sunset", "at sunset in the desert", "in a desert", "at sunset"],
    water=["in water", "on water", "in the sea"], grass=["on grass", "on a lawn", "on green grass"])
BEFORE = dict(none=["a picture of", "an image of", "an illustration of", "a drawing of", "clip art of", "a cartoon of", "a painting of"],
              photo=["a photo of", "a photograph of", "a studio photo of", "a realistic photo of"],
              watercolour=["a watercolour painting of", "a watercolour of", "a watercolor painting of", "a watercolor of"],
              sketch=["a pencil sketch of", "a line drawing of", "a sketch of", "a pencil drawing of"],
              pixel=["pixel art of", "a pixel art picture of", "8-bit art of"])
AFTER = dict(none=["illustration", "digital art", "cartoon"], photo=["photo", "photorealistic", "studio photo"], watercolour=["watercolour", "watercolour painting", "watercolor"],
             sketch=["pencil sketch", "line sketch", "sketch"], pixel=["pixel art", "8-bit pixel art"])
FLOURISHES = ["highly detailed", "soft light", "masterpiece", "4k", "trending", "warm colours", "minimalist", "beautiful composition", "best quality", "cute", "vivid", "simple"]
RELATIONS = dict(left=["left of", "to the left of", "on the left of"], right=["right of", "to the right of", "on the right of"], above=["above", "over", "on top of"],
                 below=["below", "under", "beneath"], front=["in front of"], behind=["behind"])
SPOTS = dict(left=["on the left", "on the left side"], right=["on the right", "on the right side"], above=["at the top", "at the top of the picture"],
             below=["at the bottom", "at the bottom of the picture"])


def place_phrase(place, r):
    kind, a, b = place
    if kind in WHERE: return r.choice(WHERE[kind])
    if kind == "plain": return r.choice([f"on a {a} background", f"on {a}", f"with a {a} background"])
    if kind == "gradient": return f"on a {a} to {b} gradient"
    return f"on a {kind} {a} and {b} background"


def many(noun):
    """Plural of one of the other names, all of which are regular."""
    return noun[:-1] + "ies" if noun.endswith("y") else noun + ("es" if noun.endswith(("s", "x", "ch")) else "s")


def phrase(g, r, canonical):
    noun, n, k = g["noun"], g["count"], r.random()
    other = not canonical and noun["others"] and r.random() < .15
    adjective = "" if not g["colour"] else ("grey" if g["colour"] == "gray" and k < .3 else g["colour"]) + " "
    if n > 1:
        word = many(r.choice(noun["others"])) if other else noun["plural"]
        number = NUMBERS[n] if canonical or r.random() < .93 else str(n)
        return f"{number} {adjective}{word}"
    words = adjective + (r.choice(noun["others"]) if other else noun["noun"])
    article = "an" if words[0] in "aeiou" else "a"
    if canonical or k < .72: return f"{article} {words}"
    return f"one {words}" if k < .86 else words if k < .94 else f"a single {words}"


def caption(s, r, canonical=False, place=None):
    """canonical: everything said, plainly; place: share of captions that name the background."""
    g, style = s["groups"], s["style"]
    p = [phrase(x, r, canonical) for x in g]
    rel = s["relation"]
    flip, form = r.random() < .4, r.random()
    if s["kind"] == "placed": core = f"{p[0]} {r.choice(SPOTS[rel])}"
    elif rel:
        a, b = p
        if flip and rel not in ("front", "behind"): a, b, rel = b, a, OPPOSITE[rel]
        if form < .7 or rel in ("front", "behind"): core = f"{a} {r.choice(RELATIONS[rel])} {b}"
        elif rel in ("left", "right"): core = f"{a} on the {rel}, {b} on the {OPPOSITE[rel]}" if form < .9 else f"on the {rel} {a}, on the {OPPOSITE[rel]} {b}"
        else: core = f"{a} at the {'top' if rel == 'above' else 'bottom'}, {b} at the {'bottom' if rel == 'above' else 'top'}"
    elif len(p) == 1: core = p[0]
    else:
        if not canonical: r.shuffle(p)
        core = ", ".join(p[:-1]) + (" and " if form < .9 else " with ") + p[-1]
    if r.random() < ((1 if canonical else .5) if place is None else place): core += " " + place_phrase(s["place"], r)
    k = r.random()
    said = .85 if style != "none" else .35
    if k < .45 * said: core = r.choice(BEFORE[style]) + " " + core
    elif k < said: core += ", " + r.choice(AFTER[style])
    if not canonical and r.random() < .2: core += ", " + r.choice(FLOURISHES)
    return core


# ---------------------------------------------------------------- layout: numbers for draw.py
NOTHING = (-1,) * 12
FIELDS = 12      # sprite, centre x, centre y, width, height (shares of the side), angle, mirrored, paint (0 none, 1 body, 2 all), red, green, blue, shadow


def grid(n, w, h, r):
    options = [(min(w / c, h / -(-n // c)), c) for c in range(1, n + 1)]
    cell, columns = max(options) if r.random() < .85 else r.choice(sorted(options)[-2:])
    rows = -(-n // columns)
    out = []
    for i in range(n):
        row = i // columns
        k = columns if row < rows - 1 else n - row * columns
        out.append((w * (i % columns + .5) / k, h * (row + .5) / rows))
    return out, cell


def regions(s):
    n, rel = len(s["groups"]), s["relation"]
    m = .02
    halves = dict(left=[(m, m, .5, 1 - m), (.5, m, 1 - m, 1 - m)], above=[(m, m, 1 - m, .5), (m, .5, 1 - m, 1 - m)])
    if s["kind"] == "placed": return [halves["left"][rel == "right"] if rel in ("left", "right") else halves["above"][rel == "below"]]
    if n == 1: return [(m, m, 1 - m, 1 - m)]
    if n == 2:
        rel = rel or s["split"]
        if rel in ("front", "behind"): return [(.12, .55, .88, .99), (.16, .06, .84, .74)] if rel == "front" else [(.16, .06, .84, .74), (.12, .55, .88, .99)]
        return halves[rel] if rel in halves else halves[OPPOSITE[rel]][::-1]
    q = [(m, m, .5, .5), (.5, m, 1 - m, .5), (m, .5, .5, 1 - m), (.5, .5, 1 - m, 1 - m)]
    return [q[i] for i in s["quarters"][:n]]


def paint_of(g, r, icon):
    if not g["colour"]: return (2, *[r.randint(20, 235) for _ in range(3)]) if icon else (0, 0, 0, 0)
    k = r.uniform(.88, 1.1)
    return (1 if r.random() < .7 else 2, *(min(255., max(0., v * k + r.uniform(-14, 14))) for v in COLOURS[g["colour"]]))


def layout(bank, s, r):
    """[MOST][FIELDS], back to front; a sprite below 0 is none."""
    rows = []
    lone = len(s["groups"]) == 1 and s["groups"][0]["count"] == 1 and s["kind"] != "placed"
    shadow = float(s["place"][0] not in ("night", "sky") and r.random() < .5)
    order = list(zip(s["groups"], regions(s)))
    if s["relation"] == "front": order = order[::-1]
    for g, (x0, y0, x1, y1) in order:
        paint = paint_of(g, r, bank.vendors[g["sprite"]] in ("mdi", "phosphor", "gameicons", "fontawesome"))
        single = g["count"] == 1
        centres, cell = grid(g["count"], x1 - x0, y1 - y0, r)
        size = r.uniform(.5, .92) if lone else min(cell, .5 if single and s["relation"] not in ("front", "behind") else .7) * r.uniform(.7, .95)
        tilt = r.uniform(0, .35 if lone else .2)
        for cx, cy in centres:
            w, h = size * r.uniform(.92, 1.06), size * r.uniform(.92, 1.06)
            free = .8 if single and not lone else 1
            jx = max(0, ((x1 - x0) if single else cell) - w) / 2 * free
            jy = max(0, ((y1 - y0) if single else cell) - h) / 2 * free
            if s["relation"] in ("front", "behind"): jx, jy = jx * .4, jy * .3
            rows.append((g["sprite"], x0 + cx + r.uniform(-jx, jx), y0 + cy + r.uniform(-jy, jy), w, h, r.uniform(-tilt, tilt), r.random() < .5, *paint, shadow))
    return rows[:MOST] + [NOTHING] * (MOST - len(rows))


def numbers(s, r):
    """The rest that draw.py needs: style, place, its two colours (0-255), a direction."""
    kind, a, b = s["place"]
    tone = lambda c: [min(255., max(0., v + r.uniform(-16, 16))) for v in COLOURS[c]] if c else (0, 0, 0)
    return (STYLES.index(s["style"]), PLACES.index(kind), *tone(a), *tone(b), r.random() < .5)
