"""Worker processes: what a crash costs, whose turn it is, and how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import CancelledError, wait
from pathlib import Path

import pytest

from extract.errors import NotAPdf
from flows.errors import (
    DocumentTimedOut,
    TooMuchOutput,
    WorkerCrashed,
    WorkerStalled,
    WorkerTimedOut,
    WorkerTooLarge,
)
from flows.workers import pool as pool_module
from flows.workers.pool import WorkerPool
from flows.workers.worker import IDLE_BYTES
from tests.flows.bounds import FREELY, within
from tests.processes import is_alive

pytestmark = pytest.mark.slow

ITEMS = 6


def crash_on_three(number: int) -> int:
    """Stand for a fault in a native library that one page brings about."""
    if number == 3:
        os._exit(9)
    return number


def crash_once(number: int, seen: Path) -> int:
    """Stand for a process that was killed for want of memory, and would not be again."""
    note(number, seen / "begun")
    if number == 3 and not (seen / "crashed").exists():
        (seen / "crashed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    return number


def note(item: object, file: Path) -> None:
    """Leave a line behind, so that the test sees what was done, and in which order."""
    with file.open("a") as stream:
        stream.write(f"{item}\n")


def raise_not_a_pdf() -> None:
    raise NotAPdf("no PDF; fetch it again")


def start_engine_and_hang(pid_file: Path) -> None:
    """Stand for a worker that waits for an OCR engine which never answers."""
    engine = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    pid_file.write_text(str(engine.pid))
    engine.wait()


def wait_for(file: Path, limit_s: float = 10.0) -> str:
    """Return what a worker writes into a file, once it does."""
    end = time.monotonic() + limit_s
    while not file.exists() or not file.read_text():
        assert time.monotonic() < end
        time.sleep(0.01)
    return file.read_text()


def wait_until_dead(pid: int, limit_s: float = 5.0) -> None:
    end = time.monotonic() + limit_s
    while is_alive(pid):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_crash_costs_the_item_that_caused_it():
    with WorkerPool(2) as pool:
        futures = [pool.submit(FREELY, "a.pdf", crash_on_three, number) for number in range(ITEMS)]
        wait(futures)
        with pytest.raises(WorkerCrashed, match="--workers 1"):
            futures.pop(3).result()
        assert [future.result() for future in futures] == [0, 1, 2, 4, 5]


def test_a_crash_that_does_not_come_back_costs_one_more_try(tmp_path):
    with WorkerPool(2) as pool:
        futures = [
            pool.submit(FREELY, "a.pdf", crash_once, number, tmp_path) for number in range(ITEMS)
        ]
        assert [future.result() for future in futures] == list(range(ITEMS))
    begun = sorted(map(int, (tmp_path / "begun").read_text().split()))
    assert begun == [0, 1, 2, 3, 3, 4, 5], "no other item was begun twice"


def test_an_error_of_the_work_is_raised_as_it_is_and_says_where():
    with WorkerPool(1) as pool:
        with pytest.raises(NotAPdf, match="fetch it again") as raised:
            pool.submit(FREELY, "a.pdf", raise_not_a_pdf).result()
        assert "raise_not_a_pdf" in raised.value.__notes__[0]
        assert pool.submit(FREELY, "a.pdf", divmod, 7, 2).result() == (3, 1), (
            "and the process goes on"
        )


def test_what_cannot_be_handed_back_is_an_error_of_that_item():
    with WorkerPool(1) as pool:
        with pytest.raises(TypeError, match="pickle"):
            pool.submit(FREELY, "a.pdf", open, os.devnull).result()
        assert pool.submit(FREELY, "a.pdf", divmod, 7, 2).result() == (3, 1)


def hang_and_count(seen: Path) -> None:
    """Stand for a page over which an engine never answers, deaf to being asked to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note(os.getpid(), seen / "begun")
    start_engine_and_hang(seen / "engine")


