"""What a run comes to, in numbers: for the terminal, for Prefect's artifacts, for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from expectations.results import CheckResult, CheckSeverity
from extract.page import TextSource
from transform.cable import DocumentStatus

SHOWN_FAILURES = 50
"""Documents listed by name; a run of ten thousand bad files shall not scroll its counts away. All
of them are in the table `quarantine`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A document that failed or is kept in quarantine, and why."""

    file_name: str
    code: str
    message: str


@dataclass(slots=True, kw_only=True)
class RunSummary:
    """The outcome of a run.

    Attributes:
        documents: Distinct files the run saw, by what became of them.
        changed: Documents whose rows are new or other than before.
        copies: Files that were further copies of one already seen.
        pages: Pages read in this run, by source; pages found in the store are not counted.
        left_out: What failed or is in quarantine, in the order of the files.
        checks: What the expectations said; empty when nothing changed.
        seconds: Wall time.
    """

    run_id: str
    source: str
    warehouse: str
    documents: Counter[DocumentStatus] = field(default_factory=Counter)
    changed: int = 0
    copies: int = 0
    pages: Counter[TextSource] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)
    checks: tuple[CheckResult, ...] = ()
    seconds: float = 0.0

    @property
    def seen(self) -> int:
        """Distinct documents."""
        return self.documents.total()

    @property
    def is_whole(self) -> bool:
        """Whether every document could be used."""
        return not self.left_out

    def rows(self) -> list[tuple[str, str]]:
        """Return the summary as label and value, in the order they are shown."""
        statuses = ", ".join(f"{self.documents[status]} {status}" for status in DocumentStatus)
        copies = f", and {self.copies} further copies of them" if self.copies else ""
        pages = ", ".join(f"{self.pages[source]} {source}" for source in TextSource)
        return [
            ("documents", f"{self.seen} seen: {statuses}{copies}"),
            ("changed", f"{self.changed}"),
            ("pages read", f"{self.pages.total()}: {pages}"),
            ("checks", checks_in_words(self.checks)),
            ("time", f"{self.seconds:.1f} s"),
            ("published", self.warehouse),
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the summary as JSON values."""
        return {
            "run_id": self.run_id,
            "source": self.source,
            "warehouse": self.warehouse,
            "documents": {status.value: self.documents[status] for status in DocumentStatus},
            "changed": self.changed,
            "copies": self.copies,
            "pages": {source.value: self.pages[source] for source in TextSource},
            "left_out": [
                {"file_name": item.file_name, "code": item.code, "message": item.message}
                for item in self.left_out
            ],
            "seconds": round(self.seconds, 3),
        }


def checks_in_words(results: Sequence[CheckResult]) -> str:
    """Return how many checks passed, and how many failed by severity."""
    if not results:
        return "nothing changed, so none were run"
    failed = Counter(result.severity for result in results if not result.success)
    passed = len(results) - failed.total()
    words = [f"{passed} passed"]
    words += [f"{failed[severity]} {severity}" for severity in CheckSeverity if failed[severity]]
    return ", ".join(words)


def failed_checks(results: Sequence[CheckResult]) -> list[CheckResult]:
    """Return the checks that failed, the worst first."""
    rank = list(CheckSeverity)
    failed = [result for result in results if not result.success]
    return sorted(failed, key=lambda r: (-rank.index(r.severity), r.suite, r.expectation))
