"""The words of a citation: what else than a cable is cited, and which words name no sender.

Data for `transform.header.citation`; to read another word, add it here with a test.
"""

from __future__ import annotations

import re

from transform.cable import ReferenceKind

_KIND_WORDS: tuple[tuple[ReferenceKind, str], ...] = (
    (ReferenceKind.EMAIL, r"\bE-?\s?MAILS?\b"),
    (
        ReferenceKind.TELCON,
        r"\bTEL(?:EPHONE |E)?-?CON(?:VERSATION)?S?\b|\b[PF]H?ONE\s?CONS?\b|\bTELEPHONE|\bPHONE\b",
    ),
    (ReferenceKind.FAX, r"\b(?:TELE)?FAX(?:ES)?\b|\bTELECOPY\b"),
    (ReferenceKind.LETTER, r"\bLETTERS?\b|\bLTRS?\b|\bDIPNOTES?\b"),
    (ReferenceKind.MEETING, r"\bMEETINGS?\b|\bMTGS?\b"),
    (ReferenceKind.WEB, r"\bHTTPS?:|\bWWW\.|\bWEB\s?SITE\b"),
    (
        ReferenceKind.BOOK,
        r"\b\d{1,2}\s+(?:FAM|FAH)\b|\b(?:FAM|FAH)\s+\d|\bCFR\b|\bHANDBOOK\b|\bUSC\b|\bMANUAL\b",
    ),
    (
        ReferenceKind.REPORT,
        r"\bREPORTS?\b|\bIIRS?\b|\bTD(?:X|CS|FIR)?\b|\bTIDS?\b|\bCIR\b|\bSPOTREPS?\b|\bSITREPS?\b|\bFBIS\b",
    ),
    (ReferenceKind.MEMO, r"\bMEMO(?:RANDUM|RANDA|S)?\b|\bMEMCONS?\b|\bMEMCONVS?\b"),
)

KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in _KIND_WORDS)
"""What else than a cable a REF item cites, by a word in it (5 FAH-1; cablemap's kinds; IIR, TD
and CIR are intelligence reports). For text in capitals; the first that fits decides."""

EDGES = " \t.,:;()[]-|*'`~_"
"""Punctuation around a name."""

MONTH = (
    r"(?:JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY"
    r"|AUGUST|SEPT|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
"""A month as dates print it, for patterns."""

_NO_SENDERS = (
    "REF REFS REFTEL REFTELS PARA PARAS PARAGRAPH SECTION PART UNCLAS UNCLASSIFIED SECRET "
    "CONFIDENTIAL CORRUPTION PREVIOUS NOTAL DTG DTD DATED DATE OF AND OR TO ON IN AT BY FOR "
    "THE BELOW ABOVE JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER "
    "NOVEMBER DECEMBER JAN FEB MAR APR JUN JUL AUG SEP SEPT OCT NOV DEC MONDAY TUESDAY "
    "WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY FY PL PAGE PAGES TAGS SUBJECT SUBJ EO TITLE "
    "TABLE CHAPTER ARTICLE ANNEX APPENDIX ZIP PUB POC POINTS UNSCR UNSC UNGA RESOLUTION OSC "
    "ROOM BOX ITEM ENCL ENCLOSURE LICENSE LIC CASE FORM INCSR LINE LINES CONTRACT GRANT "
    "PROJECT LOAN OPINION"
)
NO_SENDERS = frozenset(_NO_SENDERS.split(" "))
"""Words that stand before a number and name no sender (cablemap's and ACP-127's refused words;
resolutions, contracts and licences cited beside cables)."""

_LEAD_WORDS = (
    "ALSO SEE CF PER FROM AND PLUS BOTH UNCLASS UNCLAS CONF CONFIDENTIAL SECRET LOU EMBASSY "
    "AMEMBASSY AMEMB AMCONSUL AMCONGEN CONSULATE CONGEN USMISSION US MISSION USLO USINT"
)
LEAD_WORDS = frozenset(_LEAD_WORDS.split(" "))
"""Words dropped before a sender's name while what is left is one: a link to the item before, the
class of the cable cited (02 ROME 5601), the kind of post (09 UNVIE 540)."""

_TRAILING_WORDS = (
    "TEL TELS TELEGRAM TELEGRAMS CABLE CABLES MSG MESSAGE MESSAGES CIRCULAR CIRTEL NO NOS NR "
    "NRS NUMBER NUMBERS SERIAL AIRGRAM AIRGRAMS"
)
TRAILING_WORDS = frozenset(_TRAILING_WORDS.split(" "))
"""Words dropped between a sender and its number (`COLOMBO CABLES 0266`, 03 COLOMBO 1516)."""

OWN_TELEGRAMS = frozenset(("MYTEL", "MY", "OURTEL", "OUR", "EMBTEL", "EMBTELS", "CONTEL"))
"""Senders that mean the citing post itself. An `EMBTEL` is the embassy's: the Department that
cites one means the addressee's."""

DEPARTMENT_TELEGRAMS = frozenset(
    ("DEPTEL", "DEPTELS", "DEPT", "DEPARTMENT", "DEPCIRTEL", "DEPTOFF")
)
"""Senders that mean the Department."""

OTHERS_TELEGRAMS = frozenset(("YOURTEL", "YOUR", "URTEL", "UR"))
"""Senders that mean the addressee, whose name the item does not print."""

DEPARTMENT = "STATE"

NOTE = re.compile(
    r"^\W*(?:BOTH |ALL )?(?:NOTAL|EXDIS|NODIS|LIMDIS|STADIS|AIDAC|PREVIOUS|ET AL|ET SEQ|SERIES"
    r"|SUBSEQUENT|RELATED|EARLIER|PASSED|NOT SENT|PARAS?|PARAGRAPHS?|SECTIONS?|SUBJ)\b"
)
"""What begins a note on the number before, not a further item: NOTAL (not sent to all addressees),
AND PREVIOUS, PARA 3."""


def kind_of(upper: str) -> ReferenceKind | None:
    """Return what else than a cable a text in capitals names, by a word in it."""
    return next((kind for kind, pattern in KINDS if pattern.search(upper)), None)
