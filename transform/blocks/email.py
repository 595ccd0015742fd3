"""The e-mail that carried a cable: its own rows, and what its writers added.

In the mailboxes released from 2014 on a cable stands below `From: / Sent: / To: / Subject:`, often
under several replies. None of that is the cable's. A memorandum has FROM and TO as well, but is not
`Sent:`; a card has From, but below an MRN.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from transform.layers import RowKind
from transform.rows import Row

_FROM = re.compile(r"^From\s*:", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?P<label>From|Sent|Date|To|Cc|Bcc|Subject|Importance|Attachments?|Classification)\s*:",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S|<[^<>]{3,}>")
_RULE = re.compile(
    r"^[-_\s]{2,}(?:Original\s+Message|Forwarded\s+(?:message|by\b.*))[-_\s]*$", re.IGNORECASE
)
_WROTE = re.compile(r"^On\s.{6,80}\swrote\s*:$", re.IGNORECASE)

HEAD_REACH = 12
"""Rows a mail's head may have: five labels, and lists of names that wrap."""

WRAPPED_ROWS = 3
"""Rows that may stand between two labels: a list of names that wraps."""


def find_mail_heads(rows: Sequence[Row], kinds: Mapping[int, RowKind]) -> dict[int, RowKind]:
    """Return the rows of a document that are mails' heads: labels, and the rules above them."""
    found: dict[int, RowKind] = {}
    visible = [row for row in rows if row.index not in kinds]
    for n, row in enumerate(visible):
        if row.index in found:
            continue
        if _FROM.match(row.text):
            for one in _head(visible[n : n + HEAD_REACH]):
                found[one.index] = RowKind.EMAIL
        elif _RULE.match(row.text) or _WROTE.match(row.text):
            found[row.index] = RowKind.EMAIL
    return found


def _head(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows of a mail's head that begins at the first row, or none."""
    labels: dict[str, int] = {}
    last = 0
    for n, row in enumerate(rows):
        match = _LABEL.match(row.text)
        if match is None:
            if n - last > WRAPPED_ROWS:
                break
            continue
        label = match["label"].upper()
        if label in labels:
            break
        labels[label] = last = n
        if label == "SUBJECT":
            break
    head = rows[: last + 1]
    is_sent = "SENT" in labels or ("DATE" in labels and any(_ADDRESS.search(r.text) for r in head))
    return head if is_sent and labels.keys() & {"TO", "SUBJECT"} else ()


def find_mail_text(
    rows: Sequence[Row], kinds: Mapping[int, RowKind], first_cable: int
) -> dict[int, RowKind]:
    """Return what mails' writers added above the first cable, which begins at a position."""
    heads = [index for index, kind in kinds.items() if kind is RowKind.EMAIL]
    above = rows[min(heads, default=first_cable) : first_cable]
    return {row.index: RowKind.EMAIL for row in above if row.index not in kinds}
