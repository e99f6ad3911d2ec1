"""The command line with a coder that needs no model and takes the time that PAUSE says: what the tests of stops start and kill."""

import os
import sys
import time
from importlib import import_module
from types import SimpleNamespace

from detente.cli import main
from detente.errors import DataError
from detente.records import Note, Record

PAUSE = float(os.environ.get("PAUSE", "0"))


def record_of(job):
    report = job[0]
    time.sleep(PAUSE)
    if "kill the worker" in report.text:
        os._exit(9)
    if "cannot be coded" in report.text:
        return DataError("it cannot be coded", where=report.path, hint="this is a test")
    return Record(report=report, notes=(Note(kind="length", text=str(len(report.text))),))


def coded_of(job):
    from detente.store import Coded

    made = record_of(job)
    return made if isinstance(made, DataError) else Coded(made)


if __name__ == "__main__":
    named = import_module("tests.cli.quick")  # so that workers find the functions by this name
    code_module, add_module = import_module("detente.cli.code"), import_module("detente.cli.add")
    code_module._code_one = named.record_of
    add_module.code_with_vectors, add_module.BATCH = named.coded_of, 4
    sys.modules["detente.link"] = SimpleNamespace(link=lambda _store: None)
    main()
