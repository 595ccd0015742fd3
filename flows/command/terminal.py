"""Text of people and files on a terminal: shown, never obeyed.

A scan, a file name or a query's value may hold the characters that move the cursor, set the colour,
or turn the direction of the line, and show something else than what is stored.
"""

from __future__ import annotations

import json
import re
from typing import Any

_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"  # direction of writing, ends of lines
    "\ud800-\udfff]"  # halves of a character, which no terminal can be sent
)
NEWLINE = "⏎"
"""Stands for a line break where a value must stay on one line."""


def neutral(text: str) -> str:
    r"""Return text with what a terminal would obey written out, e.g. `\x1b`; lines stay lines."""
    return _OBEYED.sub(_written_out, text).replace("\t", " ")


def on_one_line(text: str) -> str:
    """Return neutral text with its line breaks shown as a sign."""
    return neutral(text).replace("\n", NEWLINE)


def json_text(value: Any) -> str:
    """Return a value as JSON that a program reads back whole and no terminal obeys."""
    text = json.dumps(value, indent=1, ensure_ascii=False, default=str)
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
