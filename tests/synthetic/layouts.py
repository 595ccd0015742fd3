"""Every layout of `domain.md` as an invented release: what is printed, and what it says.

    for slug, case in CASES.items():
        for name, printed in case.prints():        # mostly one PDF; two where sections are parted
            printed.pdf                            # bytes, with a text layer
            printed.fields()                       # `NAME.json`: the first cable, or no_cable
            printed.truths                         # one such dict per cable in the PDF, in order
            printed.lines()                        # `NAME.lines.json`

`name` is the slug, with `-1`, `-2` behind it where a case has several PDFs. Keys of a truth are
columns of `cables` (`layout` and `format` among them) or the lists `expectations/score/truth.py`
tells of.
Everything is decided by the slug: the same bytes on every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tests.synthetic import airgram, email_print, fields, nara, smart_card, telegrams
from tests.synthetic.cables import make_cable
from tests.synthetic.near_misses import NEAR_MISSES
from tests.synthetic.printed import RELAY, LayoutPrint, fields_of, finish
from tests.synthetic.setting import Row, withhold
from tests.synthetic.truth import CableTruth, Era, ReferenceTruth, ReleaseTruth
from tests.synthetic.typed import PAGE_BREAK, Furniture, type_sheets

DEPARTMENT_A_MONTH = 30_000
"""Telegrams the Department sends in a month, at the most."""
NO_DTG = ("dtg", "dtg_raw", "precedence", "info_precedence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One situation a reader must know. `make` gives its PDFs."""

    slug: str
    shows: str
    make: Callable[[Random], tuple[LayoutPrint, ...]]

    def prints(self) -> Iterator[tuple[str, LayoutPrint]]:
        """Yield name and print of each PDF."""
        made = self.make(Random(f"layout/{self.slug}"))
        for number, one in enumerate(made, start=1):
            yield (self.slug if len(made) == 1 else f"{self.slug}-{number}"), one


def _archive(
    seed: int, year: int, *, sections: int = 1, is_outgoing: bool = False, end_marker: str = "NNN",
    classification: str | None = None,
) -> Callable[[Random], tuple[LayoutPrint, ...]]:  # fmt: skip
    def make(rng: Random) -> tuple[LayoutPrint, ...]:
        cable = make_cable(
            seed, Era.SEVENTIES, section_count=sections, year=year, classification=classification
        )
        cable = telegrams.outgoing(cable, rng) if is_outgoing else cable
        release = nara.review()
        sheets = nara.print_nara(withhold(cable, 0, rng), release, rng, end_marker=end_marker)
        return (finish(sheets, release, fields_of(cable, release, layout="archive")),)

    return make


def _message_centre(
    seed: int, era: Era, year: int, *, sections: int = 1, classification: str | None = None,
    spacing: float = 1.0,
) -> Callable[[Random], tuple[LayoutPrint, ...]]:  # fmt: skip
    def make(rng: Random) -> tuple[LayoutPrint, ...]:
        cable = make_cable(
            seed, era, year=year, classification=classification, section_count=sections
        )
        cable = replace(cable, refs=_of_their_year(cable))
        release = telegrams.review(rng, year)
        stamp = telegrams.review_block(release)
        rows = [
            row
            for section in range(1, sections + 1)
            for row in telegrams.message_centre_rows(
                cable, section=section, stamp=stamp if section == 1 else None
            )
        ]
        truth = fields_of(cable, release, layout="message_centre")
        sheets = type_sheets(rows, telegrams.furniture(release), spacing=spacing)
        return (finish(sheets, release, truth),)

    return make


def _of_their_year(cable: CableTruth) -> tuple[ReferenceTruth, ...]:
    """Return the references with the year they mean where none is printed.

    A number of the Department's that it cannot have reached by the cable's month is last year's.
    """
    reached = int(cable.dtg[5:7]) * DEPARTMENT_A_MONTH
    refs = []
    for ref in cable.refs:
        year, post, number = ref.mrn[:2], ref.mrn[3:].rsplit(" ", 1)[0], ref.mrn.rsplit(" ", 1)[1]
        is_later = post == "STATE" and int(number) > reached
        refs.append(replace(ref, mrn=f"{int(year) - is_later:02d} {post} {number}"))
    return tuple(refs)


