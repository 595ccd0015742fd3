"""Full-text search from SQL."""

from __future__ import annotations

import math
from pathlib import Path

import duckdb
import pytest

from load.connection import query
from load.making.search import fts_extension
from load.tables.ddl import quoted
from tests.load.invented import cable, document, paragraph, publish

pytestmark = pytest.mark.slow
"""Every test publishes real warehouse files."""

TEXTS = {
    1: "The harbour master raised the dues. The harbour was quiet.",
    2: "Dues were paid at the harbour, and the police looked on as the long day went by.",
    3: "Elections were held; police officers counted votes under E.O. 13526.",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "warehouse.duckdb"
    loads = [
        document(n, cable(n, subject=f"MATTER {n}", paragraphs=(paragraph(1, text),)))
        for n, text in TEXTS.items()
    ]
    publish(path, [*loads, document(4, cable(4, subject="ÉLECTION OBSERVERS", paragraphs=()))])
    return path


def found(path: Path, asked: str) -> list[tuple[str, int]]:
    rows = query(path, "SELECT mrn, position FROM mart.search(?)", [asked])
    return [(row["mrn"], row["position"]) for row in rows]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param("harbour", [("11 MEXICO 1", 1), ("11 MEXICO 2", 1)], id="more-often-first"),
        pytest.param("Harbours", [("11 MEXICO 1", 1), ("11 MEXICO 2", 1)], id="unseen-plural"),
        pytest.param("policing", [("11 MEXICO 3", 1), ("11 MEXICO 2", 1)], id="unseen-form"),
        pytest.param("paid", [("11 MEXICO 2", 1)], id="one-word"),
        pytest.param("election", [("11 MEXICO 4", 0), ("11 MEXICO 3", 1)], id="subject-accent"),
        pytest.param("13526", [("11 MEXICO 3", 1)], id="number"),
        pytest.param("the", [], id="stop-word"),
        pytest.param("zebra", [], id="nowhere"),
        pytest.param("", [], id="nothing"),
        pytest.param("'; DROP TABLE cables; --", [], id="punctuation"),
    ],
)
def test_search(path: Path, asked: str, expected: list[tuple[str, int]]):
    assert found(path, asked) == expected


def test_rare_words_weigh_more(path: Path):
    assert found(path, "police votes")[0] == ("11 MEXICO 3", 1)


def test_the_score_is_the_extension_s_own(path: Path):
    """Our SQL, and `match_bm25` of DuckDB's extension on an index of its own."""
    rows = query(path, "FROM mart.search('harbour police dues')")
    with duckdb.connect() as connection:
        connection.execute(f"LOAD {quoted(str(fts_extension()))}")
        texts = query(path, "FROM mart.search_texts")
        connection.execute("CREATE TABLE search_texts (search_id VARCHAR, text VARCHAR)")
        connection.executemany(
            "INSERT INTO search_texts VALUES (?, ?)", [(t["search_id"], t["text"]) for t in texts]
        )
        connection.execute(
            "PRAGMA create_fts_index('search_texts', 'search_id', 'text', ignore = '[^a-z0-9]+')"
        )
        theirs = dict(
            connection.execute(
                "SELECT search_id, fts_main_search_texts.match_bm25(search_id, ?) AS score "
                "FROM search_texts WHERE score IS NOT NULL",
                ["harbour police dues"],
            ).fetchall()
        )
    ours = {f"{row['cable_id']}/{row['position']}": row["score"] for row in rows}
    assert ours.keys() == theirs.keys()
    ratios = {ours[key] / theirs[key] for key in ours}
    assert max(ratios) == pytest.approx(min(ratios)), "the same order, up to the base of the log"
    assert max(ratios) in (pytest.approx(1.0), pytest.approx(math.log(10)))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param('"harbour master"', [("11 MEXICO 1", 1)], id="two-words"),
        pytest.param('"master harbour"', [], id="other-order"),
        pytest.param('"paid at the harbours"', [("11 MEXICO 2", 1)], id="stop-words-stems"),
        pytest.param('"paid harbour"', [], id="not-beside"),
        pytest.param('"under E.O. 13526"', [("11 MEXICO 3", 1)], id="marks"),
        pytest.param('"harbour master" zebra police', [("11 MEXICO 1", 1)], id="and-words"),
        pytest.param('"harbour master" "the police"', [], id="both-phrases"),
        pytest.param('"harbour zebra"', [], id="unknown-word"),
        pytest.param('"of the"', [], id="stop-words-only"),
    ],
)
def test_phrases(path: Path, asked: str, expected: list[tuple[str, int]]):
    assert found(path, asked) == expected


def test_only_the_best_are_given_unless_asked(path: Path):
    best = query(path, "FROM mart.search('harbour dues police', best := 1)")
    every = query(path, "FROM mart.search('harbour dues police', best := NULL)")
    assert len(every) == 3
    assert best == every[:1]
    assert {row["hits"] for row in every} == {3}


def test_new_paragraphs_are_found(path: Path, tmp_path: Path):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.read_bytes())
    publish(copy, [document(9, cable(9, paragraphs=(paragraph(1, "Zebras crossed."),)))], 2)
    assert found(copy, "zebra") == [("11 MEXICO 9", 1)]
    changed = document(9, cable(9, paragraphs=(paragraph(1, "Nothing crossed."),)))
    publish(copy, [changed], 3)
    assert found(copy, "zebra") == []
