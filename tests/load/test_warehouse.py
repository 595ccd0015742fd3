"""Building and publishing, in one process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from load import warehouse
from load.asks.compare import COMPARED, RUN_COLUMNS, changed_tables, table_digests
from load.connection import query
from load.errors import SchemaDrift, WarehouseUnreadable, WarehouseUnwritable
from load.tables.reference_tables import reference_rows
from load.tables.rows import DocumentLoad
from load.warehouse import building
from tests.load.invented import (
    cable,
    check_result,
    document,
    document_id,
    facts,
    failed,
    mention,
    no_cable,
    paragraph,
    publish,
    published,
    quarantined,
    redaction,
    reference,
    run,
    stamp,
)
from transform.cable import Cable, Reference, ReferenceKind

pytestmark = pytest.mark.slow
"""Every test publishes real warehouse files."""

BATCH = (document(1), document(2), no_cable(3), failed(4), quarantined(5))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.duckdb"


def value(path: Path, sql: str) -> object:
    rows = query(path, sql)
    assert len(rows) == 1
    return next(iter(rows[0].values()))


def test_everything_is_loaded(path: Path):
    counts = publish(path, BATCH)
    assert (counts.changed, counts.unchanged) == (5, 0)
    found = query(path, "SELECT status, count(*) AS n FROM documents GROUP BY ALL ORDER BY ALL")
    assert {row["status"]: row["n"] for row in found} == {
        "loaded": 2, "no_cable": 1, "failed": 1, "quarantined": 1,
    }  # fmt: skip
    assert value(path, "SELECT count(*) FROM cables") == 3
    assert value(path, "SELECT dtg::VARCHAR FROM cables LIMIT 1") == "2011-01-31 22:43:00"
    assert value(path, "SELECT typeof(dtg) FROM cables LIMIT 1") == "TIMESTAMP"
    assert value(path, "SELECT captions FROM cables LIMIT 1") == ["SENSITIVE", "SIPDIS"]
    assert value(path, "SELECT count(*) FROM posts WHERE post = 'MEXICO'") == 1


def test_only_the_warehouse_and_its_lock_remain(path: Path):
    publish(path, BATCH)
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "warehouse.duckdb", "warehouse.duckdb.lock",
    ]  # fmt: skip


def test_loading_again_changes_no_row_but_in_runs(path: Path):
    publish(path, BATCH, 1, results=[check_result(1)])
    before = table_digests(path)
    counts = publish(path, BATCH, 2, results=[check_result(2)])
    assert (counts.changed, counts.unchanged) == (0, 5)
    assert table_digests(path) == before
    assert value(path, "SELECT list(run_id ORDER BY run_id) FROM runs") == ["run-1", "run-2"]
    assert before["lines"].rows == 12


def test_adding_documents_leaves_the_others(path: Path):
    publish(path, BATCH[:3], 1)
    publish(path, BATCH, 2)
    runs = query(path, "SELECT document_id, run_id FROM documents")
    by_id = {row["document_id"]: row["run_id"] for row in runs}
    assert [by_id[document_id(n)] for n in range(1, 6)] == [
        "run-1", "run-1", "run-1", "run-2", "run-2",
    ]  # fmt: skip


@pytest.fixture
def amended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every warehouse is amended, however small."""
    monkeypatch.setattr(warehouse, "AMENDED_FROM", 1)
    monkeypatch.setattr(warehouse, "AMENDED_SHARE", 1.0)


SEARCH_TABLES = {"search_docs", "search_postings", "search_terms", "search_words"}


