"""Readers, writers, kills and full disks, with real second processes."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from extract.errors import Retryable
from load.connection import query, read_only
from load.errors import DiskFull, WarehouseLocked
from load.warehouse import building
from tests.conftest import ROOT
from tests.load.invented import document, page, publish, published, stamp

pytestmark = pytest.mark.slow
"""Every test publishes real warehouse files."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    published(path, [document(1)])
    return path


def documents(path: Path) -> object:
    return query(path, "SELECT count(*) AS n FROM documents")[0]["n"]


@contextmanager
def process(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Another Python that runs `code` until it prints a line, then waits for its input to end."""
    program = textwrap.dedent(code) + "\nprint('ready', flush=True)\nsys.stdin.read()\n"
    with subprocess.Popen(
        [sys.executable, "-c", "import sys\n" + program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as running:
        assert running.stdout is not None
        assert running.stdin is not None
        assert running.stdout.readline() == "ready\n"
        yield running
        if running.poll() is None:
            running.stdin.close()
        running.wait(timeout=30)


def test_a_reader_keeps_the_old_data_and_is_not_in_the_way(path: Path):
    reader = """
        import duckdb
        connection = duckdb.connect(sys.argv[1], read_only=True)
        count = lambda: connection.execute("SELECT count(*) FROM documents").fetchone()[0]
        assert count() == 1
        print('ready', flush=True)
        sys.stdin.readline()
        # Rows it had not read before: they are no more in any file with a name.
        texts = connection.execute("SELECT text FROM paragraphs").fetchall()
        assert texts, texts
        assert len(connection.execute("FROM mart.search('harbours')").fetchall()) == 1
        print(count(), duckdb.connect(sys.argv[1] + '.copy').execute('SELECT 1').fetchone()[0])
    """
    with process(reader, path) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        publish(path, [document(2)], 2)
        assert documents(path) == 2
        running.stdin.write("\n")
        running.stdin.flush()
        assert running.stdout.readline() == "1 1\n"
    assert {file.name for file in path.parent.iterdir()} == {
        path.name,
        f"{path.name}.lock",
        f"{path.name}.copy",
    }, "old files are gone"


PUBLICATIONS = 12
POLLING = """
import duckdb, json, pathlib, time
path, stop = sys.argv[1], pathlib.Path(sys.argv[2])
seen, failures = [], []
print("ready", flush=True)
while not stop.exists():
    try:
        with duckdb.connect(path, read_only=True) as connection:
            runs, documents, cables, indexed = connection.execute(
                "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM documents), "
                "(SELECT sum(cables) FROM mart.cables_by_month), "
                "(SELECT count(DISTINCT cable_id) FROM search_docs)"
            ).fetchone()
            if not documents == cables == indexed == 1 + runs // 5:
                failures.append(f"half: {runs} {documents} {cables} {indexed}")
            seen.append(runs)
    except Exception as error:
        failures.append(repr(error))
    time.sleep(0.05)
print(json.dumps([seen, failures]), flush=True)
"""


def test_a_reader_that_comes_all_the_time_never_fails(tmp_path: Path):
    """Every 50 ms, a dozen publications: the old or the new, whole, and none older than before."""
    path, stop = tmp_path / "warehouse.duckdb", tmp_path / "stop"
    held = [document(1)]
    publish(path, held, 1)
    with subprocess.Popen(
        [sys.executable, "-c", "import sys\n" + POLLING, str(path), str(stop)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        try:
            for number in range(2, 2 + PUBLICATIONS):
                # Most bring nothing new, which takes a tenth of the time, and are swapped in alike.
                if number % 5 == 0:
                    held.append(document(number))
                publish(path, held, number)
        finally:
            stop.touch()
        seen, failures = json.loads(reader.stdout.readline())
    assert failures == []
    assert seen == sorted(seen)
    assert len(set(seen)) > PUBLICATIONS // 3, "it saw many of them"
    assert {file.name for file in tmp_path.iterdir()} == {path.name, f"{path.name}.lock", "stop"}


def test_plain_duckdb_reads_all_with_no_extension(path: Path):
    """What an analyst has: the duckdb package, no extension installed, no network."""
    reader = """
        import duckdb, tempfile
        config = {"extension_directory": tempfile.mkdtemp(), "autoinstall_known_extensions": False}
        connection = duckdb.connect(sys.argv[1], read_only=True, config=config)
        names = connection.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name='main' "
            "UNION ALL SELECT 'mart.' || view_name FROM duckdb_views() WHERE schema_name = 'mart'"
        ).fetchall()
        assert len(names) > 25, names
        for (name,) in names:
            connection.execute(f"SELECT * FROM {name}").fetchall()
        assert len(connection.execute("FROM mart.search('harbours')").fetchall()) == 1
        assert connection.execute("SELECT typeof(dtg) FROM cables").fetchone()[0] == "TIMESTAMP"
    """
    with process(reader, path):
        pass


SPILL_FOLDER = """
import sys
from pathlib import Path
from load.connection import connect
connection = connect(Path(sys.argv[1]), read_only=True)
print(connection.execute("SELECT current_setting('temp_directory')").fetchone()[0])
"""


def test_readers_in_two_processes_spill_to_folders_of_their_own(path: Path):
    """In one folder, two queries of 30 MB broke each other off: both had files of the same name."""
    publish(path, [document(1)])
    asked = [sys.executable, "-c", SPILL_FOLDER, str(path)]
    other = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    with read_only(path) as first, read_only(path) as second:
        setting = "SELECT current_setting('temp_directory')"
        (mine,), (mine_too,) = (one.execute(setting).fetchall()[0] for one in (first, second))
    assert mine == mine_too != other
    assert {Path(mine).parent, Path(other).parent} == {path.parent}


def test_a_file_open_for_writing_is_not_published_over(path: Path):
    writer = "import duckdb; connection = duckdb.connect(sys.argv[1])"
    with process(writer, path) as running:
        with pytest.raises(WarehouseLocked, match=f"process {running.pid}") as refused:
            publish(path, [document(2)], 2)
        assert isinstance(refused.value, Retryable)
        with pytest.raises(WarehouseLocked, match="read-only"):
            documents(path)
    assert documents(path) == 1


BUILDER = """
    from pathlib import Path
    from load.warehouse import building
    from tests.load.invented import document, stamp
    context = building(Path(sys.argv[1]))
    build = context.__enter__()
    build.load([document(n) for n in range(2, 12)], stamp(2))
    if sys.argv[2] == "finished":
        build.finish()
