"""What an installation needs, looked at one by one: for `detente doctor`, and for reports of bugs."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from importlib.metadata import version as installed
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement

from detente import version
from detente.errors import DetenteError

__all__ = ["Finding", "examine"]

OLDEST = (3, 11)
NEEDED_MB = 800  # what a long report may take at its peak; the reader alone takes 300
SMOKE = "Iran seized two Greek tankers on Monday."
SMOKE_CODED = ("COERCE", ["IRN"], ["GRC"])
# Instructions with which int8 runs fast (measured: three times the sentences of AVX2 alone), by their names in Linux.
FAST = frozenset({"avx512_vnni", "avx_vnni", "asimddp", "i8mm"})

State = Literal["ok", "note", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well."""

    name: str
    state: State
    text: str
    hint: str = ""


def examine(store: Path | None = None) -> Iterator[Finding]:
    """Look at everything, in the order in which it is needed; `store` is one that shall be used."""
    looks: list[tuple[str, Callable[[], Finding]]] = [
        ("python", _python),
        ("packages", _packages),
        ("charts", _charts),
        ("model", _model),
        ("processor", _processor),
        ("memory", _memory),
        ("output", _output),
        ("folder", _folder),
        ("temporary", _temporary),
    ]
    if store is not None:
        looks.append(("store", lambda: _store(store)))
    looks.append(("coding", _coding))
    for name, look in looks:
        yield _found(name, look)


def _found(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except DetenteError as error:
        where = f"{error.where}: " if error.where else ""
        return Finding(name, "broken", where + error.message, error.hint)
    except Exception as error:  # noqa: BLE001 - whatever is wrong here is what is looked for
        return Finding(name, "broken", f"{type(error).__name__}: {error}", "pip install --force-reinstall detente")


def _python() -> Finding:
    text = f"{platform.python_version()} ({platform.system()} {platform.machine()}), {sys.executable}"
    if sys.version_info < OLDEST:
        return Finding("python", "broken", text, "Détente needs Python 3.11 or newer")
    return Finding("python", "ok", text)


def _packages() -> Finding:
    """Whether each dependency is there in a version that will do."""
    try:
        needed = [Requirement(line) for line in requires("detente") or ()]
    except PackageNotFoundError:
        return Finding("packages", "note", "run from a source tree, not installed", "pip install -e .")
    wanted = [r for r in needed if r.marker is None or r.marker.evaluate({"extra": ""})]
    wrong = [said for r in wanted if (said := _wrong(r))]
    if wrong:
        return Finding("packages", "broken", "; ".join(wrong), "pip install --upgrade detente")
    versions = ", ".join(f"{r.name} {installed(r.name)}" for r in wanted)
    return Finding("packages", "ok", f"detente {version()} with {versions}")


def _wrong(requirement: Requirement) -> str:
    try:
        found = installed(requirement.name)
    except PackageNotFoundError:
        return f"{requirement.name} is missing"
    fits = requirement.specifier.contains(found, prereleases=True)
    return "" if fits else f"{requirement.name} is {found}, needed is {requirement.specifier}"


def _charts() -> Finding:
    try:
        return Finding("charts", "ok", f"vl-convert-python {installed('vl-convert-python')}")
    except PackageNotFoundError:
        return Finding("charts", "note", "not installed: no --plot", "pip install 'detente[charts]'")


def _model() -> Finding:
    from detente.annotate import check_model, model_version  # noqa: PLC0415 - opened when it is looked at
    from detente.codebook import VERSION  # noqa: PLC0415

    check_model()
    return Finding("model", "ok", f"{model_version()}, files as they were shipped; codebook {VERSION}")


def _processor() -> Finding:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    have = _instructions()
    text = f"{cores} core{'s' * (cores != 1)}"
    if have is None:
        return Finding("processor", "ok", f"{text}, {platform.machine()}")
    fast = sorted(FAST & have)
    if fast:
        return Finding("processor", "ok", f"{text}, with {', '.join(fast)}: int8 at full speed")
    return Finding("processor", "note", f"{text}, without VNNI: right, but about a third of the speed")


def _instructions() -> frozenset[str] | None:
    """Names of the processor's instruction sets; None where the system does not tell."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    told = next((line for line in lines if line.startswith(("flags", "Features"))), None)
    return frozenset(told.partition(":")[2].split()) if told else None


def _memory() -> Finding:
    free = _free_mb()
    if free is None:
        return Finding("memory", "ok", "the system does not tell")
    if free < NEEDED_MB:
        hint = "close something, or use --workers 1"
        return Finding("memory", "note", f"{free:,} MB free; long reports take up to {NEEDED_MB}", hint)
    return Finding("memory", "ok", f"{free:,} MB free: room for {free // NEEDED_MB} workers")


def _free_mb() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable:")), None)


def _output() -> Finding:
    encoding = (getattr(sys.stdout, "encoding", None) or "unknown").lower().replace("-", "")
    if encoding != "utf8":
        return Finding("output", "note", f"the terminal writes {encoding}", "set PYTHONUTF8=1, or write with -o FILE")
    return Finding("output", "ok", "UTF-8")


def _folder() -> Finding:
    here = Path.cwd()
    if _writable(here):
        return Finding("folder", "ok", f"{here} can be written")
    return Finding("folder", "note", f"{here} cannot be written", "name outputs elsewhere: -o, --store, --html")


def _temporary() -> Finding:
    try:
        return Finding("temporary", "ok", f"{tempfile.gettempdir()} can be written")
    except FileNotFoundError:
        return Finding("temporary", "note", "no folder for temporary files can be written", "set TMPDIR to one")


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _store(path: Path) -> Finding:
    from detente.store import open_store  # noqa: PLC0415 - opened when it is looked at

    counts = open_store(path, wait=1.0).counts()
    told = ", ".join(f"{n:,} {name}" for name, n in counts.items() if name in ("reports", "events", "incidents"))
    if os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK):
        return Finding("store", "ok", f"{path}: {told}")
    return Finding("store", "note", f"{path}: {told}; it can be read, not written", "make file and folder writable")


def _coding() -> Finding:
    """Code a sentence whose event is known."""
    from detente.coder import Coder  # noqa: PLC0415 - opened when it is looked at
    from detente.read import report_of  # noqa: PLC0415

    begun = time.perf_counter()
    record = Coder().code(report_of(SMOKE, published="2024-06-04"))
    took = time.perf_counter() - begun
    codes = {a.id: a.code for a in record.actors}
    told = [(e.type, [codes[i] for i in e.actors], [codes[i] for i in e.recipients]) for e in record.events]
    if SMOKE_CODED not in told:
        hint = "pip install --force-reinstall detente"
        return Finding("coding", "broken", f"{SMOKE!r} was coded as {told or 'nothing'}", hint)
    return Finding("coding", "ok", f"{SMOKE!r}: Iran COERCE Greece, in {took:.1f} s with loading")