@pytest.mark.usefixtures("amended")
def test_an_amended_file_is_what_a_build_from_all_is(path: Path, tmp_path: Path):
    """Documents that are new, changed, without their cable, cited anew, a better copy."""
    whole = tmp_path / "whole.duckdb"
    citing = cable(1, references=(reference("11 MEXICO 9"), reference("11 MEXICO 2")))
    first = [document(1, citing), document(2), document(3), document(4), no_cable(5), failed(6)]
    then = [
        document(3, cable(3, paragraphs=(paragraph(1, "Zebras crossed."),))),
        no_cable(4),
        document(5),
        document(7, cable(9, subject="CITED ALREADY")),
        document(8, cable(2, word_count=99, redactions=(redaction(),))),
        quarantined(9),
    ]
    publish(path, first, 1)
    publish(path, then, 2)
    assert value(path, "SELECT value FROM warehouse_info WHERE name LIKE 'amended%'") == "6"
    replaced = {load.facts.document_id for load in then}
    publish(whole, [load for load in first if load.facts.document_id not in replaced] + then)
    changed = set(changed_tables(whole, path, leave_out=RUN_COLUMNS))
    assert changed <= SEARCH_TABLES | {"warehouse_info"}
    for view in ("reference_graph", "ranked_copies", "needs_review", "field_completeness"):
        rows = f"FROM mart.{view} ORDER BY ALL"
        assert query(path, rows) == query(whole, rows), view
    for asked in ("zebra", "harbour", "invented matter", "cited already", '"harbour dues"'):
        found = [query(held, "FROM mart.search(?)", [asked]) for held in (path, whole)]
        assert found[0] == found[1], asked
        assert found[0], asked


