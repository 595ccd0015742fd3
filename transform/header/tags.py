"""The TAGS line: Traffic Analysis by Geography and Subject (5 FAH-3; TAGS handbook 1974).

Codes are parted by commas or blanks, persons stand in parentheses, organisations may have several
words between commas. Misread codes are repaired only to a code of the list that nothing else fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from transform.cable import Tag, TagKind
from transform.defects import Defect, DefectCode, Parsed
from transform.header.names import as_letters, parsed, squeeze
from transform.vocab import TAGS

FIELD = "tags"

_LABEL = re.compile(
    r"^\W*(?:TAGS?C?|TAGE\s?S|TAS|TGS|TAG\s?S|T4GS|TAQS|TAGSS)\s*[:;.,]\s*|^\W*TAGS\s+(?=\S)",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\([^()]*\)?")
_CODE = re.compile(r"^[A-Z0-9][A-Z0-9-]{1,7}$")

SUBJECT_LENGTH, GEOGRAPHIC_LENGTH = 4, 2
"""Subject and program TAGS have four letters, geographic ones two: glued codes are these."""


GLUED_KINDS = frozenset({TagKind.SUBJECT, TagKind.PROGRAM, TagKind.GEOGRAPHIC})


def is_tags_line(text: str) -> bool:
    """Say whether a line begins with the TAGS label, misprinted or not."""
    return bool(_LABEL.match(text))


def looks_like_tags(text: str) -> bool:
    """Say whether a line without its label is a list of codes.

    Two codes or more, all of the list; or, between commas, all in the shape of codes and half of
    them known (1974LAPAZ02004 prints `EDIS, ETRD, EAGR, BL` without a label).
    """
    plain = _PARENTHESIS.sub("", text).strip(" .")
    words = [word for word in re.split(r"[,;\s]+", plain) if word]
    known = sum(_repair(word)[0] in TAGS for word in words)
    if len(words) < 2 or not all(_CODE.match(_repair(word)[0]) for word in words):
        return False
    is_listed = plain.count(",") >= len(words) - 1
    return known == len(words) or (is_listed and 2 * known >= len(words))


def parse_tags(text: str) -> Parsed[tuple[Tag, ...]]:
    """Read a TAGS line with or without its label, wrapped lines joined.

    Returns:
        The entries in printed order. An entry of no list is kept, its kind unknown, with
        `tags.unknown`; each repair is named in the rules and told in `tags.repaired`.
    """
    value = squeeze(_LABEL.sub("", text, count=1))
    tags: list[Tag] = []
    rules: list[str] = []
    defects: list[Defect] = []
    for item, is_person in _items(value):
        if is_person:
            tags.append(Tag(tag=item, kind=TagKind.PERSON))
            continue
        for code, rule in _codes(item):
            if rule:
                rules.append(rule)
                defects.append(_told(DefectCode.TAG_REPAIRED, f"{item!r} read as {code}"))
            known = TAGS.get(code)
            if known is None:
                defects.append(_told(DefectCode.TAG_UNKNOWN, f"{code} stands in no list of TAGS"))
            tags.append(
                Tag(
                    tag=code,
                    kind=known.kind if known else TagKind.UNKNOWN,
                    meaning=known.meaning if known else None,
                )
            )
    if value.upper().strip(" .") in {"N/A", "NA", "NONE"}:
        return Parsed(value=())
    once = tuple({(tag.tag, tag.kind): tag for tag in tags}.values())
    return parsed(once, *rules, defects=tuple(defects))


def _items(value: str) -> Iterator[tuple[str, bool]]:
    """Give the entries in order: persons from their parentheses, the rest between commas."""
    place = 0
    for match in _PARENTHESIS.finditer(value):
        yield from ((item, False) for item in _between_commas(value[place : match.start()]))
        name = match.group().strip("() ,")
        if name:
            yield squeeze(name), True
        place = match.end()
    yield from ((item, False) for item in _between_commas(value[place:]))


def _between_commas(text: str) -> Iterator[str]:
    for item in re.split(r"[,;]", text):
        cleaned = squeeze(item).strip(" .:*'`~|_")
        if cleaned:
            yield cleaned


def _codes(item: str) -> Iterator[tuple[str, str]]:
    """Give the codes of one entry with the repair each took: one code, several, or a name."""
    code, rule = _repair(item)
    if code in TAGS:
        yield code, rule
        return
    words = item.split()
    repaired = [_repair(word) for word in words]
    if len(words) > 1 and (
        any(code in TAGS for code, _ in repaired) and all(_CODE.match(c) for c, _ in repaired)
    ):
        yield from repaired
        return
    glued = _split_glued(code) if len(words) == 1 else None
    if glued:
        yield from ((one, "tags.split_glued") for one in glued)
        return
    yield squeeze(item.upper()) if len(words) > 1 else code, rule


@lru_cache(maxsize=8192)
def _repair(word: str) -> tuple[str, str]:
    """Return a code as the list has it, and the rule if it had to be repaired.

    A small `l` in capitals is an I (94 DUSHANBE 259 prints `Tl`); a digit is the letter it looks
    like, if that gives a code of the list.
    """
    plain = word.strip(".:;'`*").upper()
    if word in TAGS:
        return word, ""
    letters = as_letters(word.strip(".:;'`*"))
    if letters in TAGS and letters != word:
        return letters, "" if plain == letters and "l" not in word else "tags.letter_repaired"
    return plain, ""


def _split_glued(code: str) -> tuple[str, ...] | None:
    """Split glued codes (`PHUMPGOV`); only if every piece is a code of the list.

    At least one must be a subject: two countries' letters make too many words.
    """
    if len(code) <= SUBJECT_LENGTH or not code.isalpha():
        return None
    pieces = _pieces(code)
    return pieces if pieces and any(len(one) == SUBJECT_LENGTH for one in pieces) else None


def _pieces(code: str) -> tuple[str, ...] | None:
    if not code:
        return ()
    for length in (SUBJECT_LENGTH, GEOGRAPHIC_LENGTH):
        known = TAGS.get(code[:length])
        if known is not None and known.kind in GLUED_KINDS and len(code) >= length:
            rest = _pieces(code[length:])
            if rest is not None:
                return (code[:length], *rest)
    return None


def _told(code: DefectCode, message: str) -> Defect:
    return Defect(code=code, field=FIELD, message=message)
