"""Addressees: `[routing indicator '/'] plain language address [precedence word] [number]`."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from transform.cable import Addressee, Role
from transform.defects import Defect, DefectCode, Parsed
from transform.header.address_words import repair_address, unknown_words
from transform.header.names import WORN_DIGIT, as_letters, as_worn_digits, parsed, squeeze, unread
from transform.header.shapes import closest_by_shape
from transform.vocab import ADDRESS_WORDS, POSTS, Post, closest_post

FIELD = "addressees"

_ROLE = re.compile(r"^\s*(?:TO|INFO)\s*[: ]\s*(?=\S)", re.IGNORECASE)
_ROUTING = re.compile(r"^(?P<indicator>R[A-Z]\s?[A-Z]{2,6}\d?)(?:/ZEN)?\s?/\s*(?=[A-Z0-9])")
_NUMBER = re.compile(
    rf"(?:\s+(?P<number>(?=\S*\d){WORN_DIGIT}{{3,7}})|(?<=[A-Z])(?P<glued>\d{{4,7}}))\s*$"
)
_EXEMPT = re.compile(r"[\s,;]*\bXMT\b[\s:/,]*")
_KIND = re.compile(
    r"^(?P<kind>AM\s?EMBASSY|AMEMB|AM\s?CONSUL|AMCONGEN|AMLEGATION|US\s?MISSION|USLO|USINT|REO|"
    r"US\s?DEL|USOFFICE|AMERICAN (?:EMBASSY|CONSULATE)|EMBASSY|CONSULATE)\s+(?P<name>\S.*)$"
)
_FIRST_WORD = re.compile(r"^(?P<kind>\S{5,12})\s+(?P<name>\S.*)$")
_KINDS = ("AMEMBASSY", "AMCONSUL", "USMISSION")
_COLLECTIVE = re.compile(r"\bCOLLECTIVE\b|^ALL\s|^ALDAC\b|\bCOLLECTIVE$")

_SPECKS = re.compile(r"(?:[\s.,:;|'\"]+[A-Z]?(?![^\s.,:;|'\"]))+$")
"""Specks behind an address, read as marks and single letters: no address ends so."""

SHORTEST_ADDRESS = 2
"""Letters of the shortest address: `DI`; one letter is a speck."""

PRECEDENCE_WORDS = ("NIACT", "FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")
"""NIACT IMMEDIATE has no letter of its own: it is a word after the addressee."""

CLOSE_ENOUGH = 78.0
"""Least similarity (0 to 100) of a misread word: AMEMBISSY to AMEMBASSY is 89, IMMEDlATF 78."""

_PLACE_END = re.compile(r"\b(?:WASHDC|WASHINGTON DC|WASHINGTON|AFB [A-Z]{2}|CZ|COLLECTIVE)$")


def parse_addressee(text: str, role: Role) -> Parsed[Addressee]:
    """Read one addressee line; TO or INFO before it is passed over.

    Seen: `RUEHC/SECSTATE WASHDC IMMEDIATE 4696`, `AMEMBASSY LONDON 2250`,
    `SECSTATE WASHDC NIACT IMMEDIATE 8811`, `SECSTATE IMMEDIATE NIACT 2217`,
    `RU PALJ/USCINCSO J2 QUARRY HEIGHTS CZ`, `ALL US CONSULATES IN MEXICO COLLECTIVE`.

    The address stays as printed, garbled or not (`AMEMBISSY LIMA`), but for words a scan blurred
    (`WASHTNGTON`). Its post is found by name or, behind a word for embassy, consulate or mission,
    by the closest name.

    Returns:
        No value and `addressee.unreadable` when no address is left.
    """
    line = _ROLE.sub("", squeeze(text).upper(), count=1)
    line = _SPECKS.sub("", line).strip(" .,;:-")
    routing = _ROUTING.match(line)
    address = line[routing.end() :] if routing else line
    address, number, rules = _number(address)
    address, precedence, misread = _precedence(address)
    address, is_repaired = repair_address(address)
    if sum(character.isalpha() for character in address) < SHORTEST_ADDRESS:
        message = f"no address can be read in {text.strip()!r}"
        return unread(DefectCode.ADDRESSEE_UNREADABLE, FIELD, message)
    rules += (*misread, "addressee.words") if is_repaired else misread
    post = address_post(address)
    addressee = Addressee(
        role=role,
        plain_language_address=address,
        post=post.post if post else None,
        routing_indicator=routing["indicator"].replace(" ", "") if routing else None,
        precedence=precedence,
        continuity_number=number,
        is_collective=bool(_COLLECTIVE.search(address)),
    )
    return parsed(addressee, *rules, defects=_told(text, addressee, rules))


def parse_card_addressees(text: str, role: Role) -> Parsed[tuple[Addressee, ...]]:
    """Read the list a card prints: `WASHDC, SECSTATE ROUTINE; MOSCOW, AMEMBASSY ROUTINE`.

    A card puts the place first; the address is turned round to what a telegram prints.
    """
    found = []
    rules: list[str] = []
    defects: list[Defect] = []
    for entry in text.split(";"):
        if not entry.strip(" .,"):
            continue
        place, comma, rest = entry.partition(",")
        turned = f"{rest.strip()}" if comma else entry
        one = parse_addressee(turned, role)
        rules.extend(one.rules)
        defects.extend(one.defects)
        if one.value is not None:
            found.append(_with_place(one.value, squeeze(place).upper()) if comma else one.value)
    return parsed(tuple(found), *rules, defects=tuple(defects))


def split_exempt(text: str) -> tuple[str, tuple[str, ...]]:
    """Part a collective from the posts taken out of it.

    `X COLLECTIVE, XMT A, B` gives `X COLLECTIVE` and `A`, `B`; a line `XMT/AMEMBASSY SOFIA` gives
    an empty text and the post.
    """
    before, *after = _EXEMPT.split(text, maxsplit=1)
    if not after:
        return text.strip(), ()
    exempt = (name.strip(" .;") for name in after[0].split(","))
    return before.strip(" ,;"), tuple(name for name in exempt if name)


def looks_like_addressee(text: str) -> bool:
    """Say whether a line begins or ends as addresses do, or is the bare name of a post."""
    line = _ROLE.sub("", squeeze(text).upper(), count=1)
    if not line:
        return False
    if _ROUTING.match(line) or _KIND.match(line) or _EXEMPT.match(line):
        return True
    address = _precedence(_number(line)[0])[0]
    first = line.split()[0]
    return (
        ADDRESS_WORDS.get(first) in ("agency", "command", "address")
        or first.startswith(("CINC", "USCINC", "CDRUS", "COMUS", "USDEL", "USAF"))
        or bool(_PLACE_END.search(address))
        or bool(_COLLECTIVE.search(address))
        or POSTS.find(address) is not None
        or _misread_kind(address) is not None
    )


@lru_cache(maxsize=4096)
def address_post(address: str) -> Post | None:
    """Return the post an address names: `AMEMBASSY LA PAZ`, `SECSTATE WASHDC`, `USINT HAVANA`."""
    whole = POSTS.find(address)
    if whole:
        return whole
    name = _misread_kind(address)
    if name is None:
        return None
    exact = POSTS.find(name)
    if exact:
        return exact
    match = closest_post(name)
    return match.post if match else None


def _misread_kind(address: str) -> str | None:
    """Return what follows AMEMBASSY and the like, exact or misread."""
    exact = _KIND.match(address)
    if exact:
        return exact["name"]
    first = _FIRST_WORD.match(address)
    if first is None:
        return None
    letters = as_letters(first["kind"])
    if any(fuzz.ratio(letters, kind, score_cutoff=CLOSE_ENOUGH) for kind in _KINDS):
        return first["name"]
    return None


def _number(address: str) -> tuple[str, str | None, tuple[str, ...]]:
    """Part the continuity number from the end; three digits are taken only behind a post."""
    match = _NUMBER.search(address)
    printed = (match["number"] or match["glued"]) if match else ""
    digits = as_worn_digits(printed) if printed else None
    if match is None or digits is None:
        return address, None, ()
    before = address[: match.start()]
    if len(digits) < 4 and address_post(_precedence(before)[0]) is None:
        return address, None, ()
    if match["glued"]:
        return before, digits, ("addressee.split_glued",)
    return before, digits, () if digits == printed else ("addressee.number_digits",)


def _precedence(address: str) -> tuple[str, str | None, tuple[str, ...]]:
    """Part the precedence words from the end: IMMEDIATE, NIACT IMMEDIATE, IMMEDIATE NIACT."""
    words = address.split()
    found: list[str] = []
    rules: tuple[str, ...] = ()
    while len(words) > 1 and len(found) < 2:
        word = _precedence_word(words[-1].strip(" .,"))
        if word is None:
            break
        if word != words[-1].strip(" .,"):
            rules = ("addressee.precedence_word",)
        found.insert(0, word)
        words.pop()
    return " ".join(words), " ".join(found) or None, rules


@lru_cache(maxsize=4096)
def _precedence_word(word: str) -> str | None:
    if word in PRECEDENCE_WORDS:
        return word
    if len(word) < 5:
        return None
    letters = as_letters(word)
    near = [known for known in PRECEDENCE_WORDS if fuzz.ratio(letters, known) >= CLOSE_ENOUGH]
    return near[0] if len(near) == 1 else closest_by_shape(letters, PRECEDENCE_WORDS)


def _with_place(addressee: Addressee, place: str) -> Addressee:
    address = f"{addressee.plain_language_address} {place}"
    post = address_post(address)
    return Addressee(
        role=addressee.role,
        plain_language_address=address,
        post=post.post if post else None,
        precedence=addressee.precedence,
        continuity_number=addressee.continuity_number,
        is_collective=bool(_COLLECTIVE.search(address)),
    )


def _told(text: str, addressee: Addressee, rules: tuple[str, ...]) -> tuple[Defect, ...]:
    told: list[tuple[DefectCode, str]] = []
    address = addressee.plain_language_address
    if rules:
        message = f"{text.strip()!r} read as {address}: {', '.join(rules)}"
        told.append((DefectCode.FIELD_REPAIRED, message))
    unknown = () if addressee.post else unknown_words(address)
    if unknown:
        message = f"{address} holds words no list knows: {', '.join(unknown)}"
        told.append((DefectCode.ADDRESSEE_UNKNOWN, message))
    return tuple(Defect(code=code, field=FIELD, message=message) for code, message in told)
