"""`cablehouse dashboard` as a process: it says where it is, serves, and ends when told to."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow
"""Each starts the command."""


def started(*arguments: str | Path) -> subprocess.Popen[str]:
    program = "from flows.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, "dashboard", *map(str, arguments)],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_end(printed: Path, papers: Path, ending: signal.Signals):
    with started("--warehouse", printed, "--source", papers, "--port", "0") as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert address is not None, told
        with httpx.Client(base_url=address[0], timeout=60) as client:
            assert client.get("/healthz").json()["status"] == "ok"
            picture = next(
                found[1]
                for link in re.findall(r'href="(/cable/[^"?]+)"', client.get("/cables").text)
                if (found := re.search(r'image href="([^"]+)"', client.get(link).text))
            )
            assert client.get(picture).content.startswith(b"\x89PNG")
        process.send_signal(ending)
        assert process.wait(timeout=30) == 0
        assert process.stderr.read() == ""


def test_a_port_that_is_taken_is_wrong_usage(printed: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with started("--warehouse", printed, "--port", str(port)) as process:
            assert process.wait(timeout=60) == 2
            assert process.stderr is not None
            assert "Name others with --host and --port" in process.stderr.read()
