"""The flows against a Prefect API, and the command without one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.states import Failed

from expectations.results import CheckResult, CheckSeverity
from extract.errors import NotAPdf, OcrCrashed
from flows import tasks
from flows.ingest import ingest
from flows.runs.extraction import Extracted, Job, Reader
from flows.runs.summary import RunSummary
from load.connection import query
from tests.extract.making import LINES, image_pdf, page_image
from tests.faults.command import COMMAND, PROC, environment_of, wait_until_gone
from tests.flows.conftest import MakePdf
from transform.cable import DocumentStatus

pytestmark = pytest.mark.slow

START_LIMIT = 10.0
"""The most a run may take from the command to its first work, in times of what importing Prefect
takes at that moment: about 4 (3.5 s on an idle machine), and 25 as Prefect starts by itself."""

RECORDED_S = 30.0
"""Prefect records task runs from events, a little after they have ended."""
GONE_S = 10.0
"""What the processes of a run may take to end after it."""
SCANS = 3
"""Pages of a run that is to be stopped while it reads: each takes an engine a third of a second."""
Start = Callable[..., subprocess.Popen[str]]


class Stopped(NamedTuple):
    """A run that was stopped, and what it left."""

    arguments: tuple[str | Path, ...]
    warehouse: Path
    stored: Path
    exit_code: int
    errors: str


@pytest.fixture
def two_documents(make_pdf: MakePdf, tmp_path: Path) -> Path:
    """A folder with a good PDF and a broken one."""
    folder = tmp_path / "in"
    good = make_pdf(folder, "good.pdf")
    (folder / "broken.pdf").write_bytes(good.read_bytes()[:300])
    return folder


def names_of_task_runs(flow_run_name: str, count: int) -> set[str]:
    with get_client(sync_client=True) as client:
        runs = [run for run in client.read_flow_runs() if run.name == flow_run_name]
        assert len(runs) == 1
        names: set[str] = set()
        end = time.monotonic() + RECORDED_S
        while len(names) < count and time.monotonic() < end:
            task_runs = client.read_task_runs()
            names = {run.name for run in task_runs if run.flow_run_id == runs[0].id}
            time.sleep(0.2)
        return names


def seconds_to_import_prefect() -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", "import prefect"], check=True)
    return time.monotonic() - begun


def test_two_documents_one_of_them_broken(api, two_documents, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    summary = ingest(str(two_documents), str(warehouse), workers=2)
    assert isinstance(summary, RunSummary)
    assert summary.documents == {DocumentStatus.NO_CABLE: 1, DocumentStatus.FAILED: 1}
    assert [item.code for item in summary.left_out] == ["document.not_a_pdf"]
    assert warehouse.is_file()
    expected = {
        "check tesseract",
        f"find PDFs in {two_documents}",
        "hash files",
        "extract good.pdf",
        "extract broken.pdf",
        "load batch 1",
        "build w.duckdb",
        "judge w.duckdb",
        "publish w.duckdb",
    }
    assert names_of_task_runs(f"ingest {two_documents}", len(expected)) == expected


def test_a_run_leaves_its_summary_and_its_checks_as_artifacts(api, two_documents, tmp_path):
    summary = ingest(str(two_documents), str(tmp_path / "w.duckdb"), workers=1)
    assert isinstance(summary, RunSummary)
    with get_client(sync_client=True) as client:
        wanted = ArtifactFilter(key=ArtifactFilterKey(any_=["run-summary", "check-results"]))
        artifacts = [
            artifact
            for artifact in client.read_artifacts(artifact_filter=wanted)
            if artifact.description == f"Run {summary.run_id}"
        ]
    assert {artifact.key: artifact.type for artifact in artifacts} == {
        "run-summary": "table",
        "check-results": "markdown",
    }
    (table,) = [artifact.data for artifact in artifacts if artifact.key == "run-summary"]
    assert "2 seen" in str(table) and "broken.pdf" in str(table)


def test_a_failing_gate_leaves_the_old_warehouse(
    api, command, make_pdf, two_documents, tmp_path, monkeypatch
):
    warehouse = tmp_path / "w.duckdb"
    assert command("ingest", two_documents, "--warehouse", warehouse).exit_code == 0
    published = warehouse.read_bytes()
    make_pdf(two_documents, "more.pdf", text="AIRGRAM")
    contradiction = CheckResult(
        suite="sql",
        expectation="documents_accounted",
        severity=CheckSeverity.FATAL,
        success=False,
        evaluated_count=3,
        unexpected_count=1,
        detail='{"title": "every document is accounted for", "rows": [{"file": "more.pdf"}]}',
    )
    monkeypatch.setattr(tasks, "judge_warehouse", lambda query: (contradiction,))
    result = command("ingest", two_documents, "--warehouse", warehouse)
    assert result.exit_code == 4
    assert "documents_accounted" in result.stderr and "more.pdf" in result.stderr
    assert warehouse.read_bytes() == published
    monkeypatch.undo()
    assert command("ingest", two_documents, "--warehouse", warehouse).exit_code == 0
    assert query(warehouse, "SELECT count(*) AS n FROM documents") == [{"n": 3}]


@pytest.mark.parametrize(
    ("error", "retried"),
    [
        (OcrCrashed("tesseract died"), True),
        (NotAPdf("a letter"), False),
        (KeyError("a bug"), False),
    ],
    ids=["crashed engine", "bad file", "bug"],
)
def test_only_what_may_be_cured_is_tried_again(error, retried):
    assert tasks.is_retryable(tasks.extract, None, Failed(data=error)) is retried  # type: ignore[arg-type]


def test_an_engine_that_crashes_twice_costs_nothing(api, monkeypatch, tmp_path):
    job = Job(
        path=tmp_path, document_id="a" * 64, file_name="a.pdf", source_uri="a.pdf", byte_count=1
    )
    tries: list[Job] = []

    def crash_twice(job: Job, reader: object) -> Extracted:
        tries.append(job)
        if len(tries) < 3:
            raise OcrCrashed("tesseract died")
        return Extracted(job=job, key="key", page_count=1)

    monkeypatch.setattr(tasks, "extract_document", crash_twice)

    @flow
    def run() -> Extracted:
        extract = tasks.extract.with_options(retry_delay_seconds=0)
        return extract.submit(job, reader=cast(Reader, None)).result()

    assert run().page_count == 1
    assert len(tries) == 3


def test_a_document_that_was_published_is_not_taken_back(
    command, make_pdf, two_documents, tmp_path, monkeypatch
):
    warehouse, store = tmp_path / "w.duckdb", tmp_path / "cablehouse-store"
    command("ingest", two_documents, "--warehouse", warehouse)
    (page,) = (store / "pages").glob("*/*/*/*.gz")
    page.write_bytes(b"a disk block gone bad")
    result = command("reparse", "--warehouse", warehouse)
    assert result.exit_code == 0, result.output
    assert "good.pdf" in result.stdout and "were kept" in result.stdout
    rows = query(warehouse, "SELECT file_name, status FROM documents ORDER BY 1")
    assert {row["file_name"]: row["status"] for row in rows} == {
        "broken.pdf": "failed",
        "good.pdf": "no_cable",
    }
    assert command("ingest", two_documents, "--warehouse", warehouse).exit_code == 0


def test_quarantine_is_listed_and_tried_again(command, make_pdf, two_documents, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    command("ingest", two_documents, "--warehouse", warehouse)
    listed = command("quarantine", "list", "--warehouse", warehouse)
    assert "broken.pdf" in listed.stdout and "document.not_a_pdf" in listed.stdout
    result = command("quarantine", "retry", "--warehouse", warehouse)
    assert result.exit_code == 0, result.output
    assert query(warehouse, "SELECT attempts FROM quarantine") == [{"attempts": 2}]


def test_check_judges_and_stores(command, two_documents, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    command("ingest", two_documents, "--warehouse", warehouse)
    before = query(warehouse, "SELECT count(*) AS n FROM documents")
    result = command("check", "--warehouse", warehouse)
    assert result.exit_code == 0, result.output
    assert "passed" in result.stdout
    outcomes = query(warehouse, "SELECT outcome FROM runs ORDER BY started_at")
    assert [row["outcome"] for row in outcomes] == ["published", "checked"]
    assert query(warehouse, "SELECT count(*) AS n FROM documents") == before


def test_score_and_export_of_a_published_warehouse(command, samples, tmp_path):
    source, warehouse = tmp_path / "in", tmp_path / "w.duckdb"
    source.mkdir()
    (source / "born_digital.pdf").symlink_to(samples / "born_digital.pdf")
    assert command("ingest", source, "--warehouse", warehouse).exit_code == 0
    kept = tmp_path / "kept.json"
    scored = command("score", samples, "--warehouse", warehouse, "--save", kept)
    assert scored.exit_code == 0, scored.output
    assert "mrn" in scored.stdout
    again = command("score", samples, "--warehouse", warehouse, "--against", kept)
    assert again.exit_code == 0, again.output
    kept.write_text(kept.read_text().replace('"mrn": 1', '"mrn": 2'))
    fallen = command("score", samples, "--warehouse", warehouse, "--against", kept)
    assert fallen.exit_code == 1, fallen.output
    assert "mrn: 2 right before, 1 now" in fallen.stdout
    exported = command("export", "--to", tmp_path / "out", "--warehouse", warehouse)
    assert exported.exit_code == 0, exported.output
    assert list((tmp_path / "out" / "cables.parquet").glob("cable_year=19*/*.parquet"))


def test_show_needs_no_warehouse_and_leaves_nothing(command, make_pdf, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = make_pdf(tmp_path / "in", "memo.pdf", text="MEMORANDUM\nTo all")
    shown = command("show", file)
    assert shown.exit_code == 0, shown.output
    assert "no_cable" in shown.stdout
    assert command("show", file, "--json").stdout.startswith("{")
    assert {path.name for path in tmp_path.iterdir()} == {"in"}


# Without a server: the command as a user starts it, in a process of its own.


@pytest.fixture
def alone(tmp_path) -> dict[str, str]:
    """An environment with no Prefect server, marked so that its processes can be found."""
    return environment_of(tmp_path / "store")


def all_end(environment: dict[str, str]) -> bool:
    """Return whether the processes of an environment end by themselves."""
    return not wait_until_gone(Path(environment["CABLEHOUSE_STORE"]), GONE_S)


@pytest.fixture
def start() -> Iterator[Start]:
    """Return what starts the command; whatever still runs when the test ends is ended."""
    begun: list[subprocess.Popen[str]] = []

    def run(environment: dict[str, str], *arguments: str | Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # A test run started in the background ignores Ctrl-C, and so would its children.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        begun.append(process)
        return process

    yield run
    for process in begun:
        process.kill()
        process.communicate()


TRACER = """
import os, socket
_asked = socket.getaddrinfo
def getaddrinfo(host, *arguments, **named):
    with open(os.environ["TRACE"], "a") as trace:
        trace.write(f"{host}\\n")
    return _asked(host, *arguments, **named)
