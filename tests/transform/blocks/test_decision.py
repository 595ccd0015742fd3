"""What was decided: every status as stamped, torn or misread, and by what is withheld."""

from __future__ import annotations

from datetime import date

import pytest

from extract.page import Mark, MarkKind
from tests.transform.pages import box, page, rows
from transform.blocks.decision import parse_decision
from transform.blocks.stamp import StampBlock, read_stamps, with_evidence
from transform.layers import RowKind, peel
from transform.redaction import find_redactions
from transform.rows import flatten

TEXT = "THE BRIDGE OVER THE RIVER IS OPEN TO ALL"


def stamp(text: str) -> StampBlock:
    typed = rows(f"{TEXT}\n{text}\n\n{TEXT}")
    return read_stamps(typed, peel(typed))


@pytest.mark.parametrize(
    ("text", "decision", "codes"),
    [
        pytest.param("RELEASED IN FULL", "full", (), id="2011-full"),
        pytest.param("(RELEASED IN FULL)", "full", (), id="brackets"),
        pytest.param("RELEASE IN FULL", "full", (), id="release"),
        pytest.param("RELEASED IN PART B1, 1.4(D), B6", "part", ("B1", "1.4(D)", "B6"), id="part"),
        pytest.param("RELEASE IN PART (b)(1),(b)(5)", "part", ("B1", "B5"), id="codes-in-brackets"),
        pytest.param("RELEASE IN\nPART B6", "part", ("B6",), id="two-rows"),
        pytest.param("RELEASE IN\nFULL", "full", (), id="two-rows-full"),
        pytest.param("DENIED IN FULL", "denied", (), id="denied"),
        pytest.param("DENIED IN FULL B7(C)", "denied", ("B7(C)",), id="denied-with-code"),
        pytest.param("PARTIAL RELEASE", "part", (), id="partial"),
        pytest.param("DECLASSIFIED IN FULL", "full", (), id="1990s-full"),
        pytest.param("DECLASSIFIED IN PART", "part", (), id="1990s-part"),
        pytest.param("EXCISE", "part", (), id="excise"),
        pytest.param("EXCISED", "part", (), id="excised"),
        pytest.param("RELEA5ED 1N FULL", "full", (), id="misread"),
        pytest.param("RFLEASED IN PAR7", "part", (), id="misread-part"),
    ],
)
def test_a_status_is_peeled_and_read(text, decision, codes):
    typed = rows(f"{TEXT}\n{text}\n\n{TEXT}")
    kinds = peel(typed)
    block = read_stamps(typed, kinds)
    assert list(kinds.values()) == [RowKind.DECISION] * (1 + text.count("\n"))
    assert block.release.release_decision == decision
    assert block.marks.release_exemptions == codes


def test_decaptioned_is_peeled_and_decides_nothing():
    typed = rows(f"{TEXT}\nDECAPTIONED\n\n{TEXT}")
    assert list(peel(typed).values()) == [RowKind.REVIEW_STAMP]
    assert read_stamps(typed, peel(typed)).release.release_decision is None


@pytest.mark.parametrize(
    ("text", "decision", "name", "day"),
    [
        pytest.param(
            "Released in Full by A Q SAMPLE on 26-MAR-08 ;", "full", "A Q SAMPLE",
            date(2008, 3, 26), id="full",
        ),
        pytest.param(
            "Denied in Full by A Q SAMPLE on 02-FEB-99 B7(C);", "denied", "A Q SAMPLE",
            date(1999, 2, 2), id="denied-with-code",
        ),
    ],
)  # fmt: skip
def test_the_archives_disposition(text, decision, name, day):
    release = stamp(text).release
    assert (release.release_decision, release.review_authority) == (decision, name)
    assert release.reviewed_on == day


@pytest.mark.parametrize(
    ("text", "decision", "rules"),
    [
        pytest.param("RELEASED IN PART", "part", (), id="whole"),
        pytest.param("RESEASERIN PART. PART.", "part", ("fuzzy",), id="read-twice"),
        pytest.param("RELEASED IN FU", "full", ("fuzzy",), id="end-lost"),
        pytest.param("N FULL |", "full", ("torn",), id="beginning-lost"),
        pytest.param("RELEASED |", None, ("torn",), id="last-word-lost"),
        pytest.param("RELEASED IN PARL", "part", ("fuzzy",), id="part-misread"),
    ],
)
def test_a_torn_stamp_says_what_is_left_of_it(text, decision, rules):
    parsed = parse_decision(text)
    assert (parsed.value, parsed.rules) == (decision, rules)


@pytest.mark.parametrize(
    ("text", "is_stamp"),
    [
        pytest.param(" " * 30 + "RELEASED |", True, id="set-off"),
        pytest.param(" " * 30 + "N FULL", True, id="beginning-lost"),
        pytest.param("RELEASED |", False, id="at-the-texts-edge"),
        pytest.param(" " * 30 + "RELATIONS", False, id="another-word"),
        pytest.param(" " * 30 + "THE HOUSE WAS FULL", False, id="prose"),
    ],
)
def test_a_torn_stamp_is_known_by_its_place(text, is_stamp):
    found = peel(rows(f"{TEXT}\n{text}\n{TEXT}"))
    assert list(found.values()) == [RowKind.DECISION] * is_stamp


def test_a_whole_stamp_goes_before_a_torn_one():
    text = f"{TEXT}\n{' ' * 30}N FULL\n{TEXT}\nRELEASED IN PART\n{TEXT}"
    typed = rows(text)
    assert read_stamps(typed, peel(typed)).release.release_decision == "part"


def evidence(text: str, *, is_withheld: bool):
    marks = (Mark(kind=MarkKind.REDACTION, box=box(1, 8, 20)),) if is_withheld else ()
    pages = [page(text, marks=marks)]
    typed = flatten(pages)
    kinds = peel(typed)
    withheld, _ = find_redactions(pages, typed, kinds)
    return with_evidence(read_stamps(typed, kinds), withheld, typed)


@pytest.mark.parametrize(
    ("text", "is_withheld", "decision", "rule"),
    [
        pytest.param(
            f"{TEXT}\n{TEXT}{' ' * 50}B1", True, "part", "stamp.evidence withheld_with_exemption",
            id="code",
        ),
        pytest.param(f"{TEXT}\n{TEXT}", True, "part", "stamp.evidence withheld", id="box-alone"),
        pytest.param(f"{TEXT}\n{TEXT}", False, None, None, id="nothing-is-no-proof-of-full"),
        pytest.param(
            f"RELEASED IN FULL\n{TEXT}", True, "full", "stamp.decision", id="the-stamp-goes-before"
        ),
    ],
)  # fmt: skip
def test_what_is_withheld_tells_of_a_release_in_part(text, is_withheld, decision, rule):
    block = evidence(text, is_withheld=is_withheld)
    assert block.release.release_decision == decision
    assert [one.rule for one in block.candidates] == ([rule] if rule else [])
    is_doubted = rule is not None and "evidence" in rule
    assert ("field.low_confidence" in [d.code for d in block.defects]) is is_doubted
