"""Is everything here that a run needs? Looks, and leaves nothing changed."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from extract.engines import READING_ENGINES, check_engine
from extract.errors import PipelineError
from flows.doctor.finding import Finding
from flows.doctor.machines import examine_cluster
from flows.doctor.places import examine_places
from flows.server.local_server import template_path
from flows.settings import Settings, read_settings
from flows.workers.fence import landlock_version
from load.making.search import fts_extension

PACKAGES = (
    "prefect",
    "fastapi",
    "pytesseract",
    "pdfplumber",
    "pypdfium2",
    "opencv-python-headless",
    "duckdb",
    "duckdb-extension-fts",
    "pyarrow",
    "pandas",
    "great-expectations",
)
"""The packages whose version decides what comes out or whether it runs (ADR 0002)."""


def examine(
    source: str | None = None, *, warehouse: str | None = None, store: str | None = None
) -> list[Finding]:
    """Return what a run needs, each with what was found.

    Args:
        source: What it would be given to read; None where nobody said.
        warehouse: The warehouse file; like the store, the setting of that name if not given.
        store: The page store.

    Raises:
        ConfigurationError: a setting cannot be used.
    """
    settings = read_settings(warehouse=warehouse, store=store)
    return [
        Finding(name="Python", found=platform.python_version(), is_fine=True),
        *_engines(settings),
        *(_package(name) for name in PACKAGES),
        _search_extension(),
        _template(),
        _fence(),
        *examine_places(settings, source),
        *examine_cluster(settings, PACKAGES, source),
    ]


def _engines(settings: Settings) -> Iterator[Finding]:
    """Yield the engines a run is set to use, and the others: what there is, or how to get it."""
    yield _engine("OCR engine", settings)
    if settings.second_engine is not None:
        second = settings.model_copy(update={"engine": settings.second_engine})
        yield _engine("second engine", second)
    for name in READING_ENGINES:
        if name not in (settings.engine, settings.second_engine):
            other = settings.model_copy(update={"engine": name})
            yield replace(_engine(f"or engine {name}", other), is_optional=True)


def _engine(label: str, settings: Settings) -> Finding:
    try:
        found = check_engine(settings.extract)
    except PipelineError as error:
        return Finding(name=label, found=str(error), is_fine=False)
    return Finding(name=label, found=f"{found}, {settings.language}", is_fine=True)


def _package(name: str) -> Finding:
    try:
        return Finding(name=name, found=version(name), is_fine=True)
    except PackageNotFoundError:
        return Finding(name=name, found="not installed; run `make setup`", is_fine=False)


def _search_extension() -> Finding:
    try:
        return Finding(name="full-text search", found=str(fts_extension()), is_fine=True)
    except PipelineError as error:
        return Finding(name="full-text search", found=str(error), is_fine=False)


def _template() -> Finding:
    """Prefect's prepared database only saves time, so its absence is no fault."""
    template = template_path()
    found = str(template) if template.is_file() else "none: a new store starts 7 s later"
    return Finding(name="Prefect's prepared database", found=found, is_fine=True)


def _fence() -> Finding:
    """Tell whether the kernel fences the workers; where it does not, limits still hold."""
    version = landlock_version()
    found = f"Landlock {version}" if version else "none: see docs/data-engineers.md"
    return Finding(
        name="fence around workers", found=found, is_fine=bool(version), is_optional=True
    )
