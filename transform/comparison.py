"""Two releases of one cable side by side: what one shows where the other withholds.

Paragraphs are put together by their numbers and words, words by the longest runs both print. Both
prints may be misread: a word is compared by what engines leave of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, NamedTuple

from transform.exemptions import parse_exemptions

SAME_PARAGRAPH_SHARE = 0.2
"""Paragraphs without a common number are one when they share this much of the shorter's pairs of
words. Two paragraphs of one cable share a twentieth; when 7 % of the characters are misread, a
paragraph and its damaged copy still share two fifths."""
NUMBER_WEIGHT = 0.5
"""What a common number counts for, and two that differ against: as much as half of the words."""
TELLING_PAIRS = 5
"""With fewer pairs of words than that in one of them, words say nothing of two paragraphs."""
IN_PLACE_WEIGHT = 0.1
"""What the place alone counts for: less than any words."""
NEW_SHARE = 0.5
"""A paragraph without a partner is new when less than this share of its pairs of words stands
anywhere in the other release; else it is there, cut otherwise."""
MISREAD_RATIO = 0.6
"""Two words are one word misread when this share of their letters is common, in order."""

_WORDS_KNOWN = 65_536
"""Words whose key is kept: more than a few cables have, in a few megabytes."""
_ITEM = re.compile(r"\[REDACTED[^\]]*\]|\S+")
_WITHHELD = "[REDACTED"
_LOOK_ALIKES = str.maketrans("0158LQ|", "OISBIOI")


Pair = tuple[str, str]
"""Two words that stand side by side, as they are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A word, or a withheld stretch, with what it is compared by."""

    text: str
    key: str

    @property
    def is_withheld(self) -> bool:
        return self.text.startswith(_WITHHELD)


class _Run(NamedTuple):
    """A run of words in both releases: where it begins in each, and its length."""

    our_start: int
    their_start: int
    length: int

    @property
    def our_end(self) -> int:
        return self.our_start + self.length

    @property
    def their_end(self) -> int:
        return self.their_start + self.length


_START = _Run(0, 0, 0)


class Scope(StrEnum):
    """How much of a paragraph one release withholds."""

    WORDS = "words"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph as far as it is compared; `position` is 1-based in its cable."""

    position: int
    number: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A stretch that one release withholds and another shows."""

    scope: Annotated[Scope, "words of a paragraph, or a whole paragraph."]
    withheld_position: Annotated[
        int | None, "Position of the paragraph in the copy that withholds; NULL if it has none."
    ]
    shown_position: Annotated[int, "Position of the paragraph in the copy that shows."]
    withheld: Annotated[
        str | None, "What is printed instead: [REDACTED B1]; NULL for a missing paragraph."
    ]
    exemptions: Annotated[tuple[str, ...], "Exemption codes of the withheld stretch."]
    shown: Annotated[str, "What the other copy shows; it may hold [REDACTED ...] itself."]
    is_placed: Annotated[
        bool, "Whether the words on both sides are found in both; else shown may be too long."
    ]


def disclosures(withholding: Sequence[Passage], showing: Sequence[Passage]) -> list[Disclosure]:
    """Return what the first release of a cable withholds and the second shows, in order.

    A paragraph of the second that the first lacks counts as withheld: ask only of a release that
    withholds something, for on a bad print a paragraph can be lost in another way.

    Args:
        withholding: Paragraphs of the release with redactions.
        showing: Those of the other.
    """
    partner = _partners(withholding, showing)
    held: frozenset[Pair] = frozenset()
    if len(partner) < len(showing):
        held = held.union(*(_pairs(passage.text) for passage in withholding))
    found: list[Disclosure] = []
    for n, passage in enumerate(showing):
        if n in partner:
            found += _within(withholding[partner[n]], passage)
        elif _is_new(passage, held):
            found.append(
                Disclosure(
                    scope=Scope.PARAGRAPH,
                    withheld_position=None,
                    shown_position=passage.position,
                    withheld=None,
                    exemptions=(),
                    shown=passage.text,
                    is_placed=True,
                )
            )
    return found


def _is_new(passage: Passage, held: frozenset[Pair]) -> bool:
    """Whether a paragraph says what the other release does not."""
    pairs = _pairs(passage.text)
    return bool(pairs) and len(pairs & held) < NEW_SHARE * len(pairs)


def _partners(withholding: Sequence[Passage], showing: Sequence[Passage]) -> dict[int, int]:
    """Return the index of each shown paragraph that has a partner, with that of the partner."""
    numbers = [passage.number for passage in showing]
    if None not in numbers and numbers == [passage.number for passage in withholding]:
        # As most releases are: nothing is lost, and no words need to be compared to see it.
        return {n: n for n in range(len(numbers))}
    return dict(_paired(withholding, showing))


def _paired(
    withholding: Sequence[Passage], showing: Sequence[Passage]
) -> Iterable[tuple[int, int]]:
    """Yield the index of each shown paragraph that has a partner, with that of the partner.

    Partners keep their order: the pairs that agree most in sum (Needleman and Wunsch's alignment).
    """
    rows, columns = len(withholding), len(showing)
    ours = [_pairs(passage.text) for passage in withholding]
    theirs = [_pairs(passage.text) for passage in showing]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    agree = [[0.0] * columns for _ in range(rows)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            agree[i][j] = _agreement(withholding[i], showing[j], ours[i], theirs[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + agree[i][j])
    i = j = 0
    while i < rows and j < columns:
        if agree[i][j] and best[i][j] == best[i + 1][j + 1] + agree[i][j]:
            yield j, i
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _agreement(
    one: Passage, other: Passage, ours: frozenset[Pair], theirs: frozenset[Pair]
) -> float:
    """Return how far two paragraphs agree, 0 when they are not one.

    Too few words are left of a paragraph withheld almost whole: it stands for the one of its
    number, or, if neither has one, for the one in its place.
    """
    fewer = min(len(ours), len(theirs))
    share = len(ours & theirs) / fewer if fewer else 0.0
    is_telling = fewer >= TELLING_PAIRS
    if one.number is not None and other.number is not None:
        if one.number != other.number:
            return max(share - NUMBER_WEIGHT, 0.0)
        return share + NUMBER_WEIGHT if share >= SAME_PARAGRAPH_SHARE or not is_telling else 0.0
    if share >= SAME_PARAGRAPH_SHARE:
        return share
    in_place = one.number is None and other.number is None and _WITHHELD in one.text
    return IN_PLACE_WEIGHT if in_place and not is_telling else 0.0


def _within(withholding: Passage, showing: Passage) -> list[Disclosure]:
    """Return what a paragraph withholds in stretches and its partner shows."""
    if _WITHHELD not in withholding.text:
        return []
    ours, theirs = _items(withholding.text), _items(showing.text)
    blocks = _common_runs(ours, theirs)
    found: list[Disclosure] = []
    for first, last in _withheld_runs(ours):
        before = max((run for run in blocks if run.our_end <= first), key=_end, default=_START)
        end = _Run(len(ours), len(theirs), 0)
        after = min((run for run in blocks if run.our_start > last), key=_start, default=end)
        between = theirs[before.their_end : after.their_start]
        between = _without_misread(between, ours[before.our_end : first])
        between = _without_misread(between[::-1], ours[last + 1 : after.our_start][::-1])[::-1]
        if not any(item.key and not item.is_withheld for item in between):
            continue
        withheld = " ".join(item.text for item in ours[first : last + 1])
        found.append(
            Disclosure(
                scope=Scope.WORDS,
                withheld_position=withholding.position,
                shown_position=showing.position,
                withheld=withheld,
                exemptions=parse_exemptions(withheld),
                shown=" ".join(item.text for item in between),
                is_placed=before.our_end == first and after.our_start == last + 1,
            )
        )
    return found


def _common_runs(ours: Sequence[_Item], theirs: Sequence[_Item]) -> list[_Run]:
    """Return the runs of words both print, in order; a withheld stretch is like no other."""
    matcher = SequenceMatcher(
        None,
        [(n if item.is_withheld else item.key) for n, item in enumerate(ours)],
        [("" if item.is_withheld else item.key) for item in theirs],
        autojunk=False,
    )
    return [_Run(*block) for block in matcher.get_matching_blocks() if block.size]


def _withheld_runs(items: Sequence[_Item]) -> Iterable[tuple[int, int]]:
    """Yield first and last index of each withheld stretch; those side by side are one."""
    first: int | None = None
    for n, item in enumerate(items):
        if item.is_withheld and first is None:
            first = n
        if first is not None and (n + 1 == len(items) or not items[n + 1].is_withheld):
            yield first, n
            first = None


def _without_misread(between: list[_Item], beside: list[_Item]) -> list[_Item]:
    """Return what stands between two runs without the words the other print has there misread.

    Args:
        between: Words of the release that shows, from the run on.
        beside: Words of the other from the run to its withheld stretch.
    """
    start = 0
    for item in beside:
        if start == len(between):
            break
        if SequenceMatcher(None, between[start].key, item.key).ratio() >= MISREAD_RATIO:
            start += 1
    return between[start:]


def _items(text: str) -> list[_Item]:
    items = [_Item(text=match, key=_key(match)) for match in _ITEM.findall(text)]
    return [item for item in items if item.key]


def _pairs(text: str) -> frozenset[Pair]:
    """Return the pairs of words that stand side by side, none across a withheld stretch."""
    items = _items(text)
    return frozenset(
        (one.key, other.key)
        for one, other in pairwise(items)
        if not (one.is_withheld or other.is_withheld)
    )


@lru_cache(maxsize=_WORDS_KNOWN)
def _key(word: str) -> str:
    return "".join(filter(str.isalnum, word.upper().translate(_LOOK_ALIKES)))


def _end(run: _Run) -> int:
    return run.our_end


def _start(run: _Run) -> int:
    return run.our_start
