"""What the parser gets right of the National Archives' prints does not fall below what it was."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from expectations.score import ScoreReport, score
from expectations.score.header import header_share
from extract.document import extract_page, open_document
from extract.page import Page
from extract.settings import ExtractSettings
from load.tables.rows import DocumentLoad
from tests.golden.reading import load_of, warehouse_of

pytestmark = [pytest.mark.releases, pytest.mark.slow]

FOLDER = "nara_1970s"

FLOORS = {
    "mrn": 0.995,
    "dtg date": 0.995,
    "originator": 0.995,
    "classification": 0.995,
    "subject": 0.99,
    "tags (printed are among the archive's)": 0.92,
    "references (serial)": 0.97,
}
"""Least recall by field. Three of 57 prints have other TAGS than the catalogue: slips of either."""

MOST_UNCLAIMED = 0.005


NOISE = re.compile(
    r"PAGE\s+\d{2}\s|Systematic Review|Declassified/Released|Message (?:Text|Attributes)"
    r"|(?:Document Number|Draft Date|Film Number|Locator|Secure|TAGS|Type)\s*:|<< END|\bNNNN?\b"
    r"|-{10,}|(?:Original|Current|Previous) (?:Classification|Handling)"
)
"""What the message centre and the archive print round a cable, and inside no sentence of one."""


@pytest.fixture(scope="module")
def loads(releases: Path) -> list[DocumentLoad]:
    with ProcessPoolExecutor() as pool:
        return list(pool.map(_read, sorted((releases / FOLDER).glob("*.pdf"))))


@pytest.fixture(scope="module")
def report(loads: list[DocumentLoad], releases: Path) -> ScoreReport:
    with warehouse_of(loads) as query:
        return score([releases / FOLDER / "truth.csv"], query)


def _read(path: Path) -> DocumentLoad:
    return load_of(path.name, _pages(path))


def _pages(path: Path) -> tuple[Page, ...]:
    document_id = hashlib.sha256(path.read_bytes()).hexdigest()
    count = open_document(path).page_count
    return tuple(
        extract_page(path, document_id, number + 1, ExtractSettings()) for number in range(count)
    )


def test_fields_stay_right(report: ScoreReport):
    (group,) = report.groups
    recall = {one.field: one.recall or 0.0 for one in group.fields}
    assert {field: share for field, share in recall.items() if share < FLOORS[field]} == {}


def test_header_fields_stay_exact(report: ScoreReport):
    share = header_share(report.groups[0].comparisons)
    assert share.exact / share.fields >= 0.98


def test_lines_stay_claimed(report: ScoreReport):
    accounts = report.accounts
    assert accounts.lines_read == accounts.lines_held
    assert accounts.lines_unclaimed / accounts.lines_held <= MOST_UNCLAIMED


def test_paragraphs_hold_nothing_but_the_cable(loads: list[DocumentLoad]):
    """A plain reader leaves a page header or a review line in 21 % of them."""
    paragraphs = [
        (load.facts.file_name, one.text)
        for load in loads
        for cable in (load.parsed.cables if load.parsed else ())
        for one in cable.paragraphs
    ]
    assert len(paragraphs) > 300
    assert [(name, text) for name, text in paragraphs if NOISE.search(text)] == []
