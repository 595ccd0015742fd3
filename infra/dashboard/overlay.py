"""The boxes drawn over a page: fields, paragraphs, lines, redactions, defects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from infra.dashboard.fields import PART_OF
from infra.dashboard.warehouse import Row

MARGIN = 1.5
"""Points of white between type and the box around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One box. `keys` are the items it belongs to, the first the one a click goes to."""

    kind: str
    keys: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page as it is looked at: its size on the paper, and how it is turned to be read."""

    page_no: int
    width: float
    height: float
    turned_degrees: int

    @property
    def shown_width(self) -> float:
        """Width once it is turned."""
        return self.height if self.turned_degrees in (90, 270) else self.width

    @property
    def shown_height(self) -> float:
        """Height once it is turned."""
        return self.width if self.turned_degrees in (90, 270) else self.height

    @property
    def transform(self) -> str:
        """The turn as SVG has it: boxes and picture are those of the page as it lies."""
        return {
            0: "matrix(1 0 0 1 0 0)",
            90: f"matrix(0 1 -1 0 {self.height:.2f} 0)",
            180: f"matrix(-1 0 0 -1 {self.width:.2f} {self.height:.2f})",
            270: f"matrix(0 -1 1 0 0 {self.width:.2f})",
        }[self.turned_degrees]


def sheet_of(page: Row, turned_degrees: int | None) -> Sheet:
    """Return the sheet of a row of `pages`.

    Args:
        page: The page.
        turned_degrees: How a person wants it turned; None for as it was turned to be read.
    """
    return Sheet(
        page_no=page["page_no"],
        width=page["width"],
        height=page["height"],
        turned_degrees=page["turned_degrees"] if turned_degrees is None else turned_degrees,
    )


def shapes_of(
    page_no: int,
    cable_id: str | None,
    *,
    lines: Sequence[Row],
    readings: Sequence[Row] = (),
    redactions: Sequence[Row] = (),
    defects: Sequence[Row] = (),
) -> tuple[Shape, ...]:
    """Return the boxes of a page, large ones below: lines, paragraphs, redactions, fields."""
    made = [
        _shape("line", (f"line:{row['line_no']}",), row, f"{row['layer']}: {row['text']}")
        for row in lines
    ]
    made += _paragraphs(row for row in lines if row["cable_id"] == cable_id)
    made += [
        _shape(
            "redaction",
            (f"redaction:{row['position']}",),
            row,
            f"withheld {' '.join(row['exemptions'])}".strip(),
        )
        for row in redactions
        if row["page_no"] == page_no
    ]
    made += [
        _shape("defect", (f"defect:{row['position']}",), row, f"{row['code']}: {row['message']}")
        for row in defects
        if row["page_no"] == page_no and row["x0"] is not None
    ]
    made += [
        _shape(
            "field",
            (f"field:{PART_OF.get(row['field'], row['field'])}", f"reading:{row['position']}"),
            row,
            f"{row['field']}: {row['raw']}",
        )
        for row in sorted(readings, key=_layer_of)
        if row["page_no"] == page_no and row["x0"] is not None
    ]
    return tuple(made)


def _layer_of(reading: Row) -> bool:
    """Where one line gives several fields, the field that is the line is above its parts."""
    return reading["field"] not in PART_OF


def _paragraphs(lines: Iterable[Row]) -> list[Shape]:
    """Return a box around the lines each paragraph has on the page."""
    of_one: dict[int, list[Row]] = {}
    for line in lines:
        if line["paragraph_position"] is not None:
            of_one.setdefault(line["paragraph_position"], []).append(line)
    return [
        _shape(
            "paragraph",
            (f"paragraph:{position}",),
            {
                "x0": min(row["x0"] for row in rows),
                "top": min(row["top"] for row in rows),
                "x1": max(row["x1"] for row in rows),
                "bottom": max(row["bottom"] for row in rows),
            },
            f"paragraph {position}",
        )
        for position, rows in of_one.items()
    ]


def _shape(kind: str, keys: tuple[str, ...], box: Row, says: str) -> Shape:
    return Shape(
        kind=kind,
        keys=keys,
        x=box["x0"] - MARGIN,
        y=box["top"] - MARGIN,
        width=box["x1"] - box["x0"] + 2 * MARGIN,
        height=box["bottom"] - box["top"] + 2 * MARGIN,
        says=says,
    )
