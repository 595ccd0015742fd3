"""What counts as a header field, and the share of them that was read exactly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from expectations.score.held import READ_WITH
from expectations.score.report import Comparison

HEADER_FIELDS = frozenset(
    {
        "mrn",
        "dtg",
        "precedence",
        "originator",
        "addressees",
        "classification",
        "captions",
        "passing_instructions",
        "executive_order",
        "declassify_raw",
        "classified_by",
        "classification_reasons",
        "tags",
        "subject",
        "references",
    }
)
"""The message header, typed by the post, from precedence and DTG to the references, and the
classified-by line under it. The message centre's grid and dash line are another layer
(domain.md, section 1)."""

PRINTED_FORMS = frozenset({"dtg_raw"})
"""Columns that keep what was read before any repair: no values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderShare:
    """Header fields of a group: how many are printed, and how many of those came out exactly.

    A field is exact when all it says is: an MRN with its year, post and serial, addressees with
    their precedence and numbers. One that is not on the paper counts only when something was read.
    """

    fields: int
    exact: int


def header_share(comparisons: Iterable[Comparison]) -> HeaderShare:
    """Return the share of header fields read exactly."""
    is_exact: dict[tuple[str, str], bool] = {}
    for one in comparisons:
        field = _header_field(one.pair.field)
        is_there = one.pair.expected is not None or one.pair.read is not None
        if field is not None and is_there:
            key = one.owner_id, field
            is_exact[key] = is_exact.get(key, True) and one.pair.is_right
    return HeaderShare(fields=len(is_exact), exact=sum(is_exact.values()))


def _header_field(name: str) -> str | None:
    """Return the header field `<field>.<part>` or `<field> <remark>` belongs to, if to any."""
    column = name.partition(" ")[0].partition(".")[0]
    field = READ_WITH.get(column, column)
    return field if field in HEADER_FIELDS and column not in PRINTED_FORMS else None
