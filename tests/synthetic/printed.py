"""What a printed layout gives out: the PDF, and the truth of each cable in it as it is printed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.synthetic.sheets import Sheet, draw
from tests.synthetic.truth import CableTruth, ReleaseTruth

NOT_IN_JSON = ("era", "received_raw")
EMPTY: dict[str, list[str]] = {
    "distribution": [],
    "captions": [],
    "passing_instructions": [],
}
GRID = ("distribution", "distribution_total", "distribution_letter")
RELAY = (*GRID, "relay_counter", "filed_raw")
"""Fields of the office grid and the dash line, which many layouts do not print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutPrint:
    """One PDF. `truths` has the fields of each cable in it, in order; none where it holds none."""

    pdf: bytes
    sheets: tuple[Sheet, ...]
    truths: tuple[dict[str, Any], ...]
    release: ReleaseTruth | None

    def fields(self) -> dict[str, Any]:
        """Return the first cable's truth as `NAME.json` has it."""
        return self.truths[0] if self.truths else {"status": "no_cable"}

    def lines(self) -> dict[str, Any]:
        """Return the truth by printed line as `NAME.lines.json` has it."""
        pages = [
            {"page": number, "lines": sheet.lines(), "redactions": sheet.redactions()}
            for number, sheet in enumerate(self.sheets, start=1)
        ]
        return {"release": asdict(self.release) if self.release else None, "pages": pages}


def finish(
    sheets: Sequence[Sheet], release: ReleaseTruth | None, *truths: dict[str, Any]
) -> LayoutPrint:
    """Draw the sheets and put their truth beside them."""
    return LayoutPrint(pdf=draw(list(sheets)), sheets=tuple(sheets), truths=truths, release=release)


def _listed(value: Any) -> Any:
    """Return a record with lists for its tuples, as JSON has them."""
    if isinstance(value, dict):
        return {key: _listed(one) for key, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, tuple | list) else value


def fields_of(
    cable: CableTruth,
    release: ReleaseTruth,
    *,
    layout: str,
    form: str = "telegram",
    unprinted: Collection[str] = (),
    sections_present: Sequence[int] | None = None,
) -> dict[str, Any]:
    """Return a cable's fields in the contract's names, those the layout does not print left empty.

    Args:
        cable: What it says.
        release: What the reviewers printed over it.
        layout: The print form, a value of `cables.layout`.
        form: A value of `cables.format`.
        unprinted: Fields that are not on the paper.
        sections_present: Sections in this document; all when not said.
    """
    plain = {key: value for key, value in _listed(asdict(cable)).items() if key not in NOT_IN_JSON}
    plain |= {name: EMPTY.get(name) for name in unprinted}
    present = sections_present or range(1, cable.section_count + 1)
    return {
        **plain,
        "sections_present": list(present),
        "format": form,
        "layout": layout,
        "redaction_count": sum(one.redaction_count for one in cable.paragraphs),
        "release": asdict(release),
    }
