"""The machines of a cluster as processes of this one, and the network before the store."""

from __future__ import annotations

import os
import select
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from tests.processes import HOST, free_port

READY_S = 120.0
"""How long a process may take to answer: many times what it does on a busy core."""
KEYS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
}
_BIN = Path(sys.executable).parent


class _Relay(socketserver.BaseRequestHandler):
    """Hands bytes on between a client and the store, until one of them has enough."""

    server: Any

    def handle(self) -> None:
        with (
            suppress(OSError),
            socket.create_connection((HOST, self.server.target_port)) as there,
        ):
            ends = {self.request: there, there: self.request}
            self.server.open_ends |= set(ends)
            while True:
                for end in select.select(list(ends), [], [])[0]:
                    piece = end.recv(1 << 16)
                    if not piece:
                        return
                    ends[end].sendall(piece)


class Network:
    """A port that leads to the store, and can be cut: connections end, and none is taken."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self.port = free_port()
        self._server: Any = None
        self.mend()

    def mend(self) -> None:
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        server: Any = socketserver.ThreadingTCPServer((HOST, self.port), _Relay)
        server.daemon_threads = True
        server.block_on_close = False
        server.target_port, server.open_ends = self._target_port, set()
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self._server = server

    @property
    def is_cut(self) -> bool:
        return self._server is None

    def cut(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        server.shutdown()
        server.server_close()
        for end in server.open_ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Machines:
    """A store and a scheduler, and as many workers as are started; all end with the context."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        store_port, self._scheduler_port = free_port(), free_port()
        self._start("moto_server", "-H", HOST, "-p", str(store_port))
        self._start(
            *("dask", "scheduler", "--host", HOST, "--port", str(self._scheduler_port)),
            "--no-dashboard",
        )
        _wait_for(store_port)
        self.network = Network(store_port)
        _wait_for(self._scheduler_port)

    @property
    def scheduler(self) -> str:
        return f"tcp://{HOST}:{self._scheduler_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What every machine must be told of the store."""
        return KEYS | {"AWS_ENDPOINT_URL": f"http://{HOST}:{self.network.port}"}

    def start_worker(self, **environment: str) -> None:
        """Start a worker, with an environment of its own beside what every machine has."""
        number = len(self.workers)
        self.workers.append(
            self._start(
                *("dask", "worker", self.scheduler, "--host", HOST, "--no-dashboard"),
                *("--no-nanny", "--nthreads", "1", "--name", f"worker-{number}"),
                *("--local-directory", str(self._folder / f"worker-{number}")),
                **environment,
            )
        )

    def worker_count(self) -> int:
        """Return how many workers the scheduler has."""
        # Imported where it is used: it takes a second, and who needs the store's keys no cluster.
        from distributed import Client

        with Client(self.scheduler, set_as_default=False) as client:
            return len(client.nthreads())

    def kill_worker(self, number: int) -> None:
        """End a machine as a power cut does."""
        self.workers[number].send_signal(signal.SIGKILL)
        self.workers[number].wait()

    def log_of(self, name: str) -> str:
        return (self._folder / f"{name}.txt").read_text(encoding="utf-8", errors="replace")

    def _start(self, program: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        name = f"{program}-{len(self._started)}"
        keys = self.environment if hasattr(self, "network") else KEYS
        with (self._folder / f"{name}.txt").open("wb") as log:
            process = subprocess.Popen(
                [str(_BIN / program), *arguments],
                env=os.environ | keys | {"OMP_THREAD_LIMIT": "1"} | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._started.append(process)
        return process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for process in reversed(self._started):
            process.kill()
            process.wait()
        self.network.cut()


def _wait_for(port: int) -> None:
    end = time.monotonic() + READY_S
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1.0).close()
        except OSError:
            assert time.monotonic() < end, f"nothing answers at port {port}"
            time.sleep(0.1)
        else:
            return
