from __future__ import annotations

import logging
import multiprocessing
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import StoreFailed
from extract.page import (
    Box,
    Doubt,
    Mark,
    MarkKind,
    OtherReading,
    Page,
    TextLine,
    TextSource,
    Word,
)
from extract.settings import ExtractSettings
from extract.store.document_record import DocumentRecord
from extract.store.keys import page_key
from extract.store.store import PageStore
from tests.work import count_calls

SHA = "ab" * 32
KEY = page_key(ExtractSettings(), "tesseract 5.3.0")

lengths = st.floats(min_value=0, max_value=2000, allow_nan=False)
boxes = st.builds(Box, x0=lengths, top=lengths, x1=lengths, bottom=lengths)
shares = st.floats(min_value=0, max_value=1)
words = st.builds(
    Word,
    text=st.text(min_size=1),
    box=boxes,
    confidence=st.none() | shares,
    is_struck=st.booleans(),
)
lines = st.builds(
    TextLine,
    page_no=st.integers(1, 9999),
    line_no=st.integers(1, 999),
    words=st.lists(words, min_size=1, max_size=4).map(tuple),
)
pages = st.builds(
    Page,
    document_id=st.just(SHA),
    page_no=st.integers(1, 9999),
    width=lengths,
    height=lengths,
    source=st.sampled_from(TextSource),
    engine=st.none() | st.text(),
    route_reason=st.text(),
    lines=st.lists(lines, max_size=3).map(tuple),
    marks=st.lists(st.builds(Mark, kind=st.sampled_from(MarkKind), box=boxes), max_size=3).map(
        tuple
    ),
    skew_degrees=st.none() | st.floats(-5, 5),
    turned_degrees=st.sampled_from((0, 90, 180, 270)),
    redacted_share=shares,
    ink_read_share=st.none() | shares,
    doubts=st.lists(st.sampled_from(Doubt), max_size=3).map(tuple),
    other_reading=st.none()
    | st.builds(
        OtherReading,
        source=st.sampled_from(TextSource),
        engine=st.text(),
        lines=st.lists(lines, max_size=2).map(tuple),
    ),
)


def make_page(page_no: int = 1, text: str = "SAMPLE") -> Page:
    word = Word(text=text, box=Box(x0=1.5, top=2.25, x1=30.1, bottom=9.99), confidence=0.93)
    line = TextLine(page_no=page_no, line_no=1, words=(word,) * 8)
    return Page(
        document_id=SHA,
        page_no=page_no,
        width=612.0,
        height=792.0,
        source=TextSource.OCR,
        engine="tesseract 5.3.0",
        route_reason="no embedded text",
        lines=(line,) * 60,
        skew_degrees=-0.35,
    )


def _page_file(root: Path, page_no: int = 1) -> Path:
    return root / "pages" / SHA[:2] / SHA / KEY / f"{page_no}.json.gz"


@settings(max_examples=60, deadline=None)
@given(page=pages)
def test_any_page_comes_back_as_it_was(tmp_path_factory, page):
    store = PageStore(tmp_path_factory.mktemp("store"))
    store.put_page(page, KEY)
    assert store.get_page(SHA, page.page_no, KEY) == page


def test_a_page_is_found_by_document_number_and_key_only(tmp_path):
    store = PageStore(tmp_path)
    store.put_page(make_page(), KEY)
    other = page_key(ExtractSettings(language="fra"), "tesseract 5.3.0")
    assert store.has_page(SHA, 1, KEY)
    assert store.get_page(SHA, 2, KEY) is None
    assert not store.has_page(SHA, 1, other)
    assert not store.has_page("cd" * 32, 1, KEY)


def test_the_key_knows_engine_version_and_settings_but_not_the_time_limit():
    base = ExtractSettings()
    keys = {
        page_key(base, "tesseract 5.3.0"),
        page_key(base, "tesseract 5.5.4"),
        page_key(ExtractSettings(language="eng+spa"), "tesseract 5.3.0"),
        page_key(ExtractSettings(engine="replay:x"), "tesseract 5.3.0"),
    }
    assert len(keys) == 4
    assert page_key(ExtractSettings(ocr_timeout_s=1.0), "tesseract 5.3.0") in keys


