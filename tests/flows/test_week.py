"""A week of nightly runs: files come, change, move and go; and a clock that jumps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.runs import run as running
from load.asks.compare import RUN_COLUMNS, changed_tables
from load.connection import query
from tests.faults.sources import make_releases

pytestmark = [pytest.mark.proof, pytest.mark.slow]

PLACES = frozenset({"file_name", "source_uri", "content_digest", "attempts"})
"""Columns that say where a file lay, a digest of that too, and how often it was tried: of these a
week knows more."""
HISTORY = {"check_results", "document_sources", "source_files"}
"""Tables that hold what was found when."""


def statuses(warehouse: Path) -> Counter[str]:
    return Counter(row["status"] for row in query(warehouse, "SELECT status FROM documents"))


def stored_pages(store: Path) -> int:
    return len(list(store.glob("pages/**/*.json.gz")))


@pytest.fixture
def night(command, tmp_path: Path) -> Callable[[], None]:
    """Return what ingests the folder of deliveries."""

    def ingest() -> None:
        result = command("ingest", tmp_path / "in", "--warehouse", tmp_path / "w.duckdb")
        assert result.exit_code == 0, result.output

    return ingest


def test_a_week_of_nights_leaves_what_one_run_over_all_of_it_does(command, night, tmp_path):
    # Numbers of the generator that give a text layer: a week of OCR is no other week.
    made = {path.stem[-2:]: path for path in make_releases(tmp_path / "made", 20)}
    inbox, warehouse, store = tmp_path / "in", tmp_path / "w.duckdb", tmp_path / "cablehouse-store"
    everything = tmp_path / "everything"

    def deliver(number: str, name: str | None = None, *, cut: bool = False) -> None:
        content = made[number].read_bytes()
        content = content[: len(content) // 2] if cut else content
        target = inbox / (name or f"{number}.pdf")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        # Under its name, which the message of one that cannot be opened repeats.
        kept = everything / ("cut" if cut else "whole") / f"{number}.pdf"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(content)

    def first() -> None:
        for number in ("01", "03", "04", "05"):
            deliver(number)

    def changed() -> None:
        deliver("07", "04.pdf")

    def moved() -> None:
        (inbox / "1975").mkdir()
        (inbox / "05.pdf").rename(inbox / "1975" / "05.pdf")

    nights: dict[str, tuple[Callable[[], object], dict[str, int]]] = {
        "first": (first, {"loaded": 3, "no_cable": 1}),
        "new": (lambda: deliver("06"), {"loaded": 4, "no_cable": 1}),
        "changed": (changed, {"loaded": 5, "no_cable": 1}),
        "moved": (moved, {"loaded": 5, "no_cable": 1}),
        "gone": ((inbox / "03.pdf").unlink, {"loaded": 5, "no_cable": 1}),
        "cut short": (lambda: deliver("08", cut=True), {"loaded": 5, "no_cable": 1, "failed": 1}),
        "mended": (lambda: deliver("08"), {"loaded": 6, "no_cable": 1, "failed": 1}),
    }
    for name, (delivery, expected) in nights.items():
        delivery()
        night()
        assert statuses(warehouse) == expected, name
        assert {path.name for path in tmp_path.glob("w.duckdb*")} == {"w.duckdb", "w.duckdb.lock"}
    (pages,) = query(warehouse, "SELECT count(*) AS rows FROM pages")
    assert stored_pages(store) == pages["rows"], "no page is stored that no row is of"
    assert len(query(warehouse, "FROM runs")) == len(nights)

    whole = tmp_path / "whole.duckdb"
    result = command("ingest", everything, "--warehouse", whole, "--store", tmp_path / "other")
    assert result.exit_code == 0, result.output
    changed_by_time = set(changed_tables(warehouse, whole, leave_out=RUN_COLUMNS | PLACES))
    assert changed_by_time <= HISTORY, changed_by_time
    assert warehouse.stat().st_size < 1.5 * whole.stat().st_size


def clock_off_by(jump: timedelta) -> type[datetime]:
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(UTC) + jump

    return Clock


def test_a_clock_that_jumps_costs_nothing(command, night, tmp_path, monkeypatch):
    """Runs are in the order of their clocks in `runs`; what is held does not depend on it."""
    warehouse = tmp_path / "w.duckdb"
    inbox = tmp_path / "in"
    for number, days in ((3, 0), (4, 400), (5, -400)):
        monkeypatch.setattr(running, "datetime", clock_off_by(timedelta(days=days)))
        make_releases(inbox, 1, first=number)
        night()
    assert statuses(warehouse) == {"loaded": 3}
    seen = query(warehouse, "SELECT documents_seen AS seen FROM runs ORDER BY started_at")
    assert [row["seen"] for row in seen] == [3, 1, 2]
    assert len(query(warehouse, "FROM mart.quality_by_run")) > 0
    assert command("check", "--warehouse", warehouse).exit_code == 0
    before = statuses(warehouse)
    night()
    assert statuses(warehouse) == before
