"""What Prefect's UI shows of a run, besides its tasks: the summary and the check results."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID

import httpx
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.runs.metrics import Sample
from flows.runs.summary import SHOWN_FAILURES, RunSummary, checks_in_words, failed_checks

_LOG = logging.getLogger(__name__)

KEY_QUEUE = "run-queue"
"""The artifact that shows a run's queue."""


def show_summary(summary: RunSummary) -> None:
    """Leave the summary where Prefect's UI shows it."""
    # A column without a name is not shown.
    table = [{"what": label, "this run": value} for label, value in summary.rows()]
    table += [
        {"what": f"left out: {item.file_name}", "this run": f"{item.code}: {item.message}"}
        for item in summary.left_out[:SHOWN_FAILURES]
    ]
    with _told():
        create_table_artifact(key="run-summary", table=table, description=f"Run {summary.run_id}")


def show_checks(summary: RunSummary) -> None:
    """Leave the check results where Prefect's UI shows them, whether or not they stop the run."""
    lines = [f"# Checks: {checks_in_words(summary.checks)}", ""]
    failed = failed_checks(summary.checks)
    if failed:
        lines += ["| severity | check | rows | of |", "|---|---|---|---|"]
    lines += [
        f"| {r.severity} | {r.suite}.{r.expectation} | {r.unexpected_count} | {r.evaluated_count} |"
        for r in failed
    ]
    with _told():
        create_markdown_artifact(
            key="check-results", markdown="\n".join(lines), description=f"Run {summary.run_id}"
        )


class QueueShown:
    """Keeps the queue of a run where Prefect's UI shows it: one artifact, brought up to date."""

    def __init__(self, run_id: str) -> None:
        """Prepare for a run; there is no artifact before the first sample."""
        self._run_id = run_id
        self._artifact: UUID | None = None

    def __call__(self, sample: Sample) -> None:
        """Show how far the run is."""
        total = sample.documents_waiting + sample.documents_under_way + sample.documents_done
        share = 100.0 * sample.documents_done / total if total else 0.0
        words = (
            f"Run {self._run_id}: {sample.documents_waiting} documents waiting, "
            f"{sample.documents_under_way} under way, {sample.documents_done} done; "
            f"{sample.pages_done} pages in {sample.at_s:.0f} s"
        )
        with _told():
            if self._artifact is None:
                # Typed for coroutines too, which it gives only where there is an event loop.
                made = create_progress_artifact(share, KEY_QUEUE, words)
                self._artifact = cast(UUID, made)
            else:
                update_progress_artifact(self._artifact, share, words)


@contextmanager
def _told() -> Iterator[None]:
    """Go on where Prefect cannot be told: no result needs it, and a server may be away."""
    try:
        yield
    except httpx.HTTPError as error:
        _LOG.warning("Prefect was not told: %s", error, extra={"code": "prefect.unavailable"})
