"""detente benchmark TASK IN -o PRED"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import ACTORS, AGENTS, complete_tasks

__all__ = ["benchmark"]


def benchmark(
    task: Annotated[
        str,
        typer.Argument(
            help="parse, types, events, actors, attributions, times, places, factuality, "
            "quantities, fivew, clusters-docs or clusters-events.",
            autocompletion=complete_tasks,
        ),
    ],
    source: Annotated[Path, typer.Argument(metavar="IN", help="JSONL, one row a text.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", help="JSONL with the predictions.")],
    actors: ACTORS = None,
    agents: AGENTS = None,
) -> None:
    """Write predictions for one of the field's tasks, in the form that its scorer reads."""
    import msgspec  # noqa: PLC0415

    from detente.benchmarks import TASKS, run_benchmark  # noqa: PLC0415
    from detente.cli.code import Words, coder_with  # noqa: PLC0415
    from detente.cli.output import opened_whole  # noqa: PLC0415
    from detente.errors import UnknownName  # noqa: PLC0415

    UnknownName.check(task, TASKS, kind="task")
    with opened_whole(out) as file:
        for row in run_benchmark(task, source, coder=coder_with(Words(actors, agents))):
            file.write(msgspec.json.encode(row) + b"\n")
