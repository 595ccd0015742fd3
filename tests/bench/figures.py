"""Figures of a bench: medians with their spread, and every way against this pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from tests.bench.measures import KEY, FieldResult, PageResult
from tests.bench.ways import OURS
from tests.reading_errors import LineErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A median with the quartiles around it."""

    low: float
    middle: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """Return median and quartiles of one value or more."""
    if len(values) == 1:
        return Spread(low=values[0], middle=values[0], high=values[0])
    low, _, high = quantiles(values, n=4, method="inclusive")
    return Spread(low=low, middle=median(values), high=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayFigures:
    """One way over some pages. Every ratio is to this pipeline on the same pages."""

    way: str
    pages: int
    cpu: Spread
    """CPU seconds a page."""
    cpu_ratio: Spread
    """Page by page."""
    speed: float
    """Pages a CPU second over all pages."""
    speed_ratio: float
    """This pipeline's speed to this way's."""
    errors: LineErrors
    page_rate: Spread
    """Character error rate a page."""
    character_ratio: float | None
    """None where this pipeline made no error."""
    word_ratio: float | None
    peak: int | None
    """Largest of any process, in bytes; None where it was not measured."""

    @property
    def key_lines(self) -> tuple[int, int]:
        """Key header lines read exactly, and all."""
        return self.errors.exact[KEY], self.errors.lines[KEY]


def figures_of(pages: Iterable[PageResult]) -> list[WayFigures]:
    """Return the figures of each way over the pages that every way has read."""
    by_way: dict[str, dict[tuple[str, int], PageResult]] = {}
    for page in pages:
        by_way.setdefault(page.way, {})[page.document, page.page_no] = page
    shared = set.intersection(*(set(held) for held in by_way.values())) if by_way else set()
    if not shared:
        return []
    keys = sorted(shared)
    ours = [by_way[OURS][key] for key in keys]
    return [_figures(way, [held[key] for key in keys], ours) for way, held in by_way.items()]


def _figures(way: str, pages: Sequence[PageResult], ours: Sequence[PageResult]) -> WayFigures:
    errors, our_errors = (sum((p.errors for p in x), start=LineErrors()) for x in (pages, ours))
    seconds, our_seconds = (sum(p.cpu for p in x) for x in (pages, ours))
    peaks = [page.peak for page in pages if page.peak is not None]
    return WayFigures(
        way=way,
        pages=len(pages),
        cpu=spread([page.cpu for page in pages]),
        cpu_ratio=spread([one.cpu / our.cpu for one, our in zip(pages, ours, strict=True)]),
        speed=len(pages) / seconds,
        speed_ratio=seconds / our_seconds,
        errors=errors,
        page_rate=spread([p.errors.character_error_rate for p in pages if p.errors.characters]),
        character_ratio=errors.errors / our_errors.errors if our_errors.errors else None,
        word_ratio=errors.word_errors / our_errors.word_errors if our_errors.word_errors else None,
        peak=max(peaks, default=None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """Pages a wall second of one way on so many processes, over the repeats."""

    way: str
    processes: int
    speed: Spread
    """Least, median and most pages a second."""
    times_one: float
    """Median against one process."""


def throughputs(records: Iterable[Mapping[str, Any]]) -> Iterator[Throughput]:
    """Yield the throughput of each way on each number of processes."""
    speeds: dict[str, dict[int, list[float]]] = {}
    for one in records:
        by_count = speeds.setdefault(one["way"], {})
        by_count.setdefault(one["processes"], []).append(one["pages"] / one["wall"])
    for way, by_count in speeds.items():
        for count, values in sorted(by_count.items()):
            yield Throughput(
                way=way,
                processes=count,
                speed=Spread(low=min(values), middle=median(values), high=max(values)),
                times_one=median(values) / median(by_count[min(by_count)]),
            )


def header_of(results: Iterable[FieldResult], way: str) -> tuple[int, int]:
    """Return the header fields a way has right after the parser, and all."""
    shares = [one.header for one in results if one.way == way and one.header is not None]
    return sum(share.exact for share in shares), sum(share.fields for share in shares)


def boxes_of(results: Iterable[FieldResult], way: str) -> tuple[int, int, int]:
    """Return the redactions drawn, found, and found in their place."""
    ones = [one for one in results if one.way == way]
    return (
        sum(one.boxes_drawn for one in ones),
        sum(one.boxes_found for one in ones),
        sum(one.boxes_right for one in ones),
    )
