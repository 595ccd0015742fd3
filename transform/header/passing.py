"""Passing instructions: for whom in a post or the Department a cable is, and who is to pass it on.

Seen: `DEPARTMENT FOR OES/S`, `PASS AGRICULTURE`, `STATE PASS OPIC`, `USCINCSO FOR DISASTER RELIEF
COORDINATOR`, `FOR: CU/ARA`, `HQS FOR TPT/HUGHES, EMBASSY FOR DEA`, `PASS TO TREASURY, ...`.
"""

from __future__ import annotations

import re

from transform.defects import DefectCode, Parsed
from transform.header.names import parsed, squeeze, unread

FIELD = "passing_instructions"

_ADDRESS = r"[A-Z][A-Z0-9/.'-]*(?:\s+\(?[A-Z0-9/]+\)?){0,3}?"
_PASSING = re.compile(
    rf"^(?:{_ADDRESS}\s+(?:FOR|PASS|ALSO PASS|PLEASE PASS|PLS PASS)\b(?!\s+THE\b)\s*\S.*"
    r"|(?:PLEASE |PLS )?PASS\s+(?:TO\s+)?[A-Z].*"
    r"|FOR\s*:\s*[A-Z].*"
    r"|FOR\s+[A-Z][A-Z0-9/.' -]+\s+FROM\s+[A-Z].*"
    r"|(?:AMBASSADOR|CHARGE|DCM)\s+TO\s+[A-Z].*)$"
)

LONGEST_ADDRESS = 60
"""Passing instructions are addresses, not sentences: they end without a stop within a line."""


def parse_passing(text: str) -> Parsed[str]:
    """Read a passing instruction, its wrapped rows joined; the text is kept as printed."""
    line = squeeze(text)
    if not line:
        return unread(DefectCode.CAPTION_UNKNOWN, FIELD, "an empty passing instruction")
    return parsed(line)


def is_passing_line(text: str) -> bool:
    """Say whether a line is a passing instruction: capitals only, an address and FOR or PASS."""
    line = squeeze(text)
    if not line or line != line.upper() or line.endswith("."):
        return False
    return bool(_PASSING.match(line))
