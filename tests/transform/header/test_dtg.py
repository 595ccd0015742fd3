"""Date-time groups: shapes, damage, centuries."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.cable import Precedence
from transform.defects import DefectCode
from transform.header.century import CenturyEvidence, resolve_instant
from transform.header.dtg import (
    DateTimeGroup,
    find_dtg,
    format_dtg,
    is_dtg_line,
    parse_dtg,
)
from transform.header.months import MONTHS, closest_month
from transform.header.precedence import parse_precedence

O, P, R = Precedence.IMMEDIATE, Precedence.PRIORITY, Precedence.ROUTINE  # noqa: E741


@pytest.mark.parametrize(
    ("text", "raw", "action", "info"),
    [
        pytest.param("O R 132225Z JUL 79", "132225Z JUL 79", O, R, id="79LAPAZ6049"),
        pytest.param("R 312243Z JAN 11", "312243Z JAN 11", R, None, id="11MEXICO392"),
        pytest.param("R 312243Z JAN 2011", "312243Z JAN 2011", R, None, id="four-digit-year"),
        pytest.param("310258Z Jan 94", "310258Z JAN 94", None, None, id="94DUSHANBE259-card"),
        pytest.param("O 030200Z NOV 79 ZFF4", "030200Z NOV 79", O, None, id="79STATE287386"),
        pytest.param("PP 030200Z NOV 79", "030200Z NOV 79", P, None, id="letter-repeated"),
    ],
)
def test_as_printed(text, raw, action, info):
    result = parse_dtg(text)
    assert result.value is not None
    assert (result.value.raw, result.value.precedence, result.value.info_precedence) == (
        raw,
        action,
        info,
    )
    assert result.rules == ()
    assert result.confidence == 1.0
    assert is_dtg_line(text)


@pytest.mark.parametrize(
    ("text", "raw", "rule"),
    [
        pytest.param("R 3122432 JAN 11", "312243Z JAN 11", "dtg.zone_letter", id="zone-2"),
        pytest.param("R 022125Z JAM 74", "022125Z JAN 74", "dtg.month_letters", id="JAM"),
        pytest.param("R 022125Z 0CT 74", "022125Z OCT 74", "dtg.month_letters", id="0CT"),
        pytest.param("P 201630Z MAV 08", "201630Z MAY 08", "dtg.month_letters", id="MAV"),
        pytest.param("R 1O2225Z NOV 79", "102225Z NOV 79", "dtg.digit_for_letter", id="O-for-0"),
        pytest.param(
            "0 R 102225Z NOV 79", "102225Z NOV 79", "precedence.letter_for_digit", id="0R"
        ),
        pytest.param("312243ZJAN11", "312243Z JAN 11", "dtg.split_glued", id="glued"),
        pytest.param("R312243ZJAN11", "312243Z JAN 11", "dtg.split_glued", id="glued-letter"),
        pytest.param("R 0221 25Z JAN 74", "022125Z JAN 74", "dtg.joined_digits", id="blank"),
        pytest.param(
            "K 031832Z SEP 74", "031832Z SEP 74", "precedence.letter_for_digit", id="K-for-R"
        ),
        pytest.param(
            "G 092101Z JUN 74", "092101Z JUN 74", "precedence.letter_for_digit", id="G-for-O"
        ),
        pytest.param("F R111721Z MAY 76", "111721Z MAY 76", "precedence.letter_for_digit", id="FR"),
        pytest.param("R 280C29Z NOV 75", "280029Z NOV 75", "dtg.digit_for_letter", id="worn-digit"),
        pytest.param("R 050816Z SEP T5", "050816Z SEP 75", "dtg.year_digits", id="worn-year"),
        pytest.param("R 242226Z JVH 75", "242226Z JUN 75", "dtg.month_letters", id="two-letters"),
        pytest.param("*R 2600232 DEC 09 ;", "260023Z DEC 09", "dtg.zone_letter", id="d01-bad"),
    ],
)
def test_repaired_inside_its_slot(text, raw, rule):
    result = parse_dtg(text)
    assert result.value is not None
    assert result.value.raw == raw
    assert rule in result.rules
    assert result.confidence < 1.0
    assert DefectCode.DTG_REPAIRED in {defect.code for defect in result.defects}


@pytest.mark.parametrize(
    "text",
    [
        "PAGE 02 LA PAZ 00015 022228Z",
        "TO SECSTATE WASHDC 5627",
        "R 31224JZ JAN 11",
        "R 312243Z XXX 11",
        "DECEMBER 13, 1973",
        "------------------011957 201755Z /43",
        "",
    ],
)
def test_what_is_no_group_is_unreadable(text):
    result = parse_dtg(text)
    assert result.value is None
    assert [defect.code for defect in result.defects] == [DefectCode.DTG_UNREADABLE]
    assert not is_dtg_line(text)


@pytest.mark.parametrize("text", ["Y 132225Z JUL 79", "B 132225Z JUL 79"])
def test_unknown_precedence_keeps_the_group(text):
    result = parse_dtg(text)
    assert result.value is not None
    assert result.value.precedence is None
    assert DefectCode.PRECEDENCE_UNKNOWN in {defect.code for defect in result.defects}


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        pytest.param("Jan 31 , 1994 / 310000Z Jan 94", "310000Z JAN 94", id="94DUSHANBE259"),
        pytest.param("(DTG 031628Z SEP 75)", "031628Z SEP 75", id="in-a-reference"),
    ],
)
def test_found_inside_a_line(text, raw):
    result = find_dtg(text)
    assert result.value is not None
    assert result.value.raw == raw


@pytest.mark.parametrize(("text", "number"), [("Jan", 1), ("N0V", 11), ("JUM", 6), ("JVL", 7)])
def test_months(text, number):
    assert closest_month(text).value == number


def test_a_month_two_others_could_be_is_not_guessed():
    assert closest_month("JUX").value is None


@pytest.mark.parametrize("text", ["Y", "", "OX", "ORP", "9"])
def test_precedence_that_is_none(text):
    assert parse_precedence(text).value is None


def group(text: str) -> DateTimeGroup:
    value = parse_dtg(text).value
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("text", "evidence", "year"),
    [
        pytest.param("R 312243Z JAN 11", CenturyEvidence(executive_order="13526"), 2011, id="seed"),
        pytest.param(
            "P 260523Z APR 75",
            CenturyEvidence(executive_order="12958", reviewed_on=date(2011, 7, 3)),
            1975,
            id="review-beats-order",
        ),
        pytest.param("R 010000Z MAY 73", CenturyEvidence(printed_years=(1973,)), 1973, id="card"),
        pytest.param("R 010000Z MAY 08", CenturyEvidence(reference_years=(2007,)), 2008, id="refs"),
        pytest.param(
            "R 010000Z MAY 74", CenturyEvidence(executive_order="11652"), 1974, id="11652"
        ),
        pytest.param(
            "R 010000Z MAY 08", CenturyEvidence(executive_order="12958"), 2008, id="12958"
        ),
        pytest.param("R 010000Z MAY 1911", CenturyEvidence(), 1911, id="printed-in-full"),
    ],
)
def test_the_century_is_decided_by_evidence(text, evidence, year):
    result = resolve_instant(group(text), evidence)
    assert result.value is not None
    assert result.value.year == year


def test_the_century_is_guessed_aloud():
    result = resolve_instant(group("R 312243Z JAN 11"), CenturyEvidence())
    assert result.value == datetime(2011, 1, 31, 22, 43, tzinfo=UTC)
    assert [defect.code for defect in result.defects] == [DefectCode.CENTURY_GUESSED]


@pytest.mark.parametrize("text", ["R 310000Z APR 74", "R 012460Z APR 74", "R 002200Z APR 74"])
def test_impossible_times_do_not_roll_over(text):
    result = resolve_instant(group(text), CenturyEvidence())
    assert result.value is None
    assert [defect.code for defect in result.defects] == [DefectCode.DTG_IMPOSSIBLE]


@given(
    pair=st.sampled_from([(None, None), (O, None), (R, None), (O, R), (P, R)]),
    clock=st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)),
    month=st.integers(1, 12),
    year=st.integers(10, 99) | st.integers(1900, 2099),
)
def test_parsing_what_was_formatted_gives_it_back(pair, clock, month, year):
    day, hour, minute = clock
    dtg = DateTimeGroup(
        precedence=pair[0],
        info_precedence=pair[1],
        day=day,
        hour=hour,
        minute=minute,
        month=month,
        year=year,
        raw=f"{day:02d}{hour:02d}{minute:02d}Z {MONTHS[month - 1]} {year}",
    )
    assert parse_dtg(format_dtg(dtg)).value == dtg
