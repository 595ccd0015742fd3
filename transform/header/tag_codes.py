"""One printed entry of the TAGS line: the codes it holds, put right where they were misread.

Codes stand apart by blanks as often as by commas (TAGS handbook 1974, and most cables after 2002),
so an entry may be a code, a list of codes, a name of several words, or all of these.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from transform.cable import TagKind
from transform.header.shapes import closest_by_shape
from transform.vocab import CAPTIONS, MISPRINTS, TAGS

SUBJECT_FIELDS = frozenset("ABCEKLMOPST")
"""First letters of subject and program codes (TAGS handbook 1974, 5 FAH-3)."""

PERSON_CODES = frozenset({"OVIP", "CASC", "CJAN", "CPAS", "CVIS"})
"""Subjects a person's name follows: official visits, and citizens and visas (TAGS handbook 1974).
Without parentheses a name is believed only right behind one of them."""

LOOKALIKES = {
    "0": "O",
    "1": "IL",
    "4": "A",
    "7": "T",
    "|": "IL",
    "!": "I",
    "l": "I",
    "5": "S",
    "8": "B",
    "6": "G",
    "2": "Z",
    "I": "L",
    "L": "I",
    "Q": "O",
}
"""What a misread character of a code may be. Letters for letters only where the shapes are one."""

MOST_CANDIDATES = 64
"""Readings tried for one code: more than any code of six misread characters gives."""

SHORTEST_GLUED = 6
"""The shortest run of two codes: a subject and a country."""

NEVER_GLUED = frozenset({"ECONOMIC", "MASSACRE"})
"""Words of names (`ECONOMIC AFFAIRS`) that happen to fall into known codes."""

CODE_LENGTH, COUNTRY_LENGTH = 4, 2
"""Letters of a subject or program code, and of a country or region."""

LONGEST_NAME = 3
"""Words of a person's name without parentheses: last, first, and an initial."""

PROGRAM_LETTER = "K"

_SUBJECT_CODES = tuple(sorted(tag for tag, one in TAGS.items() if one.kind is TagKind.SUBJECT))
_SUBJECT_SET = frozenset(_SUBJECT_CODES)
_SUBJECTS = (TagKind.SUBJECT, TagKind.PROGRAM)


def split_entry(entry: str) -> list[str]:
    """Split an entry at its blanks into codes and names.

    `MASS BL` is two codes and `ECON PM GLOBAL DEFENSE` two codes and a name; `AER LINGUS` is
    listed, and `TAJIK AIR` holds no subject code at all: one entry each. Words that are no codes
    stay together. Captions typed on the line (`MX SIPDIS`) are no entries.
    """
    words = entry.split()
    if len(words) == 1 or entry.upper() in TAGS:
        return [entry]
    is_code = [_may_be_codes(word) for word in words]
    if not _is_list(words, is_code):
        return [entry]
    found: list[list[str]] = []
    before = True
    for word, stands_alone in zip(words, is_code, strict=True):
        if word.upper() in CAPTIONS and word.upper() not in TAGS:
            before = True
        elif stands_alone or before:
            found.append([word])
            before = stands_alone
        else:
            found[-1].append(word)
    return [" ".join(one) for one in found]


def is_name(entry: str) -> bool:
    """Say whether an entry that follows a person's code may be `LAST FIRST` or `LAST FIRST J`."""
    words = entry.split()
    full = [word for word in words if len(word.strip(".")) > 1]
    return (
        2 <= len(words) <= LONGEST_NAME
        and len(full) == 2
        and all(word.replace(".", "").replace("-", "").isalpha() for word in words)
        and not any(_may_be_codes(word) for word in full)
    )


def is_last_name(entry: str) -> bool:
    """Say whether an entry is a word that can be a last name: letters, and no known code."""
    word = entry.strip(".")
    return len(word) > 1 and word.replace("-", "").isalpha() and not _is_known(word)


def is_first_name(entry: str) -> bool:
    """Say whether an entry can be a first name: a word that is not even shaped like a code."""
    return is_last_name(entry) and not _is_code_shaped(entry)


@lru_cache(maxsize=8192)
def read_code(code: str) -> tuple[tuple[str, ...], str | None]:
    """Return the code or codes a printed word means, and the rule where it was repaired.

    A listed misprint is the code it means (POINT: PINT). What is unknown is kept as printed.
    """
    upper = code.upper()
    if code in TAGS or (upper in TAGS and (code.islower() or code.istitle())):
        mixed = code.istitle() and "l" in code and len(code) == COUNTRY_LENGTH
        if not mixed:
            return (upper,), None
    readings = {reading for reading in _readings(code) if reading in TAGS}
    if len(readings) == 1:
        return (readings.pop(),), "tags.misread"
    if upper in TAGS:
        return (upper,), None
    if upper in MISPRINTS["tag"]:
        return (MISPRINTS["tag"][upper],), "tags.misprint"
    glued = _split_glued(upper)
    if glued:
        return glued, "tags.split_glued"
    worn = _worn_subject(upper)
    return ((worn,), "tags.worn_type") if worn else ((upper,), None)


