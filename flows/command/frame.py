"""What every command runs in: its end by an error or a signal, and the API its flow reports to."""

from __future__ import annotations

import gc
import pkgutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from flows.command.signals import SignalWatch

_STARTED = time.monotonic()
"""When the command began, for the time its summary gives: Prefect's start is part of it."""


def text_of(path: Path | None) -> str | None:
    """Return a path as flows take it; None where none was given."""
    return None if path is None else str(path)


def given_settings(
    warehouse: Path | None,
    store: str | None,
    workers: int | None,
    patches: Path | None,
    **others: Any,
) -> dict[str, Any]:
    """Return the settings a command was given, as its flow takes them."""
    of_all = {"store": store, "workers": workers}
    return {"warehouse": text_of(warehouse), "patches": text_of(patches), **of_all, **others}


def run_flow(
    name: str,
    given: dict[str, Any],
    kept_to: Mapping[str, str | bool | None],
    *,
    as_json: bool,
    is_verbose: bool,
    is_strict: bool = False,
) -> None:
    """Run a flow and print its summary.

    Args:
        name: The flow, as `module:name`: imported once its surroundings are under way.
        given: The settings.
        kept_to: What it is about.
        as_json: Whether the summary is for machines.
        is_verbose: Whether Prefect's log is shown.
        is_strict: Whether a document that could not be used makes the command end with 1.
    """
    from flows.server.prefect_api import outcome_of

    with ending(), flow_surroundings(given, is_verbose=is_verbose) as wait_for_api:
        flow = pkgutil.resolve_name(name)
        wait_for_api()
        summary = outcome_of(flow, **given, **kept_to)
    _show_summary(summary, as_json=as_json)
    if is_strict and not summary.is_whole:
        raise typer.Exit(1)


@contextmanager
def flow_surroundings(
    given: dict[str, Any], *, is_verbose: bool, with_scheduler: bool = False
) -> Iterator[Callable[[], None]]:
    """Check the settings, then hold a Prefect API while the block runs a flow.

    The block gets what waits for the API, to call once its flow is imported. Until then nothing is
    looked for garbage: what the imports make stays.
    """
    from flows.server.prefect_api import prefect_api
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
    from flows.command.report import show_summary

    summary.seconds = time.monotonic() - _STARTED
    show_summary(summary, as_json=as_json)


@contextmanager
def ending() -> Iterator[None]:
    """End the command with a message and the right code when something stops it."""
    from extract.errors import PipelineError

    with SignalWatch() as watch:
        try:
            yield
        except BaseException as error:
            # First, for the error may be what a query or a task made of the signal.
            if (ended_by := watch.ended_by(error)) is not None:
                raise typer.Exit(_told_of(ended_by)) from None
            if not isinstance(error, PipelineError):
                raise
            from flows.command.exit_codes import exit_code_of
            from flows.command.terminal import neutral

            print(f"cablehouse: {neutral(str(error))}", file=sys.stderr)
            raise typer.Exit(exit_code_of(error)) from None


def _told_of(ended_by: signal.Signals) -> int:
    """Say that a signal ended the command, and return the exit code for that."""
    from flows.command.exit_codes import ExitCode

    is_terminated = ended_by == signal.SIGTERM
    print(
        f"cablehouse: {'ended' if is_terminated else 'interrupted'}. The published warehouse is "
        "whole, and pages that were read are kept; run the same command again to go on.",
        file=sys.stderr,
    )
    return ExitCode.TERMINATED if is_terminated else ExitCode.INTERRUPTED
