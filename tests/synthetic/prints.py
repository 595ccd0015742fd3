"""From an invented cable to a release: the PDF, and beside it what it says and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from random import Random
from typing import Any

from tests.synthetic import card, foia, memo, nara
from tests.synthetic.setting import Withheld, withhold
from tests.synthetic.sheets import REDACTIONS, Sheet, draw
from tests.synthetic.truth import CableTruth, ReleaseTruth


class PrintFormat(StrEnum):
    """The layouts a cable can be printed in."""

    FOIA = "foia"
    """A FOIA print of about 2011; the only one that can withhold."""
    NARA = "nara"
    """The National Archives' born-digital print of 1973-79 telegrams."""
    CARD = "card"
    """A card over a telegram, 2020s."""


LAYOUT_OF = {
    PrintFormat.FOIA: "message_centre",
    PrintFormat.NARA: "archive",
    PrintFormat.CARD: "card_over_telegram",
}
"""The print forms by the names of `cables.layout`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A printed document. `truth` is None where it is no cable."""

    pdf: bytes
    sheets: tuple[Sheet, ...]
    truth: CableTruth | None
    release: ReleaseTruth | None
    format: PrintFormat | None

    def fields(self) -> dict[str, Any]:
        """Return the truth by field, in the contract's names, ready for JSON."""
        if self.truth is None or self.release is None:
            return {"status": "no_cable"}
        plain = asdict(self.truth)
        kept = {key: plain[key] for key in plain if key not in ("era", "received_raw")}
        is_card = self.format is PrintFormat.CARD
        return {
            **kept,
            "sections_present": list(range(1, self.truth.section_count + 1)),
            "format": "card+telegram" if is_card else "telegram",
            "layout": LAYOUT_OF[self.format] if self.format else None,
            "redaction_count": sum(len(sheet.redactions()) for sheet in self.sheets),
            "release": asdict(self.release),
        }

    def lines(self) -> dict[str, Any]:
        """Return the truth by printed line and, per page, the redaction boxes in points."""
        pages = [
            {"page": number, "lines": sheet.lines(), "redactions": sheet.redactions()}
            for number, sheet in enumerate(self.sheets, start=1)
        ]
        return {"release": asdict(self.release) if self.release else None, "pages": pages}


Printer = Callable[[Withheld, ReleaseTruth, Random], list[Sheet]]

PRINTERS: dict[PrintFormat, Printer] = {
    PrintFormat.FOIA: foia.print_foia,
    PrintFormat.NARA: nara.print_nara,
    PrintFormat.CARD: card.print_card,
}


def print_cable(
    cable: CableTruth, layout: PrintFormat, *, variant: int = 0, withheld_count: int = 0
) -> Print:
    """Print a cable as it would be released.

    Args:
        cable: What it says.
        layout: How it is printed.
        variant: Another number gives another look: type, stamps, places, review.
        withheld_count: Stretches to withhold; only a FOIA print shows them.

    Raises:
        ValueError: The layout cannot show what is asked for.
    """
    if withheld_count and layout is not PrintFormat.FOIA:
        raise ValueError(f"a {layout} print shows no redactions; print it as {PrintFormat.FOIA}")
    if cable.section_count > 1 and layout is PrintFormat.CARD:
        raise ValueError("a card print holds one section; print a long cable as foia or nara")
    rng = Random(f"print/{layout}/{cable.mrn}/{variant}")
    withheld = withhold(cable, withheld_count, rng)
    release = _review(layout, rng, cable, withheld_count > 0)
    sheets = PRINTERS[layout](withheld, release, rng)
    return Print(
        pdf=draw(sheets),
        sheets=tuple(sheets),
        truth=withheld.truth,
        release=release,
        format=layout,
    )


def print_memo(*, variant: int = 0) -> Print:
    """Print a paper that is no cable."""
    sheets = memo.print_memo(Random(f"memo/{variant}"))
    return Print(pdf=draw(sheets), sheets=tuple(sheets), truth=None, release=None, format=None)


def without_boxes(printed: Print) -> Print:
    """Return a print that withholds the same words without drawing a box over them.

    What is left is blank paper and the code in the margin.
    """
    sheets = [
        Sheet(
            pieces=sheet.pieces,
            figures=[
                replace(one, kind="blank") if one.kind in REDACTIONS else one
                for one in sheet.figures
            ],
        )
        for sheet in printed.sheets
    ]
    return replace(printed, pdf=draw(sheets), sheets=tuple(sheets))


def truncate(printed: Print, share: float = 0.6) -> Print:
    """Cut a PDF short, as an interrupted download leaves it."""
    return replace(printed, pdf=printed.pdf[: int(len(printed.pdf) * share)])


def _review(layout: PrintFormat, rng: Random, cable: CableTruth, is_part: bool) -> ReleaseTruth:
    if layout is PrintFormat.FOIA:
        return foia.review(rng, cable.year, is_part)
    return card.review(rng) if layout is PrintFormat.CARD else nara.review()
