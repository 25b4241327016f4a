"""Trains the classifier of artifacts for a given time, on pictures that worker processes go on making while it trains: all of it but the seams, which
train_seams.py teaches it afterwards. Pictures with a seam are among those that the other labels are not to be given to.
"""
import argparse
import copy
import math
import os
import queue as queues
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import model


def tensor(x):
    """uint8 [N, S, 2 S, 3] -> what the network takes."""
    return ((x.permute(0, 3, 1, 2).float() / 255 - .5) / .25).contiguous(memory_format=torch.channels_last)


def augment(x):
    """Half of the batches mirrored, each tile in itself."""
    if torch.rand(()) >= .5: return x
    s = model.SIDE
    t = s // 2
    return torch.cat([x[:, :, :s].flip(2), x[:, :, s:s + t].flip(2), x[:, :, s + t:].flip(2)], 2)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--sources", required=True); ap.add_argument("--fonts", required=True, help="folder of .ttf files"); ap.add_argument("--out", required=True)
    ap.add_argument("--minutes", type=float, required=True); ap.add_argument("--seed", type=int, default=1); ap.add_argument("--device", default="cpu")
    ap.add_argument("--init", default="", help="weights to start from"); ap.add_argument("--freeze", action="store_true", help="leave the stacks of --init as they are: only lines and head learn")
    ap.add_argument("--threads", type=int, default=1); ap.add_argument("--workers", type=int, default=1); ap.add_argument("--batch", type=int, default=192); ap.add_argument("--lr", type=float, default=2e-3)
    ap.add_argument("--uses", type=float, default=14, help="how often a picture is used at most"); ap.add_argument("--most", type=int, default=80000, help="pictures kept")
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    out, start = data.start(a.sources, a.seed, data.fonts(a.fonts), a.workers), time.time()
    torch.set_num_threads(a.threads); torch.manual_seed(a.seed); rng = np.random.default_rng(a.seed)
    net = model.Artifacts(len(data.NAMES))
    if a.init: net.start_from(torch.load(a.init, map_location="cpu"))
    net = net.to(a.device).to(memory_format=torch.channels_last)
    print("parameters %.2f M" % (sum(p.numel() for p in net.parameters()) / 1e6), flush=True)
    learns = lambda name: name.startswith(("lines", "head") if a.freeze else ("lines", "head", "whole", "tiles"))
    learning = [p for n, p in net.named_parameters() if learns(n)]
    opt = torch.optim.AdamW(learning, lr=a.lr, weight_decay=.02)
    slow = copy.deepcopy(net).eval()                        # running mean of the weights and, where they learn, of the statistics
    mean, current = ([v for k, v in n.state_dict().items() if v.dtype.is_floating_point and learns(k)] for n in (slow, net))
    xs = torch.empty(a.most, model.SIDE, 2 * model.SIDE, 3, dtype=torch.uint8, device=a.device); ys = torch.empty(a.most, len(data.NAMES) - 1, device=a.device)
    seen = [torch.empty(a.most if a.freeze else 0, *shape, device=a.device) for shape in ((832,), (2, 36, model.SIDE))]
    made, step, losses, budget, gpu, said = 0, 0, [], a.minutes * 60, a.device.startswith("cuda"), time.time()
    while time.time() - start < budget:
        try:
            for _ in range(4):                                 # the newest pictures, as many as are kept
                x, y = out.get_nowait()
                at = torch.arange(made, made + len(x), device=a.device) % a.most
                y = np.delete(y, model.SEAM, 1); y[:, -1] = y[:, :-1].max(1)
                xs[at], ys[at] = torch.from_numpy(x).to(a.device), torch.from_numpy(y).to(a.device)
                if a.freeze:
                    with torch.no_grad():
                        for store, v in zip(seen, slow.see(tensor(xs[at]))): store[at] = v
                made += len(x)
        except queues.Empty: pass
        if made < 1500 or step * a.batch > a.uses * made: time.sleep(.05); continue
        f = (time.time() - start) / budget
        for g in opt.param_groups: g["lr"] = a.lr * min(1, (step + 1) / 200) * (.5 * (1 + math.cos(math.pi * min(1, f))) * .99 + .01)
        rows = torch.from_numpy(rng.integers(0, min(made, a.most), a.batch)).to(a.device)
        net.train()
        with torch.autocast("cuda" if gpu else "cpu", torch.bfloat16, enabled=gpu):
            logits = net.judge(*((v[rows] for v in seen) if a.freeze else net.see(tensor(augment(xs[rows])))))
        loss = F.binary_cross_entropy_with_logits(logits.float(), ys[rows])
        opt.zero_grad(set_to_none=True); loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.); opt.step()
        with torch.no_grad():
            keep = min(.998, 1 - 10 / (step + 20))
            torch._foreach_mul_(mean, keep); torch._foreach_add_(mean, current, alpha=1 - keep)
        step += 1
        if step % 10 == 0: losses.append(loss.item())
        if time.time() - said > 60:
            torch.save(slow.state_dict(), os.path.join(a.out, "model.pt"))
            print(f"seed {a.seed} step {step} pictures {made} loss {np.mean(losses[-10:]):.4f}", flush=True)
            said = time.time()
    torch.save(slow.state_dict(), os.path.join(a.out, "model.pt"))
    print(f"steps {step} pictures {made} minutes {a.minutes}")


if __name__ == "__main__":
    main()