@pytest.mark.usefixtures("amended")
def test_a_file_amended_often_is_written_anew(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(warehouse, "AMENDED_SHARE", 0.5)
    amended = "SELECT value FROM warehouse_info WHERE name = 'amended_documents'"
    publish(path, [document(n) for n in range(1, 5)], 1)
    publish(path, [document(5)], 2)
    assert value(path, amended) == "1"
    publish(path, [document(6)], 3)
    assert value(path, amended) == "2"
    publish(path, [document(7)], 4)
    assert value(path, amended) == "3"
    publish(path, [document(8)], 5)
    assert value(path, amended) == "0"
    publish(path, [document(8)], 6)
    assert value(path, "SELECT count(*) FROM cables") == 8


def test_a_fresh_build_gives_the_same_tables(path: Path, tmp_path: Path):
    """So that `reparse` gives the same tables as `ingest`."""
    copy = tmp_path / "copy.duckdb"
    published(path, BATCH)
    copy.write_bytes(path.read_bytes())
    publish(path, BATCH, 2, fresh=True)
    assert changed_tables(copy, path) == ()
    assert value(path, "SELECT count(*) FROM runs") == 2


def test_a_fresh_build_holds_only_what_is_loaded(path: Path):
    published(path, BATCH)
    publish(path, BATCH[:1], 2, fresh=True)
    assert value(path, "SELECT count(*) FROM documents") == 1
    assert value(path, "SELECT count(*) FROM lines") == 3


def arrivals() -> tuple[tuple[DocumentLoad, ...], tuple[DocumentLoad, ...]]:
    """The same four documents, which cite each other and share a number, in two orders."""
    loads = (
        document(1, cable(1, references=(reference("11 MEXICO 7"),))),
        document(2, cable(7, word_count=5)),
        document(3, cable(7, word_count=9)),
        failed(4),
    )
    return loads, loads[::-1]


def test_any_order_of_arrival_gives_the_same_tables(tmp_path: Path):
    """In one batch, in another order, one by one; compared as stored, order of rows included."""

    def stored(path: Path) -> list[list[tuple[object, ...]]]:
        with duckdb.connect(str(path), read_only=True) as connection:
            return [connection.execute(f"FROM {name}").fetchall() for name in COMPARED]

    forwards, backwards = arrivals()
    whole, turned, piecemeal = (tmp_path / name for name in ("whole.db", "turned.db", "pieces.db"))
    publish(whole, forwards)
    publish(turned, backwards)
    for load in backwards:
        publish(piecemeal, [load])
    assert stored(whole) == stored(turned) == stored(piecemeal)


def test_a_changed_document_is_replaced_whole(path: Path):
    publish(path, [document(1), document(2)], 1)
    text = "Something else."
    changed = document(1, cable(1, paragraphs=(paragraph(1, text),), readings=()))
    counts = publish(path, [changed, document(2)], 2)
    assert (counts.changed, counts.unchanged) == (1, 1)
    assert value(path, "SELECT count(*) FROM documents") == 2
    mine = f"cable_id = '{document_id(1)[:16]}-01'"
    assert value(path, f"SELECT text FROM paragraphs WHERE {mine}") == text
    assert value(path, f"SELECT count(*) FROM readings WHERE {mine}") == 0
    assert value(path, f"SELECT run_id FROM cables WHERE {mine}") == "run-2"


@pytest.mark.parametrize("published_before", [False, True])
def test_the_last_of_two_loads_in_one_build_counts(path: Path, published_before: bool):
    """A document is loaded, judged, and loaded again with the verdict."""
    if published_before:
        publish(path, [document(5)], 1)
    with building(path) as build:
        build.load([document(1), document(5)], stamp(2))
        build.load([quarantined(5)], stamp(2))
        build.load([document(1, cable(1, subject="OTHER"))], stamp(2))
        build.load([document(1)], stamp(2))
        build.finish()
        build.publish()
    assert value(path, "SELECT count(*) FROM documents") == 2
    assert value(path, "SELECT count(*) FROM cables") == 2
    assert value(path, "SELECT count(*) FROM quarantine") == 1
    assert value(path, "SELECT count(*) FROM cables WHERE subject = 'OTHER'") == 0


def test_going_back_to_the_published_rows_stages_nothing(path: Path):
    published(path, [document(1)])
    before = table_digests(path)
    with building(path) as build:
        build.load([document(1, cable(1, subject="OTHER"))], stamp(2))
        build.load([document(1)], stamp(2))
        build.finish()
        build.publish()
    assert table_digests(path) == before


def test_of_several_places_all_are_kept_and_the_first_names_it(path: Path, tmp_path: Path):
    at_a = replace(document(1), facts=facts(1, "a/x.pdf"))
    at_b = replace(document(1), facts=facts(1, "b/y.pdf"))
    other = tmp_path / "other.duckdb"
    for file, order in ((path, (at_a, at_b)), (other, (at_b, at_a))):
        for load in order:
            publish(file, [load])
    assert changed_tables(path, other) == ()
    assert value(path, "SELECT file_name FROM documents") == "x.pdf"
    places = "SELECT list(file_name ORDER BY source_uri) FROM document_sources"
    assert value(path, places) == ["x.pdf", "y.pdf"]
    before = table_digests(path)
    publish(path, [at_b], 3)
    publish(path, [at_a], 4, fresh=True)
    assert table_digests(path) == before
    both = replace(at_b, other_sources=frozenset({"a/x.pdf"}))
    at_once = tmp_path / "at_once.duckdb"
    publish(at_once, [both])
    assert changed_tables(path, at_once, leave_out=RUN_COLUMNS) == ()


def test_attempts_are_counted_and_the_first_time_kept(path: Path):
    attempts = "SELECT attempts FROM quarantine"
    publish(path, [quarantined(5)], 1)
    assert value(path, attempts) == 1
    publish(path, [quarantined(5)], 2)
    assert value(path, attempts) == 1, "the same files again change no row"
    publish(path, [replace(quarantined(5), is_retry=True)], 3)
    assert value(path, attempts) == 2
    publish(path, [replace(quarantined(5), parser_version="2")], 4, fresh=True)
    assert value(path, attempts) == 3
    assert value(path, "SELECT quarantined_at::VARCHAR FROM quarantine") == "2026-01-01 00:00:00"
    publish(path, [document(5)], 5)
    assert query(path, attempts) == []


def test_check_results_are_stored_when_they_change(path: Path):
    for number, success in ((1, True), (2, True), (3, False), (4, False), (5, True)):
        publish(path, BATCH, number, results=[check_result(number, success)])
    found = query(path, "SELECT run_id, success FROM check_results ORDER BY run_id")
    assert [(row["run_id"], row["success"]) for row in found] == [
        ("run-1", True), ("run-3", False), ("run-5", True),
    ]  # fmt: skip


def test_the_gate_can_ask_before_anything_is_published(path: Path):
    published(path, BATCH[:1])
    with building(path) as build:
        build.load(BATCH, stamp(2))
        build.finish()
        assert build.query("SELECT count(*) AS n FROM documents WHERE status <> ?", ["loaded"]) == [
            {"n": 3}
        ]
        assert list(build.frame("SELECT mrn FROM cables ORDER BY ALL")["mrn"]) == [
            "11 MEXICO 1", "11 MEXICO 2", "11 MEXICO 5",
        ]  # fmt: skip
        assert value(path, "SELECT count(*) FROM documents") == 1, "readers see the old file"
    assert value(path, "SELECT count(*) FROM documents") == 1, "nothing was published"


@pytest.mark.parametrize("moment", ["load", "finish", "run"])
def test_an_exception_leaves_the_old_file_and_nothing_else(path: Path, moment: str):
    published(path, BATCH[:1])
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="stop here"), building(path) as build:
        build.load(BATCH, stamp(2))
        if moment != "load":
            build.finish()
        if moment == "run":
            build.add_run(run(2))
        raise RuntimeError("stop here")
    assert path.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 2


