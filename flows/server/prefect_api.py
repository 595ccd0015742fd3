"""The surroundings a flow runs in: Prefect's settings, and an API to report to.

Has to be entered before Prefect is imported: it reads its settings then. Whatever the user set
stays as set.
"""

from __future__ import annotations

import http.client
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from functools import partial, wraps
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any, TypeVar

from flows.errors import PrefectUnavailable
from flows.logs.log_context import LOGGED_PACKAGES, LOGS_NAME
from flows.server.local_server import HOST, LocalServer

if TYPE_CHECKING:
    from prefect import Flow

R = TypeVar("R")

REACH_TIMEOUT_S = 10.0
"""How long a configured server may take to say that it is there."""

TELEMETRY_OFF = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
}
"""No count of runs leaves the machine unless the user says so."""

DRAIN_TIMEOUT_S = 5.0
"""How long the end of a run may wait for its last events, which no result depends on."""


def quiet(work_folder: Path, *, is_verbose: bool = False) -> None:
    """Set Prefect's defaults for this process: nothing sent out, little said, files kept here.

    Args:
        work_folder: Where Prefect's database goes, instead of the user's home.
        is_verbose: Whether Prefect's log is shown on the terminal too.
    """
    defaults = TELEMETRY_OFF | {
        "PREFECT_HOME": str(work_folder.absolute() / ".prefect"),
        "PREFECT_LOGGING_EXTRA_LOGGERS": ",".join(LOGGED_PACKAGES),
        # A function of ours called outside a flow logs like any other; that is no reason to warn.
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "INFO" if is_verbose else "CRITICAL",
        # Or a server that is gone fills the terminal, 2 kB for each state of a task.
        "PREFECT_LOGGING_INTERNAL_LEVEL": "ERROR" if is_verbose else "CRITICAL",
    }
    profiles = Path.home() / ".prefect" / "profiles.toml"
    if profiles.is_file():
        # The folder is ours, but the servers a user has named are still the user's.
        defaults["PREFECT_PROFILES_PATH"] = str(profiles)
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


@contextmanager
def prefect_api(
    work_folder: Path, *, is_verbose: bool = False, with_scheduler: bool = False
) -> Iterator[Callable[[], None]]:
    """Run the block with a Prefect API: the configured server, or a local one for its duration.

    The local server starts at once. The block gets a function to call before its first flow, which
    returns when the API answers: what has to be imported can be imported meanwhile.

    Args:
        work_folder: Where Prefect's database and the server's log go.
        is_verbose: Whether Prefect's log is shown on the terminal too.
        with_scheduler: Whether the block serves deployments on schedules.

    Raises:
        PrefectUnavailable: the server cannot be reached or started, or fails under way.
    """
    quiet(work_folder, is_verbose=is_verbose)
    configured = configured_url()
    if configured:
        try:
            with _explained(work_folder):
                yield partial(reach, configured)
        finally:
            _drop_what_nobody_takes(configured)
        return
    server = LocalServer(Path(os.environ["PREFECT_HOME"]), with_scheduler=with_scheduler)
    try:
        os.environ["PREFECT_API_URL"] = server.api_url
        # A proxy for the web is none for this machine.
        os.environ["NO_PROXY"] = ",".join(filter(None, (os.environ.get("NO_PROXY"), HOST)))
        with _explained(work_folder):
            yield server.wait
    finally:
        _send_what_is_left()
        server.stop()
        os.environ.pop("PREFECT_API_URL", None)


@contextmanager
def _explained(work_folder: Path) -> Iterator[None]:
    """Say what to do when the API fails under a run, which then ends with an error of the API's.

    On a full disk the local server's database is the first that cannot be written.
    """
    try:
        yield
    except Exception as error:
        # Loaded with Prefect, which raised it; no reason to load it before.
        import httpx

        if not isinstance(error, httpx.HTTPError):
            raise
        first_line = str(error).partition("\n")[0]
        raise PrefectUnavailable(
            f"Prefect's server failed while the run was under way ({first_line}). The last line of "
            f"the newest file in {work_folder / LOGS_NAME} says how the run itself ended. See "
            "whether the disk is full, then run the same command again: pages that were read are "
            "kept."
        ) from error


def outcome_of(flow: Flow[..., R], **parameters: Any) -> R:
    """Run a flow and return what its function returns, whether or not Prefect can be told of it.

    A server that is gone when the run has published takes nothing back.

    Args:
        flow: The flow.
        parameters: What it is given.
    """
    import httpx

    returned: list[R] = []

    @wraps(flow.fn)
    def keep(*args: Any, **kwargs: Any) -> R:
        returned.append(flow.fn(*args, **kwargs))
        return returned[0]

    kept = copy(flow)
    kept.fn = keep
    try:
        kept(**parameters)
    except httpx.HTTPError as error:
        if not returned:
            raise
        told = "the run ended well, but Prefect's server could not be told and shows it as it was"
        print(f"cablehouse: {told} ({str(error).partition(chr(10))[0]})", file=sys.stderr)
    return returned[0]


def configured_url() -> str | None:
    """Return the address of the server the user configured, in whatever way Prefect knows."""
    if os.environ.get("PREFECT_API_URL"):
        return os.environ["PREFECT_API_URL"]
    os.environ.pop("PREFECT_API_URL", None)
    places = [Path(os.environ.get("PREFECT_PROFILES_PATH", "")), Path("prefect.toml"), Path(".env")]
    if not any(place.is_file() for place in places):
        return None
    from prefect.settings import PREFECT_API_URL

    url: str | None = PREFECT_API_URL.value()
    return url


def reach(api_url: str) -> None:
    """Make sure a configured server answers.

    Raises:
        PrefectUnavailable: it does not.
    """
    try:
        urllib.request.urlopen(f"{api_url.rstrip('/')}/health", timeout=REACH_TIMEOUT_S).close()
    except urllib.error.HTTPError:
        # It answered: one that asks for a key refuses this bare request, not Prefect's own.
        return
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise PrefectUnavailable(
            f"no Prefect server answers at {api_url} ({error}). Start it, or unset PREFECT_API_URL "
            "to run with a local one."
        ) from error


def _drop_what_nobody_takes(api_url: str) -> None:
    """Empty the queue of events where the server is gone.

    Prefect waits for it when the process ends, seven seconds an event, however many there are, and
    offers no way to have it not wait: `_instances` and `_queue` are its own.
    """
    from prefect.events.worker import EventsWorker

    try:
        reach(api_url)
    except PrefectUnavailable:
        # mypy holds what a generic class has for all its kinds to be of no one type.
        for worker in list(EventsWorker._instances.values()):  # type: ignore[misc]
            with suppress(Empty):
                while True:
                    worker._queue.get_nowait()


def _send_what_is_left() -> None:
    """Hand the last log lines and events to the server while it is there to take them."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogHandler

    APILogHandler().flush()
    EventsWorker.drain_all(timeout=DRAIN_TIMEOUT_S)
