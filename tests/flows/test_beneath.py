"""Words under a box drawn over live text: the alarm reaches everybody, the words reach nothing."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from extract.document import extract_page
from extract.settings import ExtractSettings
from extract.store.store import PageStore
from flows.command.show import as_json_values
from flows.command.show_text import as_text
from flows.runs.summary import RunSummary
from flows.workers.reading import ParsedPages
from load.asks.alarms import alarms
from load.tables.rows import content_rows
from tests.extract.making import HEIGHT, text_pdf
from tests.golden.reading import load_of, warehouse_of

SECRET = "ZWETSCHGE"
LINES = ("THE NAME OF THE SOURCE IS", SECRET, "AND NOTHING ELSE IS SECRET")


@pytest.fixture
def read(tmp_path: Path) -> ParsedPages:
    """A document in which a box is drawn over a word, from its file through the store."""

    def draw(canvas) -> None:
        canvas.rect(28, HEIGHT - 60, 9 * 7.2 + 4, 13, fill=1)

    path = text_pdf(tmp_path / "covered.pdf", LINES, draw)
    page = extract_page(path, "ab" * 32, 1, ExtractSettings())
    store = PageStore(tmp_path / "store")
    store.put_page(page, "key")
    (stored,) = (tmp_path / "store").rglob("*.json.gz")
    assert SECRET.encode() not in gzip.decompress(stored.read_bytes())
    kept = store.get_page(page.document_id, 1, "key")
    assert kept == page
    load = load_of("covered.pdf", (page,))
    assert load.parsed is not None
    return ParsedPages(pages=(page,), parsed=load.parsed)


def test_the_words_are_in_no_row_and_the_alarm_is_in_the_marts(read):
    load = load_of("covered.pdf", read.pages)
    assert SECRET not in str(content_rows(load))
    with warehouse_of([load]) as query:
        (listed,) = query("FROM mart.needs_review WHERE field = 'redactions'")
        (redaction,) = query("FROM redactions")
        found = list(alarms(query))
    assert (listed["severity"], listed["reasons"]) == ("error", ["redaction.text_beneath"])
    assert (listed["page_no"], listed["patch"]) == (1, None)
    for edge in ("x0", "top", "x1", "bottom"):
        assert listed[edge] == pytest.approx(redaction[edge], abs=1)
    assert redaction["extent"] == "words"
    summary = RunSummary(run_id="r", source="s", warehouse="w", alarms=found)
    told = dict(summary.rows())["ALARM"]
    assert told.startswith("covered.pdf (words hidden: 1)")
    assert summary.as_json()["alarms"] == [{"file_name": "covered.pdf", "hidden_word_count": 1}]


def test_what_is_shown_tells_of_the_alarm_only(read):
    told = "! error redaction.text_beneath (redactions): text layer: 1 word (9 characters)"
    assert told in as_text(read)
    assert SECRET not in as_text(read) + str(as_json_values(read))