def read_exchanged(code: str) -> tuple[tuple[str, ...], str | None]:
    """Return what `read_code` does, or the one subject that is printed with two letters exchanged.

    EOXC is OEXC (74 LA PAZ 1433). For lines that name no subject: elsewhere the print stands.
    """
    codes, rule = read_code(code)
    printed = codes[0]
    if printed in TAGS or len(printed) != CODE_LENGTH:
        return codes, rule
    exchanged = {
        printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :] for at in range(3)
    }
    found = [one for one in exchanged if is_subject(one)]
    return ((found[0],), "tags.transposed") if len(found) == 1 else (codes, rule)


def is_subject(code: str) -> bool:
    """Say whether a code is a known subject or program."""
    return code in TAGS and TAGS[code].kind in _SUBJECTS


def _is_list(words: list[str], is_code: list[bool]) -> bool:
    """Say whether words are codes and not one name: a subject among them, or nothing else."""
    subjects = [code for word in words for code in read_code(word)[0] if is_subject(code)]
    known = [word for word in words if _is_known(word)]
    return bool(subjects) or (bool(known) and all(is_code))


def _may_be_codes(word: str) -> bool:
    """Say whether a word is a known code, a run of them, or is shaped like a subject."""
    return _is_known(word) or _is_code_shaped(word)


def _is_known(word: str) -> bool:
    return read_code(word)[0][0] in TAGS


def _is_code_shaped(word: str) -> bool:
    upper = word.upper()
    return upper.isalpha() and len(upper) == CODE_LENGTH and upper[0] in SUBJECT_FIELDS


def _readings(code: str) -> set[str]:
    """Return what a code may say when its misread characters are put right.

    A small l between capitals is a capital I and nothing else (94 DUSHANBE 259: `Tl` for TI).
    """
    if not any(character in LOOKALIKES for character in code):
        return set()
    certain = code.replace("l", "I") if not code.islower() else code
    if certain != code and certain.upper() in TAGS:
        return {certain.upper()}
    choices = [character.upper() + LOOKALIKES.get(character, "") for character in certain]
    total = 1
    for choice in choices:
        total *= len(choice)
    is_short = len(code) <= COUNTRY_LENGTH and not any(map(str.isdigit, code))
    if total > MOST_CANDIDATES or is_short:
        return set()
    return {"".join(letters) for letters in product(*choices)} - {code.upper()}


def _worn_subject(code: str) -> str | None:
    """Return the one subject a worn code can be: `ECOM` ECON, `SCVL` SCUL, `EBINV` EINV.

    A typist's slip changes shapes (EOXC) and is kept. Program codes are too many to know all.
    """
    if code[0] == PROGRAM_LETTER or not code[0].isalnum():
        return None
    if len(code) == CODE_LENGTH + 1:
        shorter = {code[:at] + code[at + 1 :] for at in range(len(code))} & _SUBJECT_SET
        return shorter.pop() if len(shorter) == 1 else None
    if len(code) != CODE_LENGTH:
        return None
    return closest_by_shape(code, _SUBJECT_CODES)


def _split_glued(code: str) -> tuple[str, ...]:
    """Split `PHUMPGOV`, `PHUMBA`, `ITPHUM` into known subjects and countries.

    Empty when a piece is unknown or none is a subject.
    """
    if len(code) < SHORTEST_GLUED or not code.isalpha() or len(code) % 2 or code in NEVER_GLUED:
        return ()
    # For each even length the pieces that make it up, longer pieces tried first.
    made: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(2, len(code) + 1, 2):
        for length in (CODE_LENGTH, COUNTRY_LENGTH):
            piece = code[end - length : end]
            if end - length in made and _is_piece(piece):
                made[end] = (*made[end - length], piece)
                break
    pieces = made.get(len(code), ())
    return pieces if any(len(piece) == CODE_LENGTH for piece in pieces) else ()


def _is_piece(code: str) -> bool:
    if code not in TAGS:
        return False
    is_country = TAGS[code].kind is TagKind.GEOGRAPHIC
    return is_country if len(code) == COUNTRY_LENGTH else is_subject(code)
