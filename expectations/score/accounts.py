"""Is everything there? Every document seen in one status, every line in exactly one layer."""

from __future__ import annotations

from expectations.query import Query, as_int
from expectations.score.report import Accounts, WithoutTruth
from transform.cable import DocumentStatus


def take_accounts(query: Query) -> Accounts:
    """Return the counts over the whole warehouse."""
    seen = query(
        "select documents_seen from runs where documents_seen > 0 order by started_at desc limit 1"
    )
    statuses = {
        str(row["status"]): as_int(row["documents"])
        for row in query("select status, count(*) as documents from documents group by status")
    }
    (lines,) = query(
        "select count(*) as held, count(*) filter (where layer = 'unclaimed') as unclaimed, "
        "count(*) - count(distinct (document_id, page_no, line_no)) as repeated from lines"
    )
    (pages,) = query("select sum(line_count) as line_count from pages")
    (cables,) = query("select count(*) as cables from cables")
    return Accounts(
        documents_seen=as_int(seen[0]["documents_seen"]) if seen else None,
        statuses={status.value: statuses.get(status, 0) for status in DocumentStatus},
        lines_read=as_int(pages["line_count"]),
        lines_held=as_int(lines["held"]),
        lines_repeated=as_int(lines["repeated"]),
        lines_unclaimed=as_int(lines["unclaimed"]),
        cables=as_int(cables["cables"]),
    )


def list_without_truth(query: Query, judged: frozenset[str]) -> tuple[WithoutTruth, ...]:
    """Return the documents no truth speaks of, and the cables found in them.

    Args:
        query: Asks the warehouse.
        judged: Ids of the documents some truth speaks of.
    """
    cables: dict[str, list[str]] = {}
    for row in query("select document_id, coalesce(mrn, cable_id) as name from cables order by 2"):
        cables.setdefault(str(row["document_id"]), []).append(str(row["name"]))
    return tuple(
        WithoutTruth(
            source_uri=str(row["source_uri"]),
            status=str(row["status"]),
            cables=tuple(cables.get(str(row["document_id"]), ())),
        )
        for row in query("select document_id, source_uri, status from documents order by 2")
        if row["document_id"] not in judged
    )
