"""A process that reads pages in one way and says what each cost.

    python -m tests.bench.worker WAY

A line of JSON in for every page, a line out: so that it holds nothing but what the way needs, and
its memory and CPU time are the way's own.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from extract.page import Page
from tests.bench.sheet import Sheet
from tests.bench.ways import WayIsMissing, way_of


def main() -> None:
    """Answer until nothing more comes."""
    # What a library prints must not stand among the answers.
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)
        way = way_of(sys.argv[1])
        try:
            said: dict[str, Any] = {"version": way.version()}
        except WayIsMissing as error:
            said = {"missing": str(error)}
        answers.write(json.dumps(said) + "\n")
        answers.flush()
        for line in sys.stdin:
            job = json.loads(line)
            sheet = Sheet(
                document=Path(job["document"]), page_no=job["page_no"], alone=Path(job["alone"])
            )
            cpu, wall = _cpu_seconds(), time.monotonic()
            reading = way.read(sheet)
            answer = {
                "cpu": _cpu_seconds() - cpu,
                "wall": time.monotonic() - wall,
                "lines": reading.lines,
                "page": None if reading.page is None else _record(reading.page),
            }
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


def _record(page: Page) -> dict[str, Any]:
    from extract.store.page_record import record_of

    return record_of(page)


def _cpu_seconds() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
