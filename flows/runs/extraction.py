"""One release file to stored pages, with the pages spread over the worker processes.

No Prefect here: `flows.tasks` wraps `extract_document` in a task, `cablehouse show` calls it plain.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from extract.errors import DocumentError, FileTooLarge, TooManyPages, UnreadableFile
from extract.hashes import HashMemory
from extract.page import TextSource
from extract.remote import RemoteFile
from extract.settings import EXTRACT_VERSION, ExtractSettings
from extract.source import FILE_BYTES, SourceFile
from extract.store.document_record import DocumentRecord
from extract.store.keys import joined_keys, page_key, split_keys
from extract.store.store import PageStore
from flows.errors import AT_A_LIMIT
from flows.logs.log_context import about
from flows.runs.progress import FILES, PAGES, Progress
from flows.workers.bounds import Budget, Limits
from flows.workers.pools import Pool
from flows.workers.reading import PageRead, find_doubtful, open_file, read_page
from load.tables.rows import Failure

_LOG = logging.getLogger(__name__)

PAGES_PER_WORKER = 4
"""Pages of one file that are handed out per worker process: enough that none waits for the next,
and memory stays flat whatever the number of pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One release file to work on: distinct content, and the places it was found in.

    `path` and `source_uri` are of the first, `other_sources` the `source_uri` of further copies.
    """

    path: Path | RemoteFile
    document_id: str
    file_name: str
    source_uri: str
    byte_count: int
    modified_ns: int | None = None
    """When it was last modified, as the file system has it; None where nobody looked."""
    other_sources: frozenset[str] = frozenset()
    failure: Failure | None = None
    """Why it could not even be hashed."""

    @property
    def sources(self) -> frozenset[str]:
        """The `source_uri` of every place it was found in."""
        return self.other_sources | {self.source_uri}

    @property
    def is_as_hashed(self) -> bool:
        """Whether the file is still the one that was hashed, as far as its size and time say.

        Hours may lie between: pages of other bytes would be stored as those of this document.
        """
        if self.modified_ns is None or isinstance(self.path, RemoteFile):
            return True
        try:
            now = self.path.stat()
        except OSError:
            return False
        return (now.st_mtime_ns, now.st_size) == (self.modified_ns, self.byte_count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What extraction made of a job. Its pages are in the store, unless it failed.

    `key` is what they are stored under (`extract.store.joined_keys`), or would be but for a limit;
    `failed_within` is then the digest of the limits, of the run that met them.
    """

    job: Job
    key: str | None = None
    page_count: int | None = None
    new_pages: Counter[TextSource] = field(default_factory=Counter)
    """Pages read in this run by source; those found stored are not among them."""
    failure: Failure | None = None
    failed_within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """How pages are read: the settings with the engine's name, and its version."""

    settings: ExtractSettings
    version: str

    @property
    def key(self) -> str:
        """The key pages are stored under."""
        return page_key(self.settings, self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What every document of a run is extracted with.

    `second` reads the pages again that `first` leaves in doubt; None where nothing does.
    """

    first: Engine
    second: Engine | None = None
    store_root: str
    pool: Pool
    progress: Progress
    limits: Limits

    @property
    def keys(self) -> str:
        """The keys pages are stored under, as one."""
        return joined_keys(self.first.key, self.second.key if self.second else None)

    @property
    def store(self) -> PageStore:
        """The page store."""
        return PageStore(self.store_root)


def find_jobs(
    files: Sequence[SourceFile],
    most_bytes: int = FILE_BYTES,
    *,
    memory: Path | None = None,
    rehash: bool = False,
    progress: Progress | None = None,
) -> tuple[tuple[Job, ...], int]:
    """Hash files and put those of equal content together.

    Args:
        files: The files, sorted by their place in the source.
        most_bytes: How many bytes one may have.
        memory: Where hashes are remembered (`extract.hashes`); None for nowhere.
        rehash: Whether files are read that are as they are remembered.
        progress: Told of each file, where somebody waits.

    Returns:
        One job per distinct content in the order of the files, and how many files were further
        copies.
    """
    jobs: dict[str, Job] = {}
    if progress is not None:
        progress.expect(FILES, len(files))
    with HashMemory(memory, rehash=rehash) as hashes:
        for file in files:
            job = _job_of(file, most_bytes, hashes)
            first = jobs.setdefault(job.document_id, job)
            if first is not job:
                jobs[job.document_id] = replace(first, other_sources=first.sources | job.sources)
            if progress is not None:
                progress.advance(FILES)
    return tuple(jobs.values()), len(files) - len(jobs)


def _job_of(file: SourceFile, most_bytes: int, hashes: HashMemory) -> Job:
    modified_ns: int | None = None
    try:
        # Asked before: what is written while it is hashed shows as a later change. A file that lies
        # elsewhere is compared with its hash when it is copied here.
        if isinstance(file.path, Path):
            with suppress(OSError):
                modified_ns = file.path.stat().st_mtime_ns
        document_id, byte_count = hashes.hash(file, most_bytes)
        failure = None
    except (FileTooLarge, UnreadableFile) as error:
        document_id, byte_count = unread_id(file.source_uri), 0
        failure = Failure(code=error.code, message=str(error))
    return Job(
        path=absolute_file(file.path),
        document_id=document_id,
        file_name=file.file_name,
        source_uri=file.source_uri,
        byte_count=byte_count,
        modified_ns=modified_ns,
        failure=failure,
    )


def absolute_file(path: Path | RemoteFile) -> Path | RemoteFile:
    """Return a path that is right in every process, whichever folder it runs in."""
    return path.absolute() if isinstance(path, Path) else path


def unread_id(source_uri: str) -> str:
    """Return the id of a file whose bytes cannot be read: it stands for its place instead.

    The word before it keeps it apart from every file that holds the same text.
    """
    return hashlib.sha256(f"unreadable\0{source_uri}".encode()).hexdigest()


def extract_document(job: Job, reader: Reader) -> Extracted:
    """Put every page of a file into the store; pages that are there already cost a look.

    All pages are tried before the first error is raised, so that what can be read is kept.

    Args:
        job: The file.
        reader: What to read with.

    Raises:
        DocumentError: the file or one of its pages cannot be used.
        MissingTool, StoreFailed: nothing can be read at all.
    """
    with about(document=job.document_id):
        return _extract(job, reader)


def _extract(job: Job, reader: Reader) -> Extracted:
    budget = Budget(reader.limits.seconds)
    bounds = reader.limits.of_page(reader.first.settings, budget)
    memory_bytes = reader.first.settings.page_memory_bytes
    opened = reader.pool.submit(
        bounds, job.document_id, open_file, job.path, job.document_id, memory_bytes
    )
    facts = opened.result()
    if facts.page_count > reader.limits.pages:
        raise TooManyPages(
            f"{job.file_name} has, or says it has, {facts.page_count:,} pages where a document may "
            f"have {reader.limits.pages:,}; split it, or raise CABLEHOUSE_MAX_PAGES"
        )
    reader.progress.expect(PAGES, facts.page_count)
    new_pages: Counter[TextSource] = Counter()
    errors: dict[int, DocumentError] = {}
    numbers = range(1, facts.page_count + 1)
    earlier = _key_of_other_engine(job, reader)
    for page_no, future in _read_pages(job, numbers, reader.first, reader, budget, earlier):
        with about(page=page_no):
            try:
                page = future.result()
            except DocumentError as error:
                errors[page_no] = error
                _LOG.warning("%s: %s", job.file_name, error, extra={"code": error.code})
            else:
                new_pages[page.source] += page.is_new
        reader.progress.advance(PAGES)
    if errors:
        raise errors[min(errors)]
    if reader.second is not None:
        _read_doubtful(job, facts.page_count, reader.second, reader, budget)
    reader.store.put_document(_record(job, page_count=facts.page_count, key=reader.keys))
    _LOG.info(
        "%s: %d pages, %d of them read now",
        job.file_name,
        facts.page_count,
        new_pages.total(),
        extra={"code": "document.read"},
    )
    return Extracted(job=job, key=reader.keys, page_count=facts.page_count, new_pages=+new_pages)


def _key_of_other_engine(job: Job, reader: Reader) -> str | None:
    """Return the key of a file's pages as another engine read them; None where none did.

    Pages of another `EXTRACT_VERSION` are no help: all of them may come out otherwise now.
    """
    record = reader.store.get_document(job.document_id)
    if record is None or record.page_key is None or record.extract_version != EXTRACT_VERSION:
        return None
    earlier, _ = split_keys(record.page_key)
    return None if earlier == reader.first.key else earlier


def _read_doubtful(
    job: Job, page_count: int, second: Engine, reader: Reader, budget: Budget
) -> None:
    """Have the pages that the first engine left in doubt read by the second.

    A page it cannot read stays as it was read: it is a second opinion, not a second chance.
    """
    doubtful = reader.pool.submit(
        reader.limits.of_parsing(page_count),
        job.document_id,
        find_doubtful,
        job.document_id,
        page_count,
        reader.store_root,
        reader.first.key,
        reader.limits.memory_bytes,
    ).result()
    for page_no, future in _read_pages(job, doubtful, second, reader, budget):
        try:
            future.result()
        except DocumentError as error:
            with about(page=page_no):
                _LOG.warning(
                    "%s: no second reading: %s", job.file_name, error, extra={"code": error.code}
                )


def failed(job: Job, reader: Reader, failure: Failure) -> Extracted:
    """Record in the store that a file cannot be used, and return that as its outcome."""
    key, within = None, None
    if failure.code in AT_A_LIMIT:
        key, within = reader.keys, reader.limits.digest(reader.first.settings)
    reader.store.put_document(_record(job, key=key, failure=failure, failed_within=within))
    return Extracted(job=job, key=key, failure=failure, failed_within=within)


def from_store(store_root: str, document_id: str) -> Extracted | None:
    """Return a document as an earlier run left it in the store; see `of_record`."""
    record = PageStore(store_root).get_document(document_id)
    return None if record is None else of_record(record)


def of_record(record: DocumentRecord) -> Extracted | None:
    """Return a document as an earlier run left it, or None when that run was stopped midway.

    Its path is not known any more, and not needed: pages and facts are in the store.
    """
    failure = None
    if record.failure_code is not None:
        failure = Failure(code=record.failure_code, message=record.failure_message or "")
    elif record.page_key is None:
        return None
    return Extracted(
        job=Job(
            path=Path(record.source_uri),
            document_id=record.document_id,
            file_name=record.file_name,
            source_uri=record.source_uri,
            byte_count=record.byte_count,
            other_sources=frozenset(record.other_sources),
        ),
        key=record.page_key,
        page_count=record.page_count,
        failure=failure,
        failed_within=record.failed_within,
    )


def _read_pages(
    job: Job,
    numbers: Iterable[int],
    engine: Engine,
    reader: Reader,
    budget: Budget,
    earlier_key: str | None = None,
) -> Iterator[tuple[int, Future[PageRead]]]:
    """Yield pages of a file, given by number, with what came of them, in order of completion."""
    waiting = iter(numbers)
    under_way: dict[Future[PageRead], int] = {}

    def submit(count: int) -> None:
        for page_no in islice(waiting, count):
            with about(page=page_no):
                future = reader.pool.submit(
                    reader.limits.of_page(engine.settings, budget),
                    job.document_id,
                    read_page,
                    job.path,
                    job.document_id,
                    page_no,
                    engine.settings,
                    reader.store_root,
                    engine.key,
                    earlier_key,
                )
            under_way[future] = page_no

    submit(PAGES_PER_WORKER * reader.pool.workers)
    while under_way:
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        submit(len(done))
        for future in done:
            yield under_way.pop(future), future


def _record(
    job: Job,
    *,
    page_count: int | None = None,
    key: str | None = None,
    failure: Failure | None = None,
    failed_within: str | None = None,
) -> DocumentRecord:
    return DocumentRecord(
        document_id=job.document_id,
        file_name=job.file_name,
        source_uri=job.source_uri,
        byte_count=job.byte_count,
        page_count=page_count,
        page_key=key,
        extract_version=None if key is None else EXTRACT_VERSION,
        failure_code=failure.code if failure else None,
        failure_message=failure.message if failure else None,
        failed_within=failed_within,
        other_sources=tuple(sorted(job.other_sources)),
    )
