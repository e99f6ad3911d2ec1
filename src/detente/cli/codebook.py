"""detente codebook [TYPE]"""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.options import complete_types
from detente.cli.saying import say

__all__ = ["codebook"]


def codebook(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[TYPE]",
            help="A PLOVER type, `status` or `standing`; all types without it.",
            autocompletion=complete_types,
        ),
    ] = None,
) -> None:
    """Show the codebook: types with quad and score; or one type, or the values of status or standing."""
    from detente.codebook.ontology import type_info, types  # noqa: PLC0415
    from detente.codebook.slots import slots  # noqa: PLC0415

    if name is None:
        for info in types().values():
            say(f"{info.name:<10} quad {info.quad}  score {info.score:>5g}  {info.definition}")
    elif name in slots():
        for value in slots()[name]:
            example = f" (“{value.example}”)" if value.example else ""
            say(f"{value.name:<13} {value.meaning}{example}")
    else:
        _one(type_info(name).name)


def _one(name: str) -> None:
    from detente.codebook.frames_table import default_frames  # noqa: PLC0415
    from detente.codebook.ontology import type_info  # noqa: PLC0415

    info = type_info(name)
    say(f"{info.name}: {info.definition}\nquad {info.quad}, score {info.score:g}, CAMEO {info.cameo}")
    for mode in info.modes.values():
        say(f"  {mode.name:<16} score {mode.score:>5g}  CAMEO {mode.cameo:<5} {mode.meaning}")
    frames = [f for f in default_frames().rows() if f.type == info.name]
    say(f"frames: {len(frames)}")
    for frame in sorted(frames, key=lambda f: int(f.where.split(":")[1])):
        say(f"  {'|'.join(frame.heads[:4]):<34} {frame.example}")
