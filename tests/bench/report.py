"""The bench as a page of Markdown and a plot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.figures import (
    Spread,
    WayFigures,
    boxes_of,
    figures_of,
    header_of,
    throughputs,
)
from tests.bench.measures import FieldResult, PageResult
from tests.bench.prints import GENERATED
from tests.bench.ways import OURS
from tests.synthetic import Level

MEGABYTE = 1_000_000

LEVELS = tuple(level.value for level in Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Everything one bench measured."""

    pages: Sequence[PageResult]
    fields: Sequence[FieldResult]
    scaling: Sequence[dict[str, Any]]
    machine: Sequence[tuple[str, str]]
    """What it ran on and how, as name and value."""

    def of(self, is_generated: bool, level: str | None = None) -> list[PageResult]:
        """Return the pages of the generated or the released prints, at one level or at all."""
        return [
            page
            for page in self.pages
            if (page.group == GENERATED) == is_generated and level in (None, page.level)
        ]

    def fields_of(self, is_generated: bool, level: str) -> list[FieldResult]:
        """Return what the parser made of them."""
        return [
            one
            for one in self.fields
            if (one.group == GENERATED) == is_generated and one.level == level
        ]


def render(bench: Bench) -> str:
    """Return the page."""
    return "\n".join(_parts(bench)) + "\n"


def _parts(bench: Bench) -> Iterator[str]:
    yield "# This pipeline beside what else could read a page\n"
    yield (
        "Made by `make bench`; do not edit. `cablehouse` is this pipeline with the engine after "
        "the colon (none: its default; with a plus: its default, and that engine for the pages "
        "left in doubt), `tutorial` renders the page with pdf2image at 300 dpi and "
        "calls pytesseract's `image_to_string`, `ocrmypdf` is OCRmyPDF with its defaults. Every "
        "page goes through all of them before the next one. Each process has one thread "
        "(`OMP_THREAD_LIMIT=1`); CPU seconds are of the process and all it starts, user and "
        "system. A span in brackets is the quartiles over the pages. Every ratio is to "
        "`cablehouse` on the same pages: above 1 means dearer, or more errors.\n"
    )
    yield from table(("", ""), bench.machine)
    yield "![Cost, errors, header and throughput by way](benchmark.png)\n"
    for is_generated, title in (
        (True, "Prints the generator makes"),
        (False, "Prints of `shared/releases` (`seed`, `foia_scans`)"),
    ):
        if bench.of(is_generated):
            yield f"## {title}\n"
            yield from _cost(bench, is_generated)
            yield from _errors(bench, is_generated)
    yield from _redactions(bench)
    yield from _by_kind(bench)
    yield from _scaling(bench)
    yield from _memory(bench)


def _levels(bench: Bench, is_generated: bool) -> Iterator[tuple[str, list[WayFigures]]]:
    for level in LEVELS:
        figures = figures_of(bench.of(is_generated, level))
        if figures:
            yield level, figures


def _cost(bench: Bench, is_generated: bool) -> Iterator[str]:
    yield "### Cost\n"
    yield from table(
        ("level", "way", "pages", "CPU s a page", "ratio a page", "pages a CPU s", "ratio of all"),
        (
            (
                level,
                one.way,
                str(one.pages),
                _span(one.cpu, "{:.2f}"),
                _span(one.cpu_ratio, "{:.2f}"),
                f"{one.speed:.2f}",
                f"{one.speed_ratio:.2f}",
            )
            for level, figures in _levels(bench, is_generated)
            for one in figures
        ),
    )