def _transmission(
    seed: int, year: int, classification: str, *, sections: int = 1, order: tuple[int, ...] = (),
    has_short_header: bool = False, has_grid: bool = False, is_split: bool = False,
) -> Callable[[Random], tuple[LayoutPrint, ...]]:  # fmt: skip
    def make(rng: Random) -> tuple[LayoutPrint, ...]:
        cable = telegrams.with_routing(
            make_cable(
                seed,
                Era.TWO_THOUSANDS,
                section_count=sections,
                year=year,
                classification=classification,
            )
        )
        release = telegrams.review(rng, year)
        parts = [
            telegrams.transmission_rows(
                cable,
                section=section,
                sequence=1200 + section,
                stamp=telegrams.review_block(release) if section == 1 or is_split else None,
                has_short_header=has_short_header,
            )
            for section in order or range(1, sections + 1)
        ]
        unprinted: tuple[str, ...] = RELAY
        if has_grid:
            parts[0] = [*_grid_rows(cable), *parts[0]]
            unprinted = ("relay_counter", "filed_raw")
        if is_split:
            return tuple(_one_section(cable, release, n, rows) for n, rows in enumerate(parts, 1))
        truth = fields_of(cable, release, layout="transmission", unprinted=unprinted)
        rows = [row for part in parts for row in (*part, PAGE_BREAK)][:-1]
        return (finish(type_sheets(rows, telegrams.furniture(release)), release, truth),)

    return make


def _grid_rows(cable: CableTruth) -> list[Row]:
    return fields.grid(cable, per_row=7, gap="  ", indent="      ", total_gap="")


def _one_section(
    cable: CableTruth, release: ReleaseTruth, section: int, rows: list[Row]
) -> LayoutPrint:
    """Return the PDF of one section of a cable: the other's paragraphs are not in it."""
    part = fields.section_slices(cable)[section - 1]
    is_last = section == cable.section_count
    unprinted = RELAY if is_last else (*RELAY, "signature")
    truth = fields_of(
        replace(cable, paragraphs=cable.paragraphs[part]),
        release,
        layout="transmission",
        unprinted=unprinted,
        sections_present=[section],
    )
    return finish(type_sheets(rows, telegrams.furniture(release)), release, truth)


def _card(seed: int, year: int) -> Callable[[Random], tuple[LayoutPrint, ...]]:
    def make(rng: Random) -> tuple[LayoutPrint, ...]:
        cable = smart_card.as_card(make_cable(seed, Era.TWO_THOUSANDS, year=year), rng)
        # A card by itself carries the footer alone, which says nothing of full or part.
        release = replace(email_print.review(rng), decision=None)
        truth = _card_truth(cable, release, "card")
        sheets = type_sheets(
            smart_card.card_rows(cable),
            replace(email_print.furniture(release), is_numbered=True),
        )
        return (finish(sheets, release, truth),)

    return make


def _card_truth(cable: CableTruth, release: ReleaseTruth, layout: str) -> dict[str, Any]:
    unprinted = [*RELAY, "passing_instructions"]
    if cable.declassify_raw == "N/A":
        unprinted.append("declassify_raw")
    return fields_of(cable, release, layout=layout, form="card", unprinted=unprinted)