def test_asking_before_finish_is_a_mistake(path: Path):
    with building(path) as build, pytest.raises(RuntimeError, match="finish"):
        build.publish()


def test_known_documents(path: Path):
    published(path, [document(1)])
    with building(path) as build:
        assert set(build.known_documents()) == {document_id(1)}
        build.load([document(1), failed(4)], stamp(2))
        known = build.known_documents()
    assert known[document_id(1)].run_id == "run-1"
    assert known[document_id(1)].status == "loaded"
    assert known[document_id(4)].status == "failed"
    assert known[document_id(4)].run_id == "run-2"
    with building(path, fresh=True) as build:
        assert build.known_documents() == {}


@pytest.fixture
def drifted(path: Path) -> Path:
    """A warehouse of a version that had another table."""
    publish(path, [document(1), quarantined(5)], 1)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE warehouse_info SET value = 'old' WHERE name LIKE 'schema%'")
        connection.execute("ALTER TABLE documents DROP COLUMN content_digest")
        connection.execute("ALTER TABLE runs DROP COLUMN engine_version")
    return path


def test_other_tables_are_built_anew_and_lose_nothing(drifted: Path):
    with building(drifted) as build:
        assert build.missing_documents() == {document_id(1), document_id(5)}
        build.load([document(1)], stamp(2))
        build.finish()
        with pytest.raises(SchemaDrift, match="reparse"):
            build.publish()
    assert value(drifted, "SELECT count(*) FROM documents") == 2
    publish(drifted, [document(1), quarantined(5)], 2)
    assert value(drifted, "SELECT list(run_id ORDER BY run_id) FROM runs") == ["run-1", "run-2"]
    assert value(drifted, "SELECT attempts FROM quarantine") == 2
    assert value(drifted, "SELECT count(*) FROM documents WHERE content_digest <> ''") == 2


def test_another_version_s_views_and_vocabulary_are_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    published(path, BATCH)
    other = reference_rows() | {"office_codes": [("ZZ", "Invented office", "a test")]}
    monkeypatch.setattr("load.warehouse.reference_rows", lambda: other)
    publish(path, BATCH, 2)
    assert value(path, "SELECT meaning FROM office_codes") == "Invented office"
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE warehouse_info SET value = 'old' WHERE name LIKE 'build%'")
        connection.execute("DROP VIEW mart.tag_months")
    publish(path, BATCH, 3)
    assert value(path, "SELECT count(*) FROM mart.tag_months") == 1
    assert value(path, "SELECT list(DISTINCT run_id) FROM documents") == ["run-1"]


