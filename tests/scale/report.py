"""The page of figures, docs/benchmark-warehouse.md."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

SHOWN_CHECKS = 5
"""Checks of the gate that are named."""

_HEAD = """\
# What a large warehouse costs

Written by `make bench-warehouse`; do not edit. The warehouse is invented (`tests/scale`): its
rows are made, not read from pages, and go the way of every load from staging on: merged, linked,
indexed, judged, published. Texts are put together
from {sentences:,} sentences, words drawn by Zipf's law.
How it is made fast: docs/decisions/0014-warehouse-at-scale.md.

"""


def page(record: Mapping[str, Any]) -> str:
    """Return the page as Markdown.

    Args:
        record: What `python -m tests.scale` stored of a warehouse.
    """
    measured, judged = record["measured"], record["judged"]["seconds"]
    built = record["built"]
    built = built | {"seconds": built["seconds"] | {"judge": sum(judged.values())}}
    parts = [_HEAD.format(sentences=record["sentences"]), _machine(record)]
    parts.append("## What it holds\n\n")
    counts = [[name, f"{count:,}"] for name, count in measured["counts"].items()]
    parts.append(_table(["table", "rows"], counts))
    parts.append(f"The file has {measured['size'] / 1e9:.1f} GB.\n\n")
    parts.append(_views(measured))
    parts.append("## Searches, the first 20 of what they find\n\n")
    parts.append(_figures(measured["searches"]))
    parts.append("## The page of a cable\n\n")
    parts.append(
        "All queries of a page: the cable, its document, readings, addressees, distribution, "
        "TAGS, references in both directions, mentions, paragraphs, copies, redactions, defects, "
        "lines and pages.\n\n"
    )
    parts.append(_figures(measured["pages"]))
    parts.append(_load("## The load of all of it", built))
    parts.append(_dearest(judged))
    if "delivered" in record:
        parts.append(_load(f"## A delivery of {record['delivery']:,} cables", record["delivered"]))
    return "".join(parts).rstrip() + "\n"


def _machine(record: Mapping[str, Any]) -> str:
    loads = ", ".join(f"{stage} {load:.0f}" for stage, load in record["load"].items())
    return (
        f"{record['machine']}; DuckDB was given {record['threads']} threads and "
        f"{record['memory']}. Load of the machine when each stage ended (1 is "
        f"one busy core): {loads}. Each time is the middle of three; CPU is the time of all cores, "
        "which other work does "
        "not lengthen.\n\n"
    )


def _views(measured: Mapping[str, Any]) -> str:
    rows = []
    for counted, whole, asked in zip(
        measured["counted"], measured["whole"], measured["asked"], strict=True
    ):
        is_met = all(figure["seconds"] <= figure["target"] for figure in (counted, whole, asked))
        missed = " and ".join(
            name
            for name, figure in (("counted", counted), ("read", whole), ("asked", asked))
            if figure["seconds"] > figure["target"]
        )
        rows.append(
            [
                f"`mart.{counted['name']}`",
                *(
                    f"{figure['seconds']:.2f} ({figure['cpu']:.2f})"
                    if math.isfinite(figure["seconds"])
                    else "out of memory"
                    for figure in (counted, whole, asked)
                ),
                "met" if is_met else f"not met: {missed}",
            ]
        )
    return (
        "## Views\n\nTarget 2 s. *Counted* is `count(*)` of the whole view, *read* takes every "
        "column of every row, *asked* is what a dashboard asks (`tests/scale/measure.py`). In "
        "brackets seconds of all cores.\n\n"
        + _table(["view", "counted, s", "read, s", "asked, s", "target"], rows)
    )


def _figures(figures: Iterable[Mapping[str, Any]]) -> str:
    rows = [
        [
            figure["name"],
            f"{figure['seconds']:.3f}",
            f"{figure['cpu']:.3f}",
            f"{figure['target']:g}",
            "met" if figure["seconds"] <= figure["target"] else "not met",
        ]
        for figure in figures
    ]
    return _table(["", "s", "CPU s", "target, s", ""], rows)


def _load(title: str, built: Mapping[str, Any]) -> str:
    stages = {name: value for name, value in built["seconds"].items() if name != "invent"}
    total, invented = sum(stages.values()), built["seconds"]["invent"]
    rows = [[name, f"{value:.1f}", f"{value / total:.0%}"] for name, value in stages.items()]
    steps = [
        [f"of finish: {name}", f"{value:.1f}", f"{value / total:.0%}"]
        for name, value in sorted(built["steps"].items(), key=lambda item: -item[1])
    ]
    return (
        f"{title}\n\n{total:.0f} s, and {invented:.0f} s to invent the rows; "
        f"most memory of the process {built['peak_memory'] / 1e9:.1f} GB. *finish* writes the new "
        "file, "
        "*judge* is the gate, *publish* the swap.\n\n"
        + _table(["stage", "s", "share"], rows + steps)
    )


def _dearest(judged: Mapping[str, float]) -> str:
    """Return the checks of the gate that take most of its time."""
    rows = [[f"`{name}`", f"{value:.1f}"] for name, value in list(judged.items())[:SHOWN_CHECKS]]
    return (
        f"The gate asks {len(judged)} checks, here of the published file; the dearest:\n\n"
        + _table(["check", "s"], rows)
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n\n"
