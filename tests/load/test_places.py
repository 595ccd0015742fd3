"""What a run finds of the files of its SOURCE: new, changed, renamed, gone."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from load.connection import query
from load.making.places import ChangedFiles, FileChange, Survey
from load.tables.rows import DocumentLoad
from load.warehouse import building
from tests.load.invented import document, document_id, run, stamp

ONE, TWO, THREE = (document_id(number) for number in (1, 2, 3))
HISTORY = "SELECT source_uri, outcome, replaced_by, moved_to FROM mart.source_history"


def found_in(number: int, place: str) -> DocumentLoad:
    load = document(number)
    return replace(load, facts=replace(load.facts, source_uri=place, file_name=place))


def publish(
    path: Path,
    number: int,
    loads: list[DocumentLoad],
    files: dict[str, str],
    *,
    source: str = "/releases",
    is_whole: bool = True,
    unread: frozenset[str] = frozenset(),
) -> dict[FileChange, ChangedFiles]:
    """Publish as a run over a SOURCE does."""
    with building(path) as build:
        build.look(Survey(source=source, files=files, is_whole=is_whole, unread=unread))
        build.load(loads, stamp(number))
        build.finish()
        changes = build.note_files(stamp(number))
        build.add_run(run(number))
        build.publish()
    return changes


def counts(changes: dict[FileChange, ChangedFiles]) -> dict[str, int]:
    return {change.value: found.count for change, found in changes.items() if found.count}


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in query(path, sql)]


@pytest.fixture(scope="module")
def two_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("places") / "w.duckdb"
    loads = [found_in(1, "a.pdf"), found_in(2, "b.pdf")]
    assert counts(publish(path, 1, loads, {"a.pdf": ONE, "b.pdf": TWO})) == {"new": 2}
    return path


@pytest.fixture
def published(two_files: Path, tmp_path: Path) -> Path:
    """Two files, `a.pdf` and `b.pdf`."""
    return Path(shutil.copyfile(two_files, tmp_path / "w.duckdb"))


@pytest.mark.parametrize(
    ("loads", "files", "more", "expected", "history"),
    [
        (
            [found_in(1, "z.pdf"), found_in(3, "b.pdf")],
            {"z.pdf": ONE, "b.pdf": THREE},
            {},
            {"changed": 1, "renamed": 1},
            [
                ("a.pdf", "renamed", None, "z.pdf"),
                ("b.pdf", "changed", THREE, None),
                ("b.pdf", "there", None, None),
                ("z.pdf", "there", None, None),
            ],
        ),
        (
            [],
            {"a.pdf": ONE},
            {},
            {"gone": 1},
            [("a.pdf", "there", None, None), ("b.pdf", "gone", None, None)],
        ),
        ([], {"a.pdf": ONE}, {"is_whole": False}, {}, None),
        ([], {"a.pdf": ONE}, {"unread": frozenset(["b.pdf"])}, {}, None),
        ([], {"a.pdf": ONE, "b.pdf": THREE}, {}, {}, None),
        ([found_in(1, "a.pdf")], {"a.pdf": ONE}, {"source": "/elsewhere"}, {"new": 1}, None),
    ],
    ids=[
        "renamed and changed", "gone", "not looked for", "unreadable",
        "changed, and not loaded yet", "another source",
    ],
)  # fmt: skip
def test_what_a_run_finds(published, loads, files, more, expected, history):
    before = rows(published, HISTORY)
    assert counts(publish(published, 2, loads, files, **more)) == expected
    kept = rows(published, HISTORY + " WHERE source = '/releases'")
    assert kept == (before if history is None else history)
    documents = rows(published, "SELECT document_id FROM documents")
    assert {(ONE,), (TWO,)} <= set(documents), "an archive withdraws nothing"


def test_a_renamed_file_gives_its_document_its_name(published):
    publish(published, 2, [found_in(1, "z.pdf")], {"z.pdf": ONE, "b.pdf": TWO})
    named = "SELECT source_uri, file_name FROM documents ORDER BY ALL"
    assert rows(published, named) == [("b.pdf", "b.pdf"), ("z.pdf", "z.pdf")]
    places = "SELECT source_uri FROM document_sources ORDER BY ALL"
    assert rows(published, places) == [("a.pdf",), ("b.pdf",), ("z.pdf",)]
    with building(published) as build:
        build.look(Survey(source="/releases", files={"y.pdf": ONE, "b.pdf": TWO}))
        known = build.known_documents()
        assert not build.is_called_right(known[ONE]) and build.is_called_right(known[TWO])


def test_one_that_comes_back_has_been_away(published):
    publish(published, 2, [], {"a.pdf": ONE})
    assert counts(publish(published, 3, [], {"a.pdf": ONE, "b.pdf": TWO})) == {"new": 1}
    found = "SELECT source_uri, found_run_id, gone_run_id FROM source_files ORDER BY ALL"
    assert rows(published, found) == [
        ("a.pdf", "run-1", None),
        ("b.pdf", "run-1", "run-2"),
        ("b.pdf", "run-3", None),
    ]
