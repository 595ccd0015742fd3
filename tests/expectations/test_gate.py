"""Bounds, and what stops a run."""

from __future__ import annotations

import json

import pytest

from expectations.bounds import load_bounds, parse_bounds, run_bound
from expectations.gate import GateFailed, judge_warehouse, stop_if_fatal
from expectations.query import Row
from expectations.results import CheckSeverity
from extract.errors import ConfigurationError
from tests.expectations.warehouse import CABLE, DOCUMENT, Warehouse

ENTRY = """
- name: cables_with_dtg
  of: cables
  share: dtg is not null
  low: 0.75
  high: 0.95
  at_least: 4
  severity: fatal
  why: a reason of some length
"""


def measured(value: float | None, row_count: int):
    """Return a query that gives one measurement."""

    def query(sql: str, parameters: object = (), /) -> list[Row]:
        assert "cables" in sql
        return [{"value": value, "row_count": row_count}]

    return query


@pytest.mark.parametrize(
    ("value", "row_count", "success"),
    [
        pytest.param(0.8, 10, True, id="inside"),
        pytest.param(0.75, 10, True, id="on the lower end"),
        pytest.param(0.95, 10, True, id="on the upper end"),
        pytest.param(0.74, 10, False, id="below"),
        pytest.param(0.96, 10, False, id="above"),
        pytest.param(0.0, 3, True, id="too few rows to judge"),
        pytest.param(None, 0, True, id="no rows"),
    ],
)
def test_a_bound_is_a_range(value: float | None, row_count: int, success: bool):
    (bound,) = parse_bounds(ENTRY)

    result = run_bound(bound, measured(value, row_count))

    assert result.success is success
    assert json.loads(result.detail)["is_judged"] is (row_count >= 4)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param("share:", "shade:", "Extra inputs", id="unknown word"),
        pytest.param("  low: 0.75\n  high: 0.95\n", "", "give low, high", id="no range"),
        pytest.param("low: 0.75", "low: 0.99", "low is above high", id="range upside down"),
        pytest.param("fatal", "error", "belongs to no document", id="severity"),
        pytest.param("  why:", "  mean: x\n  why:", "either share or mean", id="two measures"),
        pytest.param("- name", "- name: [", "not YAML", id="no YAML"),
        pytest.param(ENTRY, ENTRY * 2, "named twice: cables_with_dtg", id="twice"),
    ],
)
def test_a_bad_bound_is_named(old: str, new: str, says: str):
    with pytest.raises(ConfigurationError, match=says):
        parse_bounds(ENTRY.replace(old, new))


@pytest.mark.parametrize("bound", load_bounds(), ids=lambda bound: bound.name)
def test_every_bound_runs_on_a_real_warehouse(bound, warehouse: Warehouse):
    result = run_bound(bound, warehouse)

    assert json.loads(result.detail)["value"] is not None


def test_a_whole_warehouse_may_be_published(warehouse: Warehouse):
    results = judge_warehouse(warehouse)

    assert all(result.success for result in results)
    stop_if_fatal(results)


def test_a_fatal_check_stops_and_shows_the_rows(warehouse: Warehouse):
    warehouse.run(f"delete from lines where document_id = '{DOCUMENT}' and page_no = 2")

    results = judge_warehouse(warehouse)
    with pytest.raises(GateFailed) as caught:
        stop_if_fatal(results)

    assert caught.value.code == "gate.failed"
    assert [result.expectation for result in caught.value.failed] == ["line_count"]
    assert "sql.line_count: 1 of 5 rows" in str(caught.value)
    assert f"'document_id': '{DOCUMENT}', 'page_no': 2" in str(caught.value)
    assert "the one published before stands" in str(caught.value)


def test_a_warning_stops_nothing(warehouse: Warehouse):
    warehouse.run(f"update distribution set copies = 9 where cable_id = '{CABLE}'")

    results = judge_warehouse(warehouse)

    assert [r.expectation for r in results if not r.success] == ["grid_sum"]
    stop_if_fatal(results)


def test_all_failed_fatal_checks_are_named(warehouse: Warehouse):
    warehouse.run("delete from lines")
    warehouse.run("update runs set documents_seen = 9")

    failed = [r for r in judge_warehouse(warehouse) if not r.success]

    assert {"line_count", "documents_accounted"} <= {
        r.expectation for r in failed if r.severity is CheckSeverity.FATAL
    }