"""


def test_one_writer_at_a_time(path: Path):
    with process(BUILDER, path, "loading") as running:
        with pytest.raises(WarehouseLocked, match=f"process {running.pid}"):
            publish(path, [document(2)], 2)
        assert documents(path) == 1
    publish(path, [document(2)], 2)


def test_one_writer_at_a_time_in_one_process(path: Path):
    with building(path), pytest.raises(WarehouseLocked), building(path):
        pass
    publish(path, [document(2)], 2)


@pytest.mark.parametrize("moment", ["loading", "finished"])
def test_a_killed_build_loses_nothing_published(path: Path, moment: str):
    before = path.read_bytes()
    with process(BUILDER, path, moment) as running:
        running.send_signal(signal.SIGKILL)
    left = [file.name for file in path.parent.iterdir()]
    assert len(left) > 2, "the kill came in the middle"
    assert path.read_bytes() == before
    publish(path, [document(2)], 2)
    assert documents(path) == 2
    assert len(list(path.parent.iterdir())) == 2


def test_a_worker_that_outlives_a_killed_run_holds_no_lock(path: Path):
    forked = (
        textwrap.dedent(BUILDER)
        + "import os, time\n"
        + "if os.fork() == 0:\n    os.close(1)\n    time.sleep(20)\n    os._exit(0)"
    )
    with process(forked, path, "loading") as running:
        running.send_signal(signal.SIGKILL)
    publish(path, [document(2)], 2)
    assert documents(path) == 2


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Let no file of this process grow past a size: what a full disk or a quota does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    "size",
    # The bytes there is room for; `make proofs` has it full earlier and later, too.
    [
        pytest.param(200_000, marks=pytest.mark.proof),
        800_000,
        pytest.param(1_200_000, marks=pytest.mark.proof),
    ],
)
def test_a_full_disk_leaves_the_old_file(path: Path, size: int):
    before = path.read_bytes()
    loads = [
        document(n, pages=tuple(page(n, p, lines=60) for p in range(1, 5))) for n in range(100)
    ]
    with file_size_limit(size), pytest.raises(DiskFull, match="Free some space"):
        publish(path, loads, 2)
    assert path.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 2
    publish(path, loads, 2)
    assert documents(path) == 100


def test_a_full_disk_while_copying(path: Path):
    with file_size_limit(path.stat().st_size // 2), pytest.raises(DiskFull):
        publish(path, [document(1)], 2)
    assert documents(path) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(path: Path):
    from load.errors import WarehouseUnwritable

    path.parent.chmod(0o500)
    try:
        with pytest.raises(WarehouseUnwritable, match="right to write"), building(path) as build:
            build.load([], stamp(2))
    finally:
        path.parent.chmod(0o700)
