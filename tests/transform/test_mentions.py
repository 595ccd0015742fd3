"""What paragraphs mention: letters of the REF list, reftels, and cables cited in full."""

from __future__ import annotations

import pytest

from transform.cable import MentionKind, Paragraph, Reference
from transform.defects import DefectCode
from transform.header.reference import CitingCable, parse_references
from transform.mentions import Mentions, find_mentions

CITING = CitingCable(year=1994, post="LIMA", serial=500, month=5)

LIST = "REF: A. STATE 47381 B. QUITO 22, 33 C. 93 BONN 9"


def listed(text: str = LIST) -> tuple[Reference, ...]:
    return parse_references([text], 1994, "LIMA").value or ()


def paragraph(text: str) -> Paragraph:
    return Paragraph(number=1, portion_marking=None, text=text, page_first=3, page_last=3)


def find(text: str, references: str = LIST) -> Mentions:
    return find_mentions([paragraph(text)], listed(references), CITING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It is known (ref A); and so", [("A", 1)], id="parentheses"),
        pytest.param("RESOLVED BY MAY 3 /REF C/. WE", [("C", 4)], id="slashes"),
        pytest.param("as ref b has it", [("B", 2), ("B", 3)], id="two-numbers-of-one-item"),
        pytest.param("REFS A AND C STILL HOLD", [("A", 1), ("C", 4)], id="and"),
        pytest.param("refs A, B and C", [("A", 1), ("B", 2), ("B", 3), ("C", 4)], id="commas"),
        pytest.param("refs A-C", [("A", 1), ("B", 2), ("B", 3), ("C", 4)], id="range"),
        pytest.param("Refs A through C", [("A", 1), ("B", 2), ("B", 3), ("C", 4)], id="through"),
        pytest.param("ref A and ref C", [("A", 1), ("C", 4)], id="ref-twice"),
        pytest.param("REF (A) HAS", [("A", 1)], id="letter-in-parentheses"),
        pytest.param("Ref. C is", [("C", 4)], id="stop"),
        pytest.param("SINCE RECEIVING REFTEL A, EMBASSY", [("A", 1)], id="reftel-a"),
        pytest.param("AS REFERENCE C HAS IT", [("C", 4)], id="reference"),
        pytest.param("as ref D has it", [("D", None)], id="not-in-the-list"),
    ],
)
def test_letters_lead_to_items_of_the_list(text, expected):
    found = find(text).mentions
    assert [(one.label, one.reference_position) for one in found] == expected
    assert {one.kind for one in found} == {MentionKind.ITEM}


@pytest.mark.parametrize(
    ("text", "references", "expected"),
    [
        pytest.param("AS REPORTED REFTEL AND", "REF: STATE 9", [1], id="the-only-item"),
        pytest.param("REF PRESENTS EVIDENCE", "REF: STATE 9", [1], id="ref-alone"),
        pytest.param("as reftels have it", LIST, [None], id="the-whole-list"),
        pytest.param("REFTEL A MEETING WAS HELD", "REF: STATE 9", [1], id="a-is-a-word"),
        pytest.param("in reference to this", LIST, [], id="reference-is-a-word"),
        pytest.param("reform, refer, REFUGEES, preferences", LIST, [], id="other-words"),
        pytest.param("ref no. 12; REF: 12; ref 12", LIST, [], id="a-number-of-something"),
    ],
)
def test_a_ref_without_letter_is_the_list(text, references, expected):
    found = find(text, references).mentions
    assert [one.reference_position for one in found] == expected
    assert {one.kind for one in found} <= {MentionKind.LIST}


def test_a_septel_is_sent_apart():
    (one,) = find("TEXT TO BE SENT SEPTEL. WE").mentions
    assert (one.kind, one.raw, one.reference_position) == (MentionKind.SEPARATE, "SEPTEL", None)


