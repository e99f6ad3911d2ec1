"""The command line: parse, call, print. One file a command."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Annotated

import typer

from detente.cli.add import add
from detente.cli.benchmark import benchmark
from detente.cli.brief import brief
from detente.cli.chronology import chronology
from detente.cli.code import code
from detente.cli.codebook import codebook
from detente.cli.compare import compare
from detente.cli.doctor import doctor
from detente.cli.dyad import dyad
from detente.cli.explain import explain
from detente.cli.export import export
from detente.cli.import_ import import_
from detente.cli.incidents import incident, incidents
from detente.cli.query import query
from detente.cli.relations import relations
from detente.cli.saying import say
from detente.cli.serve import serve
from detente.cli.show import show
from detente.cli.watch import watch
from detente.errors import DetenteError, IgnoredLine

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True, add_completion=True, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Reads news reports about states and keeps the record: who did what to whom, when, where, according to whom.",
)  # fmt: skip
for command in (
    brief,
    code,
    add,
    watch,
    query,
    show,
    incidents,
    incident,
    compare,
    chronology,
    export,
    dyad,
    relations,
    serve,
    benchmark,
    codebook,
    explain,
    doctor,
):
    app.command()(command)
app.command("import")(import_)


@app.callback(invoke_without_command=True)
def root(
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the versions of code, codebook and model.")] = False,
) -> None:
    """Détente."""
    if version:
        from detente import version as code_version  # noqa: PLC0415 - versions need the model's files
        from detente.annotate import model_version  # noqa: PLC0415
        from detente.codebook import VERSION  # noqa: PLC0415

        say(f"detente {code_version()}\ncodebook {VERSION}\nmodel {model_version()}")
        raise typer.Exit


def _warned(message: Warning | str, *_: object, **__: object) -> None:
    """A warning on one line, without the place in our code."""
    say(f"detente: warning: {message}", err=True)


def main() -> None:
    """Run a command; errors that we can explain become one message and an exit code."""
    # Our matrices are small: threads of BLAS only wait for each other (a quarter of the processor time of `brief`).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", IgnoredLine)
            warnings.showwarning = _warned
            app()
    except DetenteError as error:
        say(f"detente: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        say("detente: stopped", err=True)
        sys.exit(130)
