"""The server or the worker killed in the middle of a run: what is left, and what the next does."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from load.asks.compare import RUN_COLUMNS, TableDigest, table_digests
from tests.faults.sources import SCANNED_EVERY, make_releases
from tests.processes import is_alive
from tests.scheduling.pages import Pages
from tests.scheduling.seen import hold, say
from tests.scheduling.services import (
    CABLEHOUSE,
    Services,
    called,
    repository,
    up,
    wait_for,
)

BEFORE, SCANS = 3, 6
"""Releases that are in the warehouse before, and scans that the disturbed run has to read: so many
that it is still at it when the server is there again."""
AWAY_S = 20.0
NEXT_RUN_S = 900.0
NOT_TOLD = "Prefect's server could not be told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A way to lose the server."""

    name: str
    is_deployed: bool
    """Whether the worker has the run; else it is the command."""
    comes_back: bool
    """Whether the server is there again after `AWAY_S`; else only once the run has ended."""


LOSSES = (
    Loss(name="command-back", is_deployed=False, comes_back=True),
    Loss(name="command-gone", is_deployed=False, comes_back=False),
    Loss(name="deployed-back", is_deployed=True, comes_back=True),
    Loss(name="deployed-gone", is_deployed=True, comes_back=False),
)


class House:
    """A SOURCE, the warehouse there is before, and the one that shall be there afterwards."""

    def __init__(self, services: Services) -> None:
        self.services = services
        releases = services.folder / "releases"
        make_releases(releases / "early", BEFORE, first=3)
        for number in range(SCANS):
            make_releases(releases / "late", 1, first=(number + 1) * SCANNED_EVERY)
        self.before, self.right = services.folder / "before", services.folder / "right"
        services.run(*self.ingest(self.before, "--path", "early"))
        shutil.copytree(self.before, self.right)
        services.run(*self.ingest(self.right))
        self.old, self.new = digests(self.before), digests(self.right)

    def ingest(self, place: Path, *options: str) -> tuple[str, ...]:
        """Return the command that ingests the SOURCE into a place."""
        return (CABLEHOUSE, "ingest", "releases", *self.options(place), *options)

    def options(self, place: Path) -> tuple[str, ...]:
        return ("--warehouse", str(place / "w.duckdb"), "--store", str(place / "store"))

    def parameters(self, place: Path) -> dict[str, str]:
        return {"warehouse": str(place / "w.duckdb"), "store": str(place / "store")}

    def place(self, name: str) -> Path:
        """Return a new place with the warehouse there is before."""
        return Path(shutil.copytree(self.before, self.services.folder / name))

    def published(self, place: Path) -> str:
        """Return which warehouse a place has: `old`, `new`, or `neither`."""
        found = digests(place)
        return "old" if found == self.old else "new" if found == self.new else "neither"

    def wait_until_reading(self, place: Path) -> None:
        """Wait until a run has read a page of what is new."""
        pages = place / "store" / "pages"
        had = len(list(pages.rglob("*.gz")))
        wait_for("a page", lambda: len(list(pages.rglob("*.gz"))) > had or None)


def digests(place: Path) -> dict[str, TableDigest]:
    return table_digests(place / "w.duckdb", leave_out=RUN_COLUMNS)


def try_losing_the_server(folder: Path, pages: Pages) -> None:
    """Kill the server under a run, and see what the run makes of it, and the next one."""
    repository(folder, [])
    with up(folder) as services:
        house = House(services)
        for loss in LOSSES:
            say(f"{loss.name}: the server is killed while a run reads")
            place = house.place(loss.name)
            if loss.is_deployed:
                deployed_under_loss(house, loss, place)
            else:
                command_under_loss(house, loss, place)
            next_run(house, place)


def command_under_loss(house: House, loss: Loss, place: Path) -> None:
    """The command, told of a server that dies."""
    log = place / "said.txt"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            house.ingest(place),
            cwd=house.services.folder, env=house.services.environment,
            stdout=subprocess.DEVNULL, stderr=output,
        ) as running,
    ):  # fmt: skip
        house.wait_until_reading(place)
        lose(house, loss)
        running.wait(NEXT_RUN_S)
    say(f"it ended with {running.returncode}")
    hold("it ends with 0", running.returncode == 0)
    hold("the new warehouse is published", house.published(place) == "new")
    if not loss.comes_back:
        hold("it says that Prefect was not told", NOT_TOLD in log.read_text("utf-8"))
        house.services.start_server()
    hold("the worker is still there", house.services.is_running("worker"))


def deployed_under_loss(house: House, loss: Loss, place: Path) -> None:
    """A run of the worker's, whose server dies."""
    services = house.services
    run_id = services.begin("nightly", **house.parameters(place))
    house.wait_until_reading(place)
    at_work = services.at_work()
    lose(house, loss)
    if not loss.comes_back:
        wait_for("the end of the run", lambda: not any(map(is_alive, at_work)) or None)
        say("the run has ended")
        services.start_server()
    wait_for("the end of the run", lambda: not any(map(is_alive, at_work)) or None)
    run = next(one for one in services.runs("nightly") if one["id"] == run_id)
    hold("the new warehouse is published", house.published(place) == "new")
    shown = "COMPLETED" if loss.comes_back else "RUNNING"
    hold(f"the server shows the run as {run['state_name']}", run["state_type"] == shown)
    hold("the worker is still there", services.is_running("worker"))


def lose(house: House, loss: Loss) -> None:
    house.services.kill("server")
    say("killed")
    if loss.comes_back:
        time.sleep(AWAY_S)
        house.services.start_server()
        say("it is there again")


def next_run(house: House, place: Path) -> dict[str, Any]:
    """The next run of the deployment: it completes, and the tables are right."""
    run_id = house.services.begin("nightly", **house.parameters(place))
    run = house.services.ended("nightly", "COMPLETED", "FAILED", "CRASHED", run_id=run_id)
    hold(f"the next run completes ({run['state_name']})", run["state_type"] == "COMPLETED")
    hold("the tables are right", house.published(place) == "new")
    return run


TAKEN_DOWN = {"worker": ("worker",), "machine": ("worker", "server")}
"""What is killed, with all it started: by name."""


def try_losing_the_worker(folder: Path, pages: Pages) -> None:
    """Kill worker and run, once the server too; see the next run, and the lost one told of."""
    repository(folder, [])
    with up(folder) as services, called() as (address, told):
        services.run(sys.executable, "-m", "flows.server.alerts", address)
        house, lost = House(services), {}
        for name, killed in TAKEN_DOWN.items():
            say(f"{name}: {' and '.join(killed)} killed while a run reads")
            place = house.place(name)
            lost[name] = services.begin("nightly", **house.parameters(place))
            house.wait_until_reading(place)
            for one in killed:
                services.kill(one)
            hold("the old warehouse stands", house.published(place) == "old")
            if "server" in killed:
                services.start_server()
            services.start_worker()
            next_run(house, place)
        for name, run_id in lost.items():
            run = services.ended("nightly", "CRASHED", run_id=run_id)
            say(f"{name}: the lost run is {run['state_name']}: {run['state']['message']}")
            pages.see(f"{services.url}/runs/flow-run/{run_id}", "Crashed")
            pages.picture(f"prefect-lost-{name}")
        wait_for("the alerts", lambda: len(told) >= len(lost) or None)
        say(f"the webhook was told: {told[0]}")
