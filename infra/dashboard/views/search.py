"""Full-text search, with the place of the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from infra.dashboard.page import Page, address, number_of, text_of
from infra.dashboard.warehouse import Reading

HITS = 20
"""Of a page, as the question has it."""

MOST_SKIPPED = 1000
"""Nobody turns fifty pages; a narrower question is what helps then."""

SNIPPET_CHARACTERS = 260
"""Three lines of the page."""

_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+")
_MRN = re.compile(r"\d{2} [A-Z][A-Z .'-]* [A-Z0-9-]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is one of the words that were asked for."""

    text: str
    is_asked: bool


def search(reading: Reading, request: Request) -> Page:
    """Show subjects and paragraphs that hold the words asked for, best first."""
    asked = text_of(request, "q")
    skipped = min(number_of(request, "skip") or 0, MOST_SKIPPED)
    if asked is None:
        return Page(template="search.html", context={"asked": None})
    numbered = reading.ask("mrn", mrn=asked.upper()) if _MRN.fullmatch(asked.upper()) else ()
    rows = reading.ask("search", words=asked, skipped=skipped)
    words = {word.lower() for word in _WORD.findall(asked)}
    forms = {row["word"] for row in reading.ask("word_forms", words=sorted(words))} | words
    total = rows[0]["hits"] if rows else 0
    has_more = total > skipped + HITS and skipped + HITS <= MOST_SKIPPED
    return Page(
        template="search.html",
        context={
            "asked": asked,
            "numbered": numbered,
            "hits": [(row, snippet(row["text"], forms)) for row in rows],
            "total": total,
            "skipped": skipped,
            "more": address("/search", q=asked, skip=skipped + HITS) if has_more else None,
        },
    )


def snippet(text: str, forms: set[str]) -> Sequence[Piece]:
    """Return the stretch of a text with most of the words, cut into those words and the rest."""
    places = [one.span() for one in _WORD.finditer(text) if one.group().lower() in forms]
    start = 0
    if places and len(text) > SNIPPET_CHARACTERS:

        def within(first: int) -> int:
            return len(
                {
                    text[a:b].lower()
                    for a, b in places
                    if first <= a and b <= first + SNIPPET_CHARACTERS
                }
            )

        best = max((max(0, a - SNIPPET_CHARACTERS // 4) for a, _ in places), key=within)
        start = text.rfind(" ", 0, best) + 1
    end = start + SNIPPET_CHARACTERS
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + SNIPPET_CHARACTERS // 2)
    pieces: list[Piece] = [Piece("\u2026 ", False)] if start else []
    at = start
    for a, b in places:
        if a < start or b > end:
            continue
        if a > at:
            pieces.append(Piece(text[at:a], False))
        pieces.append(Piece(text[a:b], True))
        at = b
    pieces.append(Piece(text[at:end], False))
    if end < len(text):
        pieces.append(Piece(" \u2026", False))
    return [piece for piece in pieces if piece.text]
