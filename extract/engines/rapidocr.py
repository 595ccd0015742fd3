"""RapidOCR inside this process: the only module that imports it.

An optional engine, for a second opinion: another kind of network than Tesseract's, with other
mistakes, at several times the cost. Its models lie in its package and are named here, so that none
is ever fetched. It is run through onnxruntime on one thread.

The detector finds lines, or the parts of lines between wide blanks; each is read on its own, so
that what else is on the page changes nothing. A process that hangs in here can only be ended from
outside: `flows.workers.pool` does.
"""

from __future__ import annotations

import functools
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version as package_version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from extract.engines.answers import as_typed, crashed, has_ink, timed_out
from extract.errors import MissingLanguage, MissingTool
from extract.geometry import rounded_box
from extract.ink.pieces import INK
from extract.page import Word
from extract.raster import POINTS_PER_INCH, Gray
from extract.settings import ExtractSettings

LANGUAGE = "eng"
"""The models know many alphabets, but it is English they were measured on."""

DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"

DETECTOR_SIDE = 1280
"""Pixels of the longer side the detector sees. It then leaves 6.8 % of the characters of four bad
pages wrong, at 960 7.6, at 1600 7.0, for 1.7, 1.0 and 2.9 CPU seconds a page. At the page's own
2200 it takes 5 seconds, and more memory than a page may. Clean and typical pages come out alike."""

MAX_STEP = 4
"""Columns from one sign of a word to the next, at most: typewriter type has 3 to 4."""

MIN_BLANK_SHARE = 0.3
"""Width of a blank to the height of its line as it is cut, which is 1.3 times its capitals'.
Letters of one word are nearer (`extract.words.LETTER_GAP_SHARE`), blanks of any face wider. Of the
words of four bad pages 11.0 % are then wrong, by read blanks alone 12.3; of clean 1.0 and 1.9."""


