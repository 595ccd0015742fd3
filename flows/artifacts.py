"""What Prefect's UI shows of a run, besides its tasks: the summary and the check results."""

from __future__ import annotations

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.summary import SHOWN_FAILURES, RunSummary, checks_in_words, failed_checks


def show_summary(summary: RunSummary) -> None:
    """Leave the summary where Prefect's UI shows it."""
    # A column without a name is not shown.
    table = [{"what": label, "this run": value} for label, value in summary.rows()]
    table += [
        {"what": f"left out: {item.file_name}", "this run": f"{item.code}: {item.message}"}
        for item in summary.left_out[:SHOWN_FAILURES]
    ]
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
    create_markdown_artifact(
        key="check-results", markdown="\n".join(lines), description=f"Run {summary.run_id}"
    )