def test_rows_somebody_else_left_in_a_log_are_read(path: Path):
    """A client that wrote and was killed leaves a write-ahead log, which is not carried over."""
    published(path, BATCH)
    log = path.with_name(f"{path.name}.wal")
    with duckdb.connect(str(path)) as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.execute("UPDATE documents SET status_reason = 'touched'")
    assert log.exists()
    publish(path, BATCH, 2)
    assert not log.exists()
    assert value(path, "SELECT count(*) FROM documents") == 5


def test_references_lead_to_the_best_copy_held(path: Path):
    citing = cable(
        1, references=(reference("11 MEXICO 7"), reference("11 MEXICO 8"), reference("93 KIEV 5"))
    )
    short = document(2, cable(7, word_count=5))
    long = document(3, cable(7, word_count=9))
    old_name = document(4, cable(5, "KYIV", year=1993, mrn="93 KYIV 5"))
    publish(path, [document(1, citing), short], 1)
    target = "SELECT target_cable_id FROM cable_references WHERE position = {}"
    assert value(path, target.format(1)) == f"{document_id(2)[:16]}-01"
    publish(path, [long, old_name], 2)
    assert value(path, target.format(1)) == f"{document_id(3)[:16]}-01"
    assert value(path, target.format(2)) is None
    assert value(path, target.format(3)) == f"{document_id(4)[:16]}-01"
    assert value(path, "SELECT count(*) FROM cable_references") == 3


@pytest.mark.parametrize(
    ("held", "cited", "is_held"),
    [
        pytest.param(cable(5, year=None, mrn=None), "11 MEXICO 5", True, id="held-without-year"),
        pytest.param(
            cable(5, "NOWHER", mrn="11 NOWHER 5"), "11 NOWHEREVILLE 5", True, id="archive-cut"
        ),
        pytest.param(cable(5, "USUN", mrn="11 USUN 5"), "11 USUN 5", True, id="other-name"),
        pytest.param(cable(5, year=2010, mrn="10 MEXICO 5"), "11 MEXICO 5", False, id="year"),
        pytest.param(cable(5, "NOWHER", mrn="11 NOWHER 5"), "11 NOWHERE 6", False, id="serial"),
    ],
)
def test_a_cited_cable_is_found_however_it_is_held(
    path: Path, held: Cable, cited: str, is_held: bool
):
    citing = cable(1, references=(reference(cited),), mentions=(mention(mrn=cited),))
    publish(path, [document(1, citing), document(2, held)])
    expected = f"{document_id(2)[:16]}-01" if is_held else None
    assert value(path, "SELECT target_cable_id FROM cable_references") == expected
    assert value(path, "SELECT target_cable_id FROM reference_mentions") == expected


@pytest.mark.parametrize(
    ("post", "sent_at", "is_held"),
    [
        pytest.param("MEXICO", "010203Z FEB 11", True, id="sender-and-time"),
        pytest.param("MEXICO", "010203Z FEB 2011", True, id="four-digit-year"),
        pytest.param("LIMA", "010203Z FEB 11", False, id="another-sender"),
        pytest.param("MEXICO", "010203Z MAR 11", False, id="another-time"),
        pytest.param(None, "010203Z FEB 11", False, id="nobody"),
    ],
)
def test_a_message_cited_by_its_time_is_found(
    path: Path, post: str | None, sent_at: str, is_held: bool
):
    cited = Reference(kind=ReferenceKind.DTG, label="A", post=post, raw="MSG", dtg_raw=sent_at)
    held = cable(5, dtg_raw="010203Z FEB 2011")
    publish(path, [document(1, cable(1, references=(cited,))), document(2, held)])
    expected = f"{document_id(2)[:16]}-01" if is_held else None
    assert value(path, "SELECT target_cable_id FROM cable_references") == expected
    graph = "SELECT count(*) FROM mart.reference_graph WHERE target_mrn = '11 MEXICO 5'"
    assert value(path, graph) == is_held


