"""How far the warehouse can be trusted: by run, by field, by defect, and what is kept out."""

from __future__ import annotations

from starlette.requests import Request

from infra.dashboard.page import NotFound, Page, address, number_of, text_of
from infra.dashboard.warehouse import Reading, Row

DEFECTS = 50
"""Rows of a page; the question asks for one more."""


def quality(reading: Reading, request: Request) -> Page:
    """Show checks by run, fields found and agreeing, defects, and the quarantine."""
    year = number_of(request, "year", 9999)
    by_field: dict[str, dict[str, Row]] = {}
    for row in reading.ask("fields", year=year):
        by_field.setdefault(row["field"], {})[row["text_source"]] = row
    return Page(
        template="quality.html",
        context={
            "runs": reading.ask("runs"),
            "failed_checks": reading.ask("failed_checks"),
            "year": year,
            "years": [row["year"] for row in reading.ask("field_years")],
            "by_field": by_field,
            "text_sources": sorted({name for rows in by_field.values() for name in rows}),
            "defect_codes": reading.ask("defect_codes"),
            "quarantine": reading.ask("quarantine"),
        },
    )


def defects(reading: Reading, request: Request) -> Page:
    """List where one kind of defect stands."""
    code, field = request.path_params["code"], text_of(request, "field")
    after_id, after_position = text_of(request, "after"), number_of(request, "position")
    rows = reading.ask(
        "defects_of_code",
        code=code,
        field=field,
        after_id=after_id,
        after_position=after_position,
    )
    if not rows:
        raise NotFound(f"No print has the defect {code!r}. Go to the page Quality for those found.")
    shown = rows[:DEFECTS]
    more = None
    if len(rows) > DEFECTS:
        last = shown[-1]
        more = address(
            f"/quality/{code}", field=field, after=last["document_id"], position=last["position"]
        )
    return Page(
        template="defects.html",
        context={"code": code, "field": field, "rows": shown, "more": more},
    )
