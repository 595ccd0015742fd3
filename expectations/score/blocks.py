"""Every reading of a field beside the truth, by the block of the print that gave it.

Tells how far each block is to be trusted, whatever was chosen: the telegram, the card over it, the
archive's attributes, the stamps. The truth is what the cable says; a card that was keyed wrong is a
wrong reading, however well it was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from expectations.query import Row
from expectations.score.compare import pair_lists, pair_values
from expectations.score.held import HeldCable, spelled
from expectations.score.report import Pair
from expectations.score.truth import FieldTruth
from transform.cable import Block
from transform.resolve import GATHERED_FIELDS

LIST_MARK = ", "
"""What `readings.value` joins the items of a list with."""

ITEM_OF = {"refs": "mrn"}
"""The part of a record that stands in its reading, for truth keys that are lists of records. Those
not named have rows of their own and no reading of the whole list."""

READ_AS = {"refs": "references", "decision": "release_decision"}
"""Truth keys that are not the readings' field names."""

CARD_TAGS = "card_tags"
"""Truth of the TAGS a card prints where they are not the telegram's; persons in parentheses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPair:
    """What a block gave for a field beside the truth; `reading` is None when it gave nothing."""

    block: Block
    pair: Pair
    reading: Row | None


def compare_readings(truth: FieldTruth, cable: HeldCable) -> Iterator[ReadingPair]:
    """Yield the readings of each block the cable was read from, chosen or not."""
    for block in sorted({Block(str(one["block"])) for one in cable.tables["readings"]}):
        for field, expected in _expected(truth, block).items():
            readings = cable.readings(field, block)
            value = _value(field, readings)
            for pair in _pairs(field, expected, value):
                yield ReadingPair(block=block, pair=pair, reading=readings[0] if readings else None)


def _pairs(field: str, expected: str | list[str] | None, value: str | None) -> list[Pair]:
    """Return a value, or the items of a list, beside what was read.

    A list with the mark inside an item (clearances: `POL:Doe, Jane`) is compared as one value.
    """
    if not isinstance(expected, list):
        return [pair_values(field, expected, value)]
    if any(LIST_MARK in item for item in expected):
        return [pair_values(field, LIST_MARK.join(expected), value)]
    return pair_lists(field, expected, value.split(LIST_MARK) if value else [])


def _expected(truth: FieldTruth, block: Block) -> dict[str, str | list[str] | None]:
    """Return what a block should give, by field; lists as the texts of their items."""
    given: dict[str, Any] = truth.fields | (truth.fields.get("release") or {})
    expected: dict[str, str | list[str] | None] = {
        READ_AS.get(name, name): _texts(name, value) if isinstance(value, list) else spelled(value)
        for name, value in given.items()
        if name not in ("release", CARD_TAGS) and not _is_unread(name, value)
    }
    if block is Block.CARD and CARD_TAGS in given:
        expected["tags"] = [one for one in given[CARD_TAGS] if not one.startswith("(")]
    return expected


def _is_unread(name: str, value: object) -> bool:
    is_records = isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
    return is_records and name not in ITEM_OF


def _texts(name: str, values: Sequence[object]) -> list[str]:
    texts = (one.get(ITEM_OF[name]) if isinstance(one, Mapping) else one for one in values)
    return [str(text) for text in texts if text is not None]


def _value(field: str, readings: Sequence[Row]) -> str | None:
    """Return what a block gave: all rows of a gathered field, of any other the first value."""
    values = list(dict.fromkeys(str(one["value"]) for one in readings if one["value"] is not None))
    if not values:
        return None
    return LIST_MARK.join(values) if field in GATHERED_FIELDS else values[0]
