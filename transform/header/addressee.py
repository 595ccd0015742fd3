"""Addressees: `[RI/]PLAD [precedence] [MCN]`, in telegrams and on cards.

PLAD is the plain language address (AMEMBASSY LIMA), RI the routing indicator (RUEHC), MCN the
message continuity number the Department's addressees get (5 FAH-2 H-321.7). Misprinted addresses
are kept as printed (`AMEMBISSY LIMA`); the post they mean is a value of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from transform.cable import Addressee, Role
from transform.defects import DefectCode, Parsed
from transform.header.names import DIGIT_LIKE, as_digits, parsed, squeeze, unread
from transform.vocab import POSTS, Post

FIELD = "addressees"

PRECEDENCE_WORDS = ("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")

KINDS = (
    "AMEMBASSY", "AMCONSUL", "AMCONGEN", "USMISSION", "USLO", "USINT", "USDEL", "USOFFICE",
    "AMLEGATION", "AMBASSADOR", "AMREP", "EMBASSY", "CONSULATE",
)  # fmt: skip
"""What a post is, before its name."""

ADDRESS_WORDS = frozenset(
    {
        "SECSTATE", "SECDEF", "SECSTATES", "WASHDC", "WASHINGTON", "COLLECTIVE", "CINCPAC",
        "CINCEUR", "CINCSO", "CINCLANT", "USCINCSO", "USCINCEUR", "USCINCCENT", "USCENTCOM",
        "USNORTHCOM", "USSOUTHCOM", "USEUCOM", "JCS", "CIA", "DIA", "NSA", "NSC", "DEA", "FBI",
        "FAA", "USDOC", "USIA", "USICA", "USDA", "DEPT", "DEPARTMENT", "COMMANDER", "CDR",
        "CJCS", "HQ", "HQS", "AFB", "WHITE", "HOUSE", "NATIONAL", "DSAA", "OSD", "USAFSO",
        "USUN", "USNATO", "USEU", "USOECD", "POSTS", "CAPITALS", "CONSULATES", "TREASURY",
        "COMMERCE", "RUEHC", "AID", "CENTER", "COMMAND", "ALL", "USIS", "SITUATION",
    }
)  # fmt: skip
"""Words of addresses that are no post (seen in ../releases and in 5 FAH-2 examples)."""

KIND_CLOSE_ENOUGH = 78
"""Least similarity (0-100) of a misprinted kind: two wrong letters of nine (`ATE BASSY`)."""

_ROUTING = re.compile(r"^(?P<routing>R[A-Z]{3,7})\s?/\s*(?=\S)")
_CONTINUITY = re.compile(rf"\s+(?P<number>{DIGIT_LIKE}{{3,6}})$")
_PRECEDENCE = re.compile(
    r"[\s,]+(?P<word>(?:NIACT\s+)?(?:FLASH|IMMEDIATE|PRIORITY|ROUTINE)(?:\s+NIACT)?|NIACT)$"
)
_EDGES = re.compile(r"^[\s.,:;*'`~|_•·-]+|[\s.,:;*'`~|_•·-]+$")
_EXEMPT = re.compile(r",?\s*\bXMT\b[\s:/,]*", re.IGNORECASE)
_CARD_PRECEDENCE = re.compile(
    r"\s+(?P<word>(?:NIACT\s+)?(?:FLASH|IMMEDIATE|PRIORITY|ROUTINE))\s*$", re.IGNORECASE
)


def parse_addressee(text: str, role: Role) -> Parsed[Addressee]:
    """Read one addressee, its TO or INFO left out: `SECSTATE WASHDC NIACT IMMEDIATE 4696`.

    Returns:
        The addressee, or no value and `addressee.unreadable` when no letter is left.
    """
    rest = _EDGES.sub("", squeeze(text.upper()))
    routing = _ROUTING.match(rest)
    if routing:
        rest = rest[routing.end() :]
    rules: list[str] = []
    number, rest = _take_continuity(rest, rules)
    precedence, rest = _take_precedence(rest)
    if number is None:
        number, rest = _take_continuity(rest, rules)
    rest = _EDGES.sub("", rest)
    if not any(char.isalpha() for char in rest):
        return unread(DefectCode.ADDRESSEE_UNREADABLE, FIELD, f"no address in {text.strip()!r}")
    post = find_post_of_address(rest)
    return parsed(
        Addressee(
            role=role,
            plain_language_address=rest,
            post=post.post if post else None,
            routing_indicator=routing["routing"] if routing else None,
            precedence=precedence,
            continuity_number=number,
            is_collective=rest.endswith("COLLECTIVE") or rest.startswith("ALL "),
        ),
        *rules,
    )


def parse_card_addressees(text: str, role: Role) -> Parsed[tuple[Addressee, ...]]:
    """Read a card's addressees: `WASHDC, SECSTATE ROUTINE; MOSCOW, AMEMBASSY ROUTINE`.

    A card turns the address round at its comma; it is turned back.
    """
    found: list[Addressee] = []
    for item in re.split(r"\s*;\s*", squeeze(text)):
        word = _CARD_PRECEDENCE.search(item)
        address = item[: word.start()] if word else item
        name, comma, kind = address.partition(",")
        turned = f"{kind.strip()} {name.strip()}" if comma else address.strip()
        one = parse_addressee(f"{turned} {word['word']}" if word else turned, role).value
        if one is not None:
            found.append(one)
    return parsed(tuple(found))


def split_exempt(text: str, role: Role) -> tuple[tuple[str, Role], ...]:
    """Split an address line at XMT: what follows is taken out of the collective before it.

    `ALL ... COLLECTIVE, XMT AMEMBASSY SOFIA` gives the collective and SOFIA as exempt.
    """
    before, *after = _EXEMPT.split(text)
    pieces = [(before, role)] if before.strip() else []
    pieces += [
        (name, Role.EXEMPT) for part in after for name in part.split(",") if name.strip(" .")
    ]
    return tuple(pieces) or ((text, role),)


def looks_like_addressee(text: str) -> bool:
    """Say whether a line has an address's words: a kind of post, a known office, a known post."""
    words = [word for word in re.split(r"[\s/,.]+", text.upper()) if word]
    if not words or len(words) > LONGEST_ADDRESS_WORDS:
        return False
    if any(word in ADDRESS_WORDS or word in KINDS for word in words):
        return True
    return find_post_of_address(" ".join(words)) is not None


