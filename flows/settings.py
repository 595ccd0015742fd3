"""Every setting of the pipeline and the environment variable behind it, read once, here.

Settings travel down as arguments: below `flows` nobody reads the environment. What the command
line gives wins over the environment, and that over the default.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from extract.errors import ConfigurationError
from extract.remote import is_address
from extract.settings import EXTRACT_VERSION, PAGE_BYTES, PAGE_PIXELS, ExtractSettings
from flows.parser_version import parser_version
from flows.workers.bounds import Limits

ENV_PREFIX = "CABLEHOUSE_"
STORE_NAME = "cablehouse-store"
PATCHES_NAME = "patches.yml"

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


def available_cores() -> int:
    """Return the cores this process may use, which in a container is often fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Settings(BaseSettings):
    """What a run can be told. The description of each is what `cablehouse settings` prints."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, extra="ignore", frozen=True)

    warehouse: Annotated[Path, Field(description="The published DuckDB file.")] = Path(
        "warehouse.duckdb"
    )
    store: Annotated[
        str | None,
        Field(
            description="Folder or fsspec address of the page store; by default "
            f"`{STORE_NAME}/` beside the warehouse."
        ),
    ] = None
    patches: Annotated[
        Path | None,
        Field(
            description="The file of corrections (docs/corrections.md); by default "
            f"`{PATCHES_NAME}` beside the warehouse, where there is one."
        ),
    ] = None
    workers: Annotated[
        int,
        Field(ge=1, le=1024, description="Processes that read pages; by default one per core."),
    ] = Field(default_factory=available_cores)
    dask_scheduler: Annotated[
        str | None,
        Field(
            description="Address of a Dask scheduler, e.g. tcp://10.0.0.5:8786, whose workers read "
            "pages instead of this machine's processes (docs/cluster.md)."
        ),
    ] = None
    lake: Annotated[
        str | None,
        Field(
            description="Address in an S3 object store, e.g. s3://bucket/cables, to which each "
            "published warehouse is written as well, for readers elsewhere (docs/cluster.md)."
        ),
    ] = None
    batch_pages: Annotated[
        int,
        Field(
            ge=1,
            description="Pages that are parsed, judged and loaded together. 500 keep a batch's "
            "words under about 200 MB and spread the fixed cost of the checks thinly.",
        ),
    ] = 500
    engine: Annotated[
        str,
        Field(
            description="The OCR engine: tesseract; after `make engines` also tesserocr, the same "
            "in process and faster, or rapidocr, another kind at several times the cost."
        ),
    ] = "tesseract"
    second_engine: Annotated[
        str | None,
        Field(
            description="The OCR engine that pages the first leaves in doubt are read by too, e.g. "
            "rapidocr; none by default."
        ),
    ] = None
    language: Annotated[str, Field(description="The engine's language; several joined by +.")] = (
        "eng"
    )
    ocr_timeout_s: Annotated[
        float,
        Field(
            gt=0,
            description="Seconds after which OCR of one page is ended; what does not end by itself "
            "is, with its process, a minute later.",
        ),
    ] = ExtractSettings().ocr_timeout_s
    document_timeout_s: Annotated[
        float,
        Field(
            gt=0,
            description="Seconds the worker processes may take to read one document, all pages "
            "together. Enough for 1,800 pages of OCR; a longer volume is gone on with in the next "
            "run.",
        ),
    ] = Limits().seconds
    parse_timeout_s: Annotated[
        float,
        Field(
            gt=0,
            description="Seconds after which parsing of one document is ended, and half a second "
            "more for each page: a page takes 0.01 on an idle core.",
        ),
    ] = Limits().parse_seconds
    memory_mb: Annotated[
        int,
        Field(
            ge=64,
            description="Memory a worker process may take for a page or a document, with the OCR "
            "engine it starts, beside the 512 MB it may hold anyway. A scan takes 100 MB, the "
            "largest image 400.",
        ),
    ] = Limits().memory_bytes >> 20
    max_file_mb: Annotated[
        int,
        Field(
            ge=1,
            description="Megabytes a file may have: 5,000 pages scanned in gray have 4 GB.",
        ),
    ] = Limits().file_bytes >> 20
    max_pages: Annotated[
        int,
        Field(
            ge=1,
            description="Pages a document may have: twice the largest release seen.",
        ),
    ] = Limits().pages
    max_page_pixels: Annotated[
        int,
        Field(
            ge=1,
            description="Pixels the images of a page may have together: a Letter page at 1,000 dpi "
            "has 94 million, real releases under 9.",
        ),
    ] = PAGE_PIXELS
    max_page_kb: Annotated[
        int,
        Field(
            ge=1,
            description="Kilobytes the words and marks of a page may take as they are stored, "
            "before packing: the densest page has 60.",
        ),
    ] = PAGE_BYTES // 1000
    max_document_mb: Annotated[
        int,
        Field(
            ge=1,
            description="Megabytes the pages and values of a document may come to on their way to "
            "the warehouse: a page has 20 to 50 kB, so that the most pages fit.",
        ),
    ] = Limits().output_bytes >> 20

    slice_documents: Annotated[
        int | None,
        Field(
            ge=1,
            description="Documents after which a run publishes, lets another that waits come "
            "first, and goes on; all in one by default.",
        ),
    ] = None
    wait_seconds: Annotated[
        float,
        Field(
            ge=0,
            description="Seconds to wait for another run that writes the warehouse; by default a "
            "second run is refused at once.",
        ),
    ] = 0.0
    keep_previous: Annotated[
        int,
        Field(
            ge=0,
            description="How many published files stay beside the warehouse when a run that "
            "changed rows replaces them (docs/operations.md); each takes its whole size.",
        ),
    ] = 0
    log_level: Annotated[
        LogLevel,
        Field(
            description="The least level of a run's log in `logs/` of the store: DEBUG has every "
            "page, INFO every document, WARNING what could not be used."
        ),
    ] = "INFO"

    @property
    def store_root(self) -> str:
        """The page store, named or by default beside the warehouse."""
        return self.store or str(self.warehouse.parent / STORE_NAME)

    @property
    def store_folder(self) -> Path | None:
        """The page store where it is a folder; None for an object store."""
        return None if is_address(self.store_root) else Path(self.store_root)

    @property
    def work_folder(self) -> Path:
        """The local folder for what a run leaves behind: Prefect's database and the logs.

        It is the store, unless that lies elsewhere than in a folder.
        """
        return self.store_folder or self.warehouse.parent / STORE_NAME

    @property
    def patches_file(self) -> Path:
        """The file of corrections, named or by default beside the warehouse."""
        return self.patches or self.warehouse.parent / PATCHES_NAME

    def as_recorded(self) -> dict[str, Any]:
        """Return what `runs.settings` says: what decides how pages and rows come out.

        Not where things are and how many processes did it: that differs between machines.
        """
        return {
            "engine": self.engine,
            "second_engine": self.second_engine,
            "language": self.language,
            "ocr_timeout_s": self.ocr_timeout_s,
            "limits": asdict(self.limits),
            "extract_version": EXTRACT_VERSION,
            "parser_version": parser_version(),
        }

    @property
    def extract(self) -> ExtractSettings:
        """The part that decides what a page looks like."""
        return self._extract_with(self.engine)

    @property
    def second_extract(self) -> ExtractSettings | None:
        """The same with the second engine, where there is one."""
        return None if self.second_engine is None else self._extract_with(self.second_engine)

    @property
    def limits(self) -> Limits:
        """What a document may take."""
        return Limits(
            file_bytes=self.max_file_mb << 20,
            pages=self.max_pages,
            seconds=self.document_timeout_s,
            parse_seconds=self.parse_timeout_s,
            memory_bytes=self.memory_mb << 20,
            output_bytes=self.max_document_mb << 20,
        )

    def _extract_with(self, engine: str) -> ExtractSettings:
        return ExtractSettings(
            engine=engine,
            language=self.language,
            ocr_timeout_s=self.ocr_timeout_s,
            page_pixels=self.max_page_pixels,
            page_memory_bytes=self.memory_mb << 20,
            page_bytes=self.max_page_kb * 1000,
        )


def read_settings(**given: Any) -> Settings:
    """Return the settings of this run.

    Args:
        given: Settings from the command line; None means not given.

    Raises:
        ConfigurationError: a value cannot be used; the message names the setting.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        raise ConfigurationError(
            f"{name} (--{name.replace('_', '-')} or {ENV_PREFIX}{name.upper()}): {first['msg']}; "
            f"it is {first['input']!r}. `cablehouse settings` lists what can be set."
        ) from error
