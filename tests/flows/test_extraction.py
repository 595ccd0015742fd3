"""A file's pages over the worker processes: how many at a time, and what a bad one costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, cast

import pytest

from extract.document import PdfFacts
from extract.engines import READING_ENGINES
from extract.errors import DocumentError, MissingTool, PageTooLarge, UnreadablePage
from extract.page import TextSource
from extract.settings import ExtractSettings
from extract.store.store import PageStore
from flows.runs.extraction import PAGES_PER_WORKER, Engine, Job, Reader, extract_document
from flows.workers.bounds import PAGE_ALLOWANCE_S, Bounds, Limits
from flows.workers.pool import WorkerPool
from flows.workers.reading import PageRead, open_file, read_page
from tests.extract.making import LINES, image_pdf, page_image, raw_pdf

PAGES = 1000
WORKERS = 2


class Silent:
    """A progress that counts."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()

    def expect(self, stage: str, count: int) -> None:
        pass

    def advance(self, stage: str, count: int = 1) -> None:
        self.done[stage] += count


class SlowPool:
    """A pool whose work ends only when somebody waits for it, the last first."""

    workers = WORKERS

    def __init__(self, bad_pages: frozenset[int]) -> None:
        self.bad_pages = bad_pages
        self.under_way: dict[int, Future[PageRead]] = {}
        self.read: list[int] = []
        self.most = 0

    def submit(
        self, bounds: Bounds, queue: str, function: Callable[..., Any], *args: Any
    ) -> Future[Any]:
        assert bounds.seconds == ExtractSettings().ocr_timeout_s + PAGE_ALLOWANCE_S
        future: Future[Any] = Future()
        if function is open_file:
            future.set_result(PdfFacts(page_count=PAGES))
            return future
        assert function is read_page
        self.under_way[args[2]] = future
        self.most = max(self.most, len(self.under_way))
        if len(self.under_way) == PAGES_PER_WORKER * WORKERS or args[2] == PAGES:
            self.end_all()
        return future

    def end_all(self) -> None:
        for page_no in sorted(self.under_way, reverse=True):
            self.read.append(page_no)
            future = self.under_way.pop(page_no)
            if page_no in self.bad_pages:
                future.set_exception(UnreadablePage(f"page {page_no}"))
            else:
                future.set_result(PageRead(source=TextSource.OCR, is_new=True))


def job_of(path: Path) -> Job:
    return Job(path=path, document_id="a" * 64, file_name="a.pdf", source_uri="a.pdf", byte_count=1)


def reader_of(pool: object, store: Path, progress: Silent) -> Reader:
    return Reader(
        first=Engine(settings=ExtractSettings(), version="none"),
        store_root=str(store),
        pool=cast(WorkerPool, pool),
        progress=progress,
        limits=Limits(),
    )


def test_a_thousand_pages_are_handed_out_a_few_at_a_time(tmp_path):
    pool, progress = SlowPool(frozenset()), Silent()
    extracted = extract_document(job_of(tmp_path), reader_of(pool, tmp_path, progress))
    assert sorted(pool.read) == list(range(1, PAGES + 1))
    assert pool.most == PAGES_PER_WORKER * WORKERS
    assert extracted.new_pages == {TextSource.OCR: PAGES}
    assert progress.done == {"pages read": PAGES}


def test_the_error_of_the_first_bad_page_is_the_documents(tmp_path):
    pool, progress = SlowPool(frozenset({7, 3, 990})), Silent()
    with pytest.raises(UnreadablePage, match=r"page 3$"):
        extract_document(job_of(tmp_path), reader_of(pool, tmp_path, progress))
    assert progress.done == {"pages read": PAGES}, "all were tried"


def test_a_page_too_large_costs_the_document_and_no_other_page(tmp_path):
    path, store = bomb_between_pages(tmp_path / "a.pdf"), tmp_path / "store"
    with WorkerPool(1) as pool:
        reader = reader_of(pool, store, Silent())
        with pytest.raises(DocumentError) as raised:
            extract_document(job_of(path), reader)
    assert isinstance(raised.value, PageTooLarge)
    assert "page 2 of a.pdf is 20000 x 20000 pixels" in str(raised.value)
    assert [reader.store.has_page("a" * 64, number, reader.first.key) for number in (1, 2, 3)] == [
        True,
        False,
        True,
    ]


def bomb_between_pages(path: Path) -> Path:
    """Three pages: one with a text layer, one with a vast image, one with a text layer."""
    text = b"BT /F 12 Tf 30 260 Td (MEMORANDUM) Tj ET"
    image = b"q 400 0 0 300 0 0 cm /Im Do Q"
    sheet = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents %d 0 R "
    sheet += b"/Resources << /Font << /F 8 0 R >> /XObject << /Im 9 0 R >> >> >>"
    vast = b"<< /Type /XObject /Subtype /Image /Width 20000 /Height 20000 /BitsPerComponent 1 "
    return raw_pdf(
        path,
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>",
            sheet % 6,
            sheet % 7,
            sheet % 6,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(image), image),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
            vast + b"/ColorSpace /DeviceGray /Length 0 >>\nstream\n\nendstream",
        ],
    )


@pytest.mark.ocr
@pytest.mark.parametrize("engine", READING_ENGINES[1:])
def test_an_optional_engine_reads_in_the_memory_a_page_may_take(tmp_path, engine):
    path, settings = image_pdf(tmp_path / "a.pdf", page_image()), ExtractSettings(engine=engine)
    root = str(tmp_path / "store")
    try:
        read = read_page(path, "a" * 64, 1, settings, root, "key")
    except MissingTool as error:
        pytest.skip(str(error))
    assert read == PageRead(source=TextSource.OCR, is_new=True)
    page = PageStore(root).get_page("a" * 64, 1, "key")
    assert page is not None and page.engine is not None and page.engine.split()[0] == engine
    assert [line.text for line in page.lines] == [" ".join(line.split()) for line in LINES]
