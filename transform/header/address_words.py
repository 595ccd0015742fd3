"""Words of addresses that OCR misread: put right only where the shapes are alike.

What a transmission garbled is printed so and stays (`AMEMBISSY LIMA`); what a scan blurred is put
back (`WASHTNGTON`, `MEXICQ`), when exactly one known word can have been printed there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from transform.header.mrn import worn_post
from transform.header.shapes import is_alike
from transform.vocab import ADDRESS_WORDS, POSTS

_ROUND = "O0QD"
"""The shapes taken for each other even in short words: `HOS` for HQS, `COR` for CDR."""

SHORTEST = 3
"""Two letters are a state or a country, and nearly all of them are one."""

SHORT = 4
"""Up to this length only round letters are put right: too many short words are alike."""

SHORTEST_GLUED = 6
"""Letters of `DEPTOF`: shorter words fall into two by accident."""

_SMALLEST = ("DC", "OF")
"""Words of two letters that are parted from a longer one; others are too many (CO, GE)."""

LETTERS_A_SLIP = 4
"""One misread letter in four is borne: `USNORTHCGM`, `WASHTNGTOM`."""

_CAPITAL = re.compile(r"\bWASHINGTON [O0QDCGP][CGO0]$")
_STROKE = re.compile(r"(?<=\w)\|(?=\w)")
"""A stroke between letters is an I (`A|RES`)."""
_SPECKS = re.compile(r"[^\w\s/&()'-]|_|(?<!\w)'|'(?!\w)")
_TORN_PARENTHESIS = re.compile(r"\((?![^()]*\))|(?<!\w)-|-(?!\w)")
_BLANKS = re.compile(r"\s+")


def _known_words() -> dict[int, tuple[str, ...]]:
    words = set(ADDRESS_WORDS)
    for post in POSTS.posts:
        for name in (post.post, *post.former_names, *post.other_names):
            words.update(word for word in name.split() if len(word) > SHORTEST)
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in sorted(words):
        by_length[len(word)].append(word)
    return {length: tuple(found) for length, found in by_length.items()}


_KNOWN = _known_words()
_KNOWN_SET = frozenset(word for words in _KNOWN.values() for word in words)
_KINDS = ("AMEMBASSY", "AMCONSUL", "AMCONGEN", "USMISSION", "USLO", "USINT")


@lru_cache(maxsize=8192)
def repair_address(address: str) -> tuple[str, bool]:
    """Return an address without specks, its misread words put right, and whether any was.

    `WASHINGTON` is followed by `DC` or a word of its own: `OC`, `CC` there are DC.
    """
    clean = _TORN_PARENTHESIS.sub(" ", _SPECKS.sub(" ", _STROKE.sub("I", address)))
    words = _BLANKS.sub(" ", clean).strip().split(" ")
    right = " ".join(_repair_word(word) for word in words)
    right = _repair_post(_CAPITAL.sub("WASHINGTON DC", right))
    return right, right.split(" ") != words


def unknown_words(address: str) -> tuple[str, ...]:
    """Return the words of an address no list knows: a name nobody entered, or a misreading.

    Numbers and words of two letters (states, countries) are passed over.
    """
    return tuple(
        word
        for word in address.split(" ")
        if word not in _KNOWN_SET and len(word) >= SHORTEST and not any(map(str.isdigit, word))
    )


def _repair_post(address: str) -> str:
    """Put right the post behind a word for embassy or consulate, parted from it where glued."""
    for kind in _KINDS:
        name = address.removeprefix(kind).lstrip(" ")
        if name == address or not name:
            continue
        if POSTS.find(name) is not None:
            return f"{kind} {name}"
        known = worn_post(name)
        return f"{kind} {known}" if known else address
    return address


def _repair_word(word: str) -> str:
    if word in _KNOWN_SET or len(word) < SHORTEST or word.isdigit():
        return word
    found = [known for known in _KNOWN.get(len(word), ()) if _may_be(known, word)]
    return found[0] if len(found) == 1 else _parted(word)


def _parted(word: str) -> str:
    """Part two known words that lost the blank between them: `WASHINGTONDC`, `DEPTOF`."""
    cuts = [
        (word[:at], word[at:])
        for at in range(len(_SMALLEST[0]), len(word) - 1)
        if all(half in _KNOWN_SET or half in _SMALLEST for half in (word[:at], word[at:]))
    ]
    return " ".join(cuts[0]) if len(cuts) == 1 and len(word) >= SHORTEST_GLUED else word


def _may_be(known: str, word: str) -> bool:
    slips = [(a, b) for a, b in zip(known, word, strict=True) if a != b]
    if len(slips) > max(1, len(word) // LETTERS_A_SLIP):
        return False
    if len(word) <= SHORT:
        return all(a in _ROUND and b in _ROUND for a, b in slips)
    return all(is_alike(a, b) for a, b in slips)
