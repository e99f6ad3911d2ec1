"""Pages written from data: the codebook's from its tables, the commands' from their options; the picture of the rooms.

`python -m docs.generated` checks that they are current, `--update` writes them.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from typer.main import get_command

from detente.cli import app
from detente.codebook import VERSION
from detente.codebook.frames_table import Frame, default_frames
from detente.codebook.ontology import CameoInfo, TypeInfo, cameo_codes, types
from detente.codebook.slots import slots
from docs.rooms import picture

ROOT = Path(__file__).parents[1]
HEAD = "<!-- Written by `python -m docs.generated --update`; do not edit. -->\n"
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
EXAMPLES = 4  # of a mode
MARKS = re.compile(r"<([^<>]+)>|\[([^][]+)\]")  # actor and recipient in a frame's example


def pages() -> dict[str, str]:
    """Every generated page by its path."""
    found = {
        "docs/codebook/index.md": _codebook(),
        "docs/commands.md": _commands(),
        "docs/images/rooms.svg": picture(),
    }
    return found | {f"docs/codebook/{name}.md": _type(info) for name, info in types().items()}


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _frames(name: str) -> list[Frame]:
    found = [f for f in default_frames().rows() if f.type == name]
    return sorted(found, key=lambda f: int(f.where.split(":")[1]))


def _codebook() -> str:
    names = _table(
        ("type", "quad", "score", "modes", "frames", "what it is"),
        (
            (
                f"[{i.name}]({i.name}.md)",
                str(i.quad),
                f"{i.score:+g}",
                str(len(i.modes)),
                str(len(_frames(i.name))),
                i.definition,
            )
            for i in types().values()
        ),
    )
    quads = ", ".join(f"{n} {name}" for n, name in QUADS.items())
    return (
        f"{HEAD}# The codebook, version {VERSION}\n\n"
        f"An event has a PLOVER type and often a mode. Quads are {quads}.\n"
        "Scores run from -10 (conflict) to 10 (cooperation). Frames are the rules that know words for a type; what no\n"
        f"frame knows, the relation head may.\n\n{names}\n"
        f"## Status: did it happen?\n\n{_slot('status')}\n"
        f"## Standing: who vouches for it?\n\n{_slot('standing')}\n"
        f"The two are independent. `detente codebook status` shows them, too.\n\n## Dialects\n\n{_dialects()}"
    )


def _counts(info: TypeInfo) -> tuple[str, str]:
    return str(len(info.modes)), str(len(_frames(info.name)))


def _slot(slot: str) -> str:
    rows = ((f"`{v.name}`", v.meaning, v.example) for v in slots()[slot])
    return _table((slot, "meaning", "example"), rows)


def _dialects() -> str:
    other = [c for c in cameo_codes().values() if (c.type, c.mode) != (c.crosswalk_type, c.crosswalk_mode)]
    rows = ((c.code, c.label, _reading(c.type, c.mode), _reading(c.crosswalk_type, c.crosswalk_mode)) for c in other)
    return (
        "There are two readings of CAMEO as PLOVER: the manual (draft 2.0), which records and imports follow, and the\n"
        "crosswalk of 2021, which `detente benchmark types` follows.\n"
        f"Of {len(cameo_codes())} codes they read {len(other)} in other ways:\n\n"
        + _table(("CAMEO", "what it is", "manual-2.0", "crosswalk-2021"), rows)
    )


def _reading(type_: str, mode: str | None) -> str:
    return f"{type_}{f' ({mode})' if mode else ''}" if type_ else "none"


def _type(info: TypeInfo) -> str:
    frames = _frames(info.name)
    modes = "".join(_mode(info, name, frames) for name in (None, *info.modes))
    needs = "A recipient is required." if info.recipient else "A recipient may be missing."
    return (
        f"{HEAD}# {info.name}\n\n{info.definition}\n\n"
        f"Quad {info.quad} ({QUADS[info.quad]}), score {info.score:+g}, CAMEO {info.cameo} where no rule says better.\n"
        f"{needs} "
        f"Frames: {len(frames)}. In the examples the **actor** and the *recipient* are marked.\n{modes}"
        f"\n## CAMEO codes read as {info.name}\n\n{_codes(info.name)}\n[All types](index.md)\n"
    )


def _mode(info: TypeInfo, name: str | None, frames: Sequence[Frame]) -> str:
    own = [f for f in frames if f.mode == name]
    examples = "".join(f"- {_shown(f.example)}\n" for f in own[:EXAMPLES])
    if name is None:
        return f"\n## Without a mode ({len(own)} frames)\n\n{examples}" if own else ""
    mode = info.modes[name]
    count = f"{len(own)} frame{'s' * (len(own) != 1)}"
    told = f"\n\n{examples}" if examples else "\n"
    return f"\n## {name}\n\n{mode.meaning}; score {mode.score:+g}, CAMEO {mode.cameo}, {count}.{told}"


def _shown(example: str) -> str:
    return MARKS.sub(lambda m: f"**{m[1]}**" if m[1] else f"*{m[2]}*", example)


def _codes(name: str) -> str:
    def row(code: CameoInfo) -> Sequence[str]:
        return code.code, code.label, code.mode or "", f"{code.goldstein:+g}"

    rows = (row(c) for c in cameo_codes().values() if c.type == name)
    return _table(("code", "label", "mode", "Goldstein"), rows)


def _commands() -> str:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    told = "".join(_command(name, command) for name, command in sorted(commands.items()))
    return (
        f"{HEAD}# The commands\n\nExit codes: 0 done, 1 something in the data failed (the rest is done), 2 wrong use.\n"
        f"`detente --version` shows the versions of code, codebook and model.\n{told}"
    )


def _command(name: str, command: Any) -> str:  # noqa: ANN401 - click's own class, or typer's copy of it
    shown = [p for p in command.params if p.name != "help"]
    arguments = [p for p in shown if p.param_type_name == "argument"]
    usage = " ".join([f"detente {name}", *(_argument(p) for p in arguments)])
    rows = ((f"`{_argument(p)}`", p.help or "") for p in arguments)
    options = ((f"`{', '.join(p.opts)}`", _described(p)) for p in shown if p.param_type_name == "option")
    about = " ".join((command.help or "").split())
    return f"\n## {name}\n\n`{usage}`: {about}\n\n" + _table(("", ""), iter([*rows, *options]))


def _argument(parameter: Any) -> str:  # noqa: ANN401 - the same
    name = (parameter.metavar or parameter.name.upper()).strip("[]")
    more = "…" if parameter.nargs == -1 and not name.endswith("…") else ""
    return f"{name}{more}" if parameter.required else f"[{name}{more}]"


def _described(parameter: Any) -> str:  # noqa: ANN401 - the same
    default = parameter.default
    if parameter.required:
        return f"{parameter.help} Required."
    shown = default not in (None, False, "") and not callable(default)
    return f"{parameter.help} Default: `{default}`." if shown else parameter.help


def main() -> None:
    """Check or update."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true")
    update = parser.parse_args().update
    for name, text in pages().items():
        path = ROOT / name
        if update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            sys.exit(f"{name} is not current: run `python -m docs.generated --update`")


if __name__ == "__main__":
    main()
