"""Lists: the cables of a post, year, TAG or decision; the documents of a status."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request

from infra.dashboard.page import Page, WrongAddress, address, number_of, text_of
from infra.dashboard.warehouse import Reading

CABLES = 50
DOCUMENTS = 100
"""Rows of a page; a question asks for one more, to tell whether there is another page."""


def cables(reading: Reading, request: Request) -> Page:
    """List cables in the order of their DTG."""
    wanted = {
        "post": text_of(request, "post"),
        "year": number_of(request, "year", 9999),
        "month": number_of(request, "month", 12),
        "classification": text_of(request, "classification"),
        "tag": text_of(request, "tag"),
        "decision": text_of(request, "decision"),
    }
    after_id = text_of(request, "after")
    rows = reading.ask(
        "cables", **wanted, after_id=after_id, after_dtg=_instant(text_of(request, "from"))
    )
    shown = rows[:CABLES]
    more = None
    if len(rows) > CABLES:
        last = shown[-1]
        dtg = last["dtg"].isoformat() if last["dtg"] else None
        more = address("/cables", **wanted, **{"after": last["cable_id"], "from": dtg})
    return Page(
        template="cables.html",
        context={
            "rows": shown,
            "wanted": wanted,
            "more": more,
            "is_first": after_id is None,
            "first": address("/cables", **wanted),
        },
    )


def documents(reading: Reading, request: Request) -> Page:
    """List documents in the order of their files."""
    status = text_of(request, "status")
    after_id, after_name = text_of(request, "after"), text_of(request, "name")
    rows = reading.ask("documents", status=status, after_id=after_id, after_name=after_name)
    shown = rows[:DOCUMENTS]
    more = None
    if len(rows) > DOCUMENTS:
        last = shown[-1]
        more = address(
            "/documents", status=status, after=last["document_id"], name=last["file_name"]
        )
    return Page(template="documents.html", context={"rows": shown, "status": status, "more": more})


def _instant(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        raise WrongAddress(f"from in the address is {given!r}, and should be a time") from None
