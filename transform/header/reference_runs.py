"""One item of a REF line, which may cite several: numbers, posts and other things in a run.

State 188314, 259032      BRASILIA 2799 AND 2764      Kabul 692/317/274      SMITH MEMO, LIMA 22
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from transform.cable import ReferenceKind
from transform.header.citation import (
    Citation,
    capitals,
    noted,
    post_alone,
    read_citations,
    read_other,
)
from transform.header.citation_tail import find_group
from transform.header.citation_words import MONTH, NOTE, kind_of
from transform.header.names import squeeze

_NOTHING = frozenset(("N/A", "NA", "NONE", "N.A.", "NIL", "NOT APPLICABLE", ""))

_SEPARATOR = re.compile(
    r"\s*(?:[,;&+]|\bAND\b|\bOR\b|(?<=\d):\s|(?<=\d)\s*/\s*(?=\d{3}|[A-Z]{3}[A-Z ]*\d{2}))\s*"
)
_TRAILING_LINK = re.compile(r"(?:[\s,;&]|\b(?:AND|OR)\b)+$", re.IGNORECASE)
_DATE_COMMA = re.compile(rf"\b{MONTH}\.?\s\d{{1,2}},\s?(?:19|20)\d\d\b")
_PARENTHESIS = re.compile(r"[()]")
_GROUP_SLASH = re.compile(r"\bTDX?\b|\bCIR\b|\bIIR\b")
_FOR_ALL = re.compile(r"^\W*(?:BOTH|ALL)\s+(?P<note>[A-Z]{5,})\W*$")


@dataclass(slots=True, kw_only=True)
class Run:
    """What has been read of an item, and what decides how the next stretch is read.

    `post_before` is the post of the item before.
    """

    own_post: str | None
    latest_year: int | None
    post_before: str | None
    found: list[Citation] = field(default_factory=list)
    open_from: int | None = None
    """Where the text begins that names something else than a number, not yet read."""
    has_kind: bool = False
    """Whether that text has said what it names: MEMO, LETTER."""

    @property
    def post(self) -> str | None:
        """The post a number alone repeats: of this item, of the item before, or the own."""
        named = next((one.post for one in reversed(self.found) if one.post), None)
        return named or self.post_before or self.own_post


def read_item(item: str, run: Run) -> list[Citation]:
    """Return the citations of one item in printed order, their years as far as printed."""
    text = squeeze(item)
    if capitals(text).strip(" ,;:.") in _NOTHING:
        return []
    upper = capitals(text)
    for start, end in _stretches(upper):
        _take(text, upper, start, end, run)
    _close(text, len(text), run)
    return run.found


def _take(text: str, upper: str, start: int, end: int, run: Run) -> None:
    """Read one stretch: a number's citation, a note on the last, or a part of something else."""
    if not any(map(str.isalnum, text[start:end])):
        return
    if run.found and run.open_from is None and NOTE.match(upper[start:end]):
        _note(upper[start:end], run)
    elif cited := _cited(text, start, end, run):
        run.found.extend(_with_year_before(cited, run, upper[start:end]))
    elif run.open_from is None and find_group(upper[start:end]):
        run.open_from = start
        _close(text, end, run)
    else:
        says_kind = kind_of(upper[start:end]) is not None
        if run.open_from is None or (says_kind and run.has_kind):
            _close(text, start, run)
            run.open_from, run.has_kind = start, says_kind
        run.has_kind = run.has_kind or says_kind


def _cited(text: str, start: int, end: int, run: Run) -> tuple[Citation, ...]:
    """Return the numbers a stretch cites; what is open before them ends there.

    Behind a memo's name only a known post is a sender, and a number repeats none; a post's name
    alone goes with the number behind its comma (`PRAGUE, 1228`).
    """
    is_open = run.open_from is not None
    alone = post_alone(text[run.open_from : start]) if is_open else None
    cited = read_citations(
        text[start:end],
        alone if is_open else run.post,
        run.own_post,
        latest_year=run.latest_year,
        must_know_sender=is_open,
    )
    if not cited:
        return ()
    if alone and text[start:end].lstrip(" (#")[:1].isdigit() and cited[0].post == alone:
        raw = squeeze(text[run.open_from : end])
        run.open_from = None
        return (replace(cited[0], raw=raw), *cited[1:])
    _close(text, start, run)
    return cited


def _close(text: str, end: int, run: Run) -> None:
    """Read the text gathered up to here as something else than a number's citation."""
    if run.open_from is None:
        return
    other = read_other(_TRAILING_LINK.sub("", text[run.open_from : end]))
    run.open_from = None
    if other is None:
        return
    is_note = other.kind is ReferenceKind.OTHER or (other.dtg_raw and not other.post)
    if is_note and run.found and other.kind in (ReferenceKind.OTHER, ReferenceKind.DTG):
        run.found[-1] = noted(run.found[-1], other.raw)
    else:
        run.found.append(other)


def _with_year_before(cited: tuple[Citation, ...], run: Run, upper: str) -> tuple[Citation, ...]:
    """Give a number alone the year that is printed before the post it repeats."""
    is_alone = upper.lstrip(" (#").startswith(tuple("0123456789")) or upper.startswith("A-")
    year = run.found[-1].year if run.found and is_alone else None
    return tuple(replace(one, year=one.year or year) for one in cited) if year else cited


def _note(note: str, run: Run) -> None:
    for_all = _FOR_ALL.match(note)
    if for_all:
        run.found = [noted(one, for_all["note"]) for one in run.found]
    else:
        run.found[-1] = noted(run.found[-1], note)


def _stretches(upper: str) -> Iterator[tuple[int, int]]:
    """Cut an item at its separators, those in parentheses and in dates left alone."""
    kept = _kept_whole(upper)
    start = n = 0
    for match in _SEPARATOR.finditer(upper):
        while n < len(kept) and kept[n][1] <= match.start():
            n += 1
        inside = n < len(kept) and kept[n][0] < match.start()
        if inside or ("/" in match.group() and _GROUP_SLASH.search(upper, start, match.start())):
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(upper)


def _kept_whole(upper: str) -> list[tuple[int, int]]:
    """Return the places of dates and of what stands in parentheses that are closed, in order."""
    spans = [match.span() for match in _DATE_COMMA.finditer(upper)]
    opened: list[int] = []
    for match in _PARENTHESIS.finditer(upper):
        if match.group() == "(":
            opened.append(match.start())
        elif opened:
            spans.append((opened.pop(), match.end()))
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not whole or start >= whole[-1][1]:
            whole.append((start, end))
    return whole
