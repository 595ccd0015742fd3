"""A Prefect server that goes away under a run; `make schedules` has more ways to lose one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.proof, pytest.mark.slow]

PROGRAM = """
import os, sys
from pathlib import Path
from flows.server.local_server import LocalServer
from flows.server.prefect_api import outcome_of, prefect_api

folder, fails = Path(sys.argv[1]), sys.argv[2] == "fails"
server = LocalServer(folder / "server")
os.environ["PREFECT_API_URL"] = server.api_url
with prefect_api(folder) as wait:
    from prefect import flow

    def run():
        server.stop()
        if fails:
            raise OSError("the disk is gone")
        return "published"

    server.wait()
    wait()
    print(outcome_of(flow(run)))
"""
ASKED_ONCE = {"PREFECT_CLIENT_MAX_RETRIES": "0"}
"""By default a server that does not answer is asked again for minutes."""


def run(folder: Path, how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), how],
        env=os.environ | ASKED_ONCE, capture_output=True, text=True, timeout=240,
    )  # fmt: skip


def test_a_run_that_published_is_a_success_whether_or_not_prefect_is_told(tmp_path):
    ended = run(tmp_path, "publishes")
    assert (ended.returncode, ended.stdout) == (0, "published\n"), ended.stderr
    assert "the run ended well" in ended.stderr and "could not be told" in ended.stderr


def test_a_run_that_failed_is_none(tmp_path):
    ended = run(tmp_path, "fails")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "PrefectUnavailable" in ended.stderr