socket.getaddrinfo = getaddrinfo
"""


@pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc to look for processes")
def test_without_a_server(start, alone, two_documents, tmp_path):
    tracer = tmp_path / "tracer"
    tracer.mkdir()
    (tracer / "sitecustomize.py").write_text(TRACER)
    trace = tmp_path / "trace.txt"
    trace.touch()
    path = os.pathsep.join(filter(None, (str(tracer), os.environ.get("PYTHONPATH"))))
    environment = alone | {"PYTHONPATH": path, "TRACE": str(trace)}
    warehouse = tmp_path / "w.duckdb"
    begun = datetime.now(UTC)
    run = start(environment, "ingest", two_documents, "--warehouse", warehouse, "--workers", "2")
    output, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    assert "2 seen" in output
    assert "Traceback" not in errors and "prefect" not in errors.lower(), errors

    (log,) = (tmp_path / "store" / "logs").glob("*.jsonl")
    line = json.loads(log.read_text().splitlines()[0])
    first = datetime.fromisoformat(line["time"])
    assert (first - begun).total_seconds() < START_LIMIT * seconds_to_import_prefect()

    assert all_end(environment)
    assert (tmp_path / "store" / ".prefect" / "prefect.db").is_file()
    assert not (tmp_path / "home").exists(), "nothing is left in the user's home"
    assert set(trace.read_text().split()) <= {"127.0.0.1", "localhost", "None"}, (
        "no name was looked up"
    )


@pytest.fixture
def stopped(start, alone, samples, tmp_path) -> Callable[[signal.Signals], Stopped]:
    """Return what starts a run with one worker, stops it after its first page, and sees it gone."""
    source = tmp_path / "in"
    source.mkdir()
    (source / "born_digital.pdf").symlink_to(samples / "born_digital.pdf")
    for number in range(SCANS):
        image_pdf(source / f"scan_{number}.pdf", page_image(LINES[number:]))
    warehouse = tmp_path / "w.duckdb"
    arguments = ("ingest", source, "--warehouse", warehouse, "--workers", "1")
    stored = tmp_path / "store" / "pages"

    def run_and_stop(ending: signal.Signals) -> Stopped:
        run = start(alone, *arguments)
        end = time.monotonic() + 60
        while not list(stored.glob("*/*/*/*.gz")):
            assert run.poll() is None and time.monotonic() < end
            time.sleep(0.02)
        os.killpg(run.pid, ending)
        _, errors = run.communicate(timeout=60)
        assert all_end(alone)
        assert not warehouse.exists()
        assert list(stored.glob("*/*/*/*.gz"))
        return Stopped(arguments, warehouse, stored, run.returncode, errors)

    return run_and_stop


@contextmanager
def reads_what_is_left(run: Stopped) -> Iterator[None]:
    """See that a run in this block reads the pages that are not stored, and no other."""
    kept = {path: path.stat().st_mtime_ns for path in run.stored.glob("*/*/*/*.gz")}
    yield
    assert {path: path.stat().st_mtime_ns for path in kept} == kept, "no page was read twice"
    (row,) = query(run.warehouse, "SELECT pages_ocr + pages_embedded AS pages FROM runs")
    (pages,) = query(run.warehouse, "SELECT count(*) AS pages FROM pages")
    assert row["pages"] == pages["pages"] - len(kept)


@pytest.mark.proof
@pytest.mark.ocr
@pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc to look for processes")
def test_killed_in_the_middle_it_goes_on_in_the_same_surroundings(start, alone, stopped):
    run = stopped(signal.SIGKILL)
    assert run.exit_code == -signal.SIGKILL
    with reads_what_is_left(run):
        again = start(alone, *run.arguments)
        _, errors = again.communicate(timeout=120)
        assert again.returncode == 0, errors


@pytest.mark.ocr
@pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc to look for processes")
def test_interrupted_it_keeps_what_was_read(command, alone, stopped):
    run = stopped(signal.SIGINT)
    assert run.exit_code == 130
    assert "interrupted" in run.errors and "Traceback" not in run.errors, run.errors
    with reads_what_is_left(run):
        again = command(*run.arguments, "--store", alone["CABLEHOUSE_STORE"])
        assert again.exit_code == 0, again.output


@pytest.mark.proof
@pytest.mark.ocr
@pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc to look for processes")
def test_a_service_managers_signal_ends_it_like_ctrl_c(stopped):
    run = stopped(signal.SIGTERM)
    assert run.exit_code == 143
    assert "pages that were read are kept" in run.errors
    assert "Traceback" not in run.errors, run.errors
