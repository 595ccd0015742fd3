"""What the command's exit code says, and which error gives which (`docs/errors.md` lists them)."""

from __future__ import annotations

from enum import IntEnum

from expectations.gate import GateFailed
from extract.errors import (
    ConfigurationError,
    DocumentError,
    MissingTool,
    PipelineError,
    SourceError,
    StoreFailed,
)
from flows.errors import PrefectUnavailable
from load.errors import WarehouseError, WrongQuery


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    """Everything asked for was done; for ingest: the new warehouse was published."""
    PARTLY = 1
    """Some input could not be used, the rest was published and is whole, with `--strict`; or a
    score fell against the one it was compared with."""
    USAGE = 2
    """Wrong usage or configuration: nothing was done."""
    MISSING_TOOL = 3
    """A program this needs is not installed."""
    NOT_PUBLISHED = 4
    """The warehouse could not be published; the old one stands."""
    INTERRUPTED = 130
    """Ctrl-C, as shells have it: 128 and the signal's number."""
    TERMINATED = 143
    """SIGTERM, which service managers and `timeout` send."""


BRANCHES: tuple[tuple[type[PipelineError], ExitCode], ...] = (
    (SourceError, ExitCode.USAGE),
    (ConfigurationError, ExitCode.USAGE),
    (DocumentError, ExitCode.USAGE),
    (WrongQuery, ExitCode.USAGE),
    (MissingTool, ExitCode.MISSING_TOOL),
    (StoreFailed, ExitCode.NOT_PUBLISHED),
    (WarehouseError, ExitCode.NOT_PUBLISHED),
    (GateFailed, ExitCode.NOT_PUBLISHED),
    (PrefectUnavailable, ExitCode.NOT_PUBLISHED),
)
"""Branches of the error tree and their codes. A DocumentError ends a command only where one file
was named and is all there is to do (`cablehouse show`): there it is wrong usage."""


def exit_code_of(error: PipelineError) -> ExitCode:
    """Return the exit code for an error that ended the command."""
    for branch, code in BRANCHES:
        if isinstance(error, branch):
            return code
    return ExitCode.NOT_PUBLISHED
