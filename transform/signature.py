"""The signature: a surname in capitals, the last thing a cable says (5 FAH-1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.rows import Row, blank_between
from transform.running_text import is_finished, right_edge, strip_specks

_NAME = r"[A-Z][A-Z'’-]{2,}(?:,? [A-Z][A-Z'’.-]*){0,2}"
_SIGNATURE = re.compile(rf"^{_NAME}(?: ?/ ?{_NAME}| FOR {_NAME}| ?\(ACTING\)?)?$")
"""A surname; of two, who signed and for whom: `SAMPLE FOR DOE`, `SAMPLE (ACTING)`."""
_NO_NAMES = frozenset(
    {"CONFIDENTIAL", "SECRET", "UNCLASSIFIED", "END", "COMMENT", "SUMMARY", "TEXT"}
)
"""Words in capitals that may stand last and name nobody."""
_RUN_IN_SIGNATURE = re.compile(r"[.!?][\"')\]]*\s+(?P<name>[A-Z][A-Z'’-]{2,})$")
"""A signature on the text's own last line, behind its end stop: `REVIEW. CHRISTOPHER`."""
_NOTE = re.compile(r"^NOTE\s+BY\s+[A-Z/]+", re.IGNORECASE)


def split_signature(rows: Sequence[Row]) -> tuple[list[Row], Row | None]:
    """Take the signature off: the last row with text, a surname in capitals standing alone.

    A note the message centre added may stand below it (1974LAPAZ05142).
    """
    body = list(rows)
    end = len(body)
    while end and (not body[end - 1].has_text or _NOTE.match(body[end - 1].text)):
        end -= 1
    above = body[end - 2] if end > 1 else None
    if end and _is_signature(body[end - 1], above, right_edge(body)):
        return body[: end - 1] + body[end:], body[end - 1]
    return body, body[end - 1] if end and _RUN_IN_SIGNATURE.search(body[end - 1].text) else None


def join_sections(sections: Sequence[Sequence[Row]]) -> tuple[list[Row], Row | None]:
    """Return the rows of all sections as one body without signatures, and the signature's row.

    Sections sent apart are each signed (1974LAPAZ02004): a name that stands last in every one is no
    part of the text.
    """
    rows, signature_row = split_signature(sections[-1] if sections else ())
    for section in reversed(sections[:-1]):
        body, signed = split_signature(section)
        is_same = signed is not None and signature_text(signed) == signature_text(signature_row)
        rows = (body if is_same else list(section)) + rows
    return rows, signature_row


def _is_signature(row: Row, above: Row | None, edge: float) -> bool:
    text = strip_specks(row.text)
    if not _SIGNATURE.match(text) or not _NO_NAMES.isdisjoint(text.split()):
        return False
    # A wrapped last word in capitals looks the same; then the row above is full and goes on.
    return above is None or blank_between(above, row) is not False or is_finished(above, edge)


def signature_text(row: Row | None) -> str | None:
    """Return the name a signature's row prints, or None without one."""
    if row is None:
        return None
    run_in = _RUN_IN_SIGNATURE.search(row.text)
    return run_in.group("name") if run_in else strip_specks(row.text)


def without_signature(text: str) -> str:
    """Return a last line without the signature that runs on behind its end stop."""
    return _RUN_IN_SIGNATURE.sub(".", text)