def _card_over_telegram(
    seed: int, *, count: int = 1
) -> Callable[[Random], tuple[LayoutPrint, ...]]:
    def make(rng: Random) -> tuple[LayoutPrint, ...]:
        release = replace(telegrams.review(rng, 2009), case_id=None, review_authority=None)
        release = replace(release, decision=None, reviewed_on=None)
        rows: list[Row] = []
        truths = []
        for nth in range(count):
            cable = telegrams.with_routing(make_cable(seed + nth, Era.TWO_THOUSANDS, year=2009))
            rows += [PAGE_BREAK] if nth else []
            rows += smart_card.head_rows(cable)
            telegram = telegrams.transmission_rows(cable, sequence=1300 + nth)
            rows += [replace(telegram[0], before=2), *telegram[1:]]
            truths.append(
                fields_of(
                    cable,
                    release,
                    layout="card_over_telegram",
                    form="card+telegram",
                    unprinted=RELAY,
                )
            )
        return (finish(type_sheets(rows, telegrams.furniture(release)), release, *truths),)

    return make


def _email(
    seed: int, *, replies: int = 0, indent: str = "", has_card: bool = False
) -> Callable[[Random], tuple[LayoutPrint, ...]]:
    def make(rng: Random) -> tuple[LayoutPrint, ...]:
        cable = make_cable(seed, Era.TWO_THOUSANDS, year=2010)
        release = email_print.review(rng)
        if has_card:
            cable = smart_card.as_card(cable, rng)
            rows, truth = smart_card.card_rows(cable), _card_truth(cable, release, "email")
        else:
            cable = telegrams.with_routing(cable)
            rows = telegrams.transmission_rows(cable)
            truth = fields_of(cable, release, layout="email", unprinted=RELAY)
        mail = email_print.mail_rows(cable, rows, rng, replies=replies, indent=indent)
        return (finish(type_sheets(mail, email_print.furniture(release)), release, truth),)

    return make


def _airgram(seed: int, year: int) -> Callable[[Random], tuple[LayoutPrint, ...]]:
    def make(rng: Random) -> tuple[LayoutPrint, ...]:
        cable = airgram.as_airgram(make_cable(seed, Era.SEVENTIES, year=year))
        release = nara.review()
        truth = fields_of(cable, release, layout="airgram", unprinted=(*NO_DTG, *RELAY))
        paper = Furniture(head=(("stamp", nara.REVIEW),), foot=(("stamp", nara.REVIEW),))
        return (finish(type_sheets(airgram.airgram_rows(cable), paper), release, truth),)

    return make


def _several(rng: Random) -> tuple[LayoutPrint, ...]:
    """Three telegrams of one year and desk in one PDF, one beginning in the middle of a page."""
    release = telegrams.review(rng, 1991)
    cables = [make_cable(seed, Era.NINETIES, year=1991) for seed in (61, 62, 63)]
    rows: list[Row] = []
    for nth, cable in enumerate(cables):
        stamp = telegrams.review_block(release) if nth == 0 else None
        rows += telegrams.message_centre_rows(cable, stamp=stamp)
        rows += [PAGE_BREAK] if nth == 0 else []
    truths = [fields_of(cable, release, layout="message_centre") for cable in cables]
    return (finish(type_sheets(rows, telegrams.furniture(release)), release, *truths),)


def _near_miss(name: str) -> Callable[[Random], tuple[LayoutPrint, ...]]:
    def make(rng: Random) -> tuple[LayoutPrint, ...]:
        release = email_print.review(rng)
        sheets = type_sheets(
            NEAR_MISSES[name](rng), email_print.furniture(release), noun="DOCUMENT"
        )
        return (finish(sheets, None),)

    return make


