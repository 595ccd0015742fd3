"""What reviewers decided, how long it took, and how much is withheld."""

from __future__ import annotations

from starlette.requests import Request

from infra.dashboard.charts import NOT_READ, columns
from infra.dashboard.page import Page
from infra.dashboard.warehouse import Reading

DECISIONS = ("full", "part", "denied")


def releases(reading: Reading, request: Request) -> Page:
    """Show release decisions, lag, and redaction shares."""
    rows = reading.ask("decisions")
    counts: dict[tuple[int, str], int] = {}
    totals: dict[str, int] = {}
    undated = 0
    for row in rows:
        decision = row["decision"] or NOT_READ
        totals[decision] = totals.get(decision, 0) + row["documents"]
        if row["year"] is None:
            undated += row["documents"]
        else:
            counts[row["year"], decision] = row["documents"]
    series = [one for one in (*DECISIONS, NOT_READ) if one in totals]
    years = sorted({year for year, _ in counts})
    lag = reading.ask("release_lag")
    redacted = reading.ask("redacted_years")
    exemptions = reading.ask("redacted_exemptions")
    return Page(
        template="releases.html",
        context={
            "chart": columns(years, series, counts, unit="documents"),
            "series": series,
            "years": years,
            "counts": counts,
            "totals": totals,
            "undated": undated,
            "lag": lag,
            "redacted": redacted,
            "redacted_chart": columns(
                [row["year"] for row in redacted],
                ["withheld in part", "nothing withheld"],
                {
                    key: count
                    for row in redacted
                    for key, count in (
                        ((row["year"], "withheld in part"), row["redacted"]),
                        ((row["year"], "nothing withheld"), row["cables"] - row["redacted"]),
                    )
                },
            ),
            "redacted_series": ["withheld in part", "nothing withheld"],
            "posts": reading.ask("redacted_posts"),
            "exemptions": exemptions,
            "most_exempted": max((row["cables"] for row in exemptions), default=1),
        },
    )
