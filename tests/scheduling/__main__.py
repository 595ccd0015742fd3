"""Tries it all: `python -m tests.scheduling [--pictures DIR]`, and says what it saw."""

from __future__ import annotations

import argparse
import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from load.connection import query
from load.files import WarehouseFiles
from load.lock import writer_lock
from tests.conftest import ROOT
from tests.infra.dashboard.browser import chromium
from tests.infra.dashboard.screenshots import COLOURS
from tests.scheduling.services import (
    OURS,
    PATIENCE_S,
    POOL,
    Services,
    called,
    repository,
    wait_for,
)

SAMPLES = ("born_digital.pdf", "two_sections.pdf", "broken.pdf")
"""Two that are read without OCR, and one that cannot be."""
A_PAGE = "a page was read"
SCAN = "scan_typical.pdf"
"""One that takes its time."""


def say(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def up(folder: Path) -> Iterator[Services]:
    """A server, a pool, the deployments of infra/prefect.yaml, and a worker."""
    services = Services(folder, free_port())
    repository(folder, [ROOT / "infra" / "samples" / name for name in SAMPLES])
    with services.running("server", "start", "--host", "127.0.0.1", "--port", str(services.port)):
        services.ask("/health")
        prefect = str(Path(sys.executable).parent / "prefect")
        services.run(prefect, "work-pool", "create", POOL, "--type", "process")
        file = "infra/prefect.yaml"
        services.run(prefect, "--no-prompt", "deploy", "--all", "--prefect-file", file)
        with services.running("worker", "start", "--pool", POOL):
            yield services


def see(driver: Chrome, address: str, *texts: str) -> None:
    """Open a page and wait until it shows some texts."""
    driver.get(address)

    def is_shown() -> bool | None:
        shown = driver.find_element(By.TAG_NAME, "body").text
        return True if all(text in shown for text in texts) else None

    wait_for(f"{texts} on {address}", is_shown)


def picture(driver: Chrome, folder: Path | None, name: str) -> None:
    """Keep a picture of the page, in few colours."""
    if folder is not None:
        time.sleep(2)
        with Image.open(io.BytesIO(driver.get_screenshot_as_png())) as image:
            image.convert("RGB").quantize(COLOURS).save(folder / f"{name}.png", optimize=True)


def click(driver: Chrome, *texts: str) -> None:
    """Click what shows one text after the other."""
    for text in texts:
        path = f"//button[normalize-space(.)='{text}'] | //a[normalize-space(.)='{text}']"

        def shown(path: str = path) -> Any:
            found = [one for one in driver.find_elements(By.XPATH, path) if one.is_displayed()]
            return found[-1] if found else None

        wait_for(text, shown).click()


def try_scheduled_run(services: Services, driver: Chrome, pictures: Path | None) -> None:
    """A run begun by cron, its artifacts, and a failed document with its reason."""
    (nightly,) = services.ask(
        "/deployments/filter", {"deployments": {"name": {"any_": ["nightly"]}}}
    )
    due = datetime.now(UTC) + timedelta(minutes=2)
    soon = {"cron": f"{due.minute} {due.hour} {due.day} {due.month} *", "timezone": "UTC"}
    services.ask(f"/deployments/{nightly['id']}/schedules", [{"schedule": soon, "active": True}])
    run = services.ended("nightly", "COMPLETED")
    say(f"scheduled run {run['name']}: {run['state_name']}, begun by {run['created_by']['type']}")
    see(driver, f"{services.url}/runs/flow-run/{run['id']}", "Completed", "extract broken.pdf")
    picture(driver, pictures, "prefect-run")
    (failed,) = services.ask(
        "/task_runs/filter",
        {
            "flow_runs": {"id": {"any_": [run["id"]]}},
            "task_runs": {"state": {"type": {"any_": ["FAILED"]}}},
        },
    )
    say(f"failed task {failed['name']}: {failed['state']['message']}")
    see(driver, f"{services.url}/runs/task-run/{failed['id']}", "extract broken.pdf", "Failed")
    picture(driver, pictures, "prefect-failed-document")
    artifacts = services.ask(
        "/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}}
    )
    say(f"artifacts: {sorted(one['key'] for one in artifacts)}")
    (summary,) = [one for one in artifacts if one["key"] == "run-summary"]
    see(
        driver, f"{services.url}/artifacts/artifact/{summary['id']}",
        "documents", "broken.pdf", "document.not_a_pdf",
    )  # fmt: skip
    picture(driver, pictures, "prefect-artifact")


def try_alert_and_retry(services: Services, driver: Chrome, pictures: Path | None) -> None:
    """A run that fails, somebody who is told, and a retry clicked in the pages."""
    warehouse = services.folder / "warehouse.duckdb"
    with called() as (address, told):
        services.run(sys.executable, "-m", "flows.alerts", address)
        with writer_lock(warehouse, WarehouseFiles.beside(warehouse).lock):
            (backfill,) = services.ask(
                "/deployments/filter", {"deployments": {"name": {"any_": ["backfill"]}}}
            )
            begun = services.ask(
                f"/deployments/{backfill['id']}/create_flow_run",
                {"parameters": {"source": "releases", "path": "two*", "wait_seconds": 0}},
            )
            failed = services.ended("backfill", "FAILED", begun["id"])
            say(f"run {failed['name']} failed: {failed['state']['message']}")
            wait_for("the alert", lambda: told or None)
            say(f"the webhook was told: {told[0]}")
    see(driver, f"{services.url}/runs/flow-run/{failed['id']}", "Failed", "Retry")
    picture(driver, pictures, "prefect-failed-run")
    click(driver, "Retry")
    time.sleep(1)
    click(driver, "Retry")
    again = services.ended("backfill", "COMPLETED", begun["id"])
    say(f"retried in the browser: {again['state_name']}, run {again['run_count']} times")
    see(driver, f"{services.url}/runs/flow-run/{failed['id']}", "Completed")
    (row,) = query(warehouse, "SELECT count(*) AS runs FROM runs")
    say(f"{row['runs']} runs in the warehouse")


def try_serving(folder: Path) -> None:
    """`cablehouse serve` without a server: a missed run made up for, and an end on SIGTERM."""
    repository(folder, [ROOT / "infra" / "samples" / name for name in (*SAMPLES, SCAN)])
    command = Path(sys.executable).parent / "cablehouse"
    own = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    warehouse, pages = folder / "warehouse.duckdb", folder / "cablehouse-store" / "pages"

    def is_so(until: str) -> bool | None:
        return (any(pages.rglob("*.gz")) if until == A_PAGE else warehouse.exists()) or None

    for until in (A_PAGE, "a run was published"):
        with subprocess.Popen(
            [command, "serve", "releases", "--cron", "0 0 1 1 *", "--workers", "1"],
            cwd=folder, env=own, stderr=subprocess.PIPE, text=True,
        ) as serving:  # fmt: skip
            wait_for(until, partial(is_so, until))
            serving.terminate()
            _, errors = serving.communicate(timeout=PATIENCE_S)
        left = [line for line in processes() if str(folder) in line]
        say(f"served until {until}, SIGTERM: exit {serving.returncode}, {len(left)} processes left")
        say(f"it said: {errors.strip()}")
    (row,) = query(warehouse, "SELECT count(*) AS runs, max(documents_seen) AS seen FROM runs")
    say(f"{row['runs']} run over {row['seen']} documents, made up for at the start")


def processes() -> Iterator[str]:
    """Yield the working folder of each process."""
    for place in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            yield str(place.readlink())


def main() -> None:
    """Try it."""
    parser = argparse.ArgumentParser(prog="python -m tests.scheduling")
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the pages")
    parser.add_argument("--folder", type=Path, help="where to work; made [a temporary folder]")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary) / "repository"
        try_serving(Path(temporary) / "served")
        with up(folder) as services, chromium(Path(temporary) / "profile") as driver:
            say(f"server, pool, deployments and worker are up at {services.url}")
            try_scheduled_run(services, driver, given.pictures)
            try_alert_and_retry(services, driver, given.pictures)


if __name__ == "__main__":
    main()
