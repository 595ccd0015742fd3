"""The invented warehouse at a small size: sound, the same each time, and amended as built anew."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest

from expectations.results import CheckSeverity
from load import warehouse
from load.asks.compare import RUN_COLUMNS, changed_tables
from load.connection import query
from load.making.targets import list_held_cables, with_targets
from load.tables.ddl import MART, OPS, views
from load.tables.records import TABLE_BY_NAME, Target
from tests.scale.build import LIMITS, Built, build
from tests.scale.judge import judge
from tests.scale.measure import DASHBOARD, SEARCHES, measure
from tests.scale.plan import Plan, Size
from tests.scale.report import page
from tests.scale.rows import Block, stamp_of
from tests.scale.words import Words

pytestmark = pytest.mark.slow
"""The warehouses are real ones."""

SIZE = Size(planned=520, paragraphs_each=4, sentences=3_000)
FIRST, LAST = 480, 520


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    path = tmp_path_factory.mktemp("scale") / "warehouse.duckdb"
    return path, build(path, SIZE, 0, FIRST)


def test_the_gate_finds_it_sound(built: tuple[Path, Built]):
    failed = [result for result in built[1].results if not result.success]
    assert [r for r in failed if r.severity is not CheckSeverity.INFO] == []
    assert len(built[1].results) > 40


def test_it_holds_what_a_large_one_must_show(built: tuple[Path, Built]):
    counts = query(
        built[0],
        """
        SELECT
            (SELECT count(*) FROM cables) AS cables,
            (SELECT count(*) FROM paragraphs) / 480 AS paragraphs,
            (SELECT count(target_cable_id) / count(*) FROM cable_references) AS held,
            (SELECT count(*) FROM disclosures) AS disclosures,
            (SELECT count(*) FROM near_texts) AS near_texts,
            (SELECT count(*) FROM readings) / 480 AS readings,
            (SELECT count(*) FROM documents WHERE status = 'no_cable') AS others
        """,
    )[0]
    assert counts["cables"] == 480
    assert 3 < counts["paragraphs"] < 5
    assert 0.2 < counts["held"] < 0.8
    assert counts["disclosures"] > 0
    assert counts["near_texts"] > 5
    assert 10 < counts["readings"] < 14
    assert counts["others"] == 10


def test_rows_do_not_depend_on_the_blocks_they_are_made_in():
    plan, words = Plan(SIZE), Words(SIZE.seed, SIZE.sentences)
    whole = Block(plan, words, 0, 60).tables(stamp_of(1))
    halves = [Block(plan, words, *part).tables(stamp_of(1)) for part in ((0, 25), (25, 60))]
    for name, table in whole.items():
        parts = sorted(str(row) for half in halves for row in half[name].to_pylist())
        assert parts == sorted(map(str, table.to_pylist())), name


def test_another_seed_gives_other_rows():
    tables = []
    for seed in (1, 2):
        size = Size(planned=20, seed=seed, sentences=500)
        made = Block(Plan(size), Words(seed, size.sentences), 0, 20).tables(stamp_of(1))
        tables.append(made["paragraphs"]["text"].to_pylist())
    shared = set(tables[0]) & set(tables[1])
    assert shared <= {"[REDACTED B1]"}


def test_an_amended_file_holds_what_one_written_anew_does(
    built: tuple[Path, Built], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Delivered into the file, the last cables give the rows they give when all come at once."""
    path, at_once = tmp_path / "warehouse.duckdb", tmp_path / "at-once.duckdb"
    shutil.copyfile(built[0], path)
    monkeypatch.setattr(warehouse, "AMENDED_FROM", 1)
    build(path, SIZE, FIRST, LAST, number=2, is_judged=False)
    build(at_once, SIZE, 0, LAST, is_judged=False)
    amended = query(path, "SELECT value FROM warehouse_info WHERE name = 'amended_documents'")
    assert amended[0]["value"] != "0"
    changed = changed_tables(at_once, path, leave_out=RUN_COLUMNS)
    # Numbers of texts and terms go by their coming; what a search finds does not.
    assert set(changed) <= {"search_docs", "search_postings", "search_terms", "warehouse_info"}
    for view in views():
        name = view.full_name
        if view.is_macro or view.schema == OPS or view.name == "quality_by_run":
            continue
        left_out = RUN_COLUMNS & set(columns(path, name))
        rows = f"SELECT * EXCLUDE ({', '.join(left_out)})" if left_out else "SELECT *"
        assert texts(path, f"{rows} FROM {name}") == texts(at_once, f"{rows} FROM {name}"), name
    for asked in ("police", "of the embassy", "election visa trade", '"the embassy"'):
        search = f"FROM {MART}.search('{asked}', best := 20)"
        assert texts(path, search) == texts(at_once, search), asked


def test_everything_is_asked_and_every_figure_is_on_the_page(built: tuple[Path, Built]):
    measured = measure(built[0], LIMITS, lambda _: None)
    assert {figure.name for figure in measured.asked} == set(DASHBOARD)
    assert [figure.rows for figure in measured.searches][1:3] == [20, 20]
    judged = judge(built[0], LIMITS, lambda _: None)
    assert len(judged.seconds) == len(built[1].results)
    record = {
        "machine": "invented", "threads": 2, "memory": "4GB", "sentences": SIZE.sentences,
        "load": {"built": 1.0}, "delivery": 1, "built": asdict(built[1]),
        "judged": asdict(judged), "measured": asdict(measured), "delivered": asdict(built[1]),
    }  # fmt: skip
    text = page(record)
    named = [*DASHBOARD, *SEARCHES, "cable_references | ", "of finish: search index", "| judge |"]
    assert [name for name in named if name not in text] == []


def columns(path: Path, name: str) -> list[str]:
    return [row["column_name"] for row in query(path, f"DESCRIBE {name}")]


def texts(path: Path, sql: str) -> list[str]:
    return sorted(str(row) for row in query(path, sql))


def test_no_join_compares_each_row_with_each(built: tuple[Path, Built], tmp_path: Path):
    """Such a plan is fast with the samples, and takes hours with a million cables."""
    path = tmp_path / "copy.duckdb"
    shutil.copyfile(built[0], path)
    with duckdb.connect(str(path)) as connection:
        list_held_cables(connection)
        asked = {view.name: view.stored or f"FROM {view.full_name}" for view in views()}
        asked["search"] = f"FROM {MART}.search('embassy visa')"
        asked["field_readings"] = f"FROM {MART}.field_readings('0')"
        for name in ("cable_references", "reference_mentions"):
            table = TABLE_BY_NAME[name]
            assert Target in table.parts
            names = ", ".join(table.column_names)
            asked[name] = with_targets(table, f"SELECT {names} FROM {name}")
        for name, sql in asked.items():
            plan = connection.execute(f"EXPLAIN {sql}").fetchall()[0][1]
            assert "BLOCKWISE_NL_JOIN" not in plan, name
