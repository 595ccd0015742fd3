"""A run does what has to be done and nothing else: counted in pages read and rows changed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract.errors import ConfigurationError
from extract.page import TextSource
from extract.remote import RemoteFile
from extract.settings import ExtractSettings
from extract.source import SourceFile, discover
from flows.runs import loading
from flows.runs.extraction import Engine, Reader, extract_document, find_jobs
from flows.runs.selection import Selection, is_below, read_since
from flows.workers.bounds import Bounds, Limits
from flows.workers.pool import WorkerPool
from load.asks.chosen import Chosen, choose_documents
from load.connection import query
from load.errors import WrongQuery
from tests.extract.making import LINES, page_image
from tests.flows.test_extraction import Silent
from tests.load.invented import document, failed
from tests.load.invented import publish as publish_invented

NOW = datetime(2026, 11, 29, 18, 30, tzinfo=UTC)


def rows(warehouse: Path, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in query(warehouse, sql)]


def last_run(warehouse: Path) -> dict[str, object]:
    """What the last run came to."""
    (row,) = query(
        warehouse,
        """
        SELECT pages_ocr + pages_embedded AS read, files_new AS new, files_changed AS changed,
            files_renamed AS renamed, files_gone AS gone, documents_seen AS seen
        FROM runs ORDER BY started_at DESC LIMIT 1
        """,
    )
    return row


@pytest.mark.slow
def test_only_what_changed_is_done_again(command, make_pdf, tmp_path, monkeypatch):
    folder, warehouse = tmp_path / "in", tmp_path / "w.duckdb"
    a = make_pdf(folder, "a.pdf", text="MEMORANDUM A")
    b = make_pdf(folder, "b.pdf", text="MEMORANDUM B")
    c = make_pdf(folder, "c.pdf", text="MEMORANDUM C")

    def ingest(*more: str) -> dict[str, object]:
        ended = command("ingest", folder, "--warehouse", warehouse, "--workers", "1", *more)
        assert ended.exit_code == 0, ended.output
        return last_run(warehouse)

    nothing = {"read": 0, "new": 0, "changed": 0, "renamed": 0, "gone": 0}
    assert ingest() == nothing | {"read": 3, "new": 3, "seen": 3}

    a.rename(folder / "z.pdf")
    make_pdf(folder, "b.pdf", text="MEMORANDUM B AMENDED")
    c.unlink()
    assert ingest() == nothing | {"read": 1, "changed": 1, "renamed": 1, "gone": 1, "seen": 2}
    named = "SELECT file_name, count(*) FROM documents GROUP BY ALL ORDER BY ALL"
    assert rows(warehouse, named) == [("b.pdf", 2), ("c.pdf", 1), ("z.pdf", 1)]
    outcomes = "SELECT source_uri, outcome FROM mart.source_history ORDER BY ALL"
    assert rows(warehouse, outcomes) == [
        ("a.pdf", "renamed"), ("b.pdf", "changed"), ("b.pdf", "there"), ("c.pdf", "gone"),
        ("z.pdf", "there"),
    ]  # fmt: skip

    tables = ("documents", "document_sources", "source_files", "pages", "check_results")
    before = [rows(warehouse, f"FROM {table} ORDER BY ALL") for table in tables]
    assert ingest() == nothing | {"seen": 2}
    assert [rows(warehouse, f"FROM {table} ORDER BY ALL") for table in tables] == before

    monkeypatch.setattr(loading, "parser_version", lambda: "another parser")
    assert ingest() == nothing | {"seen": 2}
    anew = "SELECT file_name FROM documents WHERE parser_version LIKE 'another%' ORDER BY ALL"
    assert rows(warehouse, anew) == [("b.pdf",), ("z.pdf",)]
    assert b.is_file()


@pytest.mark.slow
def test_a_run_keeps_to_what_it_is_told_and_may_publish_in_slices(command, make_pdf, tmp_path):
    folder, warehouse = tmp_path / "in", tmp_path / "w.duckdb"
    for number in range(3):
        make_pdf(folder / "1975", f"{number}.pdf", text=f"MEMORANDUM {number}")
    (folder / "1976").mkdir()
    (folder / "1976" / "broken.pdf").write_text("half a download")
    own = ("--warehouse", warehouse, "--workers", "1")

    ended = command("ingest", folder, *own, "--path", "197*", "--slice-documents", "2")
    assert ended.exit_code == 0, ended.output
    assert "4 seen" in ended.stdout and "path 197*" in ended.stdout
    slices = "SELECT documents_seen, pages_embedded, files_new FROM runs ORDER BY started_at"
    assert rows(warehouse, slices) == [(2, 2, 2), (2, 1, 2)]

    make_pdf(folder / "1976", "broken.pdf", text="MENDED")
    make_pdf(folder / "1976", "later.pdf", text="LATER")
    store = tmp_path / "cablehouse-store"
    (store / "hashed.sqlite").write_bytes(b"damaged" * 100)
    assert command("ingest", folder, *own, "--only", "failed").exit_code == 0
    told = [path for path in (store / "logs").iterdir() if "hashes.unusable" in path.read_text()]
    assert len(told) == 1, "said in the log of the run, which began after it"
    assert last_run(warehouse)["read"] == 1, "the mended file, and not the one that is new"
    assert rows(warehouse, "SELECT count(*) FROM documents") == [(5,)]

    assert command("reparse", *own, "--where", "file_name = '0.pdf'").exit_code == 0
    assert last_run(warehouse)["seen"] == 1
    assert rows(warehouse, "SELECT count(*) FROM documents") == [(5,)], "all others stand"
    wrong = command("ingest", folder, *own, "--where", "colour = 'red'")
    assert wrong.exit_code == 2
    assert "colour" in wrong.stderr and "data-dictionary" in wrong.stderr
    assert command("ingest", folder, *own, "--only", "lost").exit_code == 2
    assert command("ingest", folder, *own, "--since", "yesterday").exit_code == 2


def file_of(path: Path, place: str) -> SourceFile:
    return SourceFile(path=path, file_name=path.name, source_uri=place)


@pytest.mark.parametrize(
    ("place", "path", "expected"),
    [
        ("1975/march/a.pdf", "1975", True),
        ("1975/march/a.pdf", "1975/march", True),
        ("1975/march/a.pdf", "1975/march/a.pdf", True),
        ("1975/march/a.pdf", "*march*", True),
        ("19750/a.pdf", "1975", False),
        ("1976/1975.pdf", "1975", False),
        ("1976/1975.pdf", "*1975*", True),
        ("[odd]/a.pdf", "[odd]", True),
    ],
)
def test_a_path_is_a_folder_or_a_pattern(place, path, expected):
    assert is_below(place, path) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-29", datetime(2026, 11, 29, tzinfo=UTC)),
        ("2026-11-29T18:00", datetime(2026, 11, 29, 18, tzinfo=UTC)),
        ("2026-11-29T18:00+02:00", datetime(2026, 11, 29, 16, tzinfo=UTC)),
        ("36h", datetime(2026, 11, 28, 6, 30, tzinfo=UTC)),
        ("7d", datetime(2026, 11, 22, 18, 30, tzinfo=UTC)),
    ],
)
def test_since_is_a_time(text, expected):
    assert read_since(text, NOW) == expected


@pytest.mark.parametrize("text", ["yesterday", "7", "-7d", "2026-13-01", ""])
def test_since_is_no_time(text):
    with pytest.raises(ConfigurationError, match="36h"):
        read_since(text, NOW)


def test_all_that_is_asked_must_hold(tmp_path):
    old, new, gone = (tmp_path / name for name in ("old.pdf", "new.pdf", "gone.pdf"))
    old.touch()
    new.touch()
    os.utime(old, (NOW.timestamp() - 1, NOW.timestamp() - 1))
    os.utime(new, (NOW.timestamp(), NOW.timestamp()))
    files = [file_of(old, "a/old.pdf"), file_of(new, "a/new.pdf"), file_of(gone, "b/gone.pdf")]

    def kept(**asked: Any) -> list[str]:
        return [file.file_name for file in Selection(**asked).files(files)]

    assert kept() == ["old.pdf", "new.pdf", "gone.pdf"]
    assert kept(since=NOW) == ["new.pdf", "gone.pdf"], "what cannot be asked may have changed"
    assert kept(since=NOW, path="a") == ["new.pdf"]
    chosen = Chosen(document_ids=frozenset("1"), places=frozenset(["a/old.pdf", "b/gone.pdf"]))
    assert kept(chosen=chosen) == ["old.pdf", "gone.pdf"]
    assert kept(chosen=chosen, since=NOW) == ["gone.pdf"]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("held") / "w.duckdb"
    publish_invented(path, [document(1), failed(2)])
    return path


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ("status = 'failed'", 1),
        ("status = 'failed' AND page_count > 5", 0),
        ("document_id IN (SELECT document_id FROM cables WHERE post = 'MEXICO')", 1),
        ("true -- all of them", 2),
    ],
)
def test_a_condition_chooses_documents(held, condition, count):
    chosen = choose_documents(held, [condition])
    assert len(chosen.document_ids) == len(chosen.places) == count


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "status =",
        "colour = 'red'",
        "status",
        "page_count = 'many'",
        "true) OR (true",
        "true; DROP TABLE documents",
        "true UNION SELECT 1",
        "true, true",
        "status = ?",
        "count(*) > 1",
        "document_id IN (SELECT content FROM read_text('/etc/hostname'))",
        "(COPY documents TO '/tmp/out.csv')",
    ],
)
def test_what_is_no_condition_is_refused_and_says_what_to_do(held, condition):
    before = held.read_bytes()
    with pytest.raises(WrongQuery, match="data-dictionary"):
        choose_documents(held, [condition])
    assert held.read_bytes() == before


class HerePool:
    """A pool that does the work here and now."""

    workers = 1

    def submit(
        self, bounds: Bounds, queue: str, function: Callable[..., Any], *args: Any
    ) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*args))
        return future


@pytest.mark.ocr
def test_another_engine_reads_only_the_pages_an_engine_reads(tmp_path):
    target = BytesIO()
    canvas = Canvas(target, invariant=True)
    canvas.drawString(72, 720, "MEMORANDUM of the Bureau of Tides")
    canvas.showPage()
    canvas.drawImage(ImageReader(page_image(LINES[:2])), 0, 0, *canvas._pagesize)
    canvas.save()
    (tmp_path / "a.pdf").write_bytes(target.getvalue())
    (job,), _ = find_jobs(discover(tmp_path / "a.pdf"))

    def read(version: str) -> Counter[TextSource]:
        reader = Reader(
            first=Engine(settings=ExtractSettings(), version=version),
            store_root=str(tmp_path / "store"),
            pool=cast(WorkerPool, HerePool()),
            progress=Silent(),
            limits=Limits(),
        )
        return extract_document(job, reader).new_pages

    assert read("tesseract 5.3.0") == {TextSource.EMBEDDED: 1, TextSource.OCR: 1}
    assert read("tesseract 5.3.0") == {}
    assert read("tesseract 5.5.0") == {TextSource.OCR: 1}
    assert read("tesseract 5.3.0") == {}, "what was read once is kept"


def test_of_an_object_store_only_what_is_new_is_fetched(objects, tmp_path, monkeypatch):
    """By the tags of one listing, which is not the one this process made before."""
    fetched: list[str] = []
    chunks = RemoteFile.chunks

    def counted(file: RemoteFile) -> Iterator[bytes]:
        fetched.append(file.name)
        return chunks(file)

    monkeypatch.setattr(RemoteFile, "chunks", counted)

    def look(place: str) -> dict[str, str]:
        fetched.clear()
        jobs, _ = find_jobs(discover(place), memory=tmp_path / "hashed.sqlite")
        return {job.source_uri: job.document_id for job in jobs}

    for name in ("a", "b"):
        objects.pipe_file(f"cables/in/{name}.pdf", name.encode())
    first = look("s3://cables/in")
    assert fetched == ["a.pdf", "b.pdf"]
    assert look("s3://cables/in") == first and fetched == []

    objects.pipe_file("cables/in/b.pdf", b"amended")
    objects.pipe_file("cables/in/c.pdf", b"c")
    assert set(look("s3://cables/in")) == {"a.pdf", "b.pdf", "c.pdf"}
    assert fetched == ["b.pdf", "c.pdf"]

    assert look("s3://cables/in/c.pdf") == {"c.pdf": sha256(b"c").hexdigest()}
    objects.rm("cables/in/c.pdf")
    assert set(look("s3://cables/in")) == {"a.pdf", "b.pdf"} and fetched == []
