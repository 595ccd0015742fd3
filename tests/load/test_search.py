"""Full-text search from SQL."""

from __future__ import annotations

import math
from pathlib import Path

import duckdb
import pytest

from load.connection import query
from load.ddl import quoted
from load.search import fts_extension
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
    """Our SQL and DuckDB's `match_bm25`, which an analyst with the extension may use as well."""
    rows = query(path, "FROM mart.search('harbour police dues')")
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute(f"LOAD {quoted(str(fts_extension()))}")
        theirs = dict(
            connection.execute(
                "SELECT search_id, fts_main_search_texts.match_bm25(search_id, ?) AS score "
                "FROM mart.search_texts WHERE score IS NOT NULL",
                ["harbour police dues"],
            ).fetchall()
        )
    ours = {f"{row['cable_id']}/{row['position']}": row["score"] for row in rows}
    assert ours.keys() == theirs.keys()
    ratios = {ours[key] / theirs[key] for key in ours}
    assert max(ratios) == pytest.approx(min(ratios)), "the same order, up to the base of the log"
    assert max(ratios) in (pytest.approx(1.0), pytest.approx(math.log(10)))


def test_new_paragraphs_are_found(path: Path, tmp_path: Path):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.read_bytes())
    publish(copy, [document(9, cable(9, paragraphs=(paragraph(1, "Zebras crossed."),)))], 2)
    assert found(copy, "zebra") == [("11 MEXICO 9", 1)]
    changed = document(9, cable(9, paragraphs=(paragraph(1, "Nothing crossed."),)))
    publish(copy, [changed], 3)
    assert found(copy, "zebra") == []
