"""The precedence letters before the date-time group: `O R`, `R`, `OO`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transform.cable import Precedence
from transform.defects import Defect, DefectCode, Parsed
from transform.header.names import parsed, unread
from transform.vocab import PRECEDENCES

PRECEDENCE_LETTERS = "".join(sorted(PRECEDENCES)) + "Y"
"""Z, O, P, R of ACP 127; Y is printed on some cables and stands in no list."""

_LOOKALIKES = str.maketrans(
    {"0": "O", "Q": "O", "D": "O", "G": "O", "C": "O", "2": "Z", "K": "R", "F": "P"}
)
_NOT_LETTER = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedencePair:
    """How fast a message goes to its action addressees and, where printed apart, its info ones."""

    action: Precedence
    info: Precedence | None


def parse_precedence(text: str) -> Parsed[PrecedencePair]:
    """Read one or two precedence letters.

    `O R` is action IMMEDIATE, info ROUTINE. A letter repeated (`OO`) is one precedence: so the
    calling line of a transmission prints it (5 FAH-2 H-321.2). A zero is read as the letter O.

    Returns:
        No value and `precedence.unknown` for `Y` and everything else that is no prosign.
    """
    letters = _NOT_LETTER.sub("", text.upper())
    repaired = letters.translate(_LOOKALIKES)
    rules = ("precedence.letter_for_digit",) if repaired != letters else ()
    if not 1 <= len(repaired) <= 2 or any(letter not in PRECEDENCES for letter in repaired):
        return unread(
            DefectCode.PRECEDENCE_UNKNOWN,
            "precedence",
            f"{text.strip()!r} is no precedence of ACP 127 (Z, O, P, R)",
        )
    action = PRECEDENCES[repaired[0]]
    info = PRECEDENCES[repaired[1]] if len(set(repaired)) == 2 else None
    return parsed(PrecedencePair(action=action, info=info), *rules, defects=_told(letters, rules))


def _told(printed: str, rules: tuple[str, ...]) -> tuple[Defect, ...]:
    if not rules:
        return ()
    message = f"precedence read from {printed!r}"
    return (Defect(code=DefectCode.FIELD_REPAIRED, field="precedence", message=message),)
