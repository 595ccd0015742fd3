"""What a body says of itself: its summary, its comment, its request for action.

Seen: `SUMMARY:` to `END SUMMARY` in one paragraph or over several (1979LAPAZ01225), `BEGIN
SUMMARY`, `SUMMARY AND ACTION REQUEST`, an END SUMMARY without a beginning (cablemap), `COMMENT:`
to the paragraph's end or to `END COMMENT`, `ACTION REQUESTED: ADVISE STATUS` inside a summary
(1974LAPAZ00015), and each of them as a heading above its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transform.cable import Paragraph

LONGEST = 8
"""Paragraphs within which an END SUMMARY belongs to the SUMMARY above it: the longest summary of a
cable is a page (5 FAH-1 H-246 asks for a paragraph)."""

SUMMARY_REACH = 4
"""A summary stands at the head of a cable: a line on the classification and an introduction may
come before it."""

_EDGES = " \t-–—.,:;()[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One of them: how it opens inside a text, how it closes, what its heading begins with."""

    opening: re.Pattern[str]
    closing: re.Pattern[str]
    heading: re.Pattern[str]


def _topic(name: str, opening: str) -> Topic:
    return Topic(
        opening=re.compile(opening, re.IGNORECASE),
        closing=re.compile(rf"[\s(–—-]*\bEND\s+(?:OF\s+)?{name}\b", re.IGNORECASE),
        heading=re.compile(rf"^\W*(?:[A-Z]+\s+AND\s+)?(?:{name})\b(?:\s+AND\b.*)?\W*$", re.I),
    )


_MARK = r"(?:[.:;]|--?|–)"
SUMMARY = _topic(
    "SUMMARY",
    rf"^\W*(?:\([A-Z/]{{1,6}}\)\s*)?(?:BEGIN\s+)?SUMMARY(?:\s+AND\s+[A-Z ]{{4,24}}?)?\s*{_MARK}\s*",
)
COMMENT = _topic(
    "COMMENT",
    rf"(?:^|(?<=[.!?\"')(\s]))(?:BEGIN\s+|(?:EMBASSY|POST|SUMMARY AND)\s+)?COMMENT\s*{_MARK}\s+",
)
ACTION_REQUEST = _topic(
    r"ACTION\s+REQUEST(?:ED|S)?",
    rf"\bACTION\s+REQUEST(?:ED|S)?\s*{_MARK}\s*",
)


def find_summary(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the summary: the first stretch that says so, or what an END SUMMARY closes."""
    head = paragraphs[:SUMMARY_REACH]
    found = next(iter(_stretches(SUMMARY, paragraphs, len(head))), None)
    if found is not None:
        return found
    for n, paragraph in enumerate(head):
        closed = SUMMARY.closing.search(paragraph.text)
        if closed:
            texts = [*(one.text for one in head[:n]), paragraph.text[: closed.start()]]
            return _joined(texts)
    return None


def find_comment(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the comments in order, parted by a blank line."""
    return "\n\n".join(_stretches(COMMENT, paragraphs, len(paragraphs))) or None


def find_action_request(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return what the cable asks to be done, parts of it parted by a blank line."""
    return "\n\n".join(_stretches(ACTION_REQUEST, paragraphs, len(paragraphs))) or None


def _stretches(topic: Topic, paragraphs: Sequence[Paragraph], reach: int) -> list[str]:
    """Return the stretches of a topic that open in the first `reach` paragraphs."""
    found: list[str] = []
    n = 0
    while n < reach:
        start = _start(topic, paragraphs, n)
        if start is None:
            n += 1
            continue
        end, texts = _end(topic, paragraphs, n, start)
        text = _joined(texts)
        if text:
            found.append(text)
        n = end + 1
    return found


def _start(topic: Topic, paragraphs: Sequence[Paragraph], n: int) -> int | None:
    """Return where in a paragraph the topic opens: behind its label, or at 0 under its heading."""
    opened = topic.opening.search(paragraphs[n].text)
    if opened:
        return opened.end()
    heading = paragraphs[n].heading
    is_first = n == 0 or paragraphs[n - 1].heading != heading
    return 0 if is_first and heading and topic.heading.match(heading) else None


def _end(
    topic: Topic, paragraphs: Sequence[Paragraph], n: int, start: int
) -> tuple[int, list[str]]:
    """Return the last paragraph of a stretch and its texts.

    It goes to its END; without one to the end of its paragraph, or of the paragraphs under its
    heading where another heading follows.
    """
    texts = [paragraphs[n].text[start:]]
    for last in range(n, min(n + LONGEST, len(paragraphs))):
        if last > n:
            if topic.opening.search(paragraphs[last].text):
                break
            texts.append(paragraphs[last].text)
        closed = topic.closing.search(texts[-1])
        if closed:
            return last, [*texts[:-1], texts[-1][: closed.start()]]
    heading = paragraphs[n].heading
    if start == 0 and paragraphs[-1].heading != heading:
        under = [m for m in range(n, len(paragraphs)) if paragraphs[m].heading == heading]
        return under[-1], [paragraphs[m].text for m in under]
    return n, [paragraphs[n].text[start:]]


def _joined(texts: Sequence[str]) -> str | None:
    """Return texts as one, the punctuation round an END taken off."""
    joined = "\n\n".join(text.strip() for text in texts if text.strip(_EDGES))
    return joined.rstrip(" -–—([").strip() or None
