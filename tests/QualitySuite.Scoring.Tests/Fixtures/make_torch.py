#!/usr/bin/env python3
"""Writes torch/*.pth: files of torch.save (Debian's python3-torch 1.13) for TorchFileTests, harmless and harmful ones.

    python3 make_torch.py torch
"""
import collections
import os
import pickle
import sys
import zipfile

import torch


class Runs:
    def __init__(self, function, argument):
        self.call = function, (argument,)

    def __reduce__(self):
        return self.call


def as_archive(path, data):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", data)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    file = lambda name: os.path.join(folder, name)
    weight = torch.tensor([[0, .5, 1], [1.5, 2, 2.5]])
    state = collections.OrderedDict()
    state["layers.0.weight"] = weight
    state["layers.0.bias"] = torch.tensor([-1.0, 1.0])
    state["layers.2.weight"] = torch.nn.Parameter(torch.tensor([[3.0, 4.0]]))
    state["half"] = torch.tensor([.25, -4], dtype=torch.float16)
    state["double"] = torch.tensor([1e-3], dtype=torch.float64)
    state["row"] = weight[1]
    torch.save(state, file("state.pth"))
    torch.save(state, file("legacy.pth"), _use_new_zipfile_serialization=False)
    torch.save({"weight": weight.t()}, file("transposed.pth"))
    torch.save({"weight": torch.tensor([1, 2])}, file("integers.pth"))
    torch.save(torch.nn.Linear(2, 1), file("whole-module.pth"))
    as_archive(file("os-system.pth"), pickle.dumps({"weight": Runs(os.system, "touch harmed")}, protocol=2))
    as_archive(file("builtins-eval.pth"), b"\x80\x02cbuiltins\neval\nX\x01\x00\x00\x001\x85R.")
    as_archive(file("stack-global.pth"), pickle.dumps({"weight": Runs(exec, "raise SystemExit")}, protocol=4))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
