"""ACP 127 format lines, each read into its parts."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.blocks.transmission import (
    is_transmission_row,
    is_transmission_start,
    read_tail_serial,
    read_transmission,
)
from transform.cable import Classification
from transform.layers import RowKind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("VZCZCXYZ0392", True, id="start"),
        pytest.param("ZCZCXR01234", True, id="start-that-lost-its-V"),
        pytest.param("OO RUEHC RUEHXX", True, id="called-stations"),
        pytest.param("RUEHC RHEHAAA", True, id="called-stations-second-row"),
        pytest.param("DE RUEHME #0392/01 0312248", True, id="calling-station"),
        pytest.param("DE RUEHC 1234 2241215", True, id="calling-station-1980s"),
        pytest.param("ZNR UUUUU ZZH", True, id="security"),
        pytest.param("#0392", True, id="serial"),
        pytest.param("R 312243Z JAN 11", False, id="dtg"),
        pytest.param("DE LA RUA #1 IN THE POLLS", False, id="prose"),
        pytest.param("RUSSIA", True, id="a-country-looks-like-a-station-by-itself"),
        pytest.param("RUSSIA AND ROMANIA", False, id="two-countries"),
        pytest.param("ZNR ABCDE", False, id="five-different-letters"),
    ],
)
def test_transmission_rows(text, expected):
    assert is_transmission_row(text) is expected


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        pytest.param("VZCZCXRO1234", "channel_number", "XRO1234", id="channel"),
        pytest.param(
            "OO RUEHC RUEHXX\nRUEHC RHEHAAA", "called_stations", ("RUEHC", "RUEHXX", "RHEHAAA"),
            id="called-stations-in-two-rows",
        ),
        pytest.param("DE RUEHME #0392/01 0312248", "calling_station", "RUEHME", id="station"),
        pytest.param("DE RUEHME #0392/01 0312248", "station_serial", 392, id="serial"),
        pytest.param("DE RUEHME #O392/01 03l2248", "transmitted_raw", "0312248", id="misread"),
        pytest.param("ZNY CCCCC ZZH", "channel_approval", "ZNY CCCCC", id="approval"),
    ],
)  # fmt: skip
def test_readings(text, name, value):
    block = read_transmission(rows(text))
    assert {one.field: one.value for one in block.candidates}[name] == value
    assert set(block.kinds.values()) == {RowKind.TRANSMISSION}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ZNR UUUUU ZZH", Classification.UNCLASSIFIED, id="open"),
        pytest.param("ZNY EEEEE ZZH", Classification.UNCLASSIFIED, id="efto"),
        pytest.param("ZNY SSSSS ZZH", Classification.SECRET, id="secret"),
        pytest.param("ZNY RRRRR ZZH", None, id="restricted-is-none-of-the-departments"),
    ],
)
def test_what_the_letters_stand_for(text, expected):
    approval = read_transmission(rows(text)).approval
    assert approval is not None
    assert approval[1] is expected


def test_only_the_first_and_third_line_start_a_message():
    assert is_transmission_start("VZCZCXRO1234")
    assert is_transmission_start("DE RUEHME #0392/01 0312248")
    assert not is_transmission_start("ZNR UUUUU ZZH")


def test_the_tail_repeats_the_serial():
    assert read_tail_serial(rows("#0392")[0]) == 392
    assert read_tail_serial(rows("# 1 IN THE POLLS")[0]) is None
