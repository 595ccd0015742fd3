"""The `cablehouse` command: reads what was asked for, calls a flow or a layer, prints the outcome.

Results go to standard output, progress and errors to standard error. Nothing heavy is imported
before a command needs it: `cablehouse --help` answers at once.
"""

from __future__ import annotations

import gc
import pkgutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

import typer

from flows.cli_options import (
    AsJson,
    Only,
    Patches,
    Slice,
    Store,
    Strict,
    Verbose,
    Wait,
    Warehouse,
    Where,
    Workers,
)

_STARTED = time.monotonic()
"""When the command began, for the time its summary gives: Prefect's start is part of it."""

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
quarantine_app = typer.Typer(
    help="What was kept out of the trusted rows, why, and trying again.", no_args_is_help=True
)
app.add_typer(quarantine_app, name="quarantine")

SERVED_WAIT_S = 4 * 3600.0
"""How long a run on a schedule waits: longer than a slice of a back-fill takes, and over before the
morning of a run at night."""


@app.command()
def ingest(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A PDF, or a folder or fsspec address (s3://...) that is searched for them.",
        ),
    ],
    warehouse: Warehouse = None,
    store: Store = None,
    workers: Workers = None,
    patches: Patches = None,
    path: Annotated[
        str | None,
        typer.Option(
            "--path",
            metavar="FOLDER",
            help="Keep to a folder below SOURCE, or to files whose path there fits a pattern, e.g. "
            "'*1975*'; * stands for any characters.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="TIME",
            help="Keep to files modified since a date, a time in UTC (2026-11-29T18:00), or so "
            "long ago (36h, 7d). Older files are not even opened.",
        ),
    ] = None,
    only: Only = None,
    where: Where = None,
    slice_documents: Slice = None,
    wait_seconds: Wait = None,
    strict: Strict = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Read the PDFs under SOURCE and publish a warehouse with what they say.

    Run it again at any time: pages that were read are not read again, and a run that was stopped
    goes on where it was. The published file is only ever replaced whole. What --path, --since,
    --only and --where leave out stays as it is; given together, all must hold.
    """
    given = _given(
        warehouse, store, workers, patches,
        slice_documents=slice_documents, wait_seconds=wait_seconds,
    )  # fmt: skip
    kept_to = {"source": source, "path": path, "since": since, "only": only, "where": where}
    summary = _run("flows.ingest:ingest", given, kept_to, as_json=as_json, is_verbose=verbose)
    if strict and not summary.is_whole:
        raise typer.Exit(1)


@app.command()
def reparse(
    warehouse: Warehouse = None,
    store: Store = None,
    workers: Workers = None,
    patches: Patches = None,
    only: Only = None,
    where: Where = None,
    slice_documents: Slice = None,
    wait_seconds: Wait = None,
    strict: Strict = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Parse the stored pages again, without PDFs and without OCR, and publish."""
    given = _given(
        warehouse, store, workers, patches,
        slice_documents=slice_documents, wait_seconds=wait_seconds,
    )  # fmt: skip
    kept_to = {"only": only, "where": where}
    summary = _run("flows.reparse:reparse", given, kept_to, as_json=as_json, is_verbose=verbose)
    if strict and not summary.is_whole:
        raise typer.Exit(1)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="A PDF.")],
    with_noise: Annotated[
        bool,
        typer.Option("--noise", help="List the printed lines that stand in no field or paragraph."),
    ] = False,
    as_json: AsJson = False,
    workers: Workers = None,
) -> None:
    """Read and parse one PDF and print what it says; needs no warehouse and keeps nothing."""
    with _ending():
        from flows.show import as_json_values, read_file
        from flows.show_text import print_document

        read = read_file(file, workers=workers)
    if as_json:
        from flows.terminal import json_text

        print(json_text(as_json_values(read)))
    else:
        print_document(read, with_noise=with_noise)


@app.command()
def check(warehouse: Warehouse = None, as_json: AsJson = False) -> None:
    """Run every expectation on a warehouse, print the results, and store them in it."""
    with _ending():
        from flows.check import check_warehouse
        from flows.settings import read_settings

        results = check_warehouse(read_settings(warehouse=_text(warehouse)))
    from flows.report import show_checks

    show_checks(results, as_json=as_json)
    if any(not result.success and result.severity == "fatal" for result in results):
        raise typer.Exit(4)


