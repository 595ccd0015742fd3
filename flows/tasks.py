"""The steps of a run as Prefect sees them: a name, a retry rule, and one call each.

Nothing is cached by Prefect (`NO_CACHE`): what need not be done twice is known to the page store
and to the warehouse's ledger, which outlive a run and its server.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from expectations.gate import judge_warehouse
from expectations.results import CheckResult
from extract.engines import check_engine
from extract.errors import Retryable
from extract.settings import ExtractSettings
from extract.source import SourceFile, discover
from flows.runs.extraction import Engine, Extracted, Job, Reader, extract_document, find_jobs
from flows.runs.loading import LoadedBatch, Loader, Parsing, load_documents
from flows.runs.progress import Progress
from load.exports.lake import write_lake
from load.warehouse import WarehouseBuild

EXTRACT_RETRIES = 2
EXTRACT_RETRY_DELAYS_S = [1.0, 10.0]
"""An engine that crashed or ran into its time limit on a busy machine may do better a little later;
pages already read are not read again."""


def is_retryable(task: Task[Any, Any], run: TaskRun, state: State[Any]) -> bool:
    """Return whether trying again may help: the error says so itself.

    Args:
        task: The task that failed.
        run: Its run.
        state: The state it ended in, with its error.
    """
    return isinstance(state.result(raise_on_failure=False), Retryable)


@task(task_run_name="check {settings.engine}", cache_policy=NO_CACHE)
def check_ocr_engine(settings: ExtractSettings) -> Engine:
    """Return an OCR engine with its version; see `extract.engines.check_engine`."""
    return Engine(settings=settings, version=check_engine(settings))


@task(task_run_name="find PDFs in {source}", cache_policy=NO_CACHE)
def find_files(source: str) -> tuple[SourceFile, ...]:
    """Return the PDFs of a source; see `extract.source.discover`."""
    return discover(source)


@task(task_run_name="hash files", cache_policy=NO_CACHE)
def hash_files(
    files: Sequence[SourceFile], most_bytes: int, memory: Path, progress: Progress, *, rehash: bool
) -> tuple[tuple[Job, ...], int]:
    """Return the distinct files; see `flows.runs.extraction.find_jobs`."""
    return find_jobs(files, most_bytes, memory=memory, rehash=rehash, progress=progress)


@task(
    task_run_name="extract {job.file_name}",
    cache_policy=NO_CACHE,
    retries=EXTRACT_RETRIES,
    retry_delay_seconds=EXTRACT_RETRY_DELAYS_S,
    retry_condition_fn=is_retryable,
)
def extract(job: Job, reader: Reader) -> Extracted:
    """Put the pages of one file into the store; see `flows.runs.extraction.extract_document`."""
    return extract_document(job, reader)


@task(task_run_name="load batch {number}", cache_policy=NO_CACHE)
def load_batch(number: int, batch: Sequence[Parsing], loader: Loader) -> LoadedBatch:
    """Judge and stage documents; see `flows.runs.loading.load_documents`."""
    return load_documents(batch, loader)


@task(task_run_name="build {build.path.name}", cache_policy=NO_CACHE)
def build_warehouse(build: WarehouseBuild) -> None:
    """Write the new warehouse beside the published one."""
    build.finish()


@task(task_run_name="judge {build.path.name}", cache_policy=NO_CACHE)
def judge(build: WarehouseBuild) -> tuple[CheckResult, ...]:
    """Ask the new warehouse every check; see `expectations.gate.judge_warehouse`."""
    return judge_warehouse(build.query)


@task(task_run_name="write {warehouse.name} to {lake}", cache_policy=NO_CACHE)
def write_to_lake(warehouse: Path, lake: str) -> None:
    """Write the published warehouse to an object store; see `load.exports.lake.write_lake`."""
    write_lake(warehouse, lake)


@task(task_run_name="publish {build.path.name}", cache_policy=NO_CACHE)
def publish(build: WarehouseBuild, keep_previous: int) -> None:
    """Swap the new warehouse in; see `load.warehouse.WarehouseBuild.publish`."""
    build.publish(keep_previous)