_LIST = (
    Case(
        slug="archive-1976-incoming",
        shows="National Archives, before December 1976: a dash line without a filing time.",
        make=_archive(101, 1976, classification="CONFIDENTIAL", end_marker="NNNN"),
    ),
    Case(
        slug="archive-1977-outgoing",
        shows="National Archives, outgoing: ORIGIN grid, DRAFTED BY, APPROVED BY, clearances.",
        make=_archive(102, 1977, is_outgoing=True, classification="LIMITED OFFICIAL USE"),
    ),
    Case(
        slug="archive-1975-outgoing-secret",
        shows="Outgoing before December 1976, letter-spaced SECRET, a long end marker.",
        make=_archive(
            103, 1975, is_outgoing=True, classification="SECRET", end_marker="NNNNMAFVVZCZ"
        ),
    ),
    Case(
        slug="archive-1978-three-sections",
        shows="Three sections, each with grid, header and end marker of its own.",
        make=_archive(104, 1978, sections=3, classification="CONFIDENTIAL"),
    ),
    Case(
        slug="telegram-1985",
        shows="Message centre print of 1985 under E.O. 12356: DECL: OADR, PAGE headers.",
        make=_message_centre(105, Era.NINETIES, 1985, classification="CONFIDENTIAL"),
    ),
    Case(
        slug="telegram-1994",
        shows="Message centre print of 1994, unclassified, review block over the header.",
        make=_message_centre(106, Era.NINETIES, 1994, classification="UNCLASSIFIED"),
    ),
    Case(
        slug="telegram-1994-two-sections",
        shows="Two sections of 1994; the second repeats the header.",
        make=_message_centre(107, Era.NINETIES, 1994, sections=2),
    ),
    Case(
        slug="telegram-1985-double-spaced",
        shows="The same kind of print with a blank row after every row.",
        make=_message_centre(108, Era.NINETIES, 1985, spacing=2.0),
    ),
    Case(
        slug="transmission-2003",
        shows="VZCZC, called stations, DE line, ZNR, routing indicators, BT, #nnnn, NNNN.",
        make=_transmission(109, 2003, "UNCLASSIFIED"),
    ),
    Case(
        slug="transmission-2009-secret",
        shows="ZNY SSSSS, an office grid above the transmission lines, classified-by block.",
        make=_transmission(110, 2009, "SECRET", has_grid=True),
    ),
    Case(
        slug="transmission-2006-sections-mixed",
        shows="Three sections in one PDF in the order 2, 1, 3, each with the whole header.",
        make=_transmission(111, 2006, "CONFIDENTIAL", sections=3, order=(2, 1, 3)),
    ),
    Case(
        slug="transmission-2008-two-headers",
        shows="A short header, then the full one: the second is the good one.",
        make=_transmission(125, 2008, "UNCLASSIFIED", has_short_header=True),
    ),
    Case(
        slug="transmission-2007-parted",
        shows="Two sections of one cable in two PDFs.",
        make=_transmission(113, 2007, "CONFIDENTIAL", sections=2, is_split=True),
    ),
    Case(
        slug="card-2013",
        shows="A card alone: labels above, drafter, clearances, Info and XMT below the text.",
        make=_card(114, 2013),
    ),
    Case(slug="card-2015", shows="Another card alone.", make=_card(115, 2015)),
    Case(
        slug="card-over-transmission",
        shows="A card over a telegram with its transmission lines.",
        make=_card_over_telegram(116),
    ),
    Case(
        slug="cards-over-telegrams",
        shows="Two cables in one PDF, each a card over a telegram.",
        make=_card_over_telegram(117, count=2),
    ),
    Case(
        slug="email-with-telegram",
        shows="A telegram forwarded in an e-mail, case-number footer on every page.",
        make=_email(119),
    ),
    Case(
        slug="email-chain-indented",
        shows="Two replies above it, the telegram indented.",
        make=_email(120, replies=2, indent="    "),
    ),
    Case(
        slug="email-quoted",
        shows="The telegram quoted with `> ` before every row.",
        make=_email(121, replies=1, indent="> "),
    ),
    Case(
        slug="email-with-card",
        shows="A card-style cable forwarded in an e-mail.",
        make=_email(122, replies=1, has_card=True),
    ),
    Case(slug="airgram-1973", shows="An airgram of 1973.", make=_airgram(123, 1973)),
    Case(slug="airgram-1975", shows="An airgram of 1975.", make=_airgram(124, 1975)),
    Case(slug="three-telegrams", shows="Three telegrams in one PDF.", make=_several),
    *(
        Case(slug=f"none-{name}", shows=f"No cable: {name}.", make=_near_miss(name))
        for name in NEAR_MISSES
    ),
)

CASES: Mapping[str, Case] = {case.slug: case for case in _LIST}
"""All cases by slug."""