def test_a_stored_page_is_never_changed(tmp_path):
    store = PageStore(tmp_path)
    store.put_page(make_page(text="FIRST"), KEY)
    before = _page_file(tmp_path).read_bytes()
    store.put_page(make_page(text="SECOND"), KEY)
    assert _page_file(tmp_path).read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[: len(data) // 2], id="cut short"),
        pytest.param(lambda data: b"", id="emptied"),
        pytest.param(lambda data: data[:40] + b"\0\0\0\0" + data[44:], id="bytes changed"),
        pytest.param(lambda data: b"not gzip", id="something else"),
    ],
)
def test_a_damaged_page_is_reported_counts_as_absent_and_can_be_replaced(tmp_path, caplog, damage):
    store = PageStore(tmp_path)
    store.put_page(make_page(), KEY)
    path = _page_file(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    with caplog.at_level(logging.WARNING):
        assert store.get_page(SHA, 1, KEY) is None
    assert "is damaged" in caplog.text and str(path) in caplog.text
    store.put_page(make_page(), KEY)
    assert store.get_page(SHA, 1, KEY) == make_page()


def _write_forever(root: str, text: str) -> None:
    store = PageStore(root)
    number = 0
    while True:
        number += 1
        store.put_page(make_page(number, text), KEY)


@pytest.mark.slow
def test_killed_writers_leave_only_whole_pages(tmp_path, caplog):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_forever, args=(str(tmp_path), name)) for name in "AB"]
    for writer in writers:
        writer.start()
    time.sleep(0.5)
    for writer in writers:
        writer.kill()
        writer.join()
    store = PageStore(tmp_path)
    files = list(tmp_path.glob("pages/*/*/*/*.json.gz"))
    numbers = sorted(
        int(path.name.split(".")[0]) for path in files if not path.name.startswith(".")
    )
    assert len(numbers) > 5
    with caplog.at_level(logging.WARNING):
        pages = [store.get_page(SHA, number, KEY) for number in numbers]
    assert caplog.text == ""
    assert all(
        page in (make_page(n, "A"), make_page(n, "B"))
        for page, n in zip(pages, numbers, strict=True)
    )


def test_loading_a_page_is_a_few_calls_a_word(tmp_path):
    """A page is unpacked as often as it is parsed: a check of every value would show."""
    store = PageStore(tmp_path)
    page = make_page()
    store.put_page(page, KEY)
    words = sum(len(line.words) for line in page.lines)
    # 7.2 were seen, the entries and the exits: a word, its box, and the text of its line.
    assert count_calls(lambda: store.get_page(SHA, 1, KEY)) < 10 * words


def test_documents_are_remembered_with_their_failures(tmp_path):
    store = PageStore(tmp_path)
    good = DocumentRecord(
        document_id=SHA,
        file_name="a.pdf",
        source_uri="x/a.pdf",
        byte_count=9,
        page_count=2,
        page_key=KEY,
        other_sources=("y/b.pdf", "z/a.pdf"),
    )
    bad = DocumentRecord(
        document_id="cd" * 32,
        file_name="caf\\udce9.pdf",
        source_uri="caf\\udce9.pdf",
        byte_count=0,
        failure_code="document.not_a_pdf",
        failure_message="it is empty",
    )
    store.put_document(bad)
    store.put_document(good)
    assert list(store.documents()) == [good, bad]
    assert store.get_document(SHA) == good
    assert store.get_document("ef" * 32) is None


def test_every_place_of_a_document_is_remembered(tmp_path):
    store = PageStore(tmp_path)
    for place, others in (("b.pdf", ("d.pdf",)), ("a.pdf", ()), ("c.pdf", ("b.pdf",))):
        store.put_document(
            DocumentRecord(
                document_id=SHA, file_name=place, source_uri=place, byte_count=9,
                other_sources=others,
            )
        )  # fmt: skip
    found = store.get_document(SHA)
    assert found is not None
    assert (found.source_uri, found.other_sources) == ("c.pdf", ("a.pdf", "b.pdf", "d.pdf"))


def test_a_root_that_cannot_be_written_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreFailed, match="--store"):
        PageStore(tmp_path / "file").put_page(make_page(), KEY)


def test_an_object_store_works_like_a_folder():
    store = PageStore("memory://cablehouse-test/store")
    store.put_page(make_page(), KEY)
    assert store.get_page(SHA, 1, KEY) == make_page()


@pytest.mark.parametrize("kind", ["folder", "memory"])
def test_what_is_stored_is_listed_by_document_and_key_and_can_be_removed(tmp_path, kind):
    store = PageStore(tmp_path / "store" if kind == "folder" else f"memory://{tmp_path.name}/store")
    assert list(store.stored_pages()) == [] and store.format_found() is None
    for page_no, key in ((1, KEY), (2, KEY), (1, "other")):
        store.put_page(make_page(page_no), key)
    store.put_document(
        DocumentRecord(document_id=SHA, file_name="a.pdf", source_uri="a.pdf", byte_count=1)
    )
    listed = {one.key: one for one in store.stored_pages()}
    assert {key: one.page_count for key, one in listed.items()} == {KEY: 2, "other": 1}
    for one in listed.values():
        assert one.document_id == SHA and 50 < one.byte_count < 5000
        assert one.changed_at is not None
        assert abs(time.time() - one.changed_at.timestamp()) < 60
    store.remove_pages(listed["other"])
    assert [one.key for one in store.stored_pages()] == [KEY]
    assert store.get_page(SHA, 1, "other") is None
    assert store.get_page(SHA, 2, KEY) == make_page(2)
    assert store.format_found() == 1
