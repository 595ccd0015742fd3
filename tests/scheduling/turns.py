"""A back-fill in slices, and the nightly run that is due while it is under way."""

from __future__ import annotations

import os
import time
from functools import partial
from itertools import pairwise
from typing import Any

from load.connection import query
from tests.faults.sources import make_releases
from tests.scheduling.pages import Pages
from tests.scheduling.seen import hold, say
from tests.scheduling.services import Services, wait_for

ARCHIVED, NEW, SLICE = 64, 2, 8
"""Releases to be back-filled, releases of today, and documents a slice has."""
AN_AGE_S = 90 * 86400.0
"""How old the archived files are, as the file system has it."""

HOW: dict[str, dict[str, Any]] = {
    "the nightly run keeps to new files": {"since": "3d"},
    "the nightly run is in slices too": {"slice_documents": SLICE},
}
"""The two ways the page gives, each over an archive of its own."""


def try_taking_turns(services: Services, pages: Pages) -> None:
    for number, (how, nightly) in enumerate(HOW.items(), start=1):
        say(f"{ARCHIVED} documents to be back-filled, {SLICE} a slice; {how}")
        first = number * 1000
        archive, new = f"archive-{number}", f"new-{number}"
        releases = services.folder / "releases"
        for file in make_releases(releases / archive, ARCHIVED, first=first):
            then = time.time() - AN_AGE_S
            os.utime(file, (then, then))
        backfill = services.begin("backfill", path=archive, slice_documents=SLICE)
        wait_for("a slice", partial(some_held, services, archive))
        make_releases(releases / new, NEW, first=first + ARCHIVED)
        run = services.begin("nightly", **nightly)
        ended = services.ended("nightly", "COMPLETED", run_id=run)
        say(f"the nightly run: {ended['state_name']} after {ended['total_run_time']:.0f} s")
        hold("what is new is in the warehouse", held(services, new) == NEW)
        ended = services.ended("backfill", "COMPLETED", run_id=backfill)
        say(f"the back-fill: {ended['state_name']} after {ended['total_run_time']:.0f} s")
        hold("the back-fill is whole", held(services, archive) == ARCHIVED)
        look_at_the_turns(services, backfill, run)
        pages.see(f"{services.url}/runs", "backfill", "nightly")
        pages.picture(f"prefect-turns-{number}")


def look_at_the_turns(services: Services, backfill: str, nightly: str) -> None:
    """See from `runs` who published when, from the moment the nightly run asked for its turn."""
    own = dict.fromkeys(services.warehouse_runs(nightly), "nightly")
    own |= dict.fromkeys(services.warehouse_runs(backfill), "backfill")
    asked = "SELECT run_id, started_at, finished_at FROM runs ORDER BY finished_at"
    rows = [
        row | {"of": own[row["run_id"]]}
        for row in query(services.folder / "warehouse.duckdb", asked)
        if row["run_id"] in own
    ]
    for row in rows:
        say(f"  {row['of']:8} asked {row['started_at']:%H:%M:%S}, "
            f"published {row['finished_at']:%H:%M:%S}")  # fmt: skip
    asked_at = min(row["started_at"] for row in rows if row["of"] == "nightly")
    turns = [row["of"] for row in rows if row["finished_at"] > asked_at]
    last = len(turns) - turns[::-1].index("nightly")
    waited = turns.index("nightly")
    hold("the back-fill was under way, and went on afterwards", "backfill" in turns[waited:])
    hold(f"the nightly run published after {waited} slice of the back-fill", waited <= 1)
    hold(
        "it waited for no two slices in a row",
        ("backfill", "backfill") not in pairwise(turns[:last]),
    )


def some_held(services: Services, folder: str) -> int | None:
    """Return how many files of a folder are published; None while there is none."""
    if not (services.folder / "warehouse.duckdb").is_file():
        return None
    return held(services, folder) or None


def held(services: Services, folder: str) -> int:
    """Return how many files of a folder are in the published warehouse."""
    # Not documents: two of the invented memoranda may have the same bytes.
    asked = "SELECT count(*) AS held FROM source_files WHERE starts_with(source_uri, ?)"
    (row,) = query(services.folder / "warehouse.duckdb", asked, (f"{folder}/",))
    return int(row["held"])
