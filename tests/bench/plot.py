"""The bench as a picture: what a page costs, what is misread, the header, and more cores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bench.figures import WayFigures, figures_of, header_of, throughputs
from tests.bench.report import LEVELS, Bench

COLOURS = ("#1b6ca8", "#62a8d6", "#d1495b", "#edae49", "#66a182", "#5d576b")
"""One for each way, in the order they were asked for."""

BAR = 0.8
"""Share of a level's room that its bars take."""


def draw_plot(bench: Bench, path: Path) -> None:
    """Write the picture of the generator's prints, or of the released ones where there are none."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    is_generated = bool(bench.of(True))
    levels = [level for level in LEVELS if bench.of(is_generated, level)]
    figures = {level: figures_of(bench.of(is_generated, level)) for level in levels}
    ways = [one.way for one in figures[levels[0]]]
    colours = dict(zip(ways, COLOURS, strict=False))
    canvas, ((cost, errors), (header, cores)) = pyplot.subplots(2, 2, figsize=(11, 8))
    _boxes(cost, figures, colours)
    cost.set_title("CPU seconds a page (median, quartiles)")
    _bars(errors, figures, colours, lambda one, _: 100 * one.errors.character_error_rate)
    errors.set_title("Characters misread, % (log)")
    errors.set_yscale("log")
    _draw_header(header, bench, figures, colours, is_generated)
    _draw_cores(cores, bench, colours)
    handles, labels = cost.get_legend_handles_labels()
    canvas.legend(handles, labels, loc="lower center", ncols=len(ways), frameon=False)
    canvas.tight_layout(rect=(0, 0.04, 1, 1))
    canvas.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(canvas)


def _boxes(axes: Any, figures: dict[str, list[WayFigures]], colours: dict[str, str]) -> None:
    """Draw the median as a bar and the quartiles as its whisker."""
    for place, colour, way, held in _places(figures, colours):
        middles = [one.cpu.middle for one in held]
        below = [one.cpu.middle - one.cpu.low for one in held]
        above = [one.cpu.high - one.cpu.middle for one in held]
        width = BAR / len(colours)
        axes.bar(place, middles, width, color=colour, label=way, yerr=(below, above), capsize=2)
    _name_levels(axes, figures)


def _bars(
    axes: Any, figures: dict[str, list[WayFigures]], colours: dict[str, str], value: Any
) -> None:
    for place, colour, way, held in _places(figures, colours):
        values = [value(one, level) for one, level in zip(held, figures, strict=True)]
        axes.bar(place, values, BAR / len(colours), color=colour, label=way)
    _name_levels(axes, figures)


def _draw_header(
    axes: Any,
    bench: Bench,
    figures: dict[str, list[WayFigures]],
    colours: dict[str, str],
    is_generated: bool,
) -> None:
    """Draw the fields after the grammar in colour, and over them the raw lines as a black mark."""

    def after(one: WayFigures, level: str) -> float:
        right, fields = header_of(bench.fields_of(is_generated, level), one.way)
        return 100 * right / fields if fields else 0.0

    _bars(axes, figures, colours, after)
    for place, _, _, held in _places(figures, colours):
        raw = [100 * one.key_lines[0] / one.key_lines[1] for one in held]
        axes.plot(place, raw, "_", color="black", markersize=14, markeredgewidth=2)
    axes.set_title("Header, % exact: fields parsed (bars), raw lines (marks)")
    axes.set_ylim(0, 105)


def _draw_cores(axes: Any, bench: Bench, colours: dict[str, str]) -> None:
    speeds = list(throughputs(bench.scaling))
    for way, colour in colours.items():
        own = [one for one in speeds if one.way == way]
        axes.errorbar(
            [one.processes for one in own],
            [one.speed.middle for one in own],
            yerr=(
                [one.speed.middle - one.speed.low for one in own],
                [one.speed.high - one.speed.middle for one in own],
            ),
            color=colour,
            marker="o",
            capsize=3,
        )
    axes.set_xticks(sorted({one.processes for one in speeds}))
    axes.set_xlabel("processes")
    axes.set_ylim(bottom=0)
    axes.set_title("Pages a second of wall time (median, least to most)")


def _places(
    figures: dict[str, list[WayFigures]], colours: dict[str, str]
) -> list[tuple[list[float], str, str, list[WayFigures]]]:
    """Return for each way the places of its bars, its colour, its name and figures by level."""
    width = BAR / len(colours)
    return [
        (
            [n + (nth - (len(colours) - 1) / 2) * width for n in range(len(figures))],
            colour,
            way,
            [next(one for one in held if one.way == way) for held in figures.values()],
        )
        for nth, (way, colour) in enumerate(colours.items())
    ]


def _name_levels(axes: Any, figures: dict[str, list[WayFigures]]) -> None:
    axes.set_xticks(range(len(figures)), list(figures))
