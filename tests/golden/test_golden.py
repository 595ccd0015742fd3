"""The parser holds what it has on the golden set: a value lost against the baseline fails.

Compared by the code of `cablehouse score`, so a miss is shown with what was printed, read and
expected, its page and its box. `make baseline` accepts a change; its diff is to be reviewed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pytest

from expectations.query import Query
from expectations.score import Change, ScoreReport, compare_with, read_baseline, render_change
from expectations.score.truth import read_truths
from tests.golden.cases import SCANNED, golden_cases
from tests.golden.files import (
    BASELINE,
    CABLES,
    FILES,
    LINES,
    PAGES,
    TRUTH,
    case_folders,
    read_pages,
    truth_of,
)
from tests.golden.reading import golden_warehouse, noise_in_paragraphs, score_golden

MOST_BYTES = 5_000_000
"""Of the whole set: it is cloned by everybody."""

SLUGS = [folder.name for folder in case_folders()]
BORN_DIGITAL = sorted(
    golden_cases().keys() - {case.slug for scanned in SCANNED for case in scanned.cases()}
)


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Query]:
    with golden_warehouse() as query:
        yield query


@pytest.fixture(scope="module")
def report(warehouse: Query) -> ScoreReport:
    return score_golden(warehouse)


@pytest.fixture(scope="module")
def change(report: ScoreReport) -> Change:
    return compare_with(read_baseline(BASELINE), report)


def test_nothing_is_lost(change: Change, capsys: pytest.CaptureFixture[str]):
    if change.gained and not change.is_loss:
        with capsys.disabled():
            print(f"\n{render_change(change)}\nrun `make baseline` to keep what was gained")
    assert not change.is_loss, (
        f"{render_change(change)}\n"
        "values that were right are not any more: mend the parser, or, where what is gained is "
        "worth it, run `make baseline` and say why in the commit"
    )


def test_every_case_has_its_baseline(change: Change):
    assert change.added == (), "new cases: run `make baseline`"


def test_every_case_is_scored(report: ScoreReport):
    assert report.unused_truths == ()
    assert report.without_truth == ()


def test_no_paragraph_holds_what_was_printed_over_it(warehouse: Query):
    found = noise_in_paragraphs(warehouse)
    assert found.success, found.detail


@pytest.mark.parametrize("slug", SLUGS)
def test_a_folder_holds_a_whole_case(slug: str):
    assert {path.name for path in (CABLES / slug).iterdir()} == set(FILES)
    truths = read_truths([CABLES / slug / name for name in (TRUTH, LINES)])
    assert {speaks.name for speaks in truths.speaks} == {slug}
    assert [page.page_no for page in read_pages(CABLES / slug)] == [
        number for number, _ in enumerate(truths.lines[0].pages, start=1)
    ]


def test_the_folders_are_the_cases():
    assert set(SLUGS) == set(golden_cases()), "run `make golden`"


@pytest.mark.parametrize("slug", BORN_DIGITAL)
def test_a_case_is_what_the_generator_prints(slug: str):
    printed = golden_cases()[slug].make()
    stale = f"the generator prints it differently now: run `python -m tests.golden cables {slug}`"
    assert json.loads((CABLES / slug / TRUTH).read_text(encoding="utf-8")) == truth_of(printed), (
        stale
    )
    held = read_pages(CABLES / slug)[0].document_id
    assert held == hashlib.sha256(printed.pdf).hexdigest(), stale


def test_the_set_stays_small_and_its_diffs_readable():
    assert sum(path.stat().st_size for path in CABLES.rglob("*") if path.is_file()) < MOST_BYTES
    for slug in SLUGS:
        text = (CABLES / slug / PAGES).read_text(encoding="utf-8")
        lines = sum(len(page.lines) for page in read_pages(CABLES / slug))
        assert text.count("\n") >= lines
