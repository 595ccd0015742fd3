"""Pages in doubt through both engines, into the store and out of it."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from extract.engines import check_engine
from extract.settings import ExtractSettings
from extract.source import discover
from flows.runs.extraction import Engine, Reader, extract_document, find_jobs
from flows.workers.bounds import Limits
from flows.workers.pool import WorkerPool
from flows.workers.reading import parse_stored
from tests.flows.test_extraction import Silent
from tests.synthetic import Era, Level, PrintFormat, make_cable, print_cable, scan_print


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.skipif(find_spec("rapidocr") is None, reason="rapidocr is not installed")
def test_a_page_in_doubt_is_read_twice_and_only_once_for_all(tmp_path):
    printed = print_cable(make_cable(41, Era.TWO_THOUSANDS), PrintFormat.FOIA, variant=41)
    (tmp_path / "a.pdf").write_bytes(scan_print(printed, Level.BAD, seed=41, dpi=150).pdf)
    (job,), _ = find_jobs(discover(tmp_path / "a.pdf"))
    engines = [
        Engine(settings=settings, version=check_engine(settings))
        for settings in (ExtractSettings(), ExtractSettings(engine="rapidocr"))
    ]
    with WorkerPool(2) as pool:
        reader = Reader(
            first=engines[0],
            second=engines[1],
            store_root=str(tmp_path / "store"),
            pool=pool,
            progress=Silent(),
            limits=Limits(),
        )
        extracted = extract_document(job, reader)
    assert extracted.page_count is not None
    read = parse_stored(
        job.document_id, extracted.page_count, reader.store_root, reader.keys, 1 << 30
    )
    assert read is not None
    twice = [page for page in read.pages if page.other_reading is not None]
    assert twice, "no page of this print is in doubt: take a worse one"
    assert {(page.engine or "").split()[0] for page in twice} <= {"rapidocr", "tesseract"}
    stored = [
        page_no
        for page_no in range(1, extracted.page_count + 1)
        if reader.store.has_page(job.document_id, page_no, engines[1].key)
    ]
    assert stored == [page.page_no for page in twice]