def compute_and_count(seen: Path) -> None:
    """Stand for a page over which an engine computes for ever."""
    note(os.getpid(), seen / "begun")
    engine = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    (seen / "engine").write_text(str(engine.pid))
    engine.wait()


@pytest.mark.parametrize(
    ("never_end", "error"), [(hang_and_count, WorkerStalled), (compute_and_count, WorkerTimedOut)]
)
def test_what_takes_too_long_is_ended_with_its_engine_and_not_begun_again(
    tmp_path, never_end, error
):
    with WorkerPool(1) as pool:
        pool.submit(FREELY, "a.pdf", divmod, 7, 2).result()
        page = pool.submit(within(4.0), "a.pdf", never_end, tmp_path)
        after = pool.submit(FREELY, "a.pdf", divmod, 7, 2)
        with pytest.raises(error, match=r"no answer for 4 s and was ended"):
            page.result(timeout=60)
        assert after.result() == (3, 1), "and the next page has a process of its own"
        (worker,) = (tmp_path / "begun").read_text().split()
        wait_until_dead(int(worker))
        wait_until_dead(int((tmp_path / "engine").read_text()))


def test_a_limit_that_is_not_reached_changes_nothing(tmp_path):
    with WorkerPool(1) as pool:
        assert pool.submit(FREELY, "a.pdf", divmod, 7, 2).result() == (3, 1)
        with pytest.raises(NotAPdf):
            pool.submit(FREELY, "a.pdf", raise_not_a_pdf).result()
        with pytest.raises(WorkerCrashed):
            pool.submit(FREELY, "a.pdf", crash_on_three, 3).result()


def test_what_takes_too_much_memory_is_ended_with_what_it_started():
    """It is the sum that counts: an engine in a process of its own may take all there is."""
    with WorkerPool(1) as pool:
        bounds = within(memory_bytes=100 << 20)
        page = pool.submit(bounds, "a.pdf", hold_memory_in_a_child, IDLE_BYTES + (150 << 20))
        after = pool.submit(FREELY, "a.pdf", divmod, 7, 2)
        with pytest.raises(WorkerTooLarge, match=r"over the limit of 100, and was ended"):
            page.result(timeout=60)
        assert after.result() == (3, 1)


def hold_memory_in_a_child(byte_count: int) -> None:
    """Stand for an engine that takes memory and keeps it, asleep."""
    held = f"import time; held = bytearray({byte_count}); time.sleep(600)"
    subprocess.run([sys.executable, "-c", held], check=False)


def test_a_process_that_kept_memory_is_not_given_the_next_item():
    with WorkerPool(1) as pool:
        first = pool.submit(FREELY, "a.pdf", keep_memory, IDLE_BYTES + (50 << 20)).result()
        assert pool.submit(FREELY, "a.pdf", os.getpid).result() != first


_KEPT: list[bytes] = []


def keep_memory(byte_count: int) -> int:
    """Stand for a library that does not give back what it was given."""
    _KEPT.append(b"x" * byte_count)
    return os.getpid()


def test_an_answer_that_is_too_long_is_not_taken():
    with WorkerPool(1) as pool:
        with pytest.raises(TooMuchOutput, match="CABLEHOUSE_MAX_DOCUMENT_MB"):
            pool.submit(within(answer_bytes=1 << 20), "a.pdf", bytes, 1 << 21).result()
        assert pool.submit(FREELY, "a.pdf", divmod, 7, 2).result() == (3, 1)


def test_the_pages_of_a_document_share_its_budget():
    """Pages that are each quick enough may be too many; nothing of them is begun any more."""
    bounds = within(budget_s=0.4)
    with WorkerPool(1) as pool:
        pool.submit(FREELY, "b.pdf", divmod, 7, 2).result()
        pages = [pool.submit(bounds, "a.pdf", time.sleep, 0.1) for _ in range(20)]
        other = pool.submit(FREELY, "b.pdf", divmod, 7, 2)
        errors = [page.exception(timeout=60) for page in pages]
        assert other.result() == (3, 1)
    late = [error for error in errors if error is not None]
    assert {type(error) for error in late} == {DocumentTimedOut}
    assert len(late) >= 16 and "the next run goes on from there" in str(late[0])


