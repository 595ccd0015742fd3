"""Is everything installed that a run needs? Looks, and changes nothing."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version

from extract.engines import READING_ENGINES, check_engine
from extract.errors import PipelineError
from flows.fence import landlock_version
from flows.local_server import template_path
from flows.settings import Settings, read_settings
from load.search import fts_extension

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a run needs, or could use, and what is here."""

    name: str
    found: str
    is_fine: bool
    is_optional: bool = False


def examine() -> list[Finding]:
    """Return what a run needs, each with what was found."""
    return [
        Finding(name="Python", found=platform.python_version(), is_fine=True),
        *_engines(),
        *(_package(name) for name in PACKAGES),
        _search_extension(),
        _template(),
        _fence(),
    ]


def _engines() -> Iterator[Finding]:
    """Yield the engine a run is set to use, and the others: what there is, or how to get it."""
    try:
        settings = read_settings()
    except PipelineError as error:
        yield Finding(name="OCR engine", found=str(error), is_fine=False)
        return
    yield _engine("OCR engine", settings)
    for name in READING_ENGINES:
        if name != settings.engine:
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
