"""Prefect's API for runs that have no Prefect server: the same server, started early and lean.

Prefect can start a temporary server by itself, but only once a flow is called, and after importing
the whole server into the calling process too; `docs/decisions/0005-prefect-start.md` has the
measurements. Here the server is a child process that starts with the command, on a socket that is
already listening, so that the first request waits for the answer instead of polling for it. It
ends with the process that started it, however that ends.

This module imports nothing of Prefect at the top: the command starts the child before it spends a
second on importing Prefect itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import gc
import http.client
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from flows.errors import PrefectUnavailable

HOST = "127.0.0.1"
READY_TIMEOUT_S = 120.0
"""Ten times what a new database without a prepared copy takes on an idle machine (11 s)."""
STOP_TIMEOUT_S = 5.0
"""Prefect's own limit for ending its temporary server."""
TASK_STATES_AT_ONCE = 200
TASK_STATES_INTERVAL_S = 2
"""How far the record of tasks, which only people look at, may lag behind the run."""
LOG_NAME = "server.log"
DATABASE_NAME = "prefect.db"
IN_USE_NAME = "server.lock"
TEMPLATE_NAME = f"prefect-{version('prefect')}.db"


def template_path() -> Path:
    """Return where the set-up leaves an empty, migrated database: inside the environment."""
    return Path(sys.prefix) / "share" / "cablehouse" / TEMPLATE_NAME


class LocalServer:
    """A Prefect API server on the loopback interface, owned by this process.

    Attributes:
        api_url: What `PREFECT_API_URL` has to be to use it.
    """

    def __init__(self, home: Path, *, with_scheduler: bool = False) -> None:
        """Start the server and return at once; `wait` says when it answers.

        Args:
            home: Prefect's folder: database and the server's log. Created when missing.
            with_scheduler: Whether deployments are to be run on their schedules, which a
                single run does not need.

        Raises:
            PrefectUnavailable: `home` cannot be written.
        """
        self._log = home / LOG_NAME
        try:
            home.mkdir(parents=True, exist_ok=True)
            in_use = _in_use(home, fcntl.LOCK_SH)
            _copy_template(home)
            log = self._log.open("wb")
        except OSError as error:
            raise PrefectUnavailable(
                f"cannot write Prefect's folder {home}: {error.strerror}. "
                "Make it writable, or name another store with --store."
            ) from error
        with log, in_use, socket.create_server((HOST, 0)) as listener:
            self.port: int = listener.getsockname()[1]
            self.api_url = f"http://{HOST}:{self.port}/api"
            self._process = subprocess.Popen(
                [sys.executable, "-m", __spec__.name, str(listener.fileno())],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                # The child holds the lock on its folder as long as it lives.
                pass_fds=(listener.fileno(), in_use.fileno()),
                env=_server_environment(home, with_scheduler=with_scheduler),
                # Ctrl-C goes to the terminal's whole group; the run still has its end to report.
                start_new_session=True,
            )

    def wait(self) -> None:
        """Return when the server answers.

        Raises:
            PrefectUnavailable: it ended or did not answer in time; the message names its log.
        """
        connection = http.client.HTTPConnection(HOST, self.port, timeout=READY_TIMEOUT_S)
        try:
            connection.request("GET", "/api/health")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException) as error:
            self.stop()
            raise PrefectUnavailable(
                f"the local Prefect server did not start ({error or type(error).__name__}). "
                f"{self._log} says why, unless the disk is full; or set PREFECT_API_URL to a "
                "server that runs."
            ) from error
        finally:
            connection.close()

    def stop(self) -> None:
        """End the server; safe to call twice."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _in_use(home: Path, how: int) -> BinaryIO:
    """Return the locked file that says whether a server uses a folder.

    Raises:
        BlockingIOError: it is locked otherwise.
    """
    handle = (home / IN_USE_NAME).open("ab")
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BaseException:
        handle.close()
        raise
    return handle


@contextmanager
def unused(home: Path) -> Iterator[bool]:
    """Keep servers off a folder while the block runs; says whether there was none.

    Args:
        home: Prefect's folder, which is there.
    """
    try:
        handle = _in_use(home, fcntl.LOCK_EX)
    except BlockingIOError:
        yield False
        return
    with handle:
        yield True


def database_files(home: Path) -> list[Path]:
    """Return the files of a folder's database: what is kept of runs for Prefect's UI."""
    return sorted(home.glob(f"{DATABASE_NAME}*"))


def _copy_template(home: Path) -> None:
    """Give a new home the prepared database, which saves the 7 s its migrations take."""
    database, template = home / DATABASE_NAME, template_path()
    if database.exists() or not template.is_file():
        return
    # Copied beside and renamed, so that a run killed here leaves no half database behind.
    beside = home / f"{DATABASE_NAME}.{os.getpid()}"
    shutil.copyfile(template, beside)
    beside.replace(database)


def _server_environment(home: Path, *, with_scheduler: bool) -> dict[str, str]:
    """Return the child's environment: this process's, and what makes its server lean."""
    environment = os.environ | {
        "PREFECT_HOME": str(home),
        "PREFECT_UI_ENABLED": "0",
        "PREFECT__SERVER_FINAL": "1",
        # Registering block types costs 0.3 s a start, and nothing here uses a block.
        "PREFECT_SERVER_API_BLOCKS_REGISTER_ON_START": "0",
        # Written one by one, the states of a task cost 18 ms of CPU, together 4 ms.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": str(TASK_STATES_AT_ONCE),
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": str(TASK_STATES_INTERVAL_S),
        # What the server itself logs goes to its log file, whatever is kept off the terminal.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    }
    environment.pop("PREFECT_API_URL", None)
    if with_scheduler:
        # It may run for years: Prefect forgets what its UI shows of runs of 90 days ago.
        environment.setdefault("PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED", "true")
    else:
        environment["PREFECT__SERVER_EPHEMERAL"] = "1"
    return environment


def prepare() -> None:
    """Make the template database and import the server once, so that its bytecode is kept.

    Part of the set-up. The second half matters because one of the server's packages compiles its
    modules in a way of its own, which no installer does in advance.
    """
    template = template_path()
    template.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["PREFECT_HOME"] = home
        import prefect.server.api.server  # noqa: F401  # for the bytecode
        from prefect.server.database import provide_database_interface

        asyncio.run(provide_database_interface().create_db())
        beside = template.with_suffix(".new")
        beside.unlink(missing_ok=True)
        # The database is in write-ahead mode: copied by SQLite, its log comes along.
        with (
            contextlib.closing(sqlite3.connect(Path(home) / "prefect.db")) as made,
            contextlib.closing(sqlite3.connect(beside)) as kept,
        ):
            made.backup(kept)
        beside.replace(template)


def serve(listener: socket.socket) -> None:
    """Serve Prefect's API on `listener` until standard input ends: the child's whole life."""
    # The imports make about a million objects that all stay; looking for garbage among them
    # again and again was a third of the start.
    gc.disable()
    import uvicorn
    from prefect.server.api.server import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(), log_level="error", lifespan="on"))
    gc.freeze()
    gc.enable()

    def stop_with_the_parent() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=stop_with_the_parent, daemon=True).start()
    server.run(sockets=[listener])


if __name__ == "__main__":
    if len(sys.argv) == 1:
        prepare()
    else:
        serve(socket.socket(fileno=int(sys.argv[1])))
