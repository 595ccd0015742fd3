"""`cablehouse serve` without a server: a missed run made up for, and an end on SIGTERM."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from load.connection import query
from tests.scheduling.pages import Pages
from tests.scheduling.seen import hold, say
from tests.scheduling.services import (
    CABLEHOUSE,
    OURS,
    PATIENCE_S,
    SAMPLES,
    repository,
    samples,
    wait_for,
)

A_PAGE = "a page was read"
SCAN = "scan_typical.pdf"
"""One that takes its time."""


def try_serving(folder: Path, _: Pages) -> None:
    repository(folder, samples(*SAMPLES, SCAN))
    own = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    warehouse, read = folder / "warehouse.duckdb", folder / "cablehouse-store" / "pages"

    def is_so(until: str) -> bool | None:
        return (any(read.rglob("*.gz")) if until == A_PAGE else warehouse.exists()) or None

    for until in (A_PAGE, "a run was published"):
        with subprocess.Popen(
            [CABLEHOUSE, "serve", "releases", "--cron", "0 0 1 1 *", "--workers", "1"],
            cwd=folder, env=own, stderr=subprocess.PIPE, text=True,
        ) as serving:  # fmt: skip
            wait_for(until, partial(is_so, until))
            serving.terminate()
            errors = serving.communicate(timeout=PATIENCE_S)[1]
        say(f"served until {until}, then SIGTERM; it said: {errors.strip()}")
        hold("it ends with 0", serving.returncode == 0)
        left = [line for line in working_folders() if str(folder) in line]
        hold(f"no process is left ({len(left)})", not left)
    (row,) = query(warehouse, "SELECT count(*) AS runs, max(documents_seen) AS seen FROM runs")
    say(f"{row['runs']} run over {row['seen']} documents")
    hold("one run was made up for, over all there is", row == {"runs": 1, "seen": 4})


def working_folders() -> Iterator[str]:
    """Yield the working folder of each process."""
    for place in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            yield str(place.readlink())
