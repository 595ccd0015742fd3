"""What a machine of a Dask cluster does with a call: it hands it to a process of its own.

The Dask worker itself runs nothing that a file could bring down: `flows.workers.pool` gives it
processes that are ended when a page takes too long, and begun again when one dies, as on one
machine. Imports neither Prefect nor the command.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import socket
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from distributed import get_worker

from extract.engines import check_engine
from extract.errors import ConfigurationError, PipelineError
from extract.settings import ExtractSettings
from extract.source import check_source
from extract.store.keys import page_key
from extract.store.store import PageStore
from flows.logs.kept_lines import KeptLines, keeping_lines
from flows.parser_version import parser_version
from flows.workers.bounds import Bounds
from flows.workers.fence import Fence, fence_of
from flows.workers.pool import WorkerPool
from flows.workers.usage import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a machine must have in common with the run, or its pages and rows would differ.

    Attributes:
        parser_version: The parser.
        engines: The settings of each OCR engine, with the key its pages are stored under.
        store_root: The page store.
        reads_addresses: Whether the PDFs lie in an object store.
        mark: A mark the run left there; None before it has left one.
    """

    parser_version: str
    engines: tuple[tuple[ExtractSettings, str], ...]
    store_root: str
    reads_addresses: bool
    mark: str | None = None


_FIRST_CALL = threading.Lock()
"""The threads of a Dask worker begin together, and shall look and start processes once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a call: its value or its error, and the seconds its document spent on it.

    Attributes:
        machine: The Dask worker that had it done.
        usage: What the processes of that one took for the run so far.
        lines: What was warned of meanwhile, whatever came of it.
    """

    machine: str
    usage: Usage
    value: Any = None
    error: Exception | None = None
    seconds: float
    lines: KeptLines


def work(
    expected: Expected,
    bounds: Bounds,
    queue: Hashable,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Answer:
    """Have a call worked on by a process of this machine, and return what it gives.

    Raises:
        ConfigurationError: this machine is not fit to work for the run.
        MissingTool, StoreFailed: the same.
    """
    with _FIRST_CALL:
        check_machine(expected)
        fence = fence_of(expected.store_root, reads_addresses=expected.reads_addresses)
        pool = _processes(get_worker().state.nthreads, fence)
        cpu_before = _cpu_before(expected, pool)
    before = bounds.budget.spent()
    value, failure = None, None
    with keeping_lines() as lines:
        try:
            value = pool.submit(bounds, queue, function, *args, **kwargs).result()
        except Exception as error:
            # Whatever it is, the run is told, with what was warned of before.
            failure = error
    usage = pool.usage()
    return Answer(
        machine=f"{socket.gethostname()}:{os.getpid()}",
        usage=replace(usage, cpu_seconds=usage.cpu_seconds - cpu_before),
        value=value,
        error=failure,
        seconds=bounds.budget.spent() - before,
        lines=lines,
    )


@lru_cache(maxsize=16)
def _cpu_before(expected: Expected, pool: WorkerPool) -> float:
    """Return the processor time the processes took for earlier runs; `expected` names the run."""
    return pool.usage().cpu_seconds


@cache
def _processes(count: int, fence: Fence) -> WorkerPool:
    """Return this machine's processes, one for each thread of the Dask worker they end with."""
    if multiprocessing.current_process().daemon:
        raise ConfigurationError(
            f"the Dask worker on {socket.gethostname()} may start no process, for a nanny watches "
            "it; start it with `dask worker --no-nanny`, or with "
            "DASK_DISTRIBUTED__WORKER__DAEMON=False, then run the command again"
        )
    return WorkerPool(count, fence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What a machine has and sees of what a run needs.

    Attributes:
        has: What is to be alike on every machine, each with its version, or why there is none.
        troubles: What is wrong with the page store or the SOURCE as this machine sees them.
    """

    has: Mapping[str, str]
    troubles: tuple[str, ...] = ()


def describe_here(packages: Sequence[str], engines: Sequence[ExtractSettings]) -> Machine:
    """Return what this machine has; for the doctor, who compares.

    Args:
        packages: Packages whose versions are asked for.
        engines: The settings of each OCR engine.
    """
    has = {"Python": platform.python_version(), "parser": parser_version()}
    has |= {package: _version(package) for package in packages}
    has |= {settings.engine: _engine(settings) for settings in engines}
    return Machine(has=has)


def describe_machine(
    packages: Sequence[str],
    engines: Sequence[ExtractSettings],
    store_root: str,
    mark: str,
    source: str | None,
) -> Machine:
    """Return what this machine has, and what it sees.

    Args:
        packages: Packages whose versions are asked for.
        engines: The settings of each OCR engine.
        store_root: The page store; it is written to and read from, and nothing stays.
        mark: A mark another machine left there.
        source: What a run would read; None where nobody said.
    """
    store = PageStore(store_root)
    checks: list[Callable[[], None]] = [
        partial(_check_mark, store, mark),
        store.check_writable,
    ]
    if source is not None:
        checks.append(partial(check_source, source))
    troubles = tuple(told for check in checks if (told := _trouble(check)) is not None)
    return replace(describe_here(packages, engines), troubles=troubles)


def _check_mark(store: PageStore, mark: str) -> None:
    if not store.has_mark(mark):
        raise ConfigurationError(
            "it does not see the page store that this machine sees; name a folder that every "
            "machine has mounted there, or an object store, with --store"
        )


def _trouble(check: Callable[[], None]) -> str | None:
    """Return what a check says is wrong; None where nothing is."""
    try:
        check()
    except PipelineError as error:
        return str(error)
    return None


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _engine(settings: ExtractSettings) -> str:
    try:
        return check_engine(settings)
    except PipelineError as error:
        return str(error)


@lru_cache(maxsize=16)
def check_machine(expected: Expected) -> None:
    """See that this machine reads, parses and stores as the run does; looked at once for each run.

    Raises:
        ConfigurationError: it has another parser, another engine, or another store before it.
        MissingTool: it has no such engine.
        StoreFailed: it cannot read the store.
    """
    here = f"the Dask worker on {socket.gethostname()}"
    if parser_version() != expected.parser_version:
        raise ConfigurationError(
            f"{here} has another version of cablehouse (its parser is {parser_version()}, the "
            f"run's {expected.parser_version}); install the same on every machine and restart it"
        )
    for settings, key in expected.engines:
        version = check_engine(settings)
        if page_key(settings, version) != key:
            raise ConfigurationError(
                f"{here} reads pages with {version}, and the run with another version or another "
                "cablehouse; install the same on every machine and restart it"
            )
    if expected.mark is not None and not PageStore(expected.store_root).has_mark(expected.mark):
        raise ConfigurationError(
            f"{here} does not see the run's page store at {expected.store_root}; name a folder "
            "that every machine has mounted there, or an object store, with --store"
        )
