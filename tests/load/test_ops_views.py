"""The views of the schema `ops` give as columns what runs measured."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from load.connection import query
from load.tables.columns import Json
from load.warehouse import building
from tests.load.invented import document, run, stamp

MEASURED: dict[str, Any] = {
    "seconds": 200.0,
    "cpu_seconds": 300.0,
    "peak_bytes": 500_000_000,
    "worker_peak_bytes": 250_000_000,
    "stages": [
        {"stage": "hash", "seconds": 10.0},
        {"stage": "load", "seconds": 20.0},
        {"stage": "read", "seconds": 120.0},
    ],
    "samples": [
        {
            "at_s": at_s,
            "documents_waiting": waiting,
            "documents_under_way": under_way,
            "documents_done": done,
            "pages_done": pages,
        }
        for at_s, waiting, under_way, done, pages in [
            (60.0, 6, 4, 0, 30),
            (120.0, 0, 2, 8, 90),
            (150.0, 0, 0, 10, 100),
        ]
    ],
    "failures": [{"code": "document.encrypted", "documents": 2}],
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of a run that measured nothing, one that measured, and one without pages."""
    path = tmp_path_factory.mktemp("ops") / "w.duckdb"
    idle = MEASURED | {"samples": [MEASURED["samples"][0] | {"pages_done": 0}], "failures": []}
    with building(path) as build:
        build.load([document(1)], stamp(1))
        build.finish()
        build.add_run(run(1))
        build.add_run(
            replace(run(2), pages_ocr=40, pages_embedded=20, metrics=Json(json.dumps(MEASURED)))
        )
        build.add_run(replace(run(3), metrics=Json(json.dumps(idle))))
        build.publish()
    return path


def test_a_run_has_its_figures_and_one_that_measured_nothing_has_none(path: Path):
    none, measured, idle = query(path, "FROM ops.runs")
    figures = {
        "seconds": 200.0,
        "pages_read": 60,
        "pages_per_minute": 50.0,
        "cpu_seconds": 300.0,
        "cpu_seconds_per_page": 5.0,
        "peak_mb": 500.0,
        "worker_peak_mb": 250.0,
        "most_waiting": 6,
    }
    assert {name: measured[name] for name in figures} == figures
    assert {none[name] for name in figures} == {None, 0}
    assert idle["pages_per_minute"] is None and idle["cpu_seconds_per_page"] is None


def test_the_queue_of_a_run_goes_down(path: Path):
    rows = query(path, "FROM ops.throughput WHERE run_id = 'run-2'")
    assert [row["pages_per_minute"] for row in rows] == [30.0, 60.0, 20.0]
    assert [row["documents_waiting"] for row in rows] == [6, 0, 0]
    assert rows[0]["looked_at"] == datetime(2026, 1, 2, 0, 1)
    assert query(path, "FROM ops.throughput WHERE run_id = 'run-1'") == []


def test_failures_are_counted_by_code(path: Path):
    (row,) = query(path, "FROM ops.failures")
    assert row == {
        "run_id": "run-2",
        "started_at": stamp(2).at.astimezone(UTC).replace(tzinfo=None),
        "code": "document.encrypted",
        "documents": 2,
    }


def test_stages_have_their_share(path: Path):
    rows = query(path, "SELECT stage, share FROM ops.stages WHERE run_id = 'run-2'")
    assert [(row["stage"], row["share"]) for row in rows] == [
        ("hash", 0.05),
        ("load", 0.1),
        ("read", 0.6),
    ]
