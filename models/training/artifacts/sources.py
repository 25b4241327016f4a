"""Collects clean pictures from Debian packages: photographs and wallpapers as they are, drawings rasterised from SVG, letters of fonts.

    sources.py --packages FOLDER --out FOLDER          FOLDER/<package>/... are unpacked packages (fetch.sh)

Every picture is kept at 1,024 pixels on its longer side at most (drawings at 640), as PNG or nearly lossless WebP, under train/, check/ or held-out/.
"""
import argparse
import io
import os
import random
import re
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor

from PIL import Image

Image.MAX_IMAGE_PIXELS = None
TRAIN = ("mate-backgrounds", "plasma-workspace-wallpapers", "gnome-backgrounds", "ukui-wallpapers", "sway-backgrounds")
HELD_OUT = ("lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04", "opencv-doc", "python3-skimage")
# Of the held-out packages what is a picture; the rest are diagrams, masks, screen shots and results of filters.
PICTURES = re.compile(
    r"backgrounds/|skimage/data/(coffee|astronaut|motorcycle_left|chelsea|rocket|hubble_deep_field|gravel|grass|brick|camera|coins|retina|ihc)\.|"
    r"examples/data/(baboon|fruits|lena|home|butterfly|messi5|apple|orange|aero1|basketball1|building|graf1|HappyFish|squirrel_cls|starry_night|sudoku|cards|tsukuba_l|rubberwhale1|stuff|ela_original|vtest|ml|gradient|board|aloeL|WindowsLogo|blox|chicky_512|leuvenA)\.")
DRAWINGS = 420


def keep(im, path, longest):
    im = im.convert("RGBA")
    sheet = Image.new("RGBA", im.size, (250, 250, 250, 255))
    sheet.alpha_composite(im)
    im = sheet.convert("RGB")
    if max(im.size) > longest: im.thumbnail((longest, longest), Image.LANCZOS)
    if min(im.size) < 256: return 0
    im.save(path + ".webp", quality=95, method=4)
    return 1


def widest(paths):
    """One file of each picture: packages bring the same in many sizes."""
    best = {}
    for p in paths:
        name = re.sub(r"contents/images(_dark)?/.*", r"contents/images\1", p) if "/contents/images" in p else re.sub(r"_?\d+x\d+(_Portrait)?", "", p)
        if "screenshot" in p: continue
        if name not in best or os.path.getsize(p) > os.path.getsize(best[name]): best[name] = p
    return sorted(best.values())


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--packages", required=True); ap.add_argument("--out", required=True)
    a = ap.parse_args()
    counts = {}
    jobs = []
    for package in TRAIN + HELD_OUT:
        found = [os.path.join(d, f) for d, _, files in os.walk(os.path.join(a.packages, package)) for f in files if re.search(r"\.(jpe?g|png|webp)$", f, re.I)]
        for p in widest(found):
            if package in HELD_OUT and not PICTURES.search(p): continue
            part = "held-out" if package in HELD_OUT else "check" if zlib.crc32(os.path.basename(p).encode()) % 6 == 0 else "train"
            if "/contents/images" in p: part = "check" if part != "held-out" and zlib.crc32(p.split("/contents/")[0].encode()) % 6 == 0 else "train"
            jobs.append((p, part, package))
    drawings = sorted(os.path.join(d, f) for d, _, files in os.walk(os.path.join(a.packages, "openclipart-svg")) for f in files
                      if f.endswith(".svg") and not re.search(r"flag|star_\d|border|icon|symbol|sign|map|logo|card|bw|outline", f) and 4000 < os.path.getsize(os.path.join(d, f)) < 200000)
    for p in random.Random(1).sample(drawings, min(DRAWINGS, len(drawings))):
        part = ("held-out", "check")[zlib.crc32(p.encode()) % 5] if zlib.crc32(p.encode()) % 5 < 2 else "train"
        jobs.append((p, part, "openclipart-svg"))
    for part in ("train", "check", "held-out"): os.makedirs(os.path.join(a.out, part), exist_ok=True)

    def one(job):
        path, part, package = job
        try:
            if path.endswith(".svg"):
                done = subprocess.run(["rsvg-convert", "-w", "600", "-h", "600", "--keep-aspect-ratio", path], capture_output=True, timeout=20)
                if done.returncode or not done.stdout: return part, package, 0
                im, longest = Image.open(io.BytesIO(done.stdout)), 640
            else: im, longest = Image.open(path), 1024
            name = f"{package}-{zlib.crc32(path.encode()):08x}"
            return part, package, keep(im, os.path.join(a.out, part, name), longest)
        except (OSError, subprocess.TimeoutExpired):
            return part, package, 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for part, package, n in pool.map(one, jobs): counts[part, package] = counts.get((part, package), 0) + n
    print(counts)


if __name__ == "__main__":
    main()
