"""The FM line: who sent the cable. Its post is part of the cable's number, so it is put right."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from transform.defects import Defect, DefectCode, Parsed
from transform.header.address_words import repair_address
from transform.header.names import parsed, squeeze, unread
from transform.vocab import ADDRESS_WORDS, POSTS, closest_post

FIELD = "originator"

KINDS = (
    "AMEMBASSY", "AMCONSUL", "AMCONGEN", "USMISSION", "USLO", "USINT", "USDEL", "USOFFICE",
    "AMLEGATION", "AMEMB",
)  # fmt: skip
"""What a sending post is, before its name (5 FAH-2; `USLO PEKING`, `USINT HAVANA`)."""

KIND_CLOSE_ENOUGH = 78.0
"""Least similarity (0-100) of a misprinted kind: two wrong letters of nine (`ATE BASSY`)."""

SHORTEST_GUESS = 5
"""Letters a torn kind must have left: USLO misread is any word."""

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def parse_originator(text: str) -> Parsed[str]:
    """Read the sender from the FM line without its FM: `AMEMBASSY LA PAZ`, `SECSTATE WASHDC`.

    A misprinted kind or post is put right and the repair named; a sender of no known kind is kept
    as printed.

    Returns:
        The sender in capitals, or no value and `originator.missing`.
    """
    printed = _EDGES.sub("", squeeze(text.upper()))
    if not any(char.isalpha() for char in printed):
        return unread(DefectCode.ORIGINATOR_MISSING, FIELD, f"no sender in {text.strip()!r}")
    right, _ = repair_address(printed)
    kind, name = _split_kind(right)
    if kind is not None:
        nearest = None if POSTS.spelling(name) else closest_post(name)
        right = f"{kind} {(nearest and POSTS.spelling(nearest.spelling)) or name}"
    rules = () if right == printed else ("originator.nearest",)
    return parsed(right, *rules, defects=_unknown(right))


def _unknown(sender: str) -> tuple[Defect, ...]:
    """Return a defect for a sender that is no known post, mission or agency."""
    kind, name = _split_kind(sender)
    if POSTS.find(name if kind else sender) or (not kind and sender.split()[0] in ADDRESS_WORDS):
        return ()
    message = f"{sender} is no sender that is known: compare with the page"
    return (Defect(code=DefectCode.ORIGINATOR_UNKNOWN, field=FIELD, message=message),)


def _split_kind(address: str) -> tuple[str | None, str]:
    """Return the kind an address begins with and the name behind it.

    A torn kind may have lost a letter to a blank (`ATE BASSY QUITO`).
    """
    words = address.split()
    for count in (1, 2):
        kind = _kind("".join(words[:count])) if len(words) > count else None
        if kind is not None:
            return kind, " ".join(words[count:])
    return None, ""


def _kind(word: str) -> str | None:
    if word in KINDS:
        return word
    if len(word) < SHORTEST_GUESS:
        return None
    best = max(KINDS, key=lambda kind: fuzz.ratio(word, kind))
    return best if fuzz.ratio(word, best) >= KIND_CLOSE_ENOUGH else None
