"""How much is held, when it was sent, and by which posts."""

from __future__ import annotations

import calendar
from functools import partial

from starlette.requests import Request

from infra.dashboard.charts import NOT_READ, columns, spots
from infra.dashboard.page import Page, address, number_of, text_of
from infra.dashboard.warehouse import Reading

CLASSIFICATIONS = (
    "UNCLASSIFIED",
    "LIMITED OFFICIAL USE",
    "CONFIDENTIAL",
    "SECRET",
    "TOP SECRET",
)
"""From below in every column: what most cables are."""


def overview(reading: Reading, request: Request) -> Page:
    """Show volumes over time and by post, of all years or one, of all posts or one."""
    year = number_of(request, "year", 9999)
    post = text_of(request, "post")
    rows = reading.ask("volumes", year=year, post=post)
    dated = [row for row in rows if row["period"] is not None]
    counts: dict[tuple[int, str], int] = {}
    for row in dated:
        key = (row["period"], row["classification"] or NOT_READ)
        counts[key] = counts.get(key, 0) + row["cables"]
    found = {name for _, name in counts}
    series = [name for name in (*CLASSIFICATIONS, NOT_READ) if name in found]
    series += sorted(found - {*series})
    posts = reading.ask("posts", year=year)
    known = [row for row in posts if row["latitude"] is not None and row["post"]]
    return Page(
        template="overview.html",
        context={
            "held": reading.one("held"),
            "total": {
                "cables": sum(row["cables"] for row in rows),
                "words": sum(row["words"] for row in rows),
                "listed": address("/cables", year=year, post=post),
            },
            "year": year,
            "post": post,
            "chart": columns(
                sorted({period for period, _ in counts}),
                series,
                counts,
                name_of=month_name if year else str,
                href_of=partial(_cables_of_month, year, post) if year else partial(_year, post),
            ),
            "series": series,
            "counts": counts,
            "periods": sorted({period for period, _ in counts}),
            "name_of": month_name if year else str,
            "undated": sum(row["cables"] for row in rows if row["period"] is None),
            "posts": posts,
            "most": max((row["cables"] for row in posts), default=1),
            "spots": spots(
                [(r["post"], r["latitude"], r["longitude"], r["cables"]) for r in known],
                lambda name: address("/", post=name),
                {r["post"]: f"{r['post']}, {r['country']}" for r in known},
            ),
            "unplaced": sum(row["cables"] for row in posts if row["latitude"] is None),
        },
    )


def month_name(month: int) -> str:
    """Return the English name of a month, cut to three letters."""
    return calendar.month_abbr[month]


def _year(post: str | None, year: int) -> str:
    return address("/", year=year, post=post)


def _cables_of_month(year: int | None, post: str | None, month: int) -> str:
    return address("/cables", year=year, month=month, post=post)
