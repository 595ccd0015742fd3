"""What a run writes into the warehouse about itself: its row in `runs`, its check results."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from expectations.results import CheckResult
from extract.page import TextSource
from flows.runs.summary import RunSummary
from flows.settings import Settings
from load.tables import records
from load.tables.columns import Json
from load.tables.rows import Stamp
from transform.cable import DocumentStatus


def run_row(
    summary: RunSummary,
    stamp: Stamp,
    settings: Settings,
    engine_version: str | None,
    patches_digest: str,
) -> records.Run:
    """Return the row of a run that is about to publish."""
    recorded = settings.as_recorded() | {
        "patches": patches_digest or None,
        "selection": summary.selection,
    }
    files = {f"files_{change.value}": found.count for change, found in summary.files.items()}
    failed = summary.documents[DocumentStatus.FAILED]
    return records.Run(
        run_id=stamp.run_id,
        started_at=stamp.at,
        finished_at=datetime.now(UTC).replace(tzinfo=None),
        outcome="published",
        source=summary.source,
        documents_seen=summary.seen,
        documents_loaded=summary.seen - failed,
        documents_failed=failed,
        pages_ocr=summary.pages[TextSource.OCR],
        pages_embedded=summary.pages[TextSource.EMBEDDED],
        code_version=code_version(),
        engine_version=engine_version,
        settings=Json(json.dumps(recorded, sort_keys=True)),
        metrics=Json(json.dumps(summary.metrics())),
        **files,
    )


def stored_result(result: CheckResult, stamp: Stamp) -> records.CheckResult:
    """Return a result as a row of `check_results`."""
    return records.CheckResult(
        run_id=stamp.run_id,
        suite=result.suite,
        expectation=result.expectation,
        severity=result.severity.value,
        success=result.success,
        evaluated_count=result.evaluated_count,
        unexpected_count=result.unexpected_count,
        detail=Json(result.detail),
    )


def code_version() -> str:
    """Return the version of this program, with the commit where it runs from a checkout."""
    released = version("cablehouse")
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--exclude=*"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return released
    return f"{released}+{described}"
