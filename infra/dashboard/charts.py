"""Rows to charts: where every mark stands. `templates/charts.html` writes them as SVG.

Drawn on the server, so that a chart needs no script, takes its colours from the stylesheet, and
each of its marks is a link that a keyboard reaches (docs/decisions/0013-dashboard.md). Lengths are
units of the SVG's viewBox.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Number = float

WIDTH, HEIGHT = 720.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 8.0, 10.0, 26.0
"""Margins: for figures of seven digits on the left, for years below."""

MOST_LABELS = 13
"""Years written below an axis before they touch."""

NOT_READ = "not read"
UNKNOWN_COLOUR = 5
"""What could not be read is gray in every chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on an axis, with what is written there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """What a chart stands in: its size, and the marks below and beside it."""

    below: tuple[Tick, ...]
    beside: tuple[Tick, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    bottom: float = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class Series:
    """What is counted by itself, and which colour of the stylesheet it has."""

    name: str
    colour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One part of a column."""

    top: float
    height: float
    colour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its parts from below, what it says, and where it leads."""

    left: float
    width: float
    segments: tuple[Segment, ...]
    says: str
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(Axes):
    """A chart of stacked columns."""

    columns: tuple[Column, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a line. One that is nothing is not marked."""

    x: float
    y: float
    says: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series of a chart of lines."""

    series: Series
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """Its points as SVG has them."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Axes):
    """A chart of lines over years."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A circle on the map."""

    x: float
    y: float
    radius: float
    says: str
    href: str


def columns(
    periods: Sequence[int],
    series: Sequence[str],
    counts: Mapping[tuple[int, str], int],
    *,
    name_of: Callable[[int], str] = str,
    href_of: Callable[[int], str | None] = lambda _: None,
    unit: str = "cables",
) -> Columns | None:
    """Return stacked columns, one for each period from the first to the last, empty ones too.

    Args:
        periods: Years or months that have a count.
        series: What is stacked, from below.
        counts: By period and series.
        name_of: What a period is called.
        href_of: Where its column leads.
        unit: What is counted.
    """
    if not periods:
        return None
    span = range(min(periods), max(periods) + 1)
    totals = {one: sum(counts.get((one, name), 0) for name in series) for one in span}
    highest, beside = scale(max(totals.values()))
    step = (WIDTH - LEFT - RIGHT) / len(span)
    per_unit = (HEIGHT - TOP - BOTTOM) / highest
    coloured = tuple(
        Series(name, UNKNOWN_COLOUR if name == NOT_READ else place)
        for place, name in enumerate(series)
    )
    made: list[Column] = []
    for n, period in enumerate(span):
        foot = HEIGHT - BOTTOM
        segments: list[Segment] = []
        for one in coloured:
            height = counts.get((period, one.name), 0) * per_unit
            if height:
                foot -= height
                segments.append(Segment(top=foot, height=height, colour=one.colour))
        parts = [f"{name} {counts[period, name]:,}" for name in series if (period, name) in counts]
        made.append(
            Column(
                left=LEFT + n * step + step * 0.1,
                width=step * 0.8,
                segments=tuple(segments),
                says=f"{name_of(period)}: {totals[period]:,} {unit} ({', '.join(parts)})",
                href=href_of(period) if totals[period] else None,
            )
        )
    return Columns(
        columns=tuple(made),
        series=coloured,
        below=_below(span, step, name_of),
        beside=beside,
    )


def lines(
    years: Sequence[int], series: Mapping[str, Mapping[int, Number]], unit: str = "cables"
) -> Lines | None:
    """Return lines over the years from the first to the last; a year without a value counts 0."""
    if not years or not series:
        return None
    span = range(min(years), max(years) + 1)
    highest, beside = scale(max((v for one in series.values() for v in one.values()), default=0))
    step = (WIDTH - LEFT - RIGHT) / max(len(span), 1)
    per_unit = (HEIGHT - TOP - BOTTOM) / highest
    made = [
        Line(
            series=Series(name, place),
            points=tuple(
                Point(
                    x=LEFT + step / 2 + n * step,
                    y=HEIGHT - BOTTOM - values.get(year, 0) * per_unit,
                    says=f"{name}, {year}: {values.get(year, 0):,} {unit}",
                    is_marked=bool(values.get(year)),
                )
                for n, year in enumerate(span)
            ),
        )
        for place, (name, values) in enumerate(series.items())
    ]
    return Lines(lines=tuple(made), below=_below(span, step, str), beside=beside)


def scale(highest: Number) -> tuple[float, tuple[Tick, ...]]:
    """Return the upper end of an axis from 0, and its marks, at 1, 2 or 5 times a power of ten."""
    wanted = max(float(highest), 1.0) / 4
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= wanted)
    # Things that are counted have no halves.
    step = max(step, 1.0)
    count = math.ceil(max(float(highest), 1.0) / step)
    per_unit = (HEIGHT - TOP - BOTTOM) / (count * step)
    return count * step, tuple(
        Tick(at=HEIGHT - BOTTOM - n * step * per_unit, label=f"{n * step:,.0f}")
        for n in range(count + 1)
    )


def _below(span: range, step: float, name_of: Callable[[int], str]) -> tuple[Tick, ...]:
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000) if len(span) / n <= MOST_LABELS)
    return tuple(
        Tick(at=LEFT + step / 2 + n * step, label=name_of(period))
        for n, period in enumerate(span)
        if every == 1 or period % every == 0
    )


MAP_WIDTH, MAP_HEIGHT = 3600.0, 1460.0
"""A tenth of a degree is a unit: longitude from -180, latitude from 84 north to 62 south."""

MAP_NORTH = 84.0

SMALLEST_SPOT, LARGEST_SPOT = 14.0, 90.0
"""Radii: one that can be clicked on, and one that leaves Europe's capitals apart."""


def spots(
    places: Sequence[tuple[str, float, float, int]],
    href_of: Callable[[str], str],
    names: Mapping[str, str],
) -> tuple[Spot, ...]:
    """Return a circle for each place, its area as its count, large ones first.

    Args:
        places: Post, latitude, longitude, cables.
        href_of: Where a post's circle leads.
        names: What each post is called.
    """
    most = max((count for *_, count in places), default=1)
    return tuple(
        Spot(
            x=(longitude + 180) * 10,
            y=(MAP_NORTH - latitude) * 10,
            radius=max(SMALLEST_SPOT, LARGEST_SPOT * math.sqrt(count / most)),
            says=f"{names[post]}: {count:,} cables",
            href=href_of(post),
        )
        for post, latitude, longitude, count in sorted(places, key=lambda one: -one[3])
    )