class RapidOcrEngine:
    """The second opinion."""

    def version(self, settings: ExtractSettings) -> str:
        """Return `rapidocr <version> (onnxruntime <version>)`, having found the models."""
        others = sorted(set(settings.language.split("+")) - {LANGUAGE})
        version, _ = _checked()
        if others:
            raise MissingLanguage(
                f"{version} is used for {LANGUAGE} only, not for {', '.join(others)}; "
                "set CABLEHOUSE_ENGINE=tesseract for these"
            )
        return version

    def read(
        self,
        pixels: Gray,
        dpi: float,
        settings: ExtractSettings,
        *,
        is_single_line: bool = False,
        is_running_text: bool = False,
    ) -> tuple[Word, ...]:
        """Return the words of a page image, line by line from the top; see `OcrEngine.read`."""
        version = self.version(settings)
        if is_single_line and not has_ink(pixels):
            return ()
        end = time.monotonic() + settings.ocr_timeout_s
        points = POINTS_PER_INCH / dpi
        words: list[Word] = []
        try:
            # A strip is read as it is: cut to its ink it is read worse (of 7,100 characters 1.7 %
            # wrong instead of 1.5).
            for area in (_whole(pixels),) if is_single_line else _lines(pixels):
                if time.monotonic() > end:
                    raise timed_out(version, settings)
                words += _words(pixels, area, points)
        except _failure() as error:
            raise crashed(version, f"failed: {str(error).strip()[-300:]}") from error
        return tuple(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Area:
    """Pixels of a page from left and top to right and bottom, these excluded."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """A sign as the recogniser saw it, the middle of it in pixels from the left of the page."""

    text: str
    confidence: float
    column: int
    middle: float
    is_after_blank: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blank:
    """Columns of pixels without ink, from left to right, this excluded."""

    left: int
    right: int

    @property
    def width(self) -> int:
        """How many."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Where half of them are."""
        return (self.left + self.right) / 2


def _whole(pixels: Gray) -> _Area:
    """Return all of a picture."""
    return _Area(left=0, top=0, right=pixels.shape[1], bottom=pixels.shape[0])


def _lines(pixels: Gray) -> Iterator[_Area]:
    """Yield where the detector sees lines, from the top."""
    boxes = _opened()(pixels, use_det=True, use_cls=False, use_rec=False).boxes
    for box in () if boxes is None else boxes:
        (left, top), (right, bottom) = np.floor(box.min(axis=0)), np.ceil(box.max(axis=0))
        yield _Area(left=int(left), top=int(top), right=int(right), bottom=int(bottom))


def _words(pixels: Gray, line: _Area, points: float) -> Iterator[Word]:
    """Yield the words the recogniser reads in one line."""
    signs = _signs(pixels, line)
    if not signs:
        return
    step = _usual_step(signs, line)
    words = list(_cut_at_blanks(signs, pixels, line))
    height = slice(line.top, line.bottom)
    edges = [
        _blank_between(before[-1], after[0], pixels[height]).middle
        for before, after in pairwise(words)
    ]
    for word, left, right in zip(words, (line.left, *edges), (*edges, line.right), strict=True):
        area = _ink_in(
            pixels,
            _Area(
                left=round(max(left, word[0].middle - step)),
                top=line.top,
                right=round(min(right, word[-1].middle + step)),
                bottom=line.bottom,
            ),
        )
        yield Word(
            text=as_typed("".join(sign.text for sign in word)),
            box=rounded_box(
                area.left * points, area.top * points, area.right * points, area.bottom * points
            ),
            confidence=round(statistics.fmean(sign.confidence for sign in word), 4),
        )


def _signs(pixels: Gray, line: _Area) -> list[_Sign]:
    """Return what the recogniser reads in a line, sign by sign.

    It looks at a line in columns of equal width, and says in which it was surest of each sign.
    """
    cut = np.ascontiguousarray(pixels[line.top : line.bottom, line.left : line.right])
    answer = _opened()(cut, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    (text,), (found,) = answer.txts, answer.word_results
    if not text.strip():
        return []
    columns = [column for word in found.word_cols for column in word]
    width = (line.right - line.left) / found.line_txt_len
    read = [
        (sign, sureness, text[:place][-1:].isspace())
        for place, (sign, sureness) in enumerate(zip(text, found.confs, strict=True))
        if not sign.isspace()
    ]
    return [
        _Sign(
            text=sign,
            confidence=sureness,
            column=column,
            middle=line.left + (column + 0.5) * width,
            is_after_blank=is_after_blank,
        )
        for column, (sign, sureness, is_after_blank) in zip(columns, read, strict=True)
    ]


def _cut_at_blanks(signs: Sequence[_Sign], pixels: Gray, line: _Area) -> Iterator[list[_Sign]]:
    """Yield the words of a line: they end at blanks that were read, and at wide ones that were not.

    In fixed pitch the recogniser leaves out some wide blanks.
    """
    word: list[_Sign] = []
    for sign in signs:
        if word and (sign.is_after_blank or _is_blank(word[-1], sign, pixels, line)):
            yield word
            word = []
        word.append(sign)
    if word:
        yield word


def _is_blank(first: _Sign, second: _Sign, pixels: Gray, line: _Area) -> bool:
    """Return whether the paper shows a blank between two signs that were read as neighbours."""
    if second.column - first.column <= MAX_STEP:
        return False
    height = line.bottom - line.top
    # Above and below the middle there may be letters of the next lines.
    middle = pixels[line.top + height // 4 : line.bottom - height // 4]
    return _blank_between(first, second, middle).width >= MIN_BLANK_SHARE * height


def _blank_between(first: _Sign, second: _Sign, rows: Gray) -> _Blank:
    """Return the widest blank in some rows between the middles of two signs.

    Where their ink touches it has no width, and is halfway between them.
    """
    left, right = round(first.middle), round(second.middle)
    inked = np.flatnonzero((rows[:, left:right] < INK).any(axis=0))
    ends = np.concatenate([[-1], inked, [right - left]])
    widest = int(np.argmax(np.diff(ends)))
    if ends[widest + 1] - ends[widest] == 1:
        return _Blank(left=(left + right) // 2, right=(left + right) // 2)
    return _Blank(left=left + int(ends[widest]) + 1, right=left + int(ends[widest + 1]))


def _ink_in(pixels: Gray, area: _Area) -> _Area:
    """Return the part of an area that holds its ink; the area itself where it has none."""
    ink = pixels[area.top : area.bottom, area.left : area.right] < INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return area
    return _Area(
        left=area.left + int(columns[0]),
        top=area.top + int(rows[0]),
        right=area.left + int(columns[-1]) + 1,
        bottom=area.top + int(rows[-1]) + 1,
    )


def _usual_step(signs: Sequence[_Sign], line: _Area) -> float:
    """Return the pixels from one sign to the next, the median; of a single sign the line's."""
    steps = [
        second.middle - first.middle
        for first, second in pairwise(signs)
        if not second.is_after_blank
    ]
    return statistics.median(steps) if steps else float(line.right - line.left)


@functools.cache
def _checked() -> tuple[str, Path]:
    """Return the version, and the folder of the models; asked once."""
    try:
        import onnxruntime
        import rapidocr
    except ImportError as error:
        raise MissingTool(
            f"RapidOCR cannot be used here ({error}); install it with `make engines`, or set "
            "CABLEHOUSE_ENGINE=tesseract"
        ) from error
    version = f"rapidocr {package_version('rapidocr')} (onnxruntime {onnxruntime.__version__})"
    folder = Path(rapidocr.__file__).parent / "models"
    missing = [name for name in (DETECTOR, RECOGNISER) if not (folder / name).is_file()]
    if missing:
        raise MissingTool(
            f"{version} came without {', '.join(missing)}; `make engines` installs one that has it"
        )
    return version, folder


@functools.cache
def _opened() -> Any:
    """Return the reader; it loads its models when they are needed, and keeps them."""
    from rapidocr import RapidOCR

    _, folder = _checked()
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            # What it would scale and pad beforehand is prepared already.
            "Global.use_preprocess_img": False,
            "Global.use_vertical_padding": False,
            "Det.model_path": str(folder / DETECTOR),
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECTOR_SIDE,
            "Rec.model_path": str(folder / RECOGNISER),
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _failure() -> type[Exception]:
    """Return what the reader raises when a model cannot be run."""
    from rapidocr.inference_engine.onnxruntime import ONNXRuntimeError

    failure: type[Exception] = ONNXRuntimeError
    return failure
