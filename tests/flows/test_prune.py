"""What may go goes, and what a warehouse needs stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.engines import check_engine
from extract.settings import ExtractSettings
from extract.store.document_record import DocumentRecord
from extract.store.keys import joined_keys, page_key
from extract.store.store import PageStore
from flows.cli import app
from flows.command.upkeep import KEEP_DAYS
from flows.prune import leftovers, spills
from flows.runs.loading import reading_version
from flows.server.local_server import IN_USE_NAME, unused
from flows.settings import Settings
from load.lock import writer_lock
from load.warehouse import building
from tests.conftest import ROOT
from tests.load.invented import document, document_id, page, publish, published, stamp

pytestmark = pytest.mark.slow

OLD, RECORDED, SECOND, PUBLISHED, UNFINISHED = (letter * 16 for letter in "abcde")
YEAR_S = 365 * 86400.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "w.duckdb", store=str(tmp_path / "store"))


def put(settings: Settings, number: int, key: str, *, age_s: float = YEAR_S) -> Path:
    """Store a page as if it had been long ago."""
    PageStore(settings.store_root).put_page(page(number), key)
    sha = document_id(number)
    folder = Path(settings.store_root) / "pages" / sha[:2] / sha / key
    old = time.time() - age_s
    os.utime(folder / "1.json.gz", (old, old))
    return folder


def record(settings: Settings, number: int, keys: str | None) -> None:
    PageStore(settings.store_root).put_document(
        DocumentRecord(
            document_id=document_id(number),
            file_name=f"{number}.pdf",
            source_uri=f"{number}.pdf",
            byte_count=1,
            page_count=1,
            page_key=keys,
        )
    )


@pytest.fixture
def of_other_pages(settings: Settings) -> Settings:
    """A warehouse of document 1, made from pages of a key its record does not name any more."""
    load = replace(document(1), parser_version=reading_version(PUBLISHED, ""))
    with building(settings.warehouse) as build:
        build.load([load], stamp(1))
        build.finish()
        build.publish()
    record(settings, 1, joined_keys(RECORDED, SECOND))
    return settings


@pytest.mark.ocr
def test_pages_go_that_nothing_is_read_from(of_other_pages: Settings):
    current = page_key(ExtractSettings(), check_engine(ExtractSettings()))
    kept = [put(of_other_pages, 1, key) for key in (RECORDED, SECOND, PUBLISHED, current)]
    kept.append(put(of_other_pages, 1, "f" * 16, age_s=60))
    kept.append(put(of_other_pages, 2, UNFINISHED))
    record(of_other_pages, 3, None)
    kept.append(put(of_other_pages, 3, UNFINISHED))
    gone = put(of_other_pages, 1, OLD)
    options = ("--warehouse", str(of_other_pages.warehouse), "--store", of_other_pages.store_root)
    dry = CliRunner().invoke(app, ["prune", "--dry-run", *options])
    assert dry.exit_code == 0, dry.output
    assert "1 of 1.pdf, read as aaaaaaaaaaaaaaaa" in dry.stdout and "would be freed" in dry.stdout
    assert gone.is_dir()
    done = CliRunner().invoke(app, ["prune", *options])
    assert done.exit_code == 0 and "MB freed" in done.stdout, done.output
    assert not gone.exists()
    assert all((folder / "1.json.gz").is_file() for folder in kept)
    assert CliRunner().invoke(app, ["prune", *options]).stdout == "0 MB freed\n"


def test_logs_go_by_age_and_replaced_files_by_number(settings: Settings):
    for number in (1, 2, 3, 4):
        with building(settings.warehouse) as build:
            build.load([document(number)], stamp(number))
            build.finish()
            build.publish(keep_previous=2)
        # The name is of the second a file was published in.
        os.utime(settings.warehouse, (number * 1e9, number * 1e9))
    names = sorted(path.name for path in settings.warehouse.parent.glob("*.previous-*"))
    assert [name.partition("-")[2][:4] for name in names] == ["2033", "2065"], "2e9 and 3e9"
    logs = Path(settings.store_root) / "logs"
    logs.mkdir(parents=True)
    for name, age_days in (
        ("old.jsonl", KEEP_DAYS + 1),
        ("older.log", 400),
        ("new.jsonl", KEEP_DAYS - 1),
    ):
        (logs / name).write_text("{}\n")
        at = time.time() - 86400 * age_days
        os.utime(logs / name, (at, at))
    one = settings.model_copy(update={"keep_previous": 1})
    with leftovers(one, KEEP_DAYS) as found:
        assert {(item.kind, item.name) for item in found} == {
            ("log", "old.jsonl"),
            ("log", "older.log"),
            ("replaced warehouse", names[0]),
        }
    with leftovers(one, KEEP_DAYS - 2) as found:
        assert "new.jsonl" in {item.name for item in found}
    options = ("--warehouse", str(one.warehouse), "--store", one.store_root)
    CliRunner().invoke(app, ["prune", *options])
    assert [path.name for path in logs.iterdir()] == ["new.jsonl"], "what is kept if nobody says"
    told = " ".join((ROOT / "docs" / "operations.md").read_text("utf-8").split())
    assert f"written in the last {KEEP_DAYS} days (`--keep-days`)" in told


KILLED_WRITER = """
import os, signal, sys
from extract.store.store import PageStore
from tests.load.invented import document_id, page
from tests.flows.test_prune import UNFINISHED, record
from flows.settings import Settings
store = PageStore(sys.argv[1])
sys.addaudithook(lambda event, _: event == "os.rename" and os.kill(os.getpid(), signal.SIGKILL))
match sys.argv[2]:
    case "page": store.put_page(page(1), UNFINISHED)
    case "record": record(Settings(store=sys.argv[1]), 1, UNFINISHED)
    case "mark": store.leave_mark("run")
