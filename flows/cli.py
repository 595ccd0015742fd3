"""The `cablehouse` command: which subcommands there are; the modules beside it have each of them.

They read what was asked for, call a flow or a layer, and print the outcome: results to standard
output, progress and errors to standard error. Nothing heavy is imported before a command needs it:
`cablehouse --help` answers at once.
"""

from __future__ import annotations

import typer

from flows.command.asks import check, dashboard, export, list_quarantine, query, review, score, show
from flows.command.runs import ingest, reparse, retry_quarantine, serve
from flows.command.upkeep import doctor, prune, settings

app = typer.Typer(
    name="cablehouse",
    add_completion=False,
    help="Released US State Department cables, from scanned PDF to a DuckDB warehouse.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done; 1 some input could not be used (only with --strict), or a score "
    "fell; 2 wrong usage or configuration; 3 a tool is missing; 4 not published, the old warehouse "
    "stands. docs/errors.md lists every error and what to do.",
)
for command in (
    ingest, reparse, show, check, score, export, serve, query, dashboard, review, prune, doctor,
    settings,
):  # fmt: skip
    app.command()(command)

quarantine_app = typer.Typer(
    help="What was kept out of the trusted rows, why, and trying again.", no_args_is_help=True
)
quarantine_app.command("list")(list_quarantine)
quarantine_app.command("retry")(retry_quarantine)
app.add_typer(quarantine_app, name="quarantine")


def main() -> None:
    """Run the command: the entry point of the console script."""
    app()
