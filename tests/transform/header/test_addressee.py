"""Addressees of telegrams and cards."""

from __future__ import annotations

import pytest

from transform.cable import Role
from transform.defects import DefectCode
from transform.header.addressee import (
    looks_like_addressee,
    parse_addressee,
    parse_card_addressees,
    split_exempt,
)


@pytest.mark.parametrize(
    ("text", "address", "post", "precedence", "number"),
    [
        pytest.param(
            "TO SECSTATE WASHDC 5627", "SECSTATE WASHDC", "STATE", None, "5627", id="11MEXICO392"
        ),
        pytest.param(
            "SECSTATE WASHDC NIACT IMMEDIATE 8811",
            "SECSTATE WASHDC",
            "STATE",
            "NIACT IMMEDIATE",
            "8811",
            id="79LAPAZ9050",
        ),
        pytest.param(
            "INFO SECSTATE IMMEDIATE NIACT 2217",
            "SECSTATE",
            "STATE",
            "IMMEDIATE NIACT",
            "2217",
            id="74LAPAZ874",
        ),
        pytest.param(
            "AMEMBASSY LONDON 2250", "AMEMBASSY LONDON", "LONDON", None, "2250", id="post"
        ),
        pytest.param("USINT HAVANA 0087", "USINT HAVANA", "HAVANA", None, "0087", id="zeros"),
        pytest.param(
            "USMISSION EC BRUSSELS IMMEDIATE",
            "USMISSION EC BRUSSELS",
            "USEU BRUSSELS",
            "IMMEDIATE",
            None,
            id="74LAPAZ146",
        ),
        pytest.param("AMEMBISSY LIMA", "AMEMBISSY LIMA", "LIMA", None, None, id="garbled-kept"),
        pytest.param(
            "CINCSO J2 QUARRY HEIGHTS CZ",
            "CINCSO J2 QUARRY HEIGHTS CZ",
            None,
            None,
            None,
            id="6049",
        ),
        pytest.param("CTF 150", "CTF 150", None, None, None, id="number-of-a-unit"),
        pytest.param(
            "SECSTATE WASHDC PRYORITY 35l2",
            "SECSTATE WASHDC",
            "STATE",
            "PRIORITY",
            "3512",
            id="d01",
        ),
        pytest.param(
            "CDR USNORTHCGM PETERSON AFB CO",
            "CDR USNORTHCOM PETERSON AFB CO",
            None,
            None,
            None,
            id="blurred-word",
        ),
        pytest.param(
            "DEA HOS WASHTNGTON OC", "DEA HQS WASHINGTON DC", "DEA", None, None, id="blurred-words"
        ),
        pytest.param("AMEMB4S5Y LIM4 7A41", "AMEMBASSY LIMA", "LIMA", None, "7441", id="worn-type"),
        pytest.param("AMEMBASSYSAN JOSE", "AMEMBASSY SAN JOSE", "SAN JOSE", None, None, id="glued"),
        pytest.param(
            "AMEMBASSY: BOGOTA 0391", "AMEMBASSY BOGOTA", "BOGOTA", None, "0391", id="speck"
        ),
    ],
)
def test_addressees(text, address, post, precedence, number):
    found = parse_addressee(text, Role.INFO).value
    assert found is not None
    assert (found.plain_language_address, found.post) == (address, post)
    assert (found.precedence, found.continuity_number) == (precedence, number)
    assert looks_like_addressee(text)


@pytest.mark.parametrize(
    ("text", "indicator", "address"),
    [
        ("RUEHC/SECSTATE WASHDC IMMEDIATE 4696", "RUEHC", "SECSTATE WASHDC"),
        ("RHMFIUU/39OS INCIRLIK AB TU", "RHMFIUU", "39OS INCIRLIK AB TU"),
        ("RU PALJ/USCINCSO J2 QUARRY HEIGHTS CZ", "RUPALJ", "USCINCSO J2 QUARRY HEIGHTS CZ"),
    ],
)
def test_routing_indicators(text, indicator, address):
    found = parse_addressee(text, Role.ACTION).value
    assert found is not None
    assert (found.routing_indicator, found.plain_language_address) == (indicator, address)


@pytest.mark.parametrize(
    ("text", "is_collective"),
    [("ALL US CONSULATES IN MEXICO COLLECTIVE", True), ("AMEMBASSY LIMA", False)],
)
def test_collectives(text, is_collective):
    found = parse_addressee(text, Role.INFO).value
    assert found is not None
    assert found.is_collective is is_collective


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("EC COLLECTIVE, XMT AMEMBASSY LIMA, AMEMBASSY QUITO", ("EC COLLECTIVE", 2)),
        ("XMT/AMEMBASSY SOFIA", ("", 1)),
        ("AMEMBASSY LIMA", ("AMEMBASSY LIMA", 0)),
    ],
)
def test_posts_taken_out_of_a_collective(text, parts):
    address, exempt = split_exempt(text)
    assert (address, len(exempt)) == parts


def test_cards_turn_addresses_round():
    text = "WASHDC, SECSTATE ROUTINE; MOSCOW, AMEMBASSY ROUTINE"
    found = parse_card_addressees(text, Role.ACTION).value
    assert found is not None
    assert [(a.plain_language_address, a.post, a.precedence) for a in found] == [
        ("SECSTATE WASHDC", "STATE", "ROUTINE"),
        ("AMEMBASSY MOSCOW", "MOSCOW", "ROUTINE"),
    ]


@pytest.mark.parametrize("text", ["", "TO", "1234", "..", "Y"])
def test_no_address(text):
    result = parse_addressee(text, Role.INFO)
    assert result.value is None or any(c.isalpha() for c in result.value.plain_language_address)
    if result.value is None:
        assert [d.code for d in result.defects] == [DefectCode.ADDRESSEE_UNREADABLE]


@pytest.mark.parametrize(
    "text", ["1. THE PRESIDENT CALLED", "UNCLAS LIMA 000392", "E.O. 11652: N/A", "SUMMARY"]
)
def test_what_does_not_look_like_an_address(text):
    assert not looks_like_addressee(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CIA WASHINGTON DC", []),
        ("USCINCSO J2 QUARRY HTIEHGTS CZ", [DefectCode.ADDRESSEE_UNKNOWN]),
        ("AMEMBASSY NOWHERESVILLE", [DefectCode.ADDRESSEE_UNKNOWN]),
    ],
)
def test_words_no_list_knows_are_told(text, codes):
    assert [defect.code for defect in parse_addressee(text, Role.INFO).defects] == codes
