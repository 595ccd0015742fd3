"""An earlier score, kept in a file: what has a change of the parser gained, and what has it lost?

    {"<group>/<file name>": {"right": {"mrn": 1, "tags": 4, ...},
                             "misses": [{"field": ..., "expected": ..., "read": ...}, ...]}}

What counts is which values are missed, not how a missed one was misread: a value that was wrong and
is now wrong in another way is neither gained nor lost. Of running text the similarity counts too.
What the blocks beside the telegram give stands as `tags (card)`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from expectations.score.report import Comparison, Pair, PrintScore, ScoreReport
from extract.errors import ConfigurationError
from transform.cable import Block

KEPT_CHARACTERS = 60
"""Of a value in a miss: enough to know a paragraph by, and short enough to read a diff."""

DIGITS = 3
"""Of a similarity: one character of a long paragraph still shows."""

BESIDE = frozenset({Block.CARD, Block.ATTRIBUTES})
"""Blocks whose readings are kept, chosen or not: another choice among them is no other reading. The
telegram's and the stamps' are the values themselves."""

Key = tuple[str, str | None, str | None, int]
"""Field, record, expected value, and which of several misses of that value it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A miss as the file keeps it, long values cut."""

    field: str
    of: str | None = None
    """The record of a list the field is a part of, for one that is printed."""
    expected: str | None
    read: str | None
    similarity: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The score of one document: values right by field, and the misses."""

    right: Mapping[str, int]
    misses: tuple[Missed, ...]


Baseline = Mapping[str, Entry]
"""The entries by `<group>/<file name>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What differs from a baseline."""

    lost: tuple[Comparison, ...]
    """Misses that were none, and texts less like the truth than they were."""
    fewer: tuple[str, ...]
    """Where fewer values are right though none is missed: they are not compared any more."""
    gained: tuple[tuple[str, Missed], ...]
    """Misses that are none any more, each with its document."""
    gone: tuple[str, ...]
    """Documents of the baseline that were not scored."""
    added: tuple[str, ...]
    """Documents the baseline does not know."""

    @property
    def is_loss(self) -> bool:
        """Whether anything that was right is not any more."""
        return bool(self.lost or self.fewer or self.gone)


def take_baseline(report: ScoreReport) -> Baseline:
    """Return a score as it is kept."""
    right = _right(report)
    misses = _misses(report)
    return {
        name: Entry(
            right={field: count for field, count in sorted(right[name].items()) if count},
            misses=tuple(_kept(one) for one in misses.get(name, ())),
        )
        for name in sorted(right)
    }


def compare_with(baseline: Baseline, report: ScoreReport) -> Change:
    """Return what a score has gained and lost against an earlier one."""
    now = take_baseline(report)
    misses = _misses(report)
    lost: list[Comparison] = []
    fewer: list[str] = []
    gained: list[tuple[str, Missed]] = []
    for name in sorted(now.keys() & baseline.keys()):
        before, after = _keyed(baseline[name].misses), _keyed(now[name].misses)
        new = [
            one
            for one, key in zip(misses.get(name, ()), after, strict=True)
            if key not in before or _is_worse(before[key], after[key])
        ]
        lost += new
        explained = {_name(one) for one in new}
        fewer += [
            f"{name} {field}: {count} right before, {now[name].right.get(field, 0)} now"
            for field, count in baseline[name].right.items()
            if now[name].right.get(field, 0) < count and field not in explained
        ]
        gained += [(name, miss) for key, miss in before.items() if key not in after]
    return Change(
        lost=tuple(lost),
        fewer=tuple(fewer),
        gained=tuple(gained),
        gone=tuple(sorted(baseline.keys() - now.keys())),
        added=tuple(sorted(now.keys() - baseline.keys())),
    )


