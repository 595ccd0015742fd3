"""Which reading is chosen, what disagreement is, and the filing time as an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.transform.pages import rows
from transform.cable import Block
from transform.candidate import Candidate
from transform.resolve import (
    agree,
    choose,
    disagreements,
    doubts,
    filed_at,
    outvoted,
    readings_of,
    stand_ins,
)

ROW = rows("TAGS: PGOV, PE")
INSTANT = datetime(1974, 1, 2, 21, 25, tzinfo=UTC)
PRINT, CARD, ARCHIVE = Block.TELEGRAM, Block.CARD, Block.ATTRIBUTES


def reading(field: str, block: Block, value: object, confidence: float | None = None) -> Candidate:
    return Candidate(
        field=field, block=block, raw=str(value), value=value, rows=ROW, rule="typed",
        confidence=confidence,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("offered", "value"),
    [
        pytest.param([(CARD, "A"), (PRINT, "B")], "B", id="telegram-before-card"),
        pytest.param([(PRINT, "A"), (PRINT, "B")], "A", id="earliest-section"),
        pytest.param([(PRINT, None), (CARD, "B")], "B", id="card-for-a-lost-one"),
        pytest.param([(PRINT, "A"), (ARCHIVE, "B")], "A", id="archive-never-over-the-print"),
        pytest.param([(PRINT, None), (ARCHIVE, "B")], "B", id="archive-for-a-lost-one"),
        pytest.param([(ARCHIVE, "B")], "B", id="archive-alone"),
        pytest.param([(PRINT, None)], None, id="none"),
    ],
)
def test_which_reading_is_chosen(offered, value):
    chosen = choose([reading("subject", block, one) for block, one in offered])
    assert (chosen["subject"].value if "subject" in chosen else None) == value


@pytest.mark.parametrize(
    ("field", "is_filled"),
    [("tags", True), ("classification", True), ("references", False), ("dtg", False)],
)
def test_what_the_archive_may_stand_in_for_and_that_it_is_told(field, is_filled):
    candidates = [reading("originator", PRINT, "A"), reading(field, ARCHIVE, "B")]
    chosen = choose(candidates)
    assert (field in chosen) is is_filled
    assert [one.field for one in stand_ins(candidates, chosen)] == [field] * is_filled


def test_a_cable_known_by_the_archive_alone_needs_no_telling():
    candidates = [reading("tags", ARCHIVE, "B")]
    assert stand_ins(candidates, choose(candidates)) == ()


def test_captions_of_several_rows_are_put_together_without_repeats():
    printed = [("SENSITIVE",), ("SIPDIS",), ("SIPDIS",)]
    candidates = [reading("captions", PRINT, one) for one in printed]
    chosen = choose(candidates)
    assert chosen["captions"].value == ("SENSITIVE", "SIPDIS")
    assert [one.value for one in readings_of(candidates, chosen)] == ["SENSITIVE, SIPDIS"]


def test_readings_that_were_not_chosen_are_kept():
    candidates = [reading("subject", PRINT, "A"), reading("subject", CARD, "B")]
    found = readings_of(candidates, choose(candidates))
    assert [(one.value, one.is_chosen) for one in found] == [("A", True), ("B", False)]


@pytest.mark.parametrize(
    ("name", "ours", "theirs", "expected"),
    [
        pytest.param("subject", "A BRIDGE", "A  bridge.", True, id="case-blanks-stops"),
        pytest.param("subject", "A BRIDGE OPENS", "A BRIDGE", True, id="subject-cut-short"),
        pytest.param("subject", "A BRIDGE", "A BRIDGE OPENS", True, id="subject-longer"),
        pytest.param("subject", "A BRIDGE", "A ROAD", False, id="another-subject"),
        pytest.param("subject", "A BRIDGE", None, False, id="subject-against-nothing"),
        pytest.param("dtg", INSTANT, date(1974, 1, 2), True, id="instant-and-its-day"),
        pytest.param("dtg", INSTANT, date(1974, 1, 3), False, id="instant-and-another-day"),
        pytest.param("dtg", INSTANT, INSTANT.replace(minute=26), False, id="another-minute"),
        pytest.param("dtg", INSTANT, None, False, id="dtg-against-nothing"),
        pytest.param("tags", ("EAID", "GH"), ("GH", "EAID", "US"), True, id="tags-added"),
        pytest.param("tags", ("EAID", "GH"), ("EAID",), False, id="tags-lost"),
        pytest.param("references", ("74 LIMA 1",), ("74 LIMA 1", "74 LIMA 2"), True, id="refs"),
        pytest.param("captions", ("SIPDIS",), ("SIPDIS", "NODIS"), False, id="captions-no-subset"),
        pytest.param("captions", ("A", "B"), ("B", "A"), True, id="order-is-nothing"),
        pytest.param("post", "LA PAZ", "LAPAZ", True, id="post-without-blank"),
        pytest.param("serial", 15, 16, False, id="serial"),
    ],
)  # fmt: skip
def test_whether_two_values_agree(name, ours, theirs, expected):
    assert agree(name, ours, theirs) is expected


@pytest.mark.parametrize(
    ("offered", "fields"),
    [
        pytest.param([("subject", PRINT, "A"), ("subject", CARD, "B")], ["subject"], id="two"),
        pytest.param([("subject", PRINT, "A"), ("subject", PRINT, "B")], [], id="two-sections"),
        pytest.param([("subject", PRINT, "A"), ("subject", CARD, "A")], [], id="the-same"),
        pytest.param(
            [("declassify_raw", PRINT, "GDS 7/13/85"), ("declassify_raw", ARCHIVE, "GS 19850713")],
            [], id="another-notation",
        ),
        pytest.param(
            [("declassify_raw", PRINT, "GDS"), ("declassify_raw", CARD, "ADS")],
            ["declassify_raw"], id="same-notation",
        ),
        pytest.param(
            [("executive_order", PRINT, "12356"), ("executive_order", CARD, None)],
            ["executive_order"], id="card-prints-unknown",
        ),
    ],
)  # fmt: skip
def test_disagreements_are_told(offered, fields):
    candidates = [reading(*one) for one in offered]
    assert [d.field for d in disagreements(candidates, choose(candidates))] == fields


@pytest.mark.parametrize(
    ("confidence", "told"),
    [(None, False), (0.9, False), (0.75, False), (0.74, True)],
)
def test_a_chosen_value_read_with_doubt_is_told(confidence, told):
    chosen = choose([reading("subject", PRINT, "A", confidence)])
    assert [d.field for d in doubts(chosen)] == (["subject"] if told else [])


@pytest.mark.parametrize(
    ("filed", "dtg", "expected"),
    [
        pytest.param("312248Z", (2011, 1, 31, 22, 43), (2011, 1, 31, 22, 48), id="five-minutes"),
        pytest.param("010015Z", (1974, 1, 31, 23, 50), (1974, 2, 1, 0, 15), id="next-month"),
        pytest.param("010015Z", (1974, 12, 31, 23, 50), (1975, 1, 1, 0, 15), id="next-year"),
        pytest.param("010015Z", (1976, 2, 29, 23, 50), (1976, 3, 1, 0, 15), id="leap-day"),
        pytest.param("312350Z", (1974, 2, 1, 0, 5), (1974, 1, 31, 23, 50), id="month-before"),
        pytest.param("310015Z", (1974, 4, 1, 0, 5), (1974, 3, 31, 0, 15), id="earlier-a-day"),
        pytest.param("022450Z", (1974, 1, 2, 21, 0), None, id="no-such-hour"),
        pytest.param(None, (1974, 1, 2, 21, 0), None, id="none"),
        pytest.param("312248Z", None, None, id="no-dtg"),
    ],
)
def test_the_filing_time_lies_near_the_dtg(filed, dtg, expected):
    found = filed_at(filed, datetime(*dtg).replace(tzinfo=UTC) if dtg else None)
    assert found == (datetime(*expected).replace(tzinfo=UTC) if expected else None)


LINES = rows("UNCLAS LIMA 000392", "PAGE 02 LIMA 00398", "PAGE 03 LIMA 00398", "MRN: 11 LIMA 398")


def placed(row: int, value: object, confidence: float | None, block: Block = PRINT) -> Candidate:
    return Candidate(
        field="serial", block=block, raw=str(value), value=value, rows=(LINES[row],), rule="typed",
        confidence=confidence,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("offered", "value", "is_outvoted"),
    [
        pytest.param([(0, 392, 0.9), (1, 398, 0.9), (2, 398, 0.9)], 392, False, id="no-doubt"),
        pytest.param([(0, 392, None), (1, 398, None), (2, 398, None)], 392, False, id="no-ocr"),
        pytest.param([(0, 392, 0.4), (1, 398, 0.5), (2, 398, 0.5)], 398, True, id="two-agree"),
        pytest.param([(0, 392, 0.4), (1, 398, 0.9)], 398, True, id="one-without-doubt"),
        pytest.param([(0, 392, 0.4), (1, 398, 0.5)], 392, False, id="both-doubtful"),
        pytest.param([(0, 392, 0.4), (1, 392, 0.9), (2, 398, 0.9)], 392, False, id="one-each"),
        pytest.param([(0, 392, 0.4), (1, 398, 0.5), (1, 398, 0.5)], 392, False, id="one-row-once"),
        pytest.param([(0, 392, 0.4)], 392, False, id="alone"),
    ],
)
def test_a_doubtful_number_gives_way_to_rows_that_agree(offered, value, is_outvoted):
    candidates = [placed(*one) for one in offered]
    chosen = choose(candidates)
    assert chosen["serial"].value == value
    assert [d.field for d in outvoted(candidates, chosen)] == (["serial"] if is_outvoted else [])


def test_the_card_counts_among_the_rows():
    candidates = [placed(0, 392, 0.4), placed(1, 398, 0.5), placed(3, 398, 0.9, CARD)]
    assert choose(candidates)["serial"].value == 398
