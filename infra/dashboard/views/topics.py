"""TAGS over time."""

from __future__ import annotations

from starlette.requests import Request

from infra.dashboard.charts import lines
from infra.dashboard.page import Page, text_of, texts_of
from infra.dashboard.warehouse import Reading

KINDS = ("subject", "program", "geographic", "organization", "person", "unknown")
MOST_LINES = 6
"""Lines that can be told apart in one chart, and colours of the stylesheet."""


def topics(reading: Reading, request: Request) -> Page:
    """Show which TAGS most cables bear, and some of them over the years."""
    kind = text_of(request, "kind")
    rows = reading.ask("tags", kind=kind)
    chosen = [one.upper() for one in texts_of(request, "tag", MOST_LINES)]
    shown = chosen or [row["tag"] for row in rows[:MOST_LINES]]
    series: dict[str, dict[int, float]] = {tag: {} for tag in shown}
    for row in reading.ask("tag_years", tags=shown):
        series[row["tag"]][row["year"]] = row["cables"]
    years = sorted({year for values in series.values() for year in values})
    return Page(
        template="topics.html",
        context={
            "rows": rows,
            "most": max((row["cables"] for row in rows), default=1),
            "kind": kind,
            "kinds": KINDS,
            "chosen": chosen,
            "shown": shown,
            "chart": lines(years, series),
            "series": series,
            "years": years,
            "most_lines": MOST_LINES,
        },
    )