def test_what_a_killed_process_left_behind_is_removed(tmp_path):
    with WorkerPool(1) as pool:
        pool.submit(FREELY, "a.pdf", divmod, 7, 2).result()
        page = pool.submit(within(2.0), "a.pdf", leave_a_file_and_hang, tmp_path / "left")
        left = Path(wait_for(tmp_path / "left"))
        assert left.exists()
        with pytest.raises(WorkerStalled):
            page.result(timeout=60)
    assert not left.parent.exists()


def leave_a_file_and_hang(told: Path) -> None:
    """Stand for an engine's picture of a page, and an engine that never answers."""
    handle, name = tempfile.mkstemp()
    os.close(handle)
    told.write_text(name)
    time.sleep(600)


def test_files_take_turns(tmp_path):
    """A file of a hundred pages does not keep one of two pages waiting."""
    order = tmp_path / "order"
    with WorkerPool(1) as pool:
        futures = [pool.submit(FREELY, "long.pdf", note, f"long {n}", order) for n in range(100)]
        futures += [pool.submit(FREELY, "short.pdf", note, f"short {n}", order) for n in range(2)]
        wait(futures)
    begun = order.read_text().splitlines()
    assert max(begun.index("short 0"), begun.index("short 1")) < 10
    assert [line for line in begun if "long" in line] == [f"long {n}" for n in range(100)]


def test_one_file_is_spread_over_all_processes(tmp_path):
    with WorkerPool(3) as pool:
        futures = [pool.submit(FREELY, "only.pdf", meet, 3, tmp_path) for _ in range(3)]
        assert len({future.result(timeout=30) for future in futures}) == 3


def meet(count: int, folder: Path) -> int:
    """Wait until `count` processes are here, which takes that many at the same time."""
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < count:
        time.sleep(0.01)
    return os.getpid()


def test_after_an_error_what_waits_is_dropped_and_what_is_under_way_is_kept(tmp_path):
    done = tmp_path / "done"
    with pytest.raises(KeyboardInterrupt), WorkerPool(1) as pool:
        first = pool.submit(FREELY, "a.pdf", note, "first", done)
        second = pool.submit(FREELY, "a.pdf", time.sleep, 0.5)
        third = pool.submit(FREELY, "a.pdf", note, "third", done)
        first.result()
        while not second.running():
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert second.result() is None
    assert wait([third], timeout=0).done, "who waits for it is told"
    assert third.cancelled() and done.read_text() == "first\n"
    with pytest.raises(CancelledError):
        pool.submit(FREELY, "a.pdf", note, "fourth", done)


def test_after_an_error_what_hangs_is_ended_with_its_engine(tmp_path, monkeypatch):
    monkeypatch.setattr(pool_module, "GRACE_S", 0.2)
    with pytest.raises(KeyboardInterrupt), WorkerPool(1) as pool:
        hanging = pool.submit(FREELY, "a.pdf", start_engine_and_hang, tmp_path / "pid")
        pid = int(wait_for(tmp_path / "pid"))
        raise KeyboardInterrupt
    with pytest.raises(CancelledError):
        hanging.result(timeout=5)
    wait_until_dead(pid)


def test_an_engine_does_not_outlive_the_worker_it_answers_to(tmp_path):
    with WorkerPool(1) as pool:
        page = pool.submit(FREELY, "a.pdf", hang_in_the_first_try, tmp_path)
        engine = int(wait_for(tmp_path / "engine"))
        os.kill(int((tmp_path / "worker").read_text()), signal.SIGKILL)
        assert page.result() == "read"
        wait_until_dead(engine)


def hang_in_the_first_try(folder: Path) -> str:
    """Stand for a page whose worker is killed while its engine works."""
    if not (folder / "worker").exists():
        (folder / "worker").write_text(str(os.getpid()))
        start_engine_and_hang(folder / "engine")
    return "read"
