"""A Prefect server with its pages, a worker, and somebody who is told by webhook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError

from tests.conftest import ROOT

T = TypeVar("T")

PREFECT = str(Path(sys.executable).parent / "prefect")
POOL = "cablehouse"
OURS = ("PREFECT_", "CABLEHOUSE_")
PATIENCE_S = 900.0
"""How long anything may take: a hundred times what it takes on an idle machine."""
LOOK_AGAIN_S = 1.0


def wait_for(what: str, look: Callable[[], T | None]) -> T:
    """Look again and again until there is something; return it."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = look()
        if found is not None:
            return found
        time.sleep(LOOK_AGAIN_S)
    raise TimeoutError(what)


class Services:
    """What runs, and where: a folder that stands for the repository's root."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.environment: Mapping[str, str] = {
            **{name: value for name, value in os.environ.items() if not name.startswith(OURS)},
            "PWD": str(folder),
            "PREFECT_HOME": str(folder / ".prefect"),
            "PREFECT_API_URL": self.api_url,
            # Without it the pages ask port 4200, whatever port the server has.
            "PREFECT_SERVER_UI_API_URL": self.api_url,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "OMP_THREAD_LIMIT": "1",
            "CABLEHOUSE_WORKERS": "1",
        }  # fmt: skip

    @property
    def url(self) -> str:
        """The address of the pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """The address of the API."""
        return f"{self.url}/api"

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a command of Prefect's in the background for as long as the block lasts."""
        log = self.folder / f"{arguments[0]}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [PREFECT, *arguments],
                cwd=self.folder, env=self.environment, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
            try:
                yield process
            finally:
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

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """Return the runs of a deployment, the latest first."""
        body = {"deployments": {"name": {"any_": [deployment]}}, "sort": "START_TIME_DESC"}
        return list(self.ask("/flow_runs/filter", body))

    def ended(self, deployment: str, state: str, run_id: str | None = None) -> dict[str, Any]:
        """Wait for a run of a deployment to come to a state."""

        def look() -> dict[str, Any] | None:
            runs = [run for run in self.runs(deployment) if run_id in (None, run["id"])]
            return next((run for run in runs if run["state_type"] == state), None)

        return wait_for(f"{deployment} {state}", look)


def repository(folder: Path, samples: list[Path]) -> None:
    """Make a folder in which the deployments work as from the repository's root."""
    (folder / "releases").mkdir(parents=True)
    for sample in samples:
        (folder / "releases" / sample.name).write_bytes(sample.read_bytes())
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
