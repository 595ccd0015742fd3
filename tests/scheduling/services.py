"""A Prefect server with its pages, a worker, and somebody who is told by webhook."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError

from flows.workers.processes import family
from tests.conftest import ROOT
from tests.processes import free_port
from tests.scheduling.seen import say

T = TypeVar("T")

PREFECT = str(Path(sys.executable).parent / "prefect")
CABLEHOUSE = str(Path(sys.executable).parent / "cablehouse")
POOL = "cablehouse"
SAMPLES = ("born_digital.pdf", "two_sections.pdf", "broken.pdf")
"""Two that are read without OCR, and one that cannot be."""
OURS = ("PREFECT_", "CABLEHOUSE_")
PATIENCE_S = 900.0
"""How long anything may take: a hundred times what it takes on an idle machine."""
LOOK_AGAIN_S = 1.0


def wait_for(what: str, look: Callable[[], T | None], patience_s: float = PATIENCE_S) -> T:
    """Look again and again until there is something; return it."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        found = look()
        if found is not None:
            return found
        time.sleep(LOOK_AGAIN_S)
    raise TimeoutError(what)


class Services:
    """What runs, and where: a folder that stands for the repository's root."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """Begin with nothing running.

        Args:
            folder: The folder.
            settings: Variables for server, worker and commands, beside those of the page.
        """
        self.folder = folder
        self.port = free_port()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        own = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environment: Mapping[str, str] = own | {
            "PWD": str(folder),
            "PREFECT_HOME": str(folder / ".prefect"),
            "PREFECT_API_URL": self.api_url,
            # Without it the pages ask port 4200, whatever port the server has.
            "PREFECT_SERVER_UI_API_URL": self.api_url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "OMP_THREAD_LIMIT": "1",
            "CABLEHOUSE_WORKERS": "1",
        } | settings  # fmt: skip

    @property
    def url(self) -> str:
        """The address of the pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """The address of the API."""
        return f"{self.url}/api"

    def start_server(self) -> None:
        """Start the server, anew where there was one, and return when it answers."""
        self._start("server", "start", "--host", "127.0.0.1", "--port", str(self.port))
        self.ask("/health")

    def deploy(self) -> None:
        """Make the pool and the deployments of infra/prefect.yaml, as the page says."""
        self.run(PREFECT, "work-pool", "create", POOL, "--type", "process")
        self.run(
            PREFECT, "--no-prompt", "deploy", "--all", "--prefect-file", "infra/prefect.yaml"
        )  # fmt: skip

    def start_worker(self) -> None:
        """Start a worker for the pool, anew where there was one."""
        self._start("worker", "start", "--pool", POOL)

    def _start(self, *arguments: str) -> None:
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            self._running[arguments[0]] = subprocess.Popen(
                [PREFECT, *arguments],
                cwd=self.folder, env=self.environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def is_running(self, name: str) -> bool:
        """Return whether `server` or `worker` has not ended."""
        return self._running[name].poll() is None

    def kill(self, name: str) -> None:
        """Kill `server` or `worker` with all it started, as a machine that goes down does."""
        process = self._running[name]
        for one in list(family(process.pid)):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        process.wait(PATIENCE_S)

    def at_work(self) -> list[int]:
        """Return the processes the worker has started."""
        return list(family(self._running["worker"].pid))[1:]

    def stop(self) -> None:
        """End what runs, the worker first."""
        for process in reversed(self._running.values()):
            process.terminate()
            process.wait(PATIENCE_S)

    def run(self, *command: str) -> str:
        """Run a command to its end and return what it prints."""
        ended = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        if ended.returncode:
            raise RuntimeError(f"{command} ended with {ended.returncode}: {ended.stderr}")
        return ended.stdout

    def ask(self, path: str, body: Any = None) -> Any:
        """Ask the API, again where it has no answer: with a body by POST, else by GET."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.api_url}{path}", data=data, headers={"Content-Type": "application/json"}
        )

        def answer() -> list[Any] | None:
            try:
                with urllib.request.urlopen(request, timeout=PATIENCE_S) as said:
                    return [json.load(said)]
            except OSError as error:
                if isinstance(error, HTTPError) and error.code < 500:
                    raise
                # Not up yet; or up, and its SQLite waits for a busy machine.
                return None

        return wait_for(path, answer)[0]

    def begin(self, deployment: str, **parameters: Any) -> str:
        """Have a deployment run now, as `prefect deployment run` does; return the run's id."""
        run = self.ask(
            f"/deployments/{self.deployment(deployment)['id']}/create_flow_run",
            {"parameters": parameters},
        )
        return str(run["id"])

    def schedule_soon(self, deployment: str) -> None:
        """Have cron begin a deployment in the minute after next."""
        due = datetime.now(UTC) + timedelta(minutes=2)
        soon = {"cron": f"{due.minute} {due.hour} {due.day} {due.month} *", "timezone": "UTC"}
        self.ask(
            f"/deployments/{self.deployment(deployment)['id']}/schedules",
            [{"schedule": soon, "active": True}],
        )

    def deployment(self, name: str) -> dict[str, Any]:
        """Return what the server has of a deployment."""
        (found,) = self.ask("/deployments/filter", {"deployments": {"name": {"any_": [name]}}})
        return dict(found)

    def artifacts(self, run_id: str) -> list[dict[str, Any]]:
        """Return what a run left to be shown."""
        body = {"artifacts": {"flow_run_id": {"any_": [run_id]}}, "limit": 200}
        return list(self.ask("/artifacts/filter", body))

    def warehouse_runs(self, run_id: str) -> set[str]:
        """Return the ids, in the warehouse's `runs`, of what a run of Prefect's published."""
        shown = [one for one in self.artifacts(run_id) if one["key"] == "run-summary"]
        return {one["description"].removeprefix("Run ") for one in shown}

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """Return the runs of a deployment, the latest first."""
        body = {"deployments": {"name": {"any_": [deployment]}}, "sort": "START_TIME_DESC"}
        return list(self.ask("/flow_runs/filter", body))

    def ended(self, deployment: str, *states: str, run_id: str | None = None) -> dict[str, Any]:
        """Wait for a run of a deployment to come to one of some states; return the run."""

        def look() -> dict[str, Any] | None:
            runs = [run for run in self.runs(deployment) if run_id in (None, run["id"])]
            return next((run for run in runs if run["state_type"] in states), None)

        return wait_for(f"{deployment} {' or '.join(states)}", look)


@contextmanager
def up(folder: Path, **settings: str) -> Iterator[Services]:
    """A server, a pool, the deployments of infra/prefect.yaml, and a worker."""
    services = Services(folder, **settings)
    try:
        services.start_server()
        services.deploy()
        services.start_worker()
        say(f"server, pool, deployments and worker are up at {services.url}")
        yield services
    finally:
        services.stop()


def samples(*names: str) -> list[Path]:
    """Return files of infra/samples."""
    return [ROOT / "infra" / "samples" / name for name in names]


def repository(folder: Path, files: Iterable[Path]) -> None:
    """Make a folder in which the deployments work as from the repository's root."""
    (folder / "releases").mkdir(parents=True)
    for file in files:
        (folder / "releases" / file.name).write_bytes(file.read_bytes())
    for room in ("extract", "transform", "load", "expectations", "flows", "infra"):
        (folder / room).symlink_to(ROOT / room)


@contextmanager
def called() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield an address and the list of what it is told by POST."""
    told: list[dict[str, Any]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            value = json.loads(body)
            told.append(json.loads(value) if isinstance(value, str) else value)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
