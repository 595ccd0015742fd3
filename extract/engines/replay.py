"""Recorded OCR results: lets tests and experiments run the whole chain without an OCR engine.

A recording is a JSON file named by the hash of the picture it answers, so a change anywhere before
the engine shows as a missing recording and never as a stale answer.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extract.errors import OcrCrashed
from extract.page import Box, Word
from extract.settings import ExtractSettings


class ReplayEngine:
    """Answers from a folder of recordings."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def version(self, settings: ExtractSettings) -> str:
        """Return `replay`: recordings carry no version of their own."""
        return "replay"

    def read(
        self,
        pixels: npt.NDArray[np.uint8],
        dpi: float,
        settings: ExtractSettings,
        *,
        is_single_line: bool = False,
        is_running_text: bool = False,
    ) -> tuple[Word, ...]:
        """Return the recorded words; see `OcrEngine.read`.

        Raises:
            OcrCrashed: nothing was recorded for this picture.
        """
        path = recording_path(self._folder, pixels)
        if not path.is_file():
            raise OcrCrashed(
                f"no recorded OCR result {path.name} in {self._folder}; "
                "the picture changed: record it again with `record`"
            )
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Word(text=text, box=Box(x0=x0, top=top, x1=x1, bottom=bottom), confidence=confidence)
            for text, x0, top, x1, bottom, confidence in rows
        )


def record(folder: Path, pixels: npt.NDArray[np.uint8], words: tuple[Word, ...]) -> Path:
    """Write an engine's words for a picture, for `ReplayEngine` to give back; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = recording_path(folder, pixels)
    rows = [[w.text, w.box.x0, w.box.top, w.box.x1, w.box.bottom, w.confidence] for w in words]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return path


def recording_path(folder: Path, pixels: npt.NDArray[np.uint8]) -> Path:
    """Return where the recording for a picture lies."""
    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(np.ascontiguousarray(pixels).tobytes())
    return folder / f"{digest.hexdigest()[:16]}.json"
