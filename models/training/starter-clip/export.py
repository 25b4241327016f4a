"""Exports both towers to ONNX (opset 17) with CLIP's tensor names, weights in half precision that are cast back in the graph, and checks them.

Batch normalisation is folded into the convolutions first. Text may have any length up to 77; 40 positions are trained.
"""
import argparse
import copy
import os
import shutil
import sys

import torch
import torch.nn as nn

import model
import tokenizer

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import halve


def folded(net):
    """The same network without batch normalisation."""
    net = copy.deepcopy(net).eval()
    for m in net.modules():
        if isinstance(m, nn.Sequential) and len(m) >= 2 and isinstance(m[0], nn.Conv2d) and isinstance(m[1], nn.BatchNorm2d):
            m[0] = torch.nn.utils.fuse_conv_bn_eval(m[0], m[1])
            m[1] = nn.Identity()
    return net


def rounded(net):
    """The network that the file describes: weights as half precision has them."""
    for p in net.parameters():
        if p.numel() >= halve.SMALLEST: p.data = p.data.half().float()
    return net


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", required=True); ap.add_argument("--tokenizer", required=True); ap.add_argument("--out", required=True)
    ap.add_argument("--probe", default="", help="folder for inputs and outputs that a test of parity reads")
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    tok = tokenizer.Tokenizer(a.tokenizer)
    net = model.Dual(len(tok.vocab))
    net.load_state_dict({k: v.float() for k, v in torch.load(a.model, map_location="cpu").items()}, strict=False)
    net = rounded(folded(net))
    x, ids = torch.randn(2, 3, model.SIZE, model.SIZE), torch.tensor([tok.encode("a red apple", 40), tok.encode("two blue cups on a wooden table", 40)])
    for name, tower, sample, given, result, axes in (("vision.onnx", net.image, x, "pixel_values", "image_embeds", {0: "N"}),
                                                     ("text.onnx", net.text, ids, "input_ids", "text_embeds", {0: "N", 1: "T"})):
        path = os.path.join(a.out, name)
        torch.onnx.export(tower, sample, path, opset_version=17, input_names=[given], output_names=[result], dynamic_axes={given: axes, result: {0: "N"}})
        halve.halve_file(path, path)
        print(name, os.path.getsize(path), "bytes")
    for f in ("vocab.json", "merges.txt"): shutil.copy(os.path.join(a.tokenizer, f), a.out)
    if a.probe:          # raw little-endian files that a test in any language reads
        os.makedirs(a.probe, exist_ok=True)
        captions = ["two red apples left of a blue cup", "a watercolour of three green fish in the snow", "pixel art of a purple robot at night under the stars", "one white owl, pencil sketch"]
        torch.manual_seed(1)
        px, t = torch.randn(4, 3, model.SIZE, model.SIZE), torch.tensor([tok.encode(c, 40) for c in captions])
        with torch.no_grad(): image, text = net.image(px), net.text(t)
        for name, v, kind in (("pixel_values.f32", px, "<f4"), ("input_ids.i64", t, "<i8"), ("image_embeds.f32", image, "<f4"), ("text_embeds.f32", text, "<f4")):
            v.numpy().astype(kind).tofile(os.path.join(a.probe, name))


if __name__ == "__main__":
    main()
