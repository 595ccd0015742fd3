"""Header fields and bodies that readers get wrong, each in an invented telegram of its own.

The shapes are those of `domain.md`, sections 4 to 8; what is said in them is not.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.golden.trap import Trap, paragraph_of, refs_of
from tests.synthetic.setting import Row
from tests.synthetic.truth import Era

_LIST = (
    Trap(
        slug="trap-references-in-runs",
        shows="REF: numbers that repeat the post, AND runs, NOTAL, a year in front.",
        printed={
            "SUBJECT:": (
                "SUBJECT: ACCRA: NEW TIDE TABLES",
                "",
                "REF: A. STATE 45120, 45277 B. RABAT 1204 AND 1311 (NOTAL)",
                "C. OSLO 99 D. 88 STATE 301122",
            )
        },
        says={
            "refs": refs_of(
                "89 STATE 45120",
                "89 STATE 45277",
                "89 RABAT 1204",
                "89 RABAT 1311",
                "89 OSLO 99",
                "88 STATE 301122",
            )
        },
    ),
    Trap(
        slug="trap-reference-in-january",
        shows="A January cable cites a number far above the post's own: last year's.",
        printed={
            "R 110956Z": ("R 040956Z JAN 89",),
            "              ----": ("              ------------------EBE244  041016Z /38",),
            "C O N F": ("C O N F I D E N T I A L ACCRA 00057",),
            "SUBJECT:": (
                "SUBJECT: ACCRA: NEW TIDE TABLES",
                "",
                "REF: (A) ACCRA 9411; (B) ACCRA 12",
            ),
        },
        says={
            "mrn": "89 ACCRA 57",
            "serial": 57,
            "dtg": "1989-01-04T09:56:00Z",
            "dtg_raw": "040956Z JAN 89",
            "filed_raw": "041016Z",
            "refs": refs_of("88 ACCRA 9411", "89 ACCRA 12"),
        },
    ),
    Trap(
        slug="trap-references-of-other-kinds",
        shows="REF: a DTG that gives the year, an e-mail, a manual.",
        printed={
            "SUBJECT:": (
                "SUBJECT: ACCRA: NEW TIDE TABLES",
                "",
                "REFS: A. BONN 14355 (DTG 031628Z SEP 88)",
                "B. TYPESLUG/FOOLSCAP E-MAIL OF 05/04/89",
                "C. 9 FAM APPENDIX K",
            )
        },
        says={"refs": [{"mrn": "88 BONN 14355"}, {"mrn": None}, {"mrn": None}]},
    ),
    Trap(
        slug="trap-labels-misprinted",
        shows="TAGE S, SUBJ8, RETELS; the value of TAGS on the next row.",
        printed={
            "TAGS:": ("TAGE S:", "EAIR, ETRD, EWWT, GH"),
            "SUBJECT:": ("SUBJ8 ACCRA: NEW TIDE TABLES", "RETELS: STATE 45120"),
        },
        says={"refs": refs_of("89 STATE 45120")},
    ),
    Trap(
        slug="trap-page-header-in-addresses",
        shows="A telegram's page ends between TO and its first address.",
        printed={
            "TO ": ("TO", "PAGE 02        ACCRA  01212  111016Z", "SECSTATE WASHDC 3936"),
        },
    ),
    Trap(
        slug="trap-page-header-in-paragraph",
        shows="Banner, page header and a lone number inside a sentence.",
        body=(
            "1. (C) THE NEW TIDE TABLES ARE OUT. THE MINISTRY OF LANTERNS SENT",
            Row(kind="banner", text="CONFIDENTIAL"),
            "",
            Row(kind="banner", text="CONFIDENTIAL"),
            "",
            Row(kind="header", text="PAGE 02        ACCRA  01212  111016Z"),
            Row(kind="relay", text="43"),
            "COPIES TO ALL PILOTS.",
        ),
        says={
            "paragraphs": [
                paragraph_of(
                    1,
                    "C",
                    "THE NEW TIDE TABLES ARE OUT. THE MINISTRY OF LANTERNS SENT COPIES TO ALL "
                    "PILOTS.",
                )
            ]
        },
    ),
    Trap(
        slug="trap-tags-by-blanks-with-person",
        shows="TAGS parted by blanks, a person in parentheses behind them.",
        printed={"TAGS:": ("TAGS: EAIR ETRD EWWT, GH (TYPESLUG, RUBEN)",)},
        says={"tags": ["EAIR", "ETRD", "EWWT", "GH"]},
    ),
    Trap(
        slug="trap-tags-glued-and-wrapped",
        shows="Two TAGS without a blank between them, the rest on the next row.",
        printed={"TAGS:": ("TAGS: EAIRETRD, EWWT,", "EFIN, GH")},
        says={"tags": ["EAIR", "ETRD", "EWWT", "EFIN", "GH"]},
    ),
    Trap(
        slug="trap-addressees",
        shows="Dual precedence, NIACT IMMEDIATE, a collective, a post taken out by XMT.",
        printed={
            "R 110956Z": ("O P 110956Z AUG 89",),
            "TO ": ("TO SECSTATE WASHDC NIACT IMMEDIATE 3936",),
            "INFO AMEM": ("INFO AMEMBASSY RABAT PRIORITY 0212",),
            "AMEMBASSY LIMA": ("ALL AMERICAN REPUBLIC POSTS COLLECTIVE",),
            "USDOC": ("XMT AMEMBASSY QUITO",),
        },
        says={
            "precedence": "IMMEDIATE",
            "info_precedence": "PRIORITY",
            "addressees": [
                {
                    "role": role,
                    "plain_language_address": address,
                    "precedence": precedence,
                    "continuity_number": number,
                }
                for role, address, precedence, number in (
                    ("action", "SECSTATE WASHDC", "NIACT IMMEDIATE", "3936"),
                    ("info", "AMEMBASSY RABAT", "PRIORITY", "0212"),
                    ("info", "ALL AMERICAN REPUBLIC POSTS COLLECTIVE", None, None),
                    ("exempt", "AMEMBASSY QUITO", None, None),
                )
            ],
        },
    ),
    Trap(
        slug="trap-order-12065",
        shows="E.O. 12065 without its colon: review after twenty years, who decided, OR-M.",
        era=Era.SEVENTIES,
        year=1980,
        printed={"E.O.": ("E.O. 12065 RDS-3 2/3/00 (STENCILBURY, TAMSIN) OR-M",)},
        says={
            "declassify_raw": "RDS-3 2/3/00 (STENCILBURY, TAMSIN) OR-M",
            "declassify_on": "2000-02-03",
        },
    ),
    Trap(
        slug="trap-order-year-first",
        shows="DECL with the year first, and classified-by with its reasons behind a label.",
        era=Era.TWO_THOUSANDS,
        year=2010,
        printed={
            "E.O.": ("E.O. 13526: DECL: 2020/08/19",),
            "Classified By:": ("CLASSIFIED BY: Jory Carbonleaf, DCM. REASON: 1.4(B),(D)",),
        },
        says={"declassify_raw": "DECL: 2020/08/19", "declassify_on": "2020-08-19"},
    ),
    Trap(
        slug="trap-day-that-is-none",
        shows="A DTG of 31 September: no instant, and no other day made of it.",
        printed={"R 110956Z": ("R 310956Z SEP 89",)},
        says={"dtg": None, "dtg_raw": "310956Z SEP 89"},
        unsaid=("mrn", "year"),
    ),
    Trap(
        slug="trap-captions",
        shows="Captions with a repeat, two passing instructions among them.",
        printed={
            "DEPARTMENT FOR": (
                "EXDIS",
                "NOFORN",
                "EXDIS",
                "DEPARTMENT FOR EB/TRA AND L/EB",
                "DEPARTMENT PASS USTR",
            )
        },
        says={
            "captions": ["EXDIS", "NOFORN"],
            "passing_instructions": ["DEPARTMENT FOR EB/TRA AND L/EB", "DEPARTMENT PASS USTR"],
        },
    ),
    Trap(
        slug="trap-unclassified-efto",
        shows="UNCLAS EFTO: encrypted for transmission only is no class of its own.",
        printed={"C O N F": ("UNCLAS EFTO ACCRA 01212",), "E.O.": ("E.O. 12356: N/A",)},
        body=(
            "1. THE NEW TIDE TABLES ARE OUT. THE MINISTRY OF LANTERNS SENT",
            "COPIES TO ALL PILOTS.",
        ),
        says={
            "classification": "UNCLASSIFIED",
            "declassify_raw": "N/A",
            "paragraphs": [
                paragraph_of(
                    1,
                    None,
                    "THE NEW TIDE TABLES ARE OUT. THE MINISTRY OF LANTERNS SENT COPIES TO ALL "
                    "PILOTS.",
                )
            ],
        },
        unsaid=("captions",),
    ),
    Trap(
        slug="trap-paragraphs",
        shows="An unnumbered summary, a number without its dot, lists inside a paragraph, years "
        "and numbers that begin rows, an underlined heading, words broken at row ends.",
        body=(
            "SUMMARY: THE MINISTRY OF LANTERNS WILL PRINT NEW TIDE TABLES.",
            "END SUMMARY.",
            "",
            "1 (C) THE TABLES ARE DUE IN MAY. THEY HAVE THREE PARTS:",
            "A) HARBORS, WITH THE OLD LIGHTHOUSES;",
            "B) RIVERS; AND",
            "C) A MAP. THE COMMITTEE EXPECTS TO PRINT SOME",
            "2. 5 THOUSAND OF THEM.",
            "",
            "2. (U) THE TABLES OF",
            "1987 WERE SENT TO ALL PILOTS. THE BUREAU OF TIDES THEN COLLEC-",
            "TED THE OLD ONES.",
            "",
            "NEXT STEPS",
            "----------",
            "",
            "3. (C) COMMENT: THE PRINTER HAS ASKED FOR PAPER. END COMMENT.",
        ),
        says={
            "paragraphs": [
                paragraph_of(
                    None,
                    None,
                    "SUMMARY: THE MINISTRY OF LANTERNS WILL PRINT NEW TIDE TABLES. END SUMMARY.",
                ),
                paragraph_of(
                    1,
                    "C",
                    "THE TABLES ARE DUE IN MAY. THEY HAVE THREE PARTS: A) HARBORS, WITH THE OLD "
                    "LIGHTHOUSES; B) RIVERS; AND C) A MAP. THE COMMITTEE EXPECTS TO PRINT SOME "
                    "2. 5 THOUSAND OF THEM.",
                ),
                paragraph_of(
                    2,
                    "U",
                    "THE TABLES OF 1987 WERE SENT TO ALL PILOTS. THE BUREAU OF TIDES THEN "
                    "COLLECTED THE OLD ONES.",
                ),
                paragraph_of(
                    3,
                    "C",
                    "COMMENT: THE PRINTER HAS ASKED FOR PAPER. END COMMENT.",
                    heading="NEXT STEPS",
                ),
            ]
        },
    ),
    Trap(
        slug="trap-subject-wraps",
        shows="A subject of four rows with a portion marking, REF right under it.",
        printed={
            "SUBJECT:": (
                "SUBJECT: (U) ACCRA: NEW TIDE TABLES, THE LIGHTHOUSE REPAIR FUND,",
                "THE HARBOR DREDGING SCHEDULE AND WHAT THE PILOTS' GUILD MAKES OF",
                "IT; WITH A NOTE ON THE REFERENCE ROOM OF THE PUBLIC LIBRARY AND",
                "ITS CLOCKS",
                "REF: STATE 45120",
            )
        },
        says={
            "subject": "(U) ACCRA: NEW TIDE TABLES, THE LIGHTHOUSE REPAIR FUND, THE HARBOR "
            "DREDGING SCHEDULE AND WHAT THE PILOTS' GUILD MAKES OF IT; WITH A NOTE ON THE "
            "REFERENCE ROOM OF THE PUBLIC LIBRARY AND ITS CLOCKS",
            "refs": refs_of("89 STATE 45120"),
        },
    ),
)

TRAPS: Mapping[str, Trap] = {trap.slug: trap for trap in _LIST}
"""All traps by slug."""
