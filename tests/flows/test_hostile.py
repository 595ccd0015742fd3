"""A small set of what `python -m tests.hostile` makes, through the real command; and each limit."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest
from PIL import Image

from extract.settings import ExtractSettings
from flows.errors import WorkerTooLarge
from flows.runs.extraction import Engine, Job, Reader, failed, from_store
from flows.workers.bounds import Limits
from flows.workers.pool import WorkerPool
from load.connection import query
from load.tables.rows import Failure
from tests.extract.making import image_pdf, text_pdf
from tests.flows.test_extraction import Silent
from tests.hostile.mutants import mutant
from tests.hostile.objects import objects_of
from tests.hostile.run import ingest

pytestmark = pytest.mark.slow

SEED = 6
COUNT = 16
"""What the suite has time for; `make hostile` has 2,000."""
LEFT_OUT = ("scan", "flate_bomb", "many_", "image_bomb", "forms_in_forms", "words_under_boxes")
"""What takes seconds each: OCR, and bombs that are ended by a limit."""


@pytest.mark.proof
def test_hostile_files_cost_themselves_only(api, monkeypatch, tmp_path):
    for name in os.environ:
        if name.startswith("CABLEHOUSE_"):
            monkeypatch.delenv(name)
    folder = tmp_path / "in"
    folder.mkdir()
    for name, pdf in islice(quick_mutants(), COUNT):
        (folder / name).write_bytes(pdf)
    outcome = ingest(folder, tmp_path / "run", {"CABLEHOUSE_WORKERS": "2"}, limit_s=1200.0)
    assert outcome.faults == []
    assert outcome.internal == [], "a file costs itself only, and this is to be mended"
    assert outcome.statuses["loaded"] + outcome.statuses["no_cable"] >= COUNT / 4
    assert outcome.codes


def quick_mutants() -> Iterator[tuple[str, bytes]]:
    for number in count():
        made = mutant(SEED, number)
        if not any(kind in made.name for kind in LEFT_OUT):
            yield made.name, made.pdf


def test_the_same_number_is_the_same_file_and_another_is_another():
    assert mutant(SEED, 3) == mutant(SEED, 3)
    assert len({mutant(SEED, number).pdf for number in range(12)}) == 12


LIMITS = {
    "CABLEHOUSE_MAX_FILE_MB": "1",
    "CABLEHOUSE_MAX_PAGES": "2",
    "CABLEHOUSE_MAX_PAGE_PIXELS": "1000000",
    "CABLEHOUSE_MAX_PAGE_KB": "10",
}


def test_each_limit_has_its_own_error(command, monkeypatch, tmp_path):
    folder, warehouse = tmp_path / "in", tmp_path / "w.duckdb"
    folder.mkdir()
    good = text_pdf(folder / "good.pdf").read_bytes()
    (folder / "large.pdf").write_bytes(good + bytes(1 << 20))
    (folder / "long.pdf").write_bytes(with_pages(good, 3))
    (folder / "lying.pdf").write_bytes(good.replace(b"/Count 1", b"/Count 2000000000"))
    image_pdf(folder / "fine.pdf", Image.new("L", (1100, 1000), 255))
    text_pdf(folder / "wordy.pdf", ["A B C D E F G H I J K L M N O P Q R S T"] * 40)
    os.mkfifo(folder / "pipe.pdf")
    for name, value in LIMITS.items():
        monkeypatch.setenv(name, value)
    result = command("ingest", folder, "--warehouse", warehouse, "--workers", "2")
    assert result.exit_code == 0, result.output
    rows = query(warehouse, "SELECT source_uri, code, message FROM quarantine JOIN documents "
                 "USING (document_id)")  # fmt: skip
    assert {row["source_uri"]: row["code"] for row in rows} == {
        "large.pdf": "document.file_too_large",
        "long.pdf": "document.too_many_pages",
        "fine.pdf": "document.page_too_large",
        "wordy.pdf": "document.too_much_text",
        "pipe.pdf": "document.unreadable_file",
    } | lying(rows)
    assert all("; " in row["message"] for row in rows), "each says what to do"


def test_a_reparse_leaves_it_what_a_document_failed_at(tmp_path):
    """It reads nothing: under other limits the next ingest still has to try."""
    job = Job(path=tmp_path, document_id="a" * 64, file_name="a", source_uri="a", byte_count=1)
    first = Engine(settings=ExtractSettings(), version="1")
    with WorkerPool(1) as pool:
        reader = Reader(
            first=first, store_root=str(tmp_path), pool=pool, progress=Silent(), limits=Limits()
        )
        failure = Failure(code=WorkerTooLarge.code, message="too large")
        found = failed(job, reader, failure)
    assert found.failed_within == Limits().digest(first.settings)
    assert found.failed_within != Limits(memory_bytes=2 << 30).digest(first.settings)
    again = from_store(str(tmp_path), job.document_id)
    assert again is not None
    assert (again.key, again.failed_within) == (found.key, found.failed_within)


def test_what_failed_at_a_limit_is_not_tried_again_every_night(command, monkeypatch, tmp_path):
    folder, warehouse = tmp_path / "in", tmp_path / "w.duckdb"
    folder.mkdir()
    dense = text_pdf(folder / "thick.pdf", ["A B C D E F G H I J K L M N O P Q R S T"] * 15)
    dense.write_bytes(with_pages(dense.read_bytes(), 60))

    def ingest_and_count_what_was_to_do(*more: str) -> int:
        result = command("ingest", folder, "--warehouse", warehouse, "--workers", "1", *more)
        assert result.exit_code == 0, result.output
        (log,) = set(tmp_path.glob("cablehouse-store/logs/*.jsonl")) - logs
        logs.add(log)
        lines = map(json.loads, log.read_text().splitlines())
        (planned,) = [line["message"] for line in lines if line.get("code") == "run.planned"]
        return int(planned.split(", ")[1].split()[0])

    logs: set[Path] = set()
    monkeypatch.setenv("CABLEHOUSE_MAX_DOCUMENT_MB", "1")
    assert ingest_and_count_what_was_to_do() == 1
    (kept_out,) = query(warehouse, "SELECT code, message FROM quarantine")
    assert kept_out["code"] == "document.too_much_output"
    assert "--only failed" in kept_out["message"]
    assert ingest_and_count_what_was_to_do() == 0
    monkeypatch.delenv("CABLEHOUSE_MAX_DOCUMENT_MB")
    assert ingest_and_count_what_was_to_do() == 1
    assert query(warehouse, "FROM quarantine") == []


def lying(rows: list[dict[str, str]]) -> dict[str, str]:
    """What became of the file that says it has two thousand million pages: PDFium may count them.

    It must not be read as if it had, and is one page or too many.
    """
    codes = {row["source_uri"]: row["code"] for row in rows}
    assert codes.get("lying.pdf") in (None, "document.too_many_pages")
    return {"lying.pdf": codes["lying.pdf"]} if "lying.pdf" in codes else {}


def with_pages(pdf: bytes, times: int) -> bytes:
    """A PDF of one page with that page several times."""
    objects = objects_of(pdf)
    for number, body in objects.bodies.items():
        kids = body.find(b"/Kids [")
        if kids >= 0:
            end = body.index(b"]", kids)
            page = body[kids + len(b"/Kids [") : end]
            body = body[:kids] + b"/Kids [" + page * times + body[end:]
            objects.bodies[number] = body.replace(b"/Count 1", b"/Count %d" % times)
    return objects.write()
