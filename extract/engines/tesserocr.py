"""Tesseract inside this process, through tesserocr: the only module that imports it.

An optional engine, for speed: language data is loaded once per process and the pixels are handed
over as they are. The package brings a Tesseract of its own, newer than the system's as a rule, but
no language data: that is the system's. Its Tesseract is built without threads of its own.

A process that hangs in here can only be ended from outside: `flows.workers.pool` does.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from extract.engines.answers import crashed, has_ink, timed_out
from extract.engines.tsv import (
    PAGE_MODE,
    UNINVERTED,
    languages_of,
    missing_language,
    parse_rows,
    shown,
)
from extract.errors import MissingTool
from extract.page import Word
from extract.settings import ExtractSettings

_LISTED_FOLDER = re.compile(r'languages in "([^"]+)"')
"""`tesseract --list-langs` names the folder it looks in."""

_USUAL_FOLDERS = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/usr/local/share/tessdata",
)
"""Where Debian, other Linux systems and Homebrew keep language data, which can be there without the
command."""


class TesserocrEngine:
    """Tesseract in process. Not for several threads at a time: they would share its state."""

    def version(self, settings: ExtractSettings) -> str:
        """Return `tesserocr <version> (tesseract <version>)`, having found the languages."""
        return _checked(settings.language)[0]

    def read(
        self,
        pixels: npt.NDArray[np.uint8],
        dpi: float,
        settings: ExtractSettings,
        *,
        is_single_line: bool = False,
        is_running_text: bool = False,
    ) -> tuple[Word, ...]:
        """Return the words of a page image in Tesseract's order; see `OcrEngine.read`."""
        version, folder = _checked(settings.language)
        if is_single_line and not has_ink(pixels):
            return ()
        api = _opened(settings.language, folder)
        view = shown(pixels, dpi, is_single_line=is_single_line, is_running_text=is_running_text)
        api.SetPageSegMode(view.mode)
        height, width = view.pixels.shape
        limit_ms = max(1, round(settings.ocr_timeout_s * 1000))
        start = time.monotonic()
        try:
            # Language data with the old recogniser would learn the page's letters and words, and
            # read the next page by them.
            api.ClearAdaptiveClassifier()
            api.SetImageBytes(view.pixels.tobytes(), width, height, 1, width)
            api.SetSourceResolution(round(dpi))
            is_read = api.Recognize(limit_ms)
            table = api.GetTSVText(0) if is_read else ""
        except (RuntimeError, UnicodeDecodeError) as error:
            raise crashed(version, f"failed: {error}") from error
        finally:
            api.Clear()
        if not is_read:
            if time.monotonic() - start >= limit_ms / 1000:
                raise timed_out(version, settings)
            raise crashed(version, "gave no answer")
        return parse_rows(table.splitlines(), view)


@functools.cache
def _checked(language: str) -> tuple[str, Path]:
    """Return the version, and the folder that holds the data of all languages; asked once."""
    # Builds with threads of their own read it when they are loaded.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        import tesserocr
    except ImportError as error:
        raise MissingTool(
            f"tesserocr cannot be used here ({error}); install it with `make engines`, or set "
            "CABLEHOUSE_ENGINE=tesseract"
        ) from error
    tesseract = tesserocr.tesseract_version().split("\n")[0]
    version = f"tesserocr {tesserocr.__version__} ({tesseract})"
    wanted = languages_of(language)
    lacking = wanted
    for folder in _folders():
        missing = [name for name in wanted if not (folder / f"{name}.traineddata").is_file()]
        if not missing:
            return version, folder
        lacking = min(lacking, missing, key=len)
    raise missing_language(version, lacking)


def _folders() -> Iterator[Path]:
    """Yield where language data may be, what Tesseract itself would take first.

    That is told by a variable of Tesseract's own, which its command reads too.
    """
    if named := os.environ.get("TESSDATA_PREFIX"):
        yield Path(named)
    if command := shutil.which("tesseract"):
        said = subprocess.run(
            [command, "--list-langs"], capture_output=True, text=True, check=False
        )
        if found := _LISTED_FOLDER.search(said.stdout + said.stderr):
            yield Path(found[1])
    for pattern in _USUAL_FOLDERS:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)


@functools.cache
def _opened(language: str, folder: Path) -> Any:
    """Return Tesseract with its languages loaded, which takes 0.1 s: once per process."""
    import tesserocr

    api = tesserocr.PyTessBaseAPI(path=str(folder), lang=language, psm=PAGE_MODE)
    api.SetVariable(*UNINVERTED)
    return api