def _errors(bench: Bench, is_generated: bool) -> Iterator[str]:
    yield "### Errors\n"
    yield (
        "CER and WER: wrong, missing and additional characters and words to printed ones, all "
        "pages together, lines matched whatever their order. Key header lines: printed lines from "
        "the DTG to the references read exactly. Header fields: values exactly right after this "
        "parser, whose grammar repairs what it can; the lines of every way go through it. They "
        "are judged where the truth gives fields.\n"
    )
    yield from table(
        (
            "level",
            "way",
            "CER %",
            "ratio",
            "CER % of a page",
            "WER %",
            "ratio",
            "key header lines exact",
            "header fields after the grammar",
        ),
        (
            (
                level,
                one.way,
                f"{100 * one.errors.character_error_rate:.2f}",
                _ratio(one.character_ratio),
                _span(_percent(one.page_rate), "{:.1f}"),
                f"{100 * one.errors.word_error_rate:.2f}",
                _ratio(one.word_ratio),
                _share(*one.key_lines),
                _share(*header_of(bench.fields_of(is_generated, level), one.way)),
            )
            for level, figures in _levels(bench, is_generated)
            for one in figures
        ),
    )


def _redactions(bench: Bench) -> Iterator[str]:
    yield "## Redactions\n"
    yield (
        "Boxes found with an intersection over union of at least 0.5 with one that was drawn, on "
        "the generator's prints. The other ways find none.\n"
    )
    ways = [way for way in dict.fromkeys(one.way for one in bench.fields) if _is_ours(way)]
    yield from table(
        ("level", "way", "drawn", "found", "recall", "precision"),
        (
            (level, way, str(drawn), str(found), _share(right, drawn), _share(right, found))
            for level in LEVELS
            for way in ways
            for drawn, found, right in [boxes_of(bench.fields_of(True, level), way)]
        ),
    )


def _by_kind(bench: Bench) -> Iterator[str]:
    kinds = sorted({page.kind for page in bench.pages if page.kind is not None})
    rows = [
        (kind, level, one.way, str(one.pages), one)
        for kind in kinds
        for level in LEVELS
        for one in figures_of(p for p in bench.of(True, level) if p.kind == kind)
    ]
    if not rows:
        return
    yield "## By kind of scan\n"
    yield from table(
        ("scan", "level", "way", "pages", "CPU s a page", "ratio", "CER %", "ratio"),
        (
            (
                *head,
                f"{one.cpu.middle:.2f}",
                f"{one.speed_ratio:.2f}",
                f"{100 * one.errors.character_error_rate:.2f}",
                _ratio(one.character_ratio),
            )
            for *head, one in rows
        ),
    )


def _scaling(bench: Bench) -> Iterator[str]:
    if not bench.scaling:
        return
    yield "## More cores\n"
    yield (
        "Pages a second of wall time, median of the repeats and least to most; every process reads "
        "the same pages. `of ideal` is the gain over one process to the number of processes.\n"
    )
    yield from table(
        ("way", "processes", "pages a second", "times one", "of ideal"),
        (
            (
                one.way,
                str(one.processes),
                _span(one.speed, "{:.2f}"),
                f"{one.times_one:.2f}",
                f"{one.times_one / one.processes:.2f}",
            )
            for one in throughputs(bench.scaling)
        ),
    )


def _memory(bench: Bench) -> Iterator[str]:
    yield "## Peak memory of a worker\n"
    yield (
        "The largest sum of resident memory of a process and all it started, looked at every "
        "50 ms; what they share counts twice. Over all pages above.\n"
    )
    yield from table(
        ("way", "MB", "ratio"), ((way, mb, ratio) for way, mb, ratio in _peaks(bench.pages))
    )


def _peaks(pages: Iterable[PageResult]) -> Iterator[tuple[str, str, str]]:
    peaks: dict[str, int] = {}
    for page in pages:
        peaks[page.way] = max(peaks.get(page.way, 0), page.peak or 0)
    for way, peak in peaks.items():
        if peak:
            yield way, f"{peak / MEGABYTE:.0f}", _ratio(peak / peaks[OURS])
        else:
            yield way, "not measured here", "-"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table of Markdown, and the empty line under it."""
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _is_ours(way: str) -> bool:
    return way.partition(":")[0] == OURS


def _span(one: Spread, style: str) -> str:
    show: Callable[[float], str] = style.format
    return f"{show(one.middle)} ({show(one.low)} to {show(one.high)})"


def _percent(one: Spread) -> Spread:
    return Spread(low=100 * one.low, middle=100 * one.middle, high=100 * one.high)


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % ({part}/{whole})" if whole else "-"
