"""Prefect's server on PostgreSQL: a run begun by cron."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import free_port
from tests.scheduling.pages import Pages
from tests.scheduling.seen import NotHere, hold, say
from tests.scheduling.services import PATIENCE_S, SAMPLES, repository, samples, up

PROGRAMS = Path("/usr/lib/postgresql")
"""Where Debian has them, a folder a version."""
USER = "postgres"


def try_postgresql(folder: Path, pages: Pages) -> None:
    repository(folder, samples(*SAMPLES))
    with (
        postgresql() as url,
        up(folder, PREFECT_API_DATABASE_CONNECTION_URL=url) as services,
    ):
        services.schedule_soon("nightly")
        run = services.ended("nightly", "COMPLETED", "FAILED", "CRASHED")
        begun_by = run["created_by"]["type"]
        say(f"scheduled run {run['name']}: {run['state_name']}, begun by {begun_by}")
        hold("it completes", run["state_type"] == "COMPLETED")
        hold("it published", (folder / "warehouse.duckdb").is_file())
        hold("the server has no SQLite", not list((folder / ".prefect").glob("*.db")))
        pages.see(f"{services.url}/runs/flow-run/{run['id']}", "Completed", "extract broken.pdf")


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the address of an empty database; it is gone with the block.

    Raises:
        NotHere: it is not installed, or may not run.
    """
    programs = max(PROGRAMS.glob("*/bin"), default=None)
    if programs is None:
        raise NotHere(f"there is no PostgreSQL in {PROGRAMS} (apt-get install postgresql)")
    if os.getuid() == 0 and USER not in {one.pw_name for one in pwd.getpwall()}:
        raise NotHere(f"PostgreSQL does not run as root, and there is no user {USER}")
    user = USER if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory() as temporary:
        if user is not None:
            shutil.chown(temporary, user)
        data, port = Path(temporary) / "data", free_port()
        initdb = (programs / "initdb", "--auth", "trust", "--username", USER, data)
        subprocess.run(initdb, check=True, capture_output=True, user=user, cwd=temporary)
        with subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), "-k", temporary],
            user=user, cwd=temporary, stderr=subprocess.DEVNULL,
        ) as running:  # fmt: skip
            say(f"PostgreSQL is up: {programs.parent.name}")
            try:
                yield f"postgresql+asyncpg://{USER}@127.0.0.1:{port}/postgres"
            finally:
                running.terminate()
                running.wait(PATIENCE_S)
