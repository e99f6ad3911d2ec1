"""Mean of two rounds' weights: `python -m training.blend LATER EARLIER --share .8 --out build/r5`.

Between a round that learned relations and the one it began from, the mean keeps most of both: the relation head's gain
and the earlier trees (Wortsman et al., 2022, "Robust fine-tuning of zero-shot models"). Parts that only the later round
has stay as they are.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch


def blend(later: Path, earlier: Path, share: float) -> dict[str, torch.Tensor]:
    """The later round's weights with `share`, the earlier's with the rest, where both have the part."""
    a = torch.load(later / "weights.pt", weights_only=True, map_location="cpu")
    b = torch.load(earlier / "weights.pt", weights_only=True, map_location="cpu")
    both = {k for k, v in a.items() if k in b and b[k].shape == v.shape and v.dtype.is_floating_point}
    return {k: share * v + (1 - share) * b[k] if k in both else v for k, v in a.items()}


def main() -> None:
    """Write `weights.pt` and the later round's `labels.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("later", type=Path)
    parser.add_argument("earlier", type=Path)
    parser.add_argument("--share", type=float, default=0.8)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(blend(args.later, args.earlier, args.share), args.out / "weights.pt")
    shutil.copyfile(args.later / "labels.json", args.out / "labels.json")


if __name__ == "__main__":
    main()