@app.command()
def score(
    truth: Annotated[
        list[Path],
        typer.Argument(metavar="TRUTH", help="Truth files, or folders that hold some."),
    ],
    warehouse: Warehouse = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="FILE",
            help="An earlier score: print what was gained and lost; exit with 1 on a loss.",
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE", help="Keep this score, to compare others with."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare a warehouse with what people keyed: precision and recall by field, every miss."""
    with _ending():
        from functools import partial

        from expectations.score import compare_with, read_baseline, take_baseline, write_baseline
        from expectations.score import score as compare
        from flows.settings import read_settings
        from load.connection import read_only, rows_of

        baseline = None if against is None else read_baseline(against)
        with read_only(read_settings(warehouse=_text(warehouse)).warehouse) as connection:
            report = compare(truth, partial(rows_of, connection))
        change = None if baseline is None else compare_with(baseline, report)
        if save is not None:
            write_baseline(save, take_baseline(report))
    from flows.report import show_score

    show_score(report, change, as_json=as_json)
    if change is not None and change.is_loss:
        raise typer.Exit(1)


@app.command()
def export(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="DIR",
            help="The folder to write into; or s3://..., where the tables are written as Parquet "
            "with a file of views, to be asked from any machine (docs/cluster.md).",
        ),
    ],
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMATS",
            help="One or several of parquet, csv, jsonl, with commas.",
        ),
    ] = "parquet",
    single_files: Annotated[
        bool,
        typer.Option(
            "--single-files",
            help="One file a table. [default: of cables, documents and what belongs to them, a "
            "folder with a file a year]",
        ),
    ] = False,
    spreadsheet_safe: Annotated[
        bool,
        typer.Option(
            "--spreadsheet-safe",
            help="In CSV, put an apostrophe before text that a spreadsheet would compute (= + - @ "
            "tab), and before one that begins with an apostrophe. [default: text as it is]",
        ),
    ] = False,
    warehouse: Warehouse = None,
) -> None:
    """Write the published tables to files, with their data dictionary and a datapackage.json."""
    with _ending():
        from extract.remote import is_address
        from flows.settings import read_settings
        from load.export import export_tables
        from load.export_columns import ExportFormat
        from load.lake import write_lake

        wanted = [name.strip().lower() for name in formats.split(",")]
        unknown = sorted(set(wanted) - set(ExportFormat))
        if unknown:
            known = ", ".join(ExportFormat)
            raise typer.BadParameter(f"no format {', '.join(unknown)}; choose from {known}")
        chosen = [ExportFormat(name) for name in dict.fromkeys(wanted)]
        if spreadsheet_safe and ExportFormat.CSV not in chosen:
            raise typer.BadParameter("--spreadsheet-safe is about CSV: add --format csv")
        if is_address(to):
            if chosen != [ExportFormat.PARQUET] or single_files:
                raise typer.BadParameter("to an object store goes Parquet, with a file a year")
            written = write_lake(read_settings(warehouse=_text(warehouse)).warehouse, to)
            print(f"{len(written)} files in {to}; DuckDB attaches {written[-1]}")
            return
        files = export_tables(
            read_settings(warehouse=_text(warehouse)).warehouse,
            Path(to),
            chosen,
            is_by_year=not single_files,
            is_spreadsheet_safe=spreadsheet_safe,
        )
    dictionary, descriptor = files[-2:]
    print(
        f"{len(files)} files in {to}; {dictionary.name} says what the columns mean, "
        f"{descriptor.name} the same to programs"
    )


@quarantine_app.command("list")
def list_quarantine(warehouse: Warehouse = None, as_json: AsJson = False) -> None:
    """List what was kept out, and why."""
    with _ending():
        from flows.quarantine import rows_of_quarantine
        from flows.settings import read_settings

        rows = rows_of_quarantine(read_settings(warehouse=_text(warehouse)).warehouse)
    from flows.report import show_quarantine

    show_quarantine(rows, as_json=as_json)


