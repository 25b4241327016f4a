#!/usr/bin/env python3
"""Stores an ONNX model's larger float weights in half precision, each followed by a Cast back to float.

ONNX Runtime folds the casts when it loads the model, so it computes as before, on weights rounded to 11 bits. The file halves.

    python3 halve.py model.onnx half.onnx
"""
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

SMALLEST = 256  # biases and scales stay as they are


def halve(graph):
    kept, casts, halves = [], [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < SMALLEST:
            kept.append(tensor)
            continue
        rounded = values.astype(numpy.float16)
        if not numpy.isfinite(rounded).all():
            raise SystemExit(f"{tensor.name} does not fit into half precision")
        halves.append(numpy_helper.from_array(rounded, f"{tensor.name}.half"))
        casts.append(helper.make_node("Cast", [f"{tensor.name}.half"], [tensor.name], to=TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept + halves)
    graph.node.extend(nodes)


def halve_file(source, target):
    model = onnx.load(source)
    # Only weights that are no inputs: old exporters list them among the inputs as well, where they could be replaced.
    names = {tensor.name for tensor in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in names]
    del model.graph.input[:]
    model.graph.input.extend(inputs)
    halve(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, target)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    halve_file(*sys.argv[1:])