LONGEST_ADDRESS_WORDS = 10
"""DEPT OF HOMELAND SECURITY WASHINGTON DC has six; a precedence and a number may follow."""


@lru_cache(maxsize=8192)
def find_post_of_address(address: str) -> Post | None:
    """Return the post an address means, or None for offices that are none: CIA, SECDEF.

    The name stands behind the kind of post; a misprinted name is matched to the nearest post.
    """
    _, name = split_kind(address)
    if not name:
        return POSTS.find(address)
    found = POSTS.find(name) or POSTS.find(address)
    if found is None:
        nearest = POSTS.closest(name)
        found = nearest.post if nearest else None
    return found


def split_kind(address: str) -> tuple[str | None, str]:
    """Return the kind of post an address begins with, and the name behind it ("" without a kind).

    A torn kind may have lost a letter to a blank (`ATE BASSY QUITO`).
    """
    words = address.split()
    for count in (1, 2):
        kind = _kind("".join(words[:count])) if len(words) > count else None
        if kind is not None:
            return kind, " ".join(words[count:])
    return None, ""


def parse_originator(text: str) -> Parsed[str]:
    """Read the FM line without its FM: the sender's address, `AMEMBASSY LA PAZ`.

    A misprinted kind or name is put right, since the sender is a key; the print stays in the raw
    reading. An address of no known kind is kept as printed.
    """
    printed = _EDGES.sub("", squeeze(text.upper()))
    kind, name = split_kind(printed)
    if not any(char.isalpha() for char in printed):
        return unread(DefectCode.ORIGINATOR_MISSING, "originator", f"no sender in {text!r}")
    if kind is None:
        return parsed(printed)
    known = POSTS.find(name)
    nearest = None if known else POSTS.closest(name)
    spelt = (POSTS.spelling(nearest.spelling) or name) if nearest else name
    right = f"{kind} {spelt}"
    return parsed(right) if right == printed else parsed(right, "originator.nearest")


@lru_cache(maxsize=4096)
def _kind(word: str) -> str | None:
    """Return the kind of post a word says, misprinted or not."""
    if word in KINDS:
        return word
    if len(word) < 5:
        return None
    best = max(KINDS, key=lambda kind: fuzz.ratio(word, kind))
    return best if fuzz.ratio(word, best) >= KIND_CLOSE_ENOUGH else None


def _take_continuity(text: str, rules: list[str]) -> tuple[str | None, str]:
    match = _CONTINUITY.search(text)
    printed = match["number"] if match else ""
    digits = as_digits(printed)
    if match is None or digits is None or 2 * sum(c.isdigit() for c in printed) < len(printed):
        return None, text
    if digits != printed:
        rules.append("continuity_number.digit_for_letter")
    return digits, text[: match.start()]


def _take_precedence(text: str) -> tuple[str | None, str]:
    match = _PRECEDENCE.search(text)
    if match is None:
        return None, text
    words = match["word"].split()
    word = " ".join(sorted(words, key=lambda one: one != "NIACT"))
    return word, text[: match.start()]