@pytest.mark.parametrize(
    ("text", "raw", "numbers"),
    [
        pytest.param("IN RESPONSE PARA 2 REF A WE", "PARA 2 REF A", (2,), id="before"),
        pytest.param("STATED REF C, PARA 2, WE", "REF C, PARA 2", (2,), id="behind"),
        pytest.param("(paras 4-6 ref A)", "paras 4-6 ref A", (4, 5, 6), id="range"),
        pytest.param(
            "Paras 2, 3 and 7 of ref A", "Paras 2, 3 and 7 of ref A", (2, 3, 7), id="list"
        ),
        pytest.param("AND PARA 3D, REF A SAYS", "PARA 3D, REF A", (3,), id="letter-and-comma"),
        pytest.param("ref C (para 4)", "ref C (para 4)", (4,), id="parentheses"),
        pytest.param("PARA 4 OF REFTEL", "PARA 4 OF REFTEL", (4,), id="reftel"),
        pytest.param("paras 1-999 ref A", "ref A", (), id="no-range"),
        pytest.param("ref A", "ref A", (), id="none"),
    ],
)
def test_paragraphs_of_what_is_mentioned(text, raw, numbers):
    (one,) = find(text, "REF: A. STATE 1 C. BONN 2").mentions
    assert (one.raw, one.cited_paragraphs) == (raw, numbers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("as in 94 DUSHANBE 120 and", ["94 DUSHANBE 120"], id="year"),
        pytest.param("as in 1993 Dushanbe 120.", ["93 DUSHANBE 120"], id="four-digit-year"),
        pytest.param("HIS STATEMENT (STATE 47382) THAT", ["94 STATE 47382"], id="parentheses"),
        pytest.param("STATE 123456 REPORTED", ["94 STATE 123456"], id="six-digits"),
        pytest.param("(SEE LA PAZ 5021 OF MAY 6, 1993)", ["93 LA PAZ 5021"], id="dated"),
        pytest.param("see Rio de Janeiro 123 (NOTAL)", ["94 RIO DE JANEIRO 123"], id="see"),
        pytest.param("STATE 33456 AND 33457", ["94 STATE 33456", "94 STATE 33457"], id="run"),
        pytest.param("(LIMA 7000)", ["93 LIMA 7000"], id="own-number-far-above"),
        pytest.param("AS QUITO 33 SHOWS", [], id="listed-but-counted"),
        pytest.param("SAID IN QUITO 33, AND", ["94 QUITO 33"], id="number-of-the-list"),
        pytest.param("IN LIMA 200 PEOPLE; IN LIMA 200, OF", [], id="a-count"),
        pytest.param("LIMA 25000 TONS; LIMA 25,000 TONS", [], id="tons"),
        pytest.param("(GENEVA 1975); PARIS 1979.", [], id="years"),
        pytest.param("LIMA, 20 OF THEM; PARIS 19, 1979", [], id="dates"),
        pytest.param("(CASILLA 57123)", [], id="no-post"),
        pytest.param("(STATE 47.5 percent)", [], id="decimal"),
        pytest.param("as in 95 LIMA 12,", [], id="later-than-the-cable"),
    ],
)
def test_cables_cited_in_full(text, expected):
    found = find(text).mentions
    assert [one.mrn for one in found] == expected
    assert {one.kind for one in found} <= {MentionKind.CABLE}


def test_a_listed_cable_cited_in_full_is_tied_to_its_item():
    (one,) = find("WITH STATE/AIDAC 47381, PARA 4, THAT").mentions
    assert (one.reference_position, one.mrn) == (1, "94 STATE 47381")
    assert one.cited_paragraphs == (4,)


def test_mentions_stand_in_the_order_of_the_text():
    found = find("STATE 47381 says so, as ref C, septel and (LIMA 12) do").mentions
    assert [str(one.kind) for one in found] == ["cable", "item", "separate", "cable"]


@pytest.mark.parametrize(
    ("text", "references", "count"),
    [
        pytest.param("ref D and ref D again", LIST, 1, id="once-a-letter"),
        pytest.param("ref A", LIST, 0, id="listed"),
        pytest.param("reftel", "REF: N/A", 1, id="no-list"),
        pytest.param("septel", "REF: N/A", 0, id="septel"),
        pytest.param("(LIMA 12)", "REF: N/A", 0, id="full-citation"),
    ],
)
def test_what_the_list_lacks_is_told_once(text, references, count):
    defects = find(text, references).defects
    assert [one.code for one in defects] == [DefectCode.REFERENCE_NOT_LISTED] * count
    assert {one.page_no for one in defects} <= {3}
