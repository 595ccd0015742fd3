"""The commands that write a warehouse, each of which is a run of a flow."""

from __future__ import annotations

import sys
from pathlib import PurePosixPath
from typing import Annotated

import typer

from flows.command.frame import ending, flow_surroundings, given_settings, run_flow
from flows.command.options import (
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

SERVED_WAIT_S = 4 * 3600.0
"""How long a run on a schedule waits: longer than a slice of a back-fill takes, and over before the
morning of a run at night."""


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
    rehash: Annotated[
        bool,
        typer.Option(
            "--rehash",
            help="Read every file to see what is new, also those whose size and times are as they "
            "were.",
        ),
    ] = False,
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
    given = given_settings(
        warehouse, store, workers, patches,
        slice_documents=slice_documents, wait_seconds=wait_seconds,
    )  # fmt: skip
    kept_to = {
        "source": source, "path": path, "since": since, "only": only, "where": where,
        "rehash": rehash,
    }  # fmt: skip
    run_flow(
        "flows.ingest:ingest", given, kept_to,
        as_json=as_json, is_verbose=verbose, is_strict=strict,
    )  # fmt: skip


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
    given = given_settings(
        warehouse, store, workers, patches,
        slice_documents=slice_documents, wait_seconds=wait_seconds,
    )  # fmt: skip
    kept_to = {"only": only, "where": where}
    run_flow(
        "flows.reparse:reparse", given, kept_to,
        as_json=as_json, is_verbose=verbose, is_strict=strict,
    )  # fmt: skip


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
    given = given_settings(warehouse, store, workers, patches, wait_seconds=wait_seconds)
    kept_to = {"source": source}
    run_flow("flows.quarantine:retry", given, kept_to, as_json=as_json, is_verbose=verbose)


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
    given = given_settings(
        warehouse, store, workers, patches,
        slice_documents=slice_documents, wait_seconds=wait_seconds,
    )  # fmt: skip
    with ending():
        from flows.serving import last_run_of, read_schedule, serve_flow
        from flows.settings import read_settings

        schedule = read_schedule(cron, timezone)
        with flow_surroundings(given, is_verbose=verbose, with_scheduler=True) as wait_for_api:
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