def read_baseline(path: Path) -> Baseline:
    """Read a score that was kept.

    Raises:
        ConfigurationError: the file cannot be read or is no baseline.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: Entry(
                right={str(field): int(count) for field, count in entry["right"].items()},
                misses=tuple(Missed(**miss) for miss in entry["misses"]),
            )
            for name, entry in entries.items()
        }
    except OSError as error:
        raise ConfigurationError(
            f"there is no baseline at {path} ({error.strerror}); write one with --save"
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigurationError(
            f"{path} is no baseline of `cablehouse score` ({error}); write one with --save"
        ) from error


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Keep a score, one value a line, so that a diff of the file shows what changed.

    Raises:
        ConfigurationError: the file cannot be written.
    """
    entries = {
        name: {
            "right": entry.right,
            "misses": [_without_none(miss) for miss in entry.misses],
        }
        for name, entry in baseline.items()
    }
    text = json.dumps(entries, indent=1, ensure_ascii=False) + "\n"
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigurationError(
            f"the score cannot be kept in {path} ({error.strerror}); name another file with --save"
        ) from error


def _without_none(miss: Missed) -> dict[str, Any]:
    kept = asdict(miss)
    return {key: kept[key] for key in kept if key in ("expected", "read") or kept[key] is not None}


def _right(report: ScoreReport) -> dict[str, Counter[str]]:
    """Return, by document, how many printed values are right in each field.

    What is rightly empty does not count: an addressee invented once had empty parts too.
    """
    right: dict[str, Counter[str]] = {}
    for one in _values(report):
        own = right.setdefault(_document(one), Counter())
        if one.pair.expected is not None:
            own[_name(one)] += one.pair.is_right
    for printed in report.prints:
        own = right.setdefault(_document(printed), Counter())
        for kind in printed.kinds:
            own[f"layer of a {kind.kind} line"] += kind.in_layer
        own["redactions"] += printed.boxes_right
    return right


def _misses(report: ScoreReport) -> dict[str, list[Comparison]]:
    misses: dict[str, list[Comparison]] = {}
    for one in _values(report):
        if not one.pair.is_right:
            misses.setdefault(_document(one), []).append(one)
    for printed in report.prints:
        for one in _print_misses(printed):
            misses.setdefault(_document(one), []).append(one)
    return misses


def _values(report: ScoreReport) -> Iterator[Comparison]:
    """Yield the values chosen, then what the blocks beside the telegram gave."""
    for group in report.groups:
        yield from group.comparisons
        yield from (
            one for one in group.readings if one.block in BESIDE and one.printed is not None
        )


def _print_misses(printed: PrintScore) -> Iterator[Comparison]:
    yield from printed.misplaced
    for place in printed.noise:
        yield _unplaced(printed, Pair(field="noise", expected=None, read=place, is_right=False))
    for _ in range(printed.boxes_expected - printed.boxes_right):
        yield _unplaced(
            printed, Pair(field="redactions", expected="a box", read=None, is_right=False)
        )
    for _ in range(printed.boxes_found - printed.boxes_right):
        yield _unplaced(
            printed, Pair(field="redactions", expected=None, read="a box", is_right=False)
        )


def _unplaced(printed: PrintScore, pair: Pair) -> Comparison:
    return Comparison(
        pair=pair,
        group=printed.group,
        document_id=printed.file_name,
        file_name=printed.file_name,
        owner_id=printed.file_name,
    )


def _document(one: Comparison | PrintScore) -> str:
    return f"{one.group}/{one.file_name}"


def _name(one: Comparison) -> str:
    return one.pair.field if one.block is None else f"{one.pair.field} ({one.block})"


def _kept(one: Comparison) -> Missed:
    likeness = one.pair.similarity
    return Missed(
        field=_name(one),
        of=None if one.pair.expected is None else one.pair.part_of,
        expected=_cut(one.pair.expected),
        read=_cut(one.pair.read),
        similarity=None if likeness is None else round(likeness, DIGITS),
    )


def _cut(text: str | None) -> str | None:
    return None if text is None else text[:KEPT_CHARACTERS]


def _keyed(misses: tuple[Missed, ...]) -> dict[Key, Missed]:
    """Return misses by what is missed; values invented are told apart by their number only."""
    keyed: dict[Key, Missed] = {}
    seen: Counter[tuple[str, str | None, str | None]] = Counter()
    for miss in misses:
        what = miss.field, miss.of, miss.expected
        keyed[(*what, seen[what])] = miss
        seen[what] += 1
    return keyed


def _is_worse(before: Missed, after: Missed) -> bool:
    return (after.similarity or 0) < (before.similarity or 0)
