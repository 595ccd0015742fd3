"""A document cut into messages."""

from __future__ import annotations

import pytest

from tests.transform.pages import rows
from transform.assemble import split_messages
from transform.layers import peel

GRID = "ACTION ARA-01\nINFO OCT-01 /002 W\n-------- 003317\n"
DTG = "O R 022125Z JAN 74\n"
FROM = "FM AMEMBASSY ACCRA\n"
TO = "TO SECSTATE WASHDC 1844\n"
FIELDS = "\nCONFIDENTIAL ACCRA 0015\n\nE.O. 11652: GDS\nTAGS: EAID, GH\nSUBJ: COCOA\n\n"
BODY = "1. THE HARVEST HAS BEGUN.\nSAMPLE\n"
CABLE = DTG + FROM + TO + FIELDS + BODY
CARD = "MRN: 74 ACCRA 15\nFrom: ACCRA\nSubject: COCOA\n\n"


def starts(text: str) -> list[tuple[str, str | None]]:
    """Return the first row of each message and the one its header begins at."""
    typed = rows(text)
    return [
        (typed[one.start].text, None if one.header is None else typed[one.header].text)
        for one in split_messages(typed, peel(typed))
    ]


DTG_ROW, FROM_ROW = DTG.strip(), FROM.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(CABLE, [(DTG_ROW, DTG_ROW)], id="bare"),
        pytest.param(GRID + CABLE, [("ACTION ARA-01", DTG_ROW)], id="below-its-grid"),
        pytest.param(
            "PAGE 01 ACCRA 00015\n\n63\n" + GRID + CABLE, [("PAGE 01 ACCRA 00015", DTG_ROW)],
            id="below-a-page-header",
        ),
        pytest.param(CARD + CABLE, [("MRN: 74 ACCRA 15", DTG_ROW)], id="card-and-telegram"),
        pytest.param(CARD + BODY, [("MRN: 74 ACCRA 15", None)], id="card-alone"),
        pytest.param(FROM + TO + FIELDS + BODY, [(FROM_ROW, FROM_ROW)], id="dtg-lost"),
        pytest.param("O R 022#25Z J?N\n" + FROM + FIELDS, [("O R 022#25Z J?N",) * 2], id="torn"),
        pytest.param(TO + FIELDS + BODY, [(TO.strip(),) * 2], id="dtg-and-fm-lost"),
        pytest.param(FIELDS + BODY, [("CONFIDENTIAL ACCRA 0015",) * 2], id="control-line-alone"),
        pytest.param(
            CABLE + GRID + CABLE, [(DTG_ROW, DTG_ROW), ("ACTION ARA-01", DTG_ROW)], id="two"
        ),
        pytest.param(CABLE + "QUOTE\n" + CABLE, [(DTG_ROW, DTG_ROW)], id="a-quoted-telegram"),
        pytest.param("TO: THE FILES\nFROM: THE DESK\nSUBJECT: LUNCH", [], id="memo"),
        pytest.param("", [], id="empty"),
    ],
)  # fmt: skip
def test_where_messages_begin(text, expected):
    assert starts(text) == expected


def test_the_archives_attributes_belong_to_no_message():
    typed = rows(CABLE + "Message Attributes\nFrom: ACCRA")
    (message,) = split_messages(typed, peel(typed))
    assert typed[message.end].text == "Message Attributes"
