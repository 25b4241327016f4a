"""What a trained network answers to the product's made-up image, for the canary of its pack (models/README.md): computed in PyTorch with Pillow's
pixels, so that the product's own way from image to number is checked against something else than itself.

    canary.py starter-clip MODEL TOKENIZER
    canary.py artifacts MODEL

With a further word, `probe`: answers in full, for the tests (tests/QualitySuite.Scoring.Tests/Fixtures/trained).
"""
import json
import os
import sys

import numpy as np
import torch
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
TEXTS = ("two red apples left of a blue cup", "a watercolour of three green fish in the snow", "one white owl, pencil sketch")
SHAPES = (dict(seed=11, block=24, width=200, height=150), dict(seed=3, block=40, width=96, height=96), dict(seed=8, block=60, width=333, height=517))


def made_up(seed, block, width, height):
    columns, rows = -(-width // block), -(-height // block)
    values, state = [], seed
    for _ in range(rows * columns * 3):
        state = (1664525 * state + 1013904223) % 2 ** 32
        values.append(state >> 24)
    small = np.array(values, np.uint8).reshape(rows, columns, 3)
    return np.repeat(np.repeat(small, block, 0), block, 1)[:height, :width]


def seen_by_clip(net, shape):
    import model, train
    im = Image.fromarray(made_up(**shape))
    k = model.SIZE / min(im.size)
    im = im.resize((int(im.width * k), int(im.height * k)), Image.BICUBIC)
    x, y = (im.width - model.SIZE) // 2, (im.height - model.SIZE) // 2
    a = np.array(im.crop((x, y, x + model.SIZE, y + model.SIZE)))
    with torch.no_grad(): return net.image(train.normaliser("cpu")(torch.from_numpy(a).permute(2, 0, 1)[None].float() / 255))[0]


def clip(path, tokens, *probe):
    sys.path.insert(0, os.path.join(HERE, "starter-clip"))
    import export, model, tokenizer
    tok = tokenizer.Tokenizer(tokens)
    net = model.Dual(len(tok.vocab))
    net.load_state_dict({k: v.float() for k, v in torch.load(path, map_location="cpu").items()}, strict=False)
    net = export.rounded(export.folded(net))

    def text(words):
        with torch.no_grad(): return net.text(torch.tensor([tok.encode(words, 40)]))[0]
    numbers = lambda v, n=None: [round(float(x), 7) for x in v[:n]]
    if probe: return dict(images=[dict(s, embedding=numbers(seen_by_clip(net, s))) for s in SHAPES], texts=[dict(text=w, embedding=numbers(text(w))) for w in TEXTS])
    image, words = seen_by_clip(net, SHAPES[0]), text(TEXTS[0])
    return dict(SHAPES[0], text=TEXTS[0], imageEmbedding=numbers(image, 8), textEmbedding=numbers(words, 8), cosine=round(float(image @ words), 7), tolerance=1e-4)


def artifacts(path, *probe):
    sys.path.insert(0, os.path.join(HERE, "artifacts"))
    import export, train, views
    net = export.network(path)

    def answer(shape):
        with torch.no_grad(): p = net(train.tensor(torch.from_numpy(views.views(made_up(**shape)))[None]))[0].sigmoid()
        return dict(shape, outputs=[round(float(v), 7) for v in p])
    return dict(images=[answer(s) for s in SHAPES]) if probe else dict(answer(dict(seed=5, block=12, width=400, height=300)), tolerance=1e-3)


if __name__ == "__main__":
    print(json.dumps(clip(*sys.argv[2:]) if sys.argv[1] == "starter-clip" else artifacts(*sys.argv[2:])))
