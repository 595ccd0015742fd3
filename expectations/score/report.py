"""The score as data: what was compared, what was right, and every miss with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from statistics import fmean

from extract.page import Box
from transform.cable import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One value beside the truth, in canonical spelling; None: not printed, or not read."""

    field: str
    expected: str | None
    read: str | None
    is_right: bool
    similarity: float | None = None
    """0 to 1, for running text."""
    part_of: str | None = None
    """The record it is a part of: `info EB` for its copies, `paragraph 3` for its text."""
    page_no: int | None = None

    @property
    def first_difference(self) -> int:
        """Where the two begin to differ, in characters."""
        both = zip(self.expected or "", self.read or "", strict=False)
        return sum(1 for _ in takewhile(lambda chars: chars[0] == chars[1], both))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A pair with the cable it belongs to and the place on the page it was read from."""

    pair: Pair
    group: str
    document_id: str
    file_name: str
    owner_id: str
    """The cable, or the document for a field of the document."""
    printed: str | None = None
    """What was read on the page, before any repair."""
    page_no: int | None = None
    box: Box | None = None
    block: Block | None = None
    """The block whose reading this is; None for the value chosen among all readings."""
    is_chosen: bool = True
    """Whether the value is the one the column has."""
    is_listed: bool = False
    """Whether `mart.needs_review` names the field: somebody is told to look."""

    @property
    def is_silent(self) -> bool:
        """Whether a wrong value stands there and nobody is told."""
        return not self.pair.is_right and self.pair.read is not None and not self.is_listed


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldScore:
    """One field over a group. A list counts by its items, `exact` by whole fields."""

    field: str
    expected: int
    """Values the truth has."""
    found: int
    """Values that were read."""
    right: int
    fields: int
    """Cables (or documents) compared."""
    exact: int
    """Of those, with every value right and none too many."""

    @property
    def precision(self) -> float | None:
        """Share of the values read that are right; None when none was read."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of the values printed that were read right; None when none was printed."""
        return self.right / self.expected if self.expected else None

    @property
    def exact_share(self) -> float:
        """Share of cables in which the whole field is right."""
        return self.exact / self.fields


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupScore:
    """All comparisons of one truth set and level of damage, e.g. `seed, typical`."""

    group: str
    comparisons: tuple[Comparison, ...]
    readings: tuple[Comparison, ...] = ()
    """The readings of every block, chosen or not."""

    @property
    def file_names(self) -> tuple[str, ...]:
        """The documents compared."""
        return tuple(sorted({one.file_name for one in self.comparisons}))

    @property
    def fields(self) -> tuple[FieldScore, ...]:
        """The score of each field, in the order the truth names them."""
        return _field_scores(self.comparisons)

    def fields_of(self, block: Block) -> tuple[FieldScore, ...]:
        """Return the score of a block's readings, of the fields it gave in any cable.

        Recall is the share of what is printed in the cables that have such a block.
        """
        scores = _field_scores(one for one in self.readings if one.block is block)
        return tuple(one for one in scores if one.found)

    @property
    def wrong_readings(self) -> tuple[Comparison, ...]:
        """What is wrong in the readings that were not chosen; the others are misses themselves."""
        return tuple(
            one
            for one in self.readings
            if not one.is_chosen and one.printed is not None and not one.pair.is_right
        )

    @property
    def misses(self) -> tuple[Comparison, ...]:
        """Everything that is wrong, missing or invented."""
        return tuple(one for one in self.comparisons if not one.pair.is_right)

    @property
    def similarities(self) -> tuple[float, ...]:
        """Similarity of each paragraph's text to the truth, 0 to 1."""
        return tuple(
            one.pair.similarity for one in self.comparisons if one.pair.similarity is not None
        )


def _field_scores(comparisons: Iterable[Comparison]) -> tuple[FieldScore, ...]:
    by_field: dict[str, list[Comparison]] = {}
    for one in comparisons:
        by_field.setdefault(one.pair.field, []).append(one)
    return tuple(_field_score(field, ones) for field, ones in by_field.items())


def _field_score(field: str, ones: Iterable[Comparison]) -> FieldScore:
    held = tuple(ones)
    by_owner: dict[str, bool] = {}
    for one in held:
        by_owner[one.owner_id] = by_owner.get(one.owner_id, True) and one.pair.is_right
    return FieldScore(
        field=field,
        expected=sum(one.pair.expected is not None for one in held),
        found=sum(one.pair.read is not None for one in held),
        right=sum(one.pair.is_right and one.pair.expected is not None for one in held),
        fields=len(by_owner),
        exact=sum(by_owner.values()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KindScore:
    """Printed lines of one kind (header, body, banner, ...) over a group."""

    kind: str
    lines: int
    found: int
    """Lines of which a line of the page is at least similar."""
    exact: int
    in_layer: int
    """Of those found, in a layer such a line belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintScore:
    """One document beside the exact text of its lines."""

    group: str
    file_name: str
    kinds: tuple[KindScore, ...]
    misplaced: tuple[Comparison, ...]
    """Lines found in a layer they do not belong to."""
    noise: tuple[str, ...]
    """Where a banner, stamp or page header stands inside a paragraph."""
    body_similarity: float
    """Of the whole body text, 0 to 1."""
    boxes_expected: int
    boxes_found: int
    boxes_right: int
    """Redactions: drawn, found, and found where they are drawn."""


def mean_similarity(prints: Iterable[PrintScore]) -> float:
    """Return the mean similarity of the bodies, 0 to 1."""
    return fmean(one.body_similarity for one in prints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Is everything there? Counts over the whole warehouse."""

    documents_seen: int | None
    """By the latest run; None when there was none."""
    statuses: dict[str, int]
    lines_read: int
    """Sum of `pages.line_count`."""
    lines_held: int
    lines_repeated: int
    """Lines that stand in more than one layer."""
    lines_unclaimed: int
    cables: int

    @property
    def documents_held(self) -> int:
        """Documents in any status."""
        return sum(self.statuses.values())

    @property
    def is_whole(self) -> bool:
        """Whether every document seen has a status and every line exactly one layer."""
        seen = self.documents_seen or 0
        return (
            seen <= self.documents_held
            and self.lines_read == self.lines_held
            and not self.lines_repeated
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often the archive's catalogue says what the telegram says, for one field."""

    field: str
    both: int
    """Cables in which both blocks give a value."""
    agree: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutTruth:
    """A document no truth speaks of: what was made of it."""

    source_uri: str
    status: str
    cables: tuple[str, ...]
    """Their MRN, or their id where they have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReport:
    """Everything `cablehouse score` has to say."""

    accounts: Accounts
    groups: tuple[GroupScore, ...]
    prints: tuple[PrintScore, ...]
    agreements: tuple[Agreement, ...]
    without_truth: tuple[WithoutTruth, ...]
    unused_truths: tuple[str, ...]
    """Truth files of which the warehouse holds no document."""
