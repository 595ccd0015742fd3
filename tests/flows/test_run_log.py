"""What a run says of itself: lines with document and page, from every process; what it measured."""

from __future__ import annotations

import json
import logging
import os
import signal
import threading
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.errors import PrefectUnavailable, WorkerCrashed
from flows.logs.log_context import about
from flows.logs.run_log import LogFile, logging_to
from flows.runs import metrics
from flows.runs.metrics import MOST_SAMPLES, Sample, measuring
from flows.runs.progress import DOCUMENTS, PAGES, LineProgress
from flows.server.prefect_api import _explained
from flows.workers.pool import WorkerPool
from flows.workers.usage import Usage, own_usage
from load.errors import DiskLow
from load.tables.rows import Stamp
from tests.flows.bounds import FREELY

STAMP = Stamp(run_id="0123456789ab", at=datetime(2026, 11, 29, 5, 0))


def say(text: str, *, level: int = logging.WARNING) -> str:
    logging.getLogger("extract.anything").log(level, "%s", text, extra={"code": "said"})
    return text


def say_and_die(text: str) -> None:
    say(text)
    os.kill(os.getpid(), signal.SIGKILL)


def fail(text: str) -> None:
    try:
        raise ValueError(text)
    except ValueError:
        logging.getLogger("load.anything").exception("failed")


def burn() -> None:
    sum(number * number for number in range(500_000))


def lines_of(folder: Path) -> list[dict[str, Any]]:
    (path,) = (folder / "logs").iterdir()
    assert path.name == "20261129T050000Z-01234567.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.slow
def test_a_line_of_a_worker_says_what_it_is_about(tmp_path: Path):
    """Its document and page are those its work was handed out with, whoever waits for it."""
    with logging_to(tmp_path, STAMP, logging.INFO), WorkerPool(1) as pool:
        with about(document="d1"):
            with about(page=3):
                first = pool.submit(FREELY, "q", say, "one")
            second = pool.submit(FREELY, "q", say, "two")
        third = pool.submit(FREELY, "q", say, "not this", level=logging.DEBUG)
        assert [future.result() for future in (first, second, third)] == ["one", "two", "not this"]
        with pytest.raises(WorkerCrashed), about(document="d2"):
            pool.submit(FREELY, "q", say_and_die, "last words").result()
        pool.submit(FREELY, "q", burn).result()
        usage = pool.usage()
    lines = lines_of(tmp_path)
    subjects = [(line.get("document"), line.get("page"), line["message"]) for line in lines]
    assert subjects == [
        ("d1", 3, "one"),
        ("d1", None, "two"),
        ("d2", None, "last words"),
        ("d2", None, "last words"),
    ], "of a process that dies over a page the lines before it are there, from both tries"
    assert usage.cpu_seconds > 0.01
    assert 1_000_000 < usage.peak_bytes < 10_000_000_000


def test_a_line_has_the_fields_and_no_others(tmp_path: Path):
    with logging_to(tmp_path, STAMP, logging.DEBUG), about(document="d", page=1):
        say('a "name"\nwith \x1b[31m a new line\u2028.pdf')
        fail("broken")
    first, second = lines_of(tmp_path)
    assert first.pop("time").endswith("Z")
    assert first == {
        "level": "WARNING",
        "logger": "extract.anything",
        "run": "0123456789ab",
        "code": "said",
        "document": "d",
        "page": 1,
        "message": 'a "name"\nwith \x1b[31m a new line\u2028.pdf',
    }
    assert str(second["traceback"]).startswith("Traceback")


@pytest.mark.parametrize(
    ("error", "code"), [(DiskLow("no room"), "warehouse.disk_low"), (KeyError("x"), "KeyError")]
)
def test_the_log_says_how_a_run_ended(tmp_path: Path, error: Exception, code: str):
    with pytest.raises(type(error)), logging_to(tmp_path, STAMP, logging.INFO):
        raise error
    (line,) = lines_of(tmp_path)
    assert (line["level"], line["code"]) == ("ERROR", code)
    before = logging.getLogger("extract").level
    say("after it")
    assert len(lines_of(tmp_path)) == 1 and before == logging.NOTSET


def test_the_queue_is_counted_and_the_stages_are_timed():
    seen: list[Sample] = []
    progress = LineProgress(StringIO())
    with measuring(progress, lambda: Usage(cpu_seconds=5.0, peak_bytes=7), seen.append) as meter:
        meter.expect(DOCUMENTS, 4)
        meter.expect(PAGES, 6)
        for document_id in ("a", "b", "a"):
            meter.begin(document_id)
        meter.advance(PAGES, 5)
        meter.end(["a", "never begun"])
        with meter.stage(metrics.READ), meter.stage(metrics.LOAD):
            burn()
        measured = meter.measured()
    (last,) = measured.samples
    assert (last.documents_waiting, last.documents_under_way, last.documents_done) == (2, 1, 1)
    assert last.pages_done == 5
    assert list(measured.stages) == ["load", "read"]
    assert measured.stages["read"] >= measured.stages["load"] > 0
    assert 5.0 < measured.cpu_seconds < 5.0 + own_usage().cpu_seconds
    assert measured.pages_per_minute == pytest.approx(300 / measured.stages["read"])
    assert seen == []


def test_a_long_run_keeps_a_bounded_number_of_looks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(metrics, "SAMPLE_S", 1e-6)
    enough = threading.Event()
    told: list[Sample] = []

    def report(sample: Sample) -> None:
        told.append(sample)
        if len(told) >= 2 * MOST_SAMPLES:
            enough.set()

    with measuring(LineProgress(StringIO()), Usage, report) as meter:
        assert enough.wait(30)
        kept = meter.measured().samples
    assert MOST_SAMPLES / 2 <= len(kept) <= MOST_SAMPLES + 1
    assert list(kept) == sorted(kept, key=lambda sample: sample.at_s)


def test_time_stands_in_utc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    with logging_to(tmp_path, STAMP, logging.INFO):
        say("now")
    told = datetime.fromisoformat(str(lines_of(tmp_path)[0]["time"]))
    assert abs((datetime.now(UTC) - told).total_seconds()) < 60


@pytest.mark.parametrize(
    ("raised", "expected"),
    [(httpx.HTTPError("500 of a full disk\nmore"), PrefectUnavailable), (KeyError("x"), KeyError)],
)
def test_a_server_that_fails_under_a_run_leads_to_the_log(
    tmp_path: Path, raised: Exception, expected: type[Exception]
):
    with pytest.raises(expected) as caught, _explained(tmp_path):
        raise raised
    if expected is PrefectUnavailable:
        assert f"(500 of a full disk). The last line of the newest file in {tmp_path}" in str(
            caught.value
        )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_a_full_disk_costs_lines_of_the_log_and_no_run(capsys):
    handler = LogFile("/dev/full", encoding="utf-8")
    handler.handle(logging.makeLogRecord({"msg": "read", "levelno": logging.INFO}))
    handler.close()
    said = capsys.readouterr().err
    assert "/dev/full lacks lines" in said and "No space left" in said
    assert "Traceback" not in said
