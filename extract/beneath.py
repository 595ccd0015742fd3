"""Words a text layer holds and the page does not show: they are counted, and left out.

On a born-digital page `extract.pdf.sight` tells letter by letter what is seen. A layer over an
image is a reading of it: there a word is seen where the image has ink and nothing is withheld.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.geometry import map_box_centred
from extract.ink.image import Prepared
from extract.judge import printed_nowhere
from extract.page import Box, HiddenText, Mark, MarkKind, Word
from extract.pdf.painted import Cover
from extract.pdf.sight import Letter, Sight

MAX_COVER_SHARE = 0.5
"""Share of the page: a larger box over words is the paper of a second page drawn over the first,
and what it withholds is where the words are."""

PICTURE_SHARE = 0.5
"""Share of a layer's characters that are not seen although something is, from which on the page is
a picture (in strips, or drawn stroke by stroke) and the layer a reading of it."""

SAME_BOX_SHARE = 0.5
"""Share of the larger of two boxes that both cover, from which on they are one box seen twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLayer:
    """What an image shows of the layer over it.

    `words` stand on the page. `read` are those on the straight page that are not withheld, printed
    or not: what a layer reads where nothing is printed tells how good it is.
    """

    words: tuple[Word, ...]
    read: tuple[Word, ...]
    hidden: tuple[HiddenText, ...]


def is_picture_of_text(sight: Sight | None) -> bool:
    """Return whether a page's text layer is a reading of what is drawn there, not its text."""
    if sight is None:
        return False
    over = sum(letter.is_over_picture for letter in sight.hidden)
    return over > PICTURE_SHARE * sight.character_count


def hidden_text_of(sight: Sight, width: float, height: float) -> tuple[HiddenText, ...]:
    """Return what a born-digital page of `width` x `height` points hides, box by box."""
    by_cover: dict[Cover | None, list[Letter]] = {}
    for letter in sight.hidden:
        by_cover.setdefault(letter.cover, []).append(letter)
    largest = MAX_COVER_SHARE * width * height
    return tuple(
        HiddenText(
            box=cover.box
            if cover and cover.box.area <= largest
            else _around(letter.box for letter in letters),
            word_count=sum(letter.starts_word for letter in letters),
            character_count=len(letters),
            is_under_box=cover is not None,
        )
        for cover, letters in by_cover.items()
    )


def redactions_of(hidden: Iterable[HiddenText], drawn: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the boxes over hidden words as redactions, without those that are marks already."""
    known = [mark.box for mark in drawn if mark.kind is MarkKind.REDACTION]
    return tuple(
        Mark(kind=MarkKind.REDACTION, box=one.box)
        for one in hidden
        if one.is_under_box and not any(_is_same(one.box, box) for box in known)
    )


def part_layer(
    words: Sequence[Word], straight: Sequence[Word], prepared: Prepared, ocr: Sequence[Word]
) -> SeenLayer:
    """Return what an image shows of the words of its layer.

    Args:
        words: The layer's words on the page.
        straight: The same on the straight page.
        prepared: The image: what is withheld there, and where there is ink.
        ocr: The words an engine read in it.
    """
    boxes = [mark.box for mark in prepared.marks if mark.kind is MarkKind.REDACTION]
    beneath: dict[Box | None, list[Word]] = {}
    read: list[tuple[Word, Word]] = []
    for word, level in zip(words, straight, strict=True):
        for part, box in _parts(level, boxes):
            if box is not None:
                beneath.setdefault(box, []).append(part)
            else:
                placed = map_box_centred(prepared.to_page, part.box)
                read.append(
                    (word if part is level else dataclasses.replace(part, box=placed), part)
                )
    nowhere = dict.fromkeys(printed_nowhere(prepared, [part for _, part in read], ocr))
    if nowhere:
        beneath[None] = list(nowhere)
    hidden = tuple(
        HiddenText(
            box=map_box_centred(prepared.to_page, box or _around(word.box for word in under)),
            word_count=len(under),
            character_count=sum(len(word.text) for word in under),
            is_under_box=box is not None,
        )
        for box, under in beneath.items()
    )
    return SeenLayer(
        words=tuple(word for word, part in read if part not in nowhere),
        read=tuple(part for _, part in read),
        hidden=hidden,
    )


def _parts(word: Word, boxes: Sequence[Box]) -> Iterator[tuple[Word, Box | None]]:
    """Yield a word, or its pieces in and beside boxes, each with its box.

    A letter belongs to the box its middle is in; letters are taken to be spread evenly.
    """
    near = [box for box in boxes if box.overlap(word.box) > 0]
    if not near:
        yield word, None
        return
    step = word.box.width / max(1, len(word.text))
    letters = [
        Box(
            x0=word.box.x0 + n * step,
            top=word.box.top,
            x1=word.box.x0 + (n + 1) * step,
            bottom=word.box.bottom,
        )
        for n in range(len(word.text))
    ]
    home = [next((box for box in near if box.holds_middle_of(letter)), None) for letter in letters]
    for box, run in groupby(range(len(letters)), key=lambda n: home[n]):
        own = list(run)
        if len(own) == len(letters):
            yield word, box
            return
        text = word.text[own[0] : own[-1] + 1]
        yield dataclasses.replace(word, text=text, box=_around(letters[n] for n in own)), box


def _around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all of them; there is one at least."""
    first, *rest = boxes
    for box in rest:
        first = first.union(box)
    return first


def _is_same(one: Box, other: Box) -> bool:
    return one.overlap(other) >= SAME_BOX_SHARE * max(one.area, other.area)
