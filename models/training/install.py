"""Puts trained files into the starter pack: copies them, and writes their hashes into pack.json and manifest.json and their canaries into pack.json.

    install.py starter-clip FOLDER CANARY.json        FOLDER as export.py of starter-clip writes it
    install.py artifacts FILE.onnx CANARY.json
"""
import hashlib
import json
import os
import re
import shutil
import sys

MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
STARTER = os.path.join(MODELS, "starter")


def replace(path, change):
    text = open(path, encoding="utf-8").read()
    open(path, "w", encoding="utf-8").write(change(text))


def place(source, target):
    """Copies one file and writes its new hash wherever the two manifests name the file."""
    shutil.copy(source, os.path.join(STARTER, target))
    digest = hashlib.sha256(open(source, "rb").read()).hexdigest()
    replace(os.path.join(STARTER, "pack.json"), lambda t: re.sub(rf'("path": "{re.escape(target)}", "sha256": ")[0-9a-f]+', rf"\g<1>{digest}", t))
    replace(os.path.join(MODELS, "manifest.json"), lambda t: re.sub(rf'("path": "starter/{re.escape(target)}",\s+"sha256": ")[0-9a-f]+', rf"\g<1>{digest}", t))
    print(target, os.path.getsize(source), digest)


def canary(part, path):
    """Writes a canary behind the part's name; the part must have one already."""
    c = json.load(open(path))
    lines = [", ".join(f'"{k}": {json.dumps(c[k])}' for k in ("seed", "block", "width", "height", "text") if k in c)]
    lines += [f'"{k}": {json.dumps(c[k])}' for k in c if k not in ("seed", "block", "width", "height", "text")]
    body = '"canary": {\n        ' + ",\n        ".join(lines) + "\n      }"
    replace(os.path.join(STARTER, "pack.json"), lambda t: re.sub(rf'("name": "{part}".*?)"canary": \{{.*?\}}', lambda m: m.group(1) + body, t, count=1, flags=re.S))


if __name__ == "__main__":
    part, source, answers = sys.argv[1:]
    if part == "starter-clip":
        for name in ("vision.onnx", "text.onnx", "vocab.json", "merges.txt"): place(os.path.join(source, name), "clip/" + name)
    else: place(source, "artifacts.onnx")
    canary(part, answers)
