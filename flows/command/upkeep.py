"""The commands that look after an installation: what is missing, what may go, what is set."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.command.frame import ending, text_of
from flows.command.options import AsJson, Store, Warehouse

KEEP_DAYS = 30
"""Days nothing younger than is pruned: a month of logs, and time to go on with a stopped run."""


def prune(
    warehouse: Warehouse = None,
    store: Store = None,
    keep_days: Annotated[
        float,
        typer.Option("--keep-days", min=0, help="Leave pages and logs that are younger."),
    ] = KEEP_DAYS,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would go, and how much it takes.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Remove what no warehouse needs any more: pages of old readings, old logs, replaced files.

    What `reparse` and the settings in force need stays (docs/operations.md).
    """
    with ending():
        from flows.command.report import show_leftovers
        from flows.prune import leftovers
        from flows.settings import read_settings

        settings = read_settings(warehouse=text_of(warehouse), store=store)
        with leftovers(settings, keep_days) as found:
            removed = []
            for leftover in found:
                if not dry_run:
                    leftover.remove()
                removed.append(leftover)
    show_leftovers(removed, is_dry=dry_run, as_json=as_json)


def doctor(
    source: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", help="What a run would read: look at that as well."),
    ] = None,
    warehouse: Warehouse = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Say whether everything a run needs is here, and what to do where it is not.

    With CABLEHOUSE_DASK_SCHEDULER set, every machine of the cluster is asked too.
    """
    with ending():
        from flows.command.report import show_findings
        from flows.doctor.examine import examine

        findings = examine(source, warehouse=text_of(warehouse), store=store)
    show_findings(findings, as_json=as_json)
    if not all(finding.is_fine or finding.is_optional for finding in findings):
        raise typer.Exit(3)


def settings() -> None:
    """List what can be set in the environment, with its value here."""
    with ending():
        from flows.command.report import show_settings
        from flows.settings import read_settings

        show_settings(read_settings())
