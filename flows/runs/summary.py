"""What a run comes to, in numbers: for the terminal, for Prefect's artifacts, for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from expectations.results import CheckResult, CheckSeverity
from extract.page import TextSource
from flows.runs.metrics import Measured
from load.asks.alarms import Alarm
from load.making.places import SHOWN_FILES, ChangedFiles, FileChange
from transform.cable import DocumentStatus

SHOWN_FAILURES = 50
"""Documents listed by name; a run of ten thousand bad files shall not scroll its counts away. All
of them are in the table `quarantine`."""


_MB = 1_000_000

_REBUILT = "further documents from the stored pages: another version made the warehouse's tables"

SHOWN_ALARMS = 5
"""Documents named in one row of the summary; `mart.needs_review` has all, with page and box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A document that failed or is kept in quarantine, and why."""

    file_name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchCounts:
    """What became of the corrections people keyed.

    Attributes:
        applied: Those that give a value in the warehouse.
        stale: Of these, keyed for another reading than the one there is now.
        unneeded: Of these, saying what is read without doubt.
        unmatched: Naming a cable or a place in a list that the document does not have.
        unsigned: Stubs nobody signed yet.
        elsewhere: Of documents this warehouse does not hold: line, document, field.
    """

    applied: int = 0
    stale: int = 0
    unneeded: int = 0
    unmatched: int = 0
    unsigned: int = 0
    elsewhere: tuple[tuple[int, str, str], ...] = ()

    def in_words(self) -> str:
        """Return the counts in one line."""
        told = (
            (self.stale, "of them stale: look again"),
            (self.unneeded, "of them no longer needed"),
            (self.unmatched, "for a cable or place that is not there"),
            (self.unsigned, "not signed yet"),
            (len(self.elsewhere), "for documents not held here"),
        )
        return ", ".join(
            [f"{self.applied} applied", *(f"{count} {what}" for count, what in told if count)]
        )


@dataclass(slots=True, kw_only=True)
class RunSummary:
    """The outcome of a run.

    Attributes:
        documents: Distinct files the run saw, by what became of them.
        changed: Documents whose rows are new or other than before.
        rebuilt: Documents parsed again because the published file has other tables; they are not
            of the source.
        copies: Files that were further copies of one already seen.
        selection: What it was told to keep to, in words; None when nothing was left out.
        files: How the files of its SOURCE have changed; empty where it looked at none.
        pages: Pages read in this run, by source; pages found in the store are not counted.
        left_out: What failed or is in quarantine, in the order of the files.
        alarms: Documents that hold words their pages do not show, in the order of the files.
        checks: What the expectations said; empty when nothing changed.
        patches: What became of the corrections.
        seconds: Wall time, the slices of a run added up.
        measured: What the run measured of itself; None until it is over.
    """

    run_id: str
    source: str
    warehouse: str
    documents: Counter[DocumentStatus] = field(default_factory=Counter)
    changed: int = 0
    rebuilt: int = 0
    copies: int = 0
    selection: str | None = None
    files: dict[FileChange, ChangedFiles] = field(default_factory=dict)
    pages: Counter[TextSource] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    checks: tuple[CheckResult, ...] = ()
    patches: PatchCounts = field(default_factory=PatchCounts)
    seconds: float = 0.0
    measured: Measured | None = None

    @property
    def seen(self) -> int:
        """Distinct documents."""
        return self.documents.total()

    @property
    def is_whole(self) -> bool:
        """Whether every document could be used."""
        return not self.left_out

    def followed_by(self, later: RunSummary) -> RunSummary:
        """Return the outcome of this slice of a run and the one after it, as one."""
        files = {
            change: ChangedFiles(
                count=self.files[change].count + found.count,
                names=(*self.files[change].names, *found.names)[:SHOWN_FILES],
            )
            for change, found in later.files.items()
        }
        return replace(
            later,
            documents=self.documents + later.documents,
            changed=self.changed + later.changed,
            rebuilt=self.rebuilt + later.rebuilt,
            measured=self.measured and later.measured and self.measured.followed_by(later.measured),
            files=files,
            pages=self.pages + later.pages,
            left_out=self.left_out + later.left_out,
            alarms=self.alarms + later.alarms,
            checks=later.checks or self.checks,
            seconds=self.seconds + later.seconds,
        )

    def rows(self) -> list[tuple[str, str]]:
        """Return the summary as label and value, in the order they are shown."""
        statuses = ", ".join(f"{self.documents[status]} {status}" for status in DocumentStatus)
        copies = f", and {self.copies} further copies of them" if self.copies else ""
        pages = ", ".join(f"{self.pages[source]} {source}" for source in TextSource)
        return [
            *([("kept to", self.selection)] if self.selection else []),
            ("documents", f"{self.seen} seen: {statuses}{copies}"),
            *files_in_words(self.files),
            ("changed", f"{self.changed}"),
            *([("upgraded", f"{self.rebuilt} {_REBUILT}")] if self.rebuilt else []),
            ("pages read", f"{self.pages.total()}: {pages}"),
            ("corrections", self.patches.in_words()),
            ("checks", checks_in_words(self.checks)),
            *failures_in_words(self.failures()),
            *measured_in_words(self.measured),
            *alarms_in_words(self.alarms),
            ("time", f"{self.seconds:.1f} s"),
            ("published", self.warehouse),
        ]

    def failures(self) -> Counter[str]:
        """Return how many documents were left out, by the code of the reason."""
        return Counter(item.code for item in self.left_out)

    def metrics(self) -> dict[str, Any]:
        """Return what `runs.metrics` holds: what was measured, and the failures by code."""
        if self.measured is None:
            return {}
        failures = [
            {"code": code, "documents": count} for code, count in sorted(self.failures().items())
        ]
        return self.measured.as_json() | {"failures": failures}

    def as_json(self) -> dict[str, Any]:
        """Return the summary as JSON values."""
        return {
            "run_id": self.run_id,
            "source": self.source,
            "warehouse": self.warehouse,
            "documents": {status.value: self.documents[status] for status in DocumentStatus},
            "selection": self.selection,
            "files": {change.value: found.count for change, found in self.files.items()},
            "changed": self.changed,
            "rebuilt": self.rebuilt,
            "copies": self.copies,
            "pages": {source.value: self.pages[source] for source in TextSource},
            "left_out": [
                {"file_name": item.file_name, "code": item.code, "message": item.message}
                for item in self.left_out
            ],
            "alarms": [
                {"file_name": alarm.file_name, "hidden_word_count": alarm.hidden_word_count}
                for alarm in self.alarms
            ],
            "corrections": asdict(self.patches),
            "seconds": round(self.seconds, 3),
            "metrics": self.metrics(),
        }


def files_in_words(files: Mapping[FileChange, ChangedFiles]) -> list[tuple[str, str]]:
    """Return how the files of a SOURCE have changed, and the names of those that did."""
    if not files:
        return []
    counted = ", ".join(f"{found.count} {change.value}" for change, found in files.items())
    named = [
        (f"files {change.value}", ", ".join(found.names) + _and_more(found))
        for change, found in files.items()
        if found.count and change is not FileChange.NEW
    ]
    return [("files", counted), *named]


def _and_more(found: ChangedFiles) -> str:
    more = found.count - len(found.names)
    return f" and {more} more: see mart.source_history" if more else ""


def failures_in_words(failures: Counter[str]) -> list[tuple[str, str]]:
    """Return a row with the reasons documents were left out for; none where there are none."""
    words = ", ".join(f"{count} {code}" for code, count in failures.most_common())
    return [("left out", words)] if words else []


def measured_in_words(measured: Measured | None) -> list[tuple[str, str]]:
    """Return a row that says how fast it went and what it took; none before a run is over."""
    if measured is None:
        return []
    rate = measured.pages_per_minute
    words = [] if rate is None else [f"{rate:.0f} pages a minute"]
    words += [
        f"{measured.cpu_seconds:.0f} s of processor",
        f"most memory {measured.own.peak_bytes / _MB:.0f} MB",
        f"of a worker {measured.workers.peak_bytes / _MB:.0f} MB",
    ]
    return [("took", "; ".join(words))]


def alarms_in_words(alarms: Sequence[Alarm]) -> list[tuple[str, str]]:
    """Return a row that names the documents with words under boxes; none where there are none."""
    if not alarms:
        return []
    named = ", ".join(
        f"{alarm.file_name} (words hidden: {alarm.hidden_word_count})"
        for alarm in alarms[:SHOWN_ALARMS]
    )
    more = f" and {len(alarms) - SHOWN_ALARMS} more" if len(alarms) > SHOWN_ALARMS else ""
    told = "words its pages do not show, which are not published; see mart.needs_review"
    return [("ALARM", f"{named}{more}: a text layer holds {told}")]


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
