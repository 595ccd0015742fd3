"""Why reviewers withhold: exemption codes, and what each meant under the order in force."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from transform.vocab.tables import read_table

COLUMNS = ("code", "valid_from", "valid_to", "authority", "meaning", "source")

_NOT_KEY = re.compile(r"[^A-Z0-9.]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionCode:
    """A reason to withhold under one law or order: B1, 1.4(D) under E.O. 13526.

    A code has one row for each order it was used under: 1.4(D) has two.
    """

    code: str
    authority: str
    meaning: str
    valid_from: date | None
    """First day its law or order was in force; None where no law gives one."""
    valid_to: date | None
    """Last day; None while it is in force."""
    source: str

    def covers(self, day: date) -> bool:
        """Say whether the code could be claimed on this day."""
        return self.days_outside(day) == 0

    def days_outside(self, day: date) -> int:
        """Return how many days the period is away from this day, 0 inside it."""
        if self.valid_from and day < self.valid_from:
            return (self.valid_from - day).days
        if self.valid_to and day > self.valid_to:
            return (day - self.valid_to).days
        return 0


def exemption_key(printed: str) -> str:
    """Return a code's letters, digits and stops: `(b)(7)(C)`, `B-7(C)` and `b7C` give B7C."""
    return _NOT_KEY.sub("", printed.upper())


class ExemptionTable:
    """All exemption codes, found as printed and decoded by the day of the review."""

    def __init__(self, codes: tuple[ExemptionCode, ...]) -> None:
        """Index the codes by what is printed."""
        self.codes = codes
        self._by_key: dict[str, list[ExemptionCode]] = defaultdict(list)
        for code in codes:
            self._by_key[exemption_key(code.code)].append(code)

    def __contains__(self, printed: str) -> bool:
        """Say whether a code is known."""
        return exemption_key(printed) in self._by_key

    def find(self, printed: str, reviewed_on: date | None = None) -> ExemptionCode | None:
        """Return what a printed code means under the order in force at the review.

        Args:
            printed: the code however it is written, `1.4(d)` or `(b)(1)`.
            reviewed_on: the day of the review; None gives the latest meaning.

        Returns:
            The row in force that day. A code printed outside every period (1.5(D) in 2005: habit,
            or a misread date) gives the nearest row, whose `covers` then says so. None when the
            code is unknown.
        """
        rows = self._by_key.get(exemption_key(printed))
        if not rows:
            return None
        return min(rows, key=lambda row: row.days_outside(reviewed_on)) if reviewed_on else rows[-1]


def load_exemptions() -> ExemptionTable:
    """Load `exemptions.csv`.

    Raises:
        ConfigurationError: when a row is wrong.
    """
    return ExemptionTable(
        tuple(
            ExemptionCode(
                code=row["code"],
                authority=row["authority"],
                meaning=row["meaning"],
                valid_from=row.day("valid_from"),
                valid_to=row.day("valid_to"),
                source=row["source"],
            )
            for row in read_table("exemptions.csv", COLUMNS, key=2)
        )
    )
