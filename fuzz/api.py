"""Asks the page's API whatever its OpenAPI allows, and more: `python -m fuzz.api SECONDS`.

Every answer must be one that the description names, in the form that it names, and never a fault of the server.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from detente.serve import build_app
from tests.serve.conftest import filled

__all__ = ["main"]

ROUND = 60  # requests of each operation before the next has its turn
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def _round(schema: object, number: int, faults: dict[str, str]) -> int:
    count = 0
    for found in schema.get_all_operations():  # type: ignore[attr-defined]
        operation = found.ok()

        @seed(number)
        @settings(max_examples=ROUND, deadline=None, database=None, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(case=operation.as_strategy())
        def ask(case: object) -> None:
            nonlocal count
            count += 1
            case.call_and_validate(checks=CHECKS)  # type: ignore[attr-defined]

        try:
            ask()
        except Exception as error:  # noqa: BLE001 - every fault is what we look for
            faults.setdefault(f"{operation.label}: {type(error).__name__}", str(error))
    return count


def main() -> int:
    """Run; leaves with 1 where anything was wrong."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    faults: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        app = build_app(filled(Path(folder) / "s.duckdb"), hosts={"testserver", "localhost", "127.0.0.1"})
        schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
        began, number, count = time.monotonic(), 0, 0
        while time.monotonic() - began < seconds:
            number += 1
            count += _round(schema, number, faults)
            print(f"{count} requests, {time.process_time() / 60:.1f} CPU-minutes, {len(faults)} faults", flush=True)
    for where, what in faults.items():
        print(f"FAULT {where}\n{what}\n", flush=True)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
