"""The labels of a card, as printed and as worn type shows them.

A card ends at the first row that is none of its own, so a label that is not known loses all below
it: 'E.0.: Unknown' on a clean scan took TAGS, reference and subject with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.header.executive_order import is_executive_order_line
from transform.header.shapes import closest_by_shape

HEAD_LABELS = (
    "MRN", "Date/DTG", "Date", "DTG", "From", "Action", "Action Post", "Info", "E.O.", "EO",
    "TAGS", "Captions", "Caption", "Reference", "References", "Ref", "Subject", "Classification",
    "Precedence", "Pass Line", "Passing Instructions",
)  # fmt: skip
"""Labels above the text of a card-style cable, or of the card above a telegram."""

TAIL_LABELS = (
    "Signature", "Drafted By", "Cleared By", "Approved By", "Released By", "Info", "Info Post",
    "XMT", "Action Post", "Attachments", "Dissemination Rule", "Dissemination Rules",
)  # fmt: skip
"""Labels below its text."""

_COLON = re.compile(r"^(?P<label>[^:;]{2,22}?)\s*[:;]\s*")
"""What stands before the first colon, which worn type shows as a semicolon too."""

_SIGNS = re.compile(r"[\W_]+")


def head_label(text: str) -> tuple[str, str] | None:
    """Return the label a row begins with, in capitals, and its value; None where there is none."""
    return _label(text, _HEAD)


def tail_label(text: str) -> tuple[str, str] | None:
    """Return the label of a row below the text, in capitals, and its value; None if it has none."""
    return _label(text, _TAIL)


def _label(text: str, labels: dict[str, str]) -> tuple[str, str] | None:
    match = _COLON.match(text)
    if match is None:
        return None
    printed = _bare(match["label"])
    known = printed if printed in labels else closest_by_shape(printed, labels.keys())
    if known is None and "EO" in labels and is_executive_order_line(text):
        known = "EO"
    return None if known is None else (labels[known], text[match.end() :].strip())


def _bare(label: str) -> str:
    """Return a label's letters and digits in capitals."""
    return _SIGNS.sub("", label).upper()


def _by_letters(labels: Sequence[str]) -> dict[str, str]:
    """Return labels in capitals by their letters."""
    return {_bare(label): label.upper() for label in labels}


_HEAD, _TAIL = _by_letters(HEAD_LABELS), _by_letters(TAIL_LABELS)
