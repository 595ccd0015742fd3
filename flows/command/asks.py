"""The commands that show what a PDF or a published warehouse says, and what it is worth."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.command.frame import ending, text_of
from flows.command.options import AsJson, Warehouse, Workers


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
    with ending():
        from flows.command.show import as_json_values, read_file
        from flows.command.show_text import print_document

        read = read_file(file, workers=workers)
    if as_json:
        from flows.command.terminal import json_text

        print(json_text(as_json_values(read)))
    else:
        print_document(read, with_noise=with_noise)


def check(warehouse: Warehouse = None, as_json: AsJson = False) -> None:
    """Run every expectation on a warehouse, print the results, and store them in it."""
    with ending():
        from flows.check import check_warehouse
        from flows.settings import read_settings

        results = check_warehouse(read_settings(warehouse=text_of(warehouse)))
    from flows.command.report import show_checks

    show_checks(results, as_json=as_json)
    if any(not result.success and result.severity == "fatal" for result in results):
        raise typer.Exit(4)


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
    with ending():
        from functools import partial

        from expectations.score import compare_with, read_baseline, take_baseline, write_baseline
        from expectations.score import score as compare
        from flows.settings import read_settings
        from load.connection import read_only, rows_of

        baseline = None if against is None else read_baseline(against)
        with read_only(read_settings(warehouse=text_of(warehouse)).warehouse) as connection:
            report = compare(truth, partial(rows_of, connection))
        change = None if baseline is None else compare_with(baseline, report)
        if save is not None:
            write_baseline(save, take_baseline(report))
    from flows.command.report import show_score

    show_score(report, change, as_json=as_json)
    if change is not None and change.is_loss:
        raise typer.Exit(1)


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
    with ending():
        from extract.remote import is_address
        from flows.settings import read_settings
        from load.exports.columns import ExportFormat
        from load.exports.export import export_tables
        from load.exports.lake import write_lake
        from load.files import WarehouseFiles
        from load.lock import writer_lock

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
            beside = WarehouseFiles.beside(read_settings(warehouse=text_of(warehouse)).warehouse)
            # A run that publishes there meanwhile would take this snapshot for one nobody has.
            with writer_lock(beside.published, beside.lock):
                written = write_lake(beside.published, to)
            print(f"{len(written)} files in {to}; DuckDB attaches {written[-1]}")
            return
        files = export_tables(
            read_settings(warehouse=text_of(warehouse)).warehouse,
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


def list_quarantine(warehouse: Warehouse = None, as_json: AsJson = False) -> None:
    """List what was kept out, and why."""
    with ending():
        from flows.quarantine import rows_of_quarantine
        from flows.settings import read_settings

        rows = rows_of_quarantine(read_settings(warehouse=text_of(warehouse)).warehouse)
    from flows.command.report import show_quarantine

    show_quarantine(rows, as_json=as_json)


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
    with ending():
        from flows.command.report import RowForm, show_rows
        from flows.settings import read_settings
        from load.connection import query as ask

        if as_csv and as_json:
            raise typer.BadParameter("choose one of --csv and --json")
        asked = sys.stdin.read() if sql == "-" else sql
        settings = read_settings(warehouse=text_of(warehouse))
        if lake:
            from load.exports.lake import query_lake

            if settings.lake is None:
                raise typer.BadParameter("--lake asks CABLEHOUSE_LAKE, which is not set")
            rows = query_lake(settings.lake, asked)
        else:
            rows = ask(settings.warehouse, asked)
    form = RowForm.CSV if as_csv else RowForm.JSON if as_json else RowForm.TABLE
    show_rows(rows, form)


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
    with ending():
        from flows.settings import read_settings
        from infra.dashboard.server import serve as serve_dashboard

        settings = read_settings(warehouse=text_of(warehouse))
        serve_dashboard(
            settings.warehouse, sources or (), host=host, port=port, root_path=root_path
        )


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
    with ending():
        from functools import partial

        from flows.command.report import show_doubts
        from flows.corrections.review import append_stubs
        from flows.settings import read_settings
        from load.asks.review import doubts
        from load.connection import query as ask

        found = doubts(partial(ask, read_settings(warehouse=text_of(warehouse)).warehouse))
        count = append_stubs(found, to) if to else 0
    show_doubts(found, as_json=as_json)
    if to:
        print(f"{count} entries appended to {to}", file=sys.stderr)
