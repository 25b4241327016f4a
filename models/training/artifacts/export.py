"""Exports the classifier to ONNX (opset 17): batch normalisation folded, weights in half precision that are cast back in the graph."""
import argparse
import copy
import os
import sys

import torch
import torch.nn as nn

import degrade
import model

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import halve


def network(path):
    """The network that the file describes: without batch normalisation, weights as half precision has them."""
    net = model.Artifacts(len(degrade.LABELS) + 1)
    net.load_state_dict(torch.load(path, map_location="cpu"))
    net = copy.deepcopy(net).eval()
    for m in net.modules():
        if isinstance(m, model.Conv): m[0], m[1] = torch.nn.utils.fuse_conv_bn_eval(m[0], m[1]), nn.Identity()
    for p in net.parameters():
        if p.numel() >= halve.SMALLEST: p.data = p.data.half().float()
    return net


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", required=True); ap.add_argument("--out", required=True, help="the .onnx file"); ap.add_argument("--probe", default="")
    a = ap.parse_args()
    net = network(a.model)
    x = torch.randn(2, 3, model.SIDE, 2 * model.SIDE)
    torch.onnx.export(net, x, a.out, opset_version=17, input_names=["image"], output_names=["logits"], dynamic_axes={"image": {0: "N"}, "logits": {0: "N"}})
    halve.halve_file(a.out, a.out)
    print(os.path.getsize(a.out), "bytes")


if __name__ == "__main__":
    main()