@quarantine_app.command("retry")
def retry_quarantine(
    source: Annotated[
        str | None,
        typer.Argument(help="Where the files are. [default: where the run before found them]"),
    ] = None,
    warehouse: Warehouse = None,
    store: Store = None,
    workers: Workers = None,
    patches: Patches = None,
    wait_seconds: Wait = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Try everything in quarantine once more, and publish."""
    given = _given(warehouse, store, workers, patches, wait_seconds=wait_seconds)
    kept_to = {"source": source}
    _run("flows.quarantine:retry", given, kept_to, as_json=as_json, is_verbose=verbose)


@app.command()
def serve(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="The folder new releases arrive in.")
    ],
    cron: Annotated[
        str, typer.Option("--cron", help="When to look, in the five fields of cron.")
    ] = "0 5 * * *",
    timezone: Annotated[
        str, typer.Option("--timezone", help="The time zone they are meant in.")
    ] = "UTC",
    warehouse: Warehouse = None,
    store: Store = None,
    workers: Workers = None,
    patches: Patches = None,
    slice_documents: Slice = None,
    wait_seconds: Annotated[
        float,
        typer.Option(
            "--wait-seconds",
            metavar="N",
            min=0,
            help="How long a run waits for another that writes the warehouse.",
        ),
    ] = SERVED_WAIT_S,
    verbose: Verbose = False,
) -> None:
    """Ingest SOURCE on a schedule, one run at a time, until stopped.

    If a run was due while nothing served, or there was none yet, one begins at once. With
    PREFECT_API_URL set the schedule is shown in that server's UI and can be triggered there.
    """
    given = _given(
        warehouse, store, workers, patches,
        slice_documents=slice_documents, wait_seconds=wait_seconds,
    )  # fmt: skip
    with _ending():
        from flows.serving import last_run_of, read_schedule, serve_flow
        from flows.settings import read_settings

        schedule = read_schedule(cron, timezone)
        with _flow_surroundings(given, is_verbose=verbose, with_scheduler=True) as wait_for_api:
            from flows.ingest import ingest as flow

            wait_for_api()
            print(f"ingesting {source} at {cron!r} ({timezone}); Ctrl-C ends it", file=sys.stderr)
            serve_flow(
                flow,
                f"ingest-{PurePosixPath(source).name or 'here'}",
                schedule,
                {"source": source, **given},
                last_run_of(read_settings(**given).warehouse, source),
            )


@app.command()
def query(
    sql: Annotated[
        str, typer.Argument(metavar="SQL", help="One SELECT; - reads it from standard input.")
    ],
    warehouse: Warehouse = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV, values as `export` writes them.")
    ] = False,
    as_json: AsJson = False,
    lake: Annotated[
        bool, typer.Option("--lake", help="Ask the warehouse in the object store CABLEHOUSE_LAKE.")
    ] = False,
) -> None:
    """Ask a published warehouse one question in SQL."""
    with _ending():
        from flows.report import RowForm, show_rows
        from flows.settings import read_settings
        from load.connection import query as ask

        if as_csv and as_json:
            raise typer.BadParameter("choose one of --csv and --json")
        asked = sys.stdin.read() if sql == "-" else sql
        settings = read_settings(warehouse=_text(warehouse))
        if lake:
            from load.lake import query_lake

            if settings.lake is None:
                raise typer.BadParameter("--lake asks CABLEHOUSE_LAKE, which is not set")
            rows = query_lake(settings.lake, asked)
        else:
            rows = ask(settings.warehouse, asked)
    form = RowForm.CSV if as_csv else RowForm.JSON if as_json else RowForm.TABLE
    show_rows(rows, form)


@app.command()
def dashboard(
    warehouse: Warehouse = None,
    sources: Annotated[
        list[Path] | None,
        typer.Option(
            "--source",
            metavar="DIR",
            help="Where the released PDFs are now; may be given several times. [default: where "
            "the runs found them]",
        ),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen at; 0.0.0.0 is all.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8765,
    root_path: Annotated[
        str, typer.Option("--root-path", help="What a proxy puts before every path.")
    ] = "",
) -> None:
    """Show a published warehouse in the browser, read-only, until stopped (docs/dashboard.md)."""
    with _ending():
        from flows.settings import read_settings
        from infra.dashboard.server import serve as serve_dashboard

        settings = read_settings(warehouse=_text(warehouse))
        serve_dashboard(
            settings.warehouse, sources or (), host=host, port=port, root_path=root_path
        )


@app.command()
def review(
    warehouse: Warehouse = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FILE",
            help="Append an entry for each, to be mended and signed, to this file of corrections.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the values a person should compare with the page; docs/corrections.md says how."""
    with _ending():
        from functools import partial

        from flows.report import show_doubts
        from flows.review import append_stubs
        from flows.settings import read_settings
        from load.connection import query as ask
        from load.review import doubts

        found = doubts(partial(ask, read_settings(warehouse=_text(warehouse)).warehouse))
        count = append_stubs(found, to) if to else 0
    show_doubts(found, as_json=as_json)
    if to:
        print(f"{count} entries appended to {to}", file=sys.stderr)


@app.command()
def prune(
    warehouse: Warehouse = None,
    store: Store = None,
    keep_days: Annotated[
        float,
        typer.Option("--keep-days", min=0, help="Leave pages and logs that are younger."),
    ] = 30,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would go, and how much it takes.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Remove what no warehouse needs any more: pages of old readings, old logs, replaced files.

    What `reparse` and the settings in force need stays (docs/operations.md).
    """
    with _ending():
        from flows.prune import leftovers
        from flows.report import show_leftovers
        from flows.settings import read_settings

        settings = read_settings(warehouse=_text(warehouse), store=store)
        with leftovers(settings, keep_days) as found:
            removed = []
            for leftover in found:
                if not dry_run:
                    leftover.remove()
                removed.append(leftover)
    show_leftovers(removed, is_dry=dry_run, as_json=as_json)


@app.command()
def doctor(warehouse: Warehouse = None, store: Store = None, as_json: AsJson = False) -> None:
    """Say whether everything a run needs is here, and what to do where it is not."""
    with _ending():
        from flows.doctor import examine
        from flows.report import show_findings

        findings = examine(warehouse=_text(warehouse), store=store)
    show_findings(findings, as_json=as_json)
    if not all(finding.is_fine or finding.is_optional for finding in findings):
        raise typer.Exit(3)


@app.command()
def settings() -> None:
    """List what can be set in the environment, with its value here."""
    with _ending():
        from flows.report import show_settings
        from flows.settings import read_settings

        show_settings(read_settings())


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _given(
    warehouse: Path | None,
    store: str | None,
    workers: int | None,
    patches: Path | None,
    **others: Any,
) -> dict[str, Any]:
    """Return the settings a command was given, as its flow takes them."""
    of_all = {"store": store, "workers": workers}
    return {"warehouse": _text(warehouse), "patches": _text(patches), **of_all, **others}


def _run(
    name: str,
    given: dict[str, Any],
    kept_to: dict[str, str | None],
    *,
    as_json: bool,
    is_verbose: bool,
) -> Any:
    """Run a flow, print its summary, and return it.

    Args:
        name: The flow, as `module:name`: imported once its surroundings are under way.
        given: The settings.
        kept_to: What it is about.
        as_json: Whether the summary is for machines.
        is_verbose: Whether Prefect's log is shown.
    """
    from flows.prefect_api import outcome_of

    with _ending(), _flow_surroundings(given, is_verbose=is_verbose) as wait_for_api:
        flow = pkgutil.resolve_name(name)
        wait_for_api()
        summary = outcome_of(flow, **given, **kept_to)
    _show_summary(summary, as_json=as_json)
    return summary


@contextmanager
def _flow_surroundings(
    given: dict[str, Any], *, is_verbose: bool, with_scheduler: bool = False
) -> Iterator[Callable[[], None]]:
    """Check the settings, then hold a Prefect API while the block runs a flow.

    The block gets what waits for the API, to call once its flow is imported. Until then nothing is
    looked for garbage: what the imports make stays.
    """
    from flows.prefect_api import prefect_api
    from flows.settings import read_settings

    folder = read_settings(**given).work_folder
    gc.disable()
    try:
        with prefect_api(
            folder, is_verbose=is_verbose, with_scheduler=with_scheduler
        ) as wait_for_api:

            def wait() -> None:
                wait_for_api()
                gc.freeze()
                gc.enable()

            yield wait
    finally:
        gc.enable()


def _show_summary(summary: Any, *, as_json: bool) -> None:
    from flows.report import show_summary

    summary.seconds = time.monotonic() - _STARTED
    show_summary(summary, as_json=as_json)


@contextmanager
def _ending() -> Iterator[None]:
    """End the command with a message and the right code when something stops it."""
    from extract.errors import PipelineError

    before = signal.signal(signal.SIGTERM, _raise_terminated)
    try:
        yield
    except PipelineError as error:
        from flows.exit_codes import exit_code_of
        from flows.terminal import neutral

        print(f"cablehouse: {neutral(str(error))}", file=sys.stderr)
        raise typer.Exit(exit_code_of(error)) from None
    except KeyboardInterrupt as error:
        from flows.exit_codes import ExitCode

        is_terminated = isinstance(error, _Terminated)
        print(
            f"cablehouse: {'ended' if is_terminated else 'interrupted'}. The published warehouse "
            "is as it was, and pages that were read are kept; run the same command again to go on.",
            file=sys.stderr,
        )
        code = ExitCode.TERMINATED if is_terminated else ExitCode.INTERRUPTED
        raise typer.Exit(code) from None
    finally:
        signal.signal(signal.SIGTERM, before)


class _Terminated(KeyboardInterrupt):
    """SIGTERM, which service managers and `timeout` send: ends the command as Ctrl-C does."""


def _raise_terminated(*_: object) -> None:
    raise _Terminated


def main() -> None:
    """Run the command: the entry point of the console script."""
    app()
