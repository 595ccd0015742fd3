"""No parser raises on any text: random, and real shapes damaged at random."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.cable import Role
from transform.defects import Parsed
from transform.header import (
    addressee,
    captions,
    classification,
    classified_by,
    control_line,
    dtg,
    executive_order,
    mrn,
    originator,
    passing,
    precedence,
    reference,
    subject,
    tags,
)

SHAPES = (
    "O R 132225Z JUL 79",
    "TO RUEHC/SECSTATE WASHDC NIACT IMMEDIATE 4696",
    "ALL US CONSULATES IN MEXICO COLLECTIVE, XMT AMEMBASSY LIMA",
    "WASHDC, SECSTATE ROUTINE; MOSCOW, AMEMBASSY ROUTINE",
    "C O N F I D E N T I A L SECTION 01 OF 02 LA PAZ 001234/1 SIPDIS",
    "EXDIS - MILITARY ADDRESSEES HANDLE AS SPECAT EXCLUSIVE",
    "E.O. 12065: GDS 2/8/85 (EXAMPLE, JANE) OR-P",
    "TAGS: PGOV, PHUMPREL, Tl, (EXAMPLE, JANE), TAJIK AIR",
    "SUBJECT: A BRIDGE OVER THE RIVER-",
    "REF: A) 09 MEXICO 829; (B) STATE 1, 22 AND 33 310241Z AUG 77 NOTAL C. LA PAZ A-029",
    "DEPARTMENT (A) FOR OES/S",
    "1. (U) CLASSIFIED BY DCM SAM SAMPLE, REASONS: 1.4 (B) AND /D/, 1.5.C",
    "1979RIYADH00905",
)

PARSERS: dict[str, Callable[[str], Parsed[object]]] = {
    "dtg": dtg.parse_dtg,
    "dtg-inside": dtg.find_dtg,
    "precedence": precedence.parse_precedence,
    "mrn": mrn.parse_mrn,
    "control_line": control_line.parse_control_line,
    "classification": classification.parse_classification,
    "originator": originator.parse_originator,
    "addressee": lambda text: addressee.parse_addressee(text, Role.INFO),
    "card-addressees": lambda text: addressee.parse_card_addressees(text, Role.ACTION),
    "captions": captions.parse_caption,
    "classified_by": classified_by.parse_classified_by,
    "executive_order": executive_order.parse_executive_order,
    "tags": tags.parse_tags,
    "subject": lambda text: subject.parse_subject(text.split("\n")),
    "reference": lambda text: reference.parse_references(
        text.split("\n"), 1979, "LA PAZ", own_serial=5, cable_month=1
    ),
    "passing": passing.parse_passing,
}
PREDICATES: dict[str, Callable[[str], bool]] = {
    "dtg": dtg.is_dtg_line,
    "control_line": control_line.is_control_line,
    "classification": classification.is_classification_line,
    "addressee": addressee.looks_like_addressee,
    "captions": captions.is_caption_line,
    "classified_by": classified_by.is_classified_by_line,
    "classified_by-numbered": classified_by.is_numbered_classified_by,
    "reasons": classified_by.is_reason_line,
    "executive_order": executive_order.is_executive_order_line,
    "tags": tags.is_tags_line,
    "tags-unlabelled": tags.looks_like_tags,
    "tags-below": tags.goes_on_with_tags,
    "subject": subject.is_subject_line,
    "reference": reference.is_reference_line,
    "passing": passing.is_passing_line,
}


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A real shape with characters lost, doubled and replaced."""
    text = list(draw(st.sampled_from(SHAPES)))
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(text)))
        text[place : place + draw(st.integers(0, 3))] = draw(st.text(max_size=2))
    return "".join(text)


TEXTS = st.text(max_size=120) | damaged()


@pytest.mark.parametrize("name", PARSERS)
@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_parsers_answer_any_text(name, text):
    result = PARSERS[name](text)
    assert isinstance(result, Parsed)
    assert 0.0 <= result.confidence <= 1.0
    assert result.value is not None or result.confidence == 0.0


@pytest.mark.parametrize("name", PREDICATES)
@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_predicates_answer_any_text(name, text):
    assert PREDICATES[name](text) in (True, False)


@given(text=damaged())
@settings(max_examples=60, deadline=None)
def test_every_repair_is_named_and_costs_confidence(text):
    for parse in PARSERS.values():
        result = parse(text)
        assert bool(result.rules) == (0.0 < result.confidence < 1.0)


@given(items=st.lists(st.sampled_from(["STATE 1234", "09 LIMA 22", "ODD WORDS", "99"]), max_size=5))
def test_no_reference_is_lost(items):
    text = "; ".join(items)
    value = reference.parse_references([f"REF: {text}"], 1979, "LA PAZ").value
    assert value is not None
    assert [one.raw for one in value] == items