def test_of_two_years_held_a_number_without_one_means_neither(path: Path):
    undated = replace(reference("11 MEXICO 5"), year=None, mrn="MEXICO 5")
    older = cable(5, year=2010, mrn="10 MEXICO 5")
    citing = document(1, cable(1, references=(undated,)))
    publish(path, [citing, document(2, cable(5))], 1)
    target = "SELECT target_cable_id FROM cable_references"
    assert value(path, target) == f"{document_id(2)[:16]}-01"
    publish(path, [document(3, older)], 2)
    assert value(path, target) is None


def test_a_cable_s_records_all_arrive(path: Path):
    publish(path, [document(1, cable(1, redactions=(redaction(("B1", "1.4(D)")),)))])
    for table, rows in {
        "addressees": 2,
        "distribution": 1,
        "cable_tags": 1,
        "paragraphs": 1,
        "readings": 1,
        "redactions": 1,
    }.items():
        assert value(path, f"SELECT count(*) FROM {table}") == rows, table
    assert value(path, "SELECT exemptions FROM redactions") == ["B1", "1.4(D)"]
    assert value(path, "SELECT round(top, 2) FROM redactions") == 100.12


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        pytest.param("a\x00b", "a\x00b", id="nul"),
        pytest.param("\U0001f600 l'été", "\U0001f600 l'été", id="beyond-latin"),
        pytest.param("half \ud83d pair", "half \ufffd pair", id="half-a-surrogate-pair"),
    ],
)
def test_odd_characters(path: Path, printed: str, stored: str):
    load = document(1, cable(1, subject=printed, captions=(printed,)))
    publish(path, [load], 1)
    assert query(path, "SELECT subject, captions FROM cables") == [
        {"subject": stored, "captions": [stored]}
    ]
    assert publish(path, [load], 2).unchanged == 1


def test_a_link_keeps_pointing_at_the_warehouse(path: Path, tmp_path: Path):
    link = tmp_path / "link.duckdb"
    link.symlink_to(path)
    publish(link, BATCH)
    assert link.is_symlink()
    assert value(path, "SELECT count(*) FROM documents") == 5


def test_an_empty_file_is_no_warehouse_yet(path: Path):
    path.touch()
    publish(path, BATCH)
    assert value(path, "SELECT count(*) FROM documents") == 5


def test_an_empty_warehouse_can_be_published_and_asked(path: Path):
    publish(path, [])
    assert query(path, "FROM mart.search('anything')") == []
    assert value(path, "SELECT count(*) FROM documents") == 0


def test_a_file_that_is_no_database_is_left_alone(path: Path):
    path.write_text("a letter, not a database" * 100)
    before = path.read_bytes()
    with pytest.raises(WarehouseUnreadable, match="Move the file away"):
        publish(path, BATCH)
    with pytest.raises(WarehouseUnreadable):
        query(path, "SELECT 1")
    assert path.read_bytes() == before


@pytest.mark.parametrize("fresh", [False, True])
def test_a_foreign_database_is_left_alone(path: Path, fresh: bool):
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE household (item VARCHAR)")
    with pytest.raises(WarehouseUnreadable, match="not a cablehouse warehouse"):
        publish(path, BATCH, fresh=fresh)
    assert value(path, "SELECT count(*) FROM household") == 0


def test_places_that_cannot_hold_a_warehouse(tmp_path: Path):
    with pytest.raises(WarehouseUnwritable, match="no folder"):
        publish(tmp_path / "missing" / "w.duckdb", BATCH)
    with pytest.raises(WarehouseUnwritable, match="is a folder"):
        publish(tmp_path, BATCH)


def test_a_missing_warehouse_cannot_be_asked(path: Path):
    with pytest.raises(WarehouseUnreadable, match="cablehouse ingest"):
        query(path, "SELECT 1")


def test_runs_differ_only_in_run_columns(path: Path, tmp_path: Path):
    other = tmp_path / "other.duckdb"
    published(path, BATCH)
    publish(other, BATCH, 2)
    assert changed_tables(path, other) == ("documents", "cables", "quarantine")
    assert changed_tables(path, other, leave_out=RUN_COLUMNS) == ()
