"""What a trained network answers to the product's made-up image, for the canary of its pack (models/README.md): computed in PyTorch with Pillow's
pixels, so that the product's own way from image to number is checked against something else than itself.

    canary.py starter-clip MODEL TOKENIZER
    canary.py artifacts MODEL
"""
import json
import os
import sys

import numpy as np
import torch
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
TEXT = "two red apples left of a blue cup"


def made_up(seed, block, width, height):
    columns, rows = -(-width // block), -(-height // block)
    values, state = [], seed
    for _ in range(rows * columns * 3):
        state = (1664525 * state + 1013904223) % 2 ** 32
        values.append(state >> 24)
    small = np.array(values, np.uint8).reshape(rows, columns, 3)
    return np.repeat(np.repeat(small, block, 0), block, 1)[:height, :width]


def clip(path, tokens):
    sys.path.insert(0, os.path.join(HERE, "starter-clip"))
    import export, model, tokenizer, train
    tok = tokenizer.Tokenizer(tokens)
    net = model.Dual(len(tok.vocab))
    net.load_state_dict({k: v.float() for k, v in torch.load(path, map_location="cpu").items()}, strict=False)
    net = export.rounded(export.folded(net))
    shape = dict(seed=11, block=24, width=200, height=150)
    im = Image.fromarray(made_up(**shape))
    k = model.SIZE / min(im.size)
    im = im.resize((int(im.width * k), int(im.height * k)), Image.BICUBIC)
    x, y = (im.width - model.SIZE) // 2, (im.height - model.SIZE) // 2
    a = np.array(im.crop((x, y, x + model.SIZE, y + model.SIZE)))
    px = train.normaliser("cpu")(torch.from_numpy(a).permute(2, 0, 1)[None].float() / 255)
    with torch.no_grad(): image, text = net.image(px)[0], net.text(torch.tensor([tok.encode(TEXT, 40)]))[0]
    first = lambda v: [round(float(x), 9) for x in v[:8]]
    return dict(shape, text=TEXT, imageEmbedding=first(image), textEmbedding=first(text), cosine=round(float(image @ text), 7), tolerance=1e-4)


def artifacts(path):
    sys.path.insert(0, os.path.join(HERE, "artifacts"))
    import export, train, views
    net = export.network(path)
    shape = dict(seed=5, block=12, width=400, height=300)
    with torch.no_grad(): p = net(train.tensor(torch.from_numpy(views.views(made_up(**shape)))[None]))[0].sigmoid()
    return dict(shape, outputs=[round(float(v), 9) for v in p], tolerance=1e-3)


if __name__ == "__main__":
    print(json.dumps(clip(*sys.argv[2:]) if sys.argv[1] == "starter-clip" else artifacts(*sys.argv[2:])))
