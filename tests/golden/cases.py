"""Which invented releases make the golden set, and how each is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from random import Random

from tests.golden.traps import TRAPS
from tests.synthetic import Era, Level, Mode, PrintFormat, make_cable, print_cable, print_memo
from tests.synthetic.layouts import CASES as LAYOUTS
from tests.synthetic.printed import LayoutPrint
from tests.synthetic.prints import Print, without_boxes
from tests.synthetic.scans import scan_print
from tests.synthetic.sheets import Sheet, draw
from tests.synthetic.struck import strike_markings

AnyPrint = Print | LayoutPrint

SCANNER_DPI = 200
"""Of gray scans; 1-bit scans are made at 300."""

FACES = {"Courier": "PressMono", "Helvetica": "PressSans", "Helvetica-Bold": "PressSansBold"}
"""Embedded faces for the standard ones, which every renderer draws in its own way."""

STROKE = 0.28
"""Extra weight in points, as `foia` prints are given: Courier is thinner than any ribbon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenCase:
    """One release: `slug` is its folder, `NAME.<level>` for a damaged print."""

    slug: str
    shows: str
    make: Callable[[], AnyPrint]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A print that goes through the scanner, once for every level of damage named."""

    name: str
    shows: str
    make: Callable[[], AnyPrint]
    levels: tuple[Level, ...]
    mode: Mode = Mode.BILEVEL
    has_text_layer: bool = False

    def cases(self) -> Iterator[GoldenCase]:
        """Yield a case for each level."""
        for level in self.levels:
            yield GoldenCase(
                slug=f"{self.name}.{level}",
                shows=f"{self.shows} Scanned, {level}.",
                make=partial(self._scan, level),
            )

    def _scan(self, level: Level) -> AnyPrint:
        return scan_print(
            self.make(),
            level,
            seed=len(self.name),
            dpi=SCANNER_DPI if self.mode is Mode.GRAY else 300,
            mode=self.mode,
            has_text_layer=self.has_text_layer,
        )


def _layout(slug: str) -> AnyPrint:
    ((_, printed),) = LAYOUTS[slug].prints()
    return printed


def _on_paper(slug: str) -> AnyPrint:
    """Return a layout printed with embedded faces, in a ribbon's weight, for the scanner."""
    printed = _layout(slug)
    sheets = tuple(
        Sheet(
            pieces=[replace(one, font=FACES[one.font], stroke=STROKE) for one in sheet.pieces],
            figures=sheet.figures,
        )
        for sheet in printed.sheets
    )
    return replace(printed, sheets=sheets, pdf=draw(list(sheets)))


def _foia(seed: int, *, withheld_count: int = 0, variant: int = 0) -> Print:
    cable = make_cable(seed, Era.TWO_THOUSANDS)
    return print_cable(cable, PrintFormat.FOIA, withheld_count=withheld_count, variant=variant)


def _margin_coded() -> AnyPrint:
    return without_boxes(_foia(92, withheld_count=4))


def _struck() -> AnyPrint:
    return strike_markings(_foia(94, variant=2), Random(94))


def _card() -> AnyPrint:
    return print_cable(make_cable(31, Era.NINETIES), PrintFormat.CARD)


SCANNED = (
    Scanned(
        name="foia-2011",
        shows="FOIA print of about 2011: release stamp over the header, review block in the text.",
        make=partial(_foia, 83, variant=1),
        levels=(Level.CLEAN, Level.TYPICAL, Level.BAD),
    ),
    Scanned(
        name="foia-2011-withheld",
        shows="Released in part: boxes over words and lines, exemption codes in the margin.",
        make=partial(_foia, 91, withheld_count=4),
        levels=(Level.CLEAN, Level.TYPICAL, Level.BAD),
    ),
    Scanned(
        name="foia-2011-gray",
        shows="Another FOIA print, its withheld stretches in white boxes, scanned in gray.",
        make=partial(_foia, 95, withheld_count=3, variant=4),
        levels=(Level.TYPICAL,),
        mode=Mode.GRAY,
    ),
    Scanned(
        name="foia-2011-margin-coded",
        shows="Released in part without boxes: blank paper, exemption codes in the margin.",
        make=_margin_coded,
        levels=(Level.TYPICAL,),
    ),
    Scanned(
        name="foia-2011-struck",
        shows="Markings struck out at declassification: portions, caption, classification.",
        make=_struck,
        levels=(Level.TYPICAL,),
    ),
    Scanned(
        name="telegram-1985",
        shows="Message centre print of 1985 with PAGE headers.",
        make=partial(_on_paper, "telegram-1985"),
        levels=(Level.TYPICAL, Level.BAD),
    ),
    Scanned(
        name="transmission-2009-secret",
        shows="Transmission lines under an office grid, with a classified-by block.",
        make=partial(_on_paper, "transmission-2009-secret"),
        levels=(Level.CLEAN, Level.BAD),
    ),
    Scanned(
        name="card-2013",
        shows="A card by itself.",
        make=partial(_on_paper, "card-2013"),
        levels=(Level.TYPICAL,),
    ),
    Scanned(
        name="card-over-1990s",
        shows="A card over a telegram, page images over a flawed hidden text layer.",
        make=_card,
        levels=(Level.CLEAN,),
        mode=Mode.GRAY,
        has_text_layer=True,
    ),
    Scanned(
        name="airgram-1973",
        shows="An airgram on paper.",
        make=partial(_on_paper, "airgram-1973"),
        levels=(Level.TYPICAL,),
    ),
    Scanned(
        name="none-committee",
        shows="A memorandum of a committee: no cable.",
        make=print_memo,
        levels=(Level.TYPICAL,),
    ),
)


def _born_digital() -> Iterator[GoldenCase]:
    """Yield every layout of the generator, and every trap, with its text layer."""
    for layout in LAYOUTS.values():
        for name, printed in layout.prints():
            yield GoldenCase(slug=name, shows=layout.shows, make=partial(_same, printed))

    for trap in TRAPS.values():
        yield GoldenCase(slug=trap.slug, shows=trap.shows, make=trap.print)


def _same(printed: AnyPrint) -> AnyPrint:
    return printed


@lru_cache(maxsize=1)
def golden_cases() -> Mapping[str, GoldenCase]:
    """Return all cases by slug."""
    cases = [*_born_digital(), *(case for scanned in SCANNED for case in scanned.cases())]
    return {case.slug: case for case in cases}
