"""The dashboard follows the published file: a new one, none, a locked, an old and a broken one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import httpx
import pytest

from infra.dashboard.app import create_app
from infra.dashboard.warehouse import Reading, Warehouse
from tests.conftest import ROOT
from tests.infra.dashboard.markup import Markup
from tests.infra.dashboard.served import served
from tests.load.invented import document, publish, published

pytestmark = pytest.mark.slow

WRITER = """
import sys
import duckdb
connection = duckdb.connect(sys.argv[1])
print("ready", flush=True)
sys.stdin.read()
"""


LAST_RUN = 4

PUBLISHER = f"""
import sys
from pathlib import Path
from tests.load.invented import document, publish
for number in range(2, {LAST_RUN} + 1):
    publish(Path(sys.argv[1]), [document(number)], number)
"""


def held(client: httpx.Client) -> int:
    """How many documents the overview says are held."""
    page = Markup(client.get("/").text)
    figures = [one.text for one in page.all("a", href="/documents")]
    return int(figures[0])


def documents(reading: Reading) -> int:
    row = reading.one("held")
    assert row is not None
    return int(row["documents"])


def test_a_new_publication_is_seen_at_once(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    with served(create_app(path)) as base, httpx.Client(base_url=base) as client:
        answer = client.get("/")
        assert answer.status_code == 503
        assert "cablehouse ingest SOURCE" in answer.text
        assert client.get("/healthz").json() == {
            "status": "unavailable",
            "code": "warehouse.unreadable",
        }
        for number in (1, 2, 3):
            publish(path, [document(number)], number)
            assert held(client) == number
            assert client.get("/healthz").json() == {
                "status": "ok",
                "run_id": f"run-{number}",
                "finished_at": f"2026-01-0{number}T00:00:00",
            }
        path.unlink()
        assert client.get("/").status_code == 503


def test_an_overlapping_reader_does_not_keep_the_old_one(tmp_path: Path):
    """In one process DuckDB shares an opened file, even when another has its name by now."""
    path = tmp_path / "warehouse.duckdb"
    published(path, [document(1)])
    warehouse = Warehouse(path)
    is_open, may_end = threading.Event(), threading.Event()

    def slow(reading: Reading) -> int:
        found = documents(reading)
        is_open.set()
        assert may_end.wait(20)
        assert len(reading.ask("runs")) == 1
        return found

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(warehouse.read, slow)
        assert is_open.wait(20)
        publish(path, [document(2)], 2)
        second = pool.submit(warehouse.read, documents)
        may_end.set()
        assert first.result(timeout=30) == 1
        assert second.result(timeout=30) == 2
    assert warehouse.read(documents) == 2


def test_readers_meet_no_error_while_runs_publish(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    published(path, [document(1)])
    seen: dict[str, list[int]] = {"/": [], "/healthz": []}
    statuses: set[int] = set()
    is_over = threading.Event()

    def read(address: str, base: str) -> None:
        with httpx.Client(base_url=base, timeout=60) as client:
            while not is_over.wait(0.02):
                answer = client.get(address)
                statuses.add(answer.status_code)
                said = re.search(r'"run-(\d)"|href="/documents">(\d)<', answer.text)
                seen[address].append(int(said[1] or said[2]) if said else 0)

    with served(create_app(path)) as base, ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read, address, base) for address in seen]
        subprocess.run([sys.executable, "-c", PUBLISHER, str(path)], cwd=ROOT, check=True)
        is_over.set()
        for reader in readers:
            reader.result(timeout=60)
        with httpx.Client(base_url=base) as client:
            assert held(client) == LAST_RUN
    assert statuses == {200}
    for runs in seen.values():
        assert runs == sorted(runs)
        assert runs[0] >= 1


def test_a_page_is_of_one_publication(tmp_path: Path):
    """Replaced between two questions, one answered from memory, the page begins again."""
    path = tmp_path / "warehouse.duckdb"
    published(path, [document(1)])
    warehouse = Warehouse(path)
    assert warehouse.read(documents) == 1
    seen: list[tuple[int, int]] = []

    def page(reading: Reading) -> tuple[int, int]:
        found = documents(reading)
        if not seen:
            seen.append((found, 0))
            publish(path, [document(2)], 2)
        return found, len(reading.ask("runs"))

    assert warehouse.read(page) == (2, 2)


def test_a_file_somebody_writes_says_so_and_when_to_come_back(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    published(path, [document(1)])
    with served(create_app(path)) as base, httpx.Client(base_url=base) as client:
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            answer = client.get("/")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert f"held open by process {writer.pid}" in answer.text
            writer.communicate("")
        assert held(client) == 1


def test_an_older_schema_says_to_parse_again(tmp_path: Path):
    path = tmp_path / "warehouse.duckdb"
    published(path, [document(1)])
    with duckdb.connect(str(path)) as connection:
        connection.execute("ALTER TABLE cable_copies RENAME COLUMN identity_id TO other")
        connection.execute("UPDATE warehouse_info SET value = 'another'")
    with served(create_app(path)) as base, httpx.Client(base_url=base) as client:
        answer = client.get("/")
        assert answer.status_code == 503
        assert "cablehouse reparse" in answer.text
        assert "[warehouse.outdated]" in answer.text
        assert client.get("/healthz").status_code == 200


def test_a_fault_of_ours_is_said_to_be_one(
    invented: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("infra.dashboard.warehouse.question", lambda name: f"SELECT {name} FROM no")
    with served(create_app(invented)) as base, httpx.Client(base_url=base) as client:
        answer = client.get("/cables")
    assert answer.status_code == 500
    assert "please report it" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "the query cannot be answered" in capfd.readouterr().err


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_foreign_file_says_what_to_do(tmp_path: Path, content: bytes):
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(content)
    with served(create_app(path)) as base, httpx.Client(base_url=base) as client:
        answer = client.get("/cables")
    assert answer.status_code == 503
    assert "cablehouse" in Markup(answer.text).all("p", **{"class": "note"})[0].text


def test_it_never_writes(tmp_path: Path, invented: Path):
    path = tmp_path / "warehouse.duckdb"
    shutil.copyfile(invented, path)
    before = path.read_bytes()
    with served(create_app(path)) as base, httpx.Client(base_url=base) as client:
        for address in ("/", "/search?q=harbour", "/quality"):
            assert client.get(address).status_code == 200
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["warehouse.duckdb"]