"""
"""Is killed when all is written and has not got its name yet."""


@pytest.mark.parametrize("what", ["page", "record", "mark"])
def test_what_a_killed_writer_left_goes_after_a_day(settings: Settings, what: str):
    store = PageStore(settings.store_root)
    command = [sys.executable, "-c", KILLED_WRITER, settings.store_root, what]
    assert subprocess.run(command).returncode == -signal.SIGKILL
    (left,) = (path for path in Path(settings.store_root).rglob("*") if path.is_file())
    assert store.format_found() is None, "it counts for nothing"
    assert [pages.page_count for pages in store.stored_pages()] == [0] * (what == "page")
    assert not list(store.documents()) and not list(store.marks())
    with leftovers(settings, 0) as found:
        assert list(found) == [], "somebody may be writing it"
    at = time.time() - 2 * 86400
    os.utime(left, (at, at))
    with leftovers(settings, KEEP_DAYS) as found:
        (leftover,) = found
        assert (leftover.kind, leftover.name) == ("unfinished write", left.name)
        leftover.remove()
    assert not left.exists()


KILLED_QUERY = """
import sys
from pathlib import Path
from load.connection import Limits, connect
connection = connect(Path(sys.argv[1]), read_only=True, limits=Limits(threads=1, memory="64MB"))
connection.execute("CREATE TEMP TABLE spilled AS SELECT hash(range) FROM range(4000000000)")
"""


def test_what_a_killed_query_spilled_goes_after_a_day(settings: Settings):
    published(settings.warehouse, [document(1)])
    with subprocess.Popen([sys.executable, "-c", KILLED_QUERY, settings.warehouse]) as query:
        while not list(settings.warehouse.parent.glob("*.tmp/*")):
            assert query.poll() is None
            time.sleep(0.05)
        query.kill()
    (folder,) = settings.warehouse.parent.glob("*.tmp")
    with leftovers(settings, 0) as found:
        assert list(found) == [], "the query may be at work"
    at = time.time() - 2 * 86400
    for path in (*folder.iterdir(), folder):
        os.utime(path, (at, at))
    with leftovers(settings, KEEP_DAYS) as found:
        (item,) = [item for item in found if item.kind == "spill of a killed query"]
        assert item.name == folder.name and item.byte_count > 0
        item.remove()
    assert not folder.exists()


def test_a_query_that_ends_meanwhile_leaves_nothing_to_remove(tmp_path: Path):
    assert list(spills([tmp_path / "w.duckdb.1.tmp"])) == []


def test_the_mark_of_a_killed_run_goes_when_no_run_lasts_as_long(settings: Settings):
    PageStore(settings.store_root).leave_mark("run")
    (mark,) = (Path(settings.store_root) / "marks").iterdir()
    for age_days, going in ((29, []), (31, [("mark of a killed run", mark.name)])):
        at = time.time() - 86400 * age_days
        os.utime(mark, (at, at))
        with leftovers(settings, 0) as found:
            assert [(item.kind, item.name) for item in found] == going


def test_prefect_s_database_goes_while_no_server_uses_it(settings: Settings):
    home = Path(settings.store_root) / ".prefect"
    home.mkdir(parents=True)
    for name in ("prefect.db", "prefect.db-wal", "server.log"):
        (home / name).write_bytes(b"\0" * 1000)
    with unused(home) as is_unused, leftovers(settings, KEEP_DAYS) as found:
        assert is_unused and list(found) == [], "somebody holds it"
    with leftovers(settings, KEEP_DAYS) as found:
        assert sorted(item.name for item in found) == ["prefect.db", "prefect.db-wal"]
    assert (home / IN_USE_NAME).exists()


def test_nothing_goes_while_a_run_is_at_work(of_other_pages: Settings):
    path = of_other_pages.warehouse
    with writer_lock(path, path.with_name(f"{path.name}.lock")):
        ended = CliRunner().invoke(
            app, ["prune", "--warehouse", str(path), "--store", of_other_pages.store_root]
        )
    assert ended.exit_code == 4 and "is writing" in ended.stderr


def test_a_replaced_file_is_the_old_one_whole(settings: Settings):
    publish(settings.warehouse, [document(1)])
    before = settings.warehouse.read_bytes()
    with building(settings.warehouse) as build:
        build.load([document(2)], stamp(2))
        build.finish()
        build.publish(keep_previous=1)
    (kept,) = settings.warehouse.parent.glob("*.previous-*")
    assert kept.read_bytes() == before != settings.warehouse.read_bytes()
    assert kept.stat().st_nlink == 1
