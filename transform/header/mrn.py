"""Message reference numbers: one key in four spellings (year, post, serial)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from transform.defects import Defect, DefectCode, Parsed
from transform.header.names import DIGIT_LIKE, as_digits, as_letters, parsed, squeeze, unread
from transform.header.shapes import closest_by_shape
from transform.vocab import POSTS, closest_post, cut_name, post_key

FIELD = "mrn"

FIRST_YEAR = 1973
"""Numbers of this form begin with the archive's electronic file, 1 July 1973."""

_MRN = re.compile(
    r"^\W*(?P<year>(?:19|20)\d\d|\d\d)?\s*"
    r"(?P<post>[A-Z](?:[A-Z .'/-]*[A-Z])?)\s*"
    rf"(?P<serial>{DIGIT_LIKE}{{0,6}}\d{DIGIT_LIKE}{{0,6}}?)(?P<copy>_[A-Z0-9]+)?\W*$"
)
_MISSION = re.compile(r"^(?:AM\s?EMBASSY|AM\s?CONSUL|AMCONGEN|US\s?MISSION|USLO|USINT|EFTO)\s*")
"""Words desks put before a post in a number: `US MISSION EC BRUSSELS 0086` (1974 LA PAZ 146), and
what a number made of a control line has glued to it: `09EFTOLONDON2499` (cablemap's lists)."""
_NAMES = sorted({name for post in POSTS.posts for name in (post.post, *post.former_names)})
_NAMES_BY_LENGTH = {
    length: tuple(names) for length, names in groupby(sorted(_NAMES, key=len), key=len)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mrn:
    """A message reference number. `year` has four digits; None where none is printed."""

    year: int | None
    post: str
    """In capitals, as posts spell it: LA PAZ; a former name stays (KIEV)."""
    serial: int
    """Without leading zeros; not unique by itself."""
    is_airgram: bool = False
    """Whether it is of the post's airgrams, which count for themselves: A-150."""


def parse_mrn(text: str) -> Parsed[Mrn]:
    """Read a number in any of its spellings.

    `11 MEXICO 392` (references, cards), `2011MEXICO000392` (2000s), `1979RIYADH00905` (the
    archive: post cut to six letters), `09MEXICO829`, `94DUSHANBE259_a` (a second copy).

    Two digits of a year are read in the years cables come from, 1973 on: a number is never older.

    Returns:
        No value and `mrn.unreadable` when there is no post and serial in it.
    """
    match = _MRN.match(squeeze(text).upper())
    serial = as_digits(match["serial"]) if match else None
    if match is None or serial is None:
        return unread(DefectCode.MRN_UNREADABLE, FIELD, f"{text.strip()!r} is no reference number")
    rules = ["mrn.serial_digits"] if serial != match["serial"] else []
    post, post_rules = read_post(match["post"])
    rules.extend(post_rules)
    mrn = Mrn(year=four_digits(match["year"]), post=post, serial=int(serial))
    defects: tuple[Defect, ...] = ()
    if rules:
        message = f"{text.strip()!r} read as {format_mrn(mrn)}"
        defects = (Defect(code=DefectCode.FIELD_REPAIRED, field=FIELD, message=message),)
    return parsed(mrn, *rules, defects=defects)


def format_mrn(mrn: Mrn) -> str:
    """Return the canonical spelling: `11 MEXICO 392`, `73 BANGKOK A-150`.

    Without a year it is the rest: `MEXICO 392`.
    """
    year = "" if mrn.year is None else f"{mrn.year % 100:02d} "
    return f"{year}{mrn.post} {'A-' if mrn.is_airgram else ''}{mrn.serial}"


def same_mrn(one: Mrn, other: Mrn) -> bool:
    """Say whether two numbers name one cable, across former names and the archive's cuts."""
    if one.serial != other.serial or one.year != other.year:
        return False
    if one.is_airgram != other.is_airgram:
        return False
    if post_key(one.post) == post_key(other.post):
        return True
    posts = POSTS.find(one.post), POSTS.find(other.post)
    if posts[0] is not None and posts[0] is posts[1]:
        return True
    cuts = cut_name(one.post), cut_name(other.post)
    return cuts[0] == post_key(other.post) or cuts[1] == post_key(one.post)


def four_digits(printed: str | None) -> int | None:
    """Return a printed year of two or four digits with four, or None."""
    if not printed:
        return None
    year = int(printed)
    if year >= 100:
        return year
    return 1900 + year if 1900 + year >= FIRST_YEAR else 2000 + year


def read_post(printed: str) -> tuple[str, tuple[str, ...]]:
    """Return a post's name as it belongs in a number, and the repair it took.

    An unknown name is kept as printed, in capitals.
    """
    name = squeeze(printed).upper()
    for known in (name, _MISSION.sub("", name)):
        spelling = POSTS.spelling(known)
        if spelling:
            return spelling, ()
    letters = as_letters(name)
    spelling = POSTS.spelling(letters)
    if spelling:
        return spelling, ("post.letters",)
    match = closest_post(letters)
    if match:
        return match.spelling, ("post.closest",)
    worn = worn_post(name)
    return (worn, ("post.worn_type",)) if worn else (name, ())


@lru_cache(maxsize=4096)
def worn_post(name: str) -> str | None:
    """Return the one post whose name was printed in like shapes (`OS1O`), or None."""
    return closest_by_shape(name, _NAMES_BY_LENGTH.get(len(name), ()))
