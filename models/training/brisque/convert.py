#!/usr/bin/env python3
"""Packs OpenCV's BRISQUE model into models/starter/brisque.bin. Needs no Python package.

    apt-get install opencv-data
    python3 models/training/brisque/convert.py

Layout, little-endian: b"BRISQUE\\0"; int32 features (36); int32 n; float64 gamma; float64 rho; float32[36] lowest and float32[36]
highest value of each feature in training; float64[n] coefficients; float32[n, 36] support vectors.
"""
import argparse
import hashlib
import pathlib
import re
import struct

FEATURES = 36
NUMBER = re.compile(r"[-+]?\d+\.?\d*(?:e[-+]?\d+)?")


def scalar(text, key):
    return float(re.search(rf"\b{key}: ({NUMBER.pattern})", text).group(1))


def numbers(text):
    return [float(n) for n in NUMBER.findall(text)]


def read_model(text):
    count = int(scalar(text, "sv_total"))
    vectors = re.findall(r"- \[([^\]]*)\]", text.split("support_vectors:")[1].split("decision_functions:")[0])
    alphas = numbers(re.search(r"alpha: \[([^\]]*)\]", text).group(1))
    rows = [numbers(v) for v in vectors]
    assert re.search(r"svmType: EPS_SVR", text) and re.search(r"type: RBF", text)
    assert len(rows) == len(alphas) == count and all(len(r) == FEATURES for r in rows)
    return scalar(text, "gamma"), scalar(text, "rho"), alphas, [n for row in rows for n in row]


def read_range(text):
    values = numbers(re.search(r"data: \[([^\]]*)\]", text).group(1))
    assert len(values) == 2 * FEATURES
    return values


def main():
    root = pathlib.Path(__file__).resolve().parents[3]
    parser = argparse.ArgumentParser(description="Pack OpenCV's BRISQUE model.")
    parser.add_argument("--source", type=pathlib.Path, default=pathlib.Path("/usr/share/opencv4/quality"))
    parser.add_argument("--output", type=pathlib.Path, default=root / "models/starter/brisque.bin")
    args = parser.parse_args()
    gamma, rho, alphas, vectors = read_model((args.source / "brisque_model_live.yml").read_text())
    ranges = read_range((args.source / "brisque_range_live.yml").read_text())
    packed = b"BRISQUE\0" + struct.pack("<iidd", FEATURES, len(alphas), gamma, rho)
    packed += struct.pack(f"<{len(ranges)}f", *ranges)
    packed += struct.pack(f"<{len(alphas)}d", *alphas)
    packed += struct.pack(f"<{len(vectors)}f", *vectors)
    args.output.write_bytes(packed)
    print(f"{args.output.name}: {len(alphas)} support vectors, {len(packed)} bytes, sha256 {hashlib.sha256(packed).hexdigest()}")


if __name__ == "__main__":
    main()
