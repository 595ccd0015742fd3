"""Every engine reads the same pictures and keeps the same promises; and what only one of them has.

An engine that is not installed skips, saying so. All text is invented.
"""

from __future__ import annotations

import functools
import os
import socket
import stat
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytesseract
import pytest

from extract.engines import ENGINES, READING_ENGINES, check_engine, engine_for, rapidocr, tesserocr
from extract.engines import tesseract as module
from extract.engines.replay import ReplayEngine, record
from extract.engines.tesseract import TesseractEngine
from extract.errors import ConfigurationError, MissingLanguage, MissingTool, OcrCrashed, OcrTimedOut
from extract.page import Word
from extract.settings import ExtractSettings
from tests.extract.making import LINES, page_image, printed_words, word

SETTINGS = ExtractSettings()
PICTURE = np.zeros((40, 60), np.uint8)
DPI = 200

RUNNING_TEXT = (
    "This invented report says nothing about",
    "anything, in three lines of small letters",
    "that an engine may read at a lower cost.",
)

PACKAGES = {"tesseract": "pytesseract", "tesserocr": "tesserocr", "rapidocr": "rapidocr"}
"""What each engine that reads pictures cannot do without."""

CACHES = (module._checked_version, tesserocr._checked, tesserocr._opened, rapidocr._checked)

BOX_TOLERANCE = 2.0
"""Points between a word's box and its ink: half a letter's width."""

SURE = 0.3
"""Words read with less confidence than this are dropped where a line is read by itself."""


@pytest.fixture(autouse=True)
def _forget_versions():
    for cache in CACHES:
        cache.cache_clear()
    yield
    for cache in CACHES:
        cache.cache_clear()


@pytest.fixture(params=READING_ENGINES)
def settings(request) -> ExtractSettings:
    """The settings of each engine in turn."""
    if find_spec(PACKAGES[request.param]) is None:
        pytest.skip(f"{request.param} is not installed; `make engines` installs it")
    return ExtractSettings(engine=request.param)


def read(
    settings: ExtractSettings, pixels: np.ndarray, *, is_single_line: bool = False
) -> tuple[Word, ...]:
    return engine_for(settings).read(pixels, DPI, settings, is_single_line=is_single_line)


@functools.cache
def page() -> np.ndarray:
    """The invented page as far as it is printed on."""
    return np.array(page_image(dpi=DPI))[:420, :840]


@functools.cache
def strip() -> np.ndarray:
    """The third line of the page by itself."""
    return np.array(page_image(LINES[2:3], dpi=DPI))[60:130]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an engine read, and the seconds that took: of all cores, and on the clock."""

    words: tuple[Word, ...]
    cpu: float
    wall: float


@functools.cache
def answer_to_page(settings: ExtractSettings) -> Answer:
    start, before = time.monotonic(), sum(os.times()[:4])
    words = read(settings, page())
    return Answer(words=words, cpu=sum(os.times()[:4]) - before, wall=time.monotonic() - start)


def test_every_engine_that_reads_pictures_is_in_these_tables():
    assert set(ENGINES) - {"replay"} == set(PACKAGES) == set(READING_ENGINES)
    assert READING_ENGINES[0] == ExtractSettings().engine


def test_every_engine_in_the_table_can_be_made():
    for name in ENGINES:
        assert engine_for(ExtractSettings(engine=f"{name}:x")) is not None


def test_an_unknown_engine_names_the_known_ones():
    with pytest.raises(ConfigurationError, match="rapidocr, replay, tesseract, tesserocr"):
        check_engine(ExtractSettings(engine="nosuch"))


@pytest.mark.ocr
class TestEveryEngine:
    """What a page may expect, whichever engine reads it."""

    def test_says_its_name_and_version(self, settings):
        assert check_engine(settings).split()[0] == settings.engine
        assert any(part[0].isdigit() for part in check_engine(settings).split()[1:])

    def test_reads_a_page_from_the_top(self, settings):
        texts = [word.text for word in answer_to_page(settings).words]
        assert texts == " ".join(LINES).split()

    def test_draws_boxes_round_the_ink(self, settings):
        for read_word, (text, box) in zip(
            answer_to_page(settings).words, printed_words(LINES, DPI), strict=True
        ):
            for side in ("x0", "top", "x1", "bottom"):
                drawn, printed = getattr(read_word.box, side), getattr(box, side)
                assert drawn == pytest.approx(printed, abs=BOX_TOLERANCE), (text, side)

    def test_reads_running_text_as_well_and_in_its_place(self, settings):
        plain = np.array(page_image(RUNNING_TEXT, dpi=DPI))[:260]
        read_words = engine_for(settings).read(plain, DPI, settings, is_running_text=True)
        printed = list(printed_words(RUNNING_TEXT, DPI))
        assert [word.text for word in read_words] == [text for text, _ in printed]
        for read_word, (text, box) in zip(read_words, printed, strict=True):
            assert (read_word.box.x0, read_word.box.x1) == pytest.approx(
                (box.x0, box.x1), abs=BOX_TOLERANCE
            ), text

    def test_says_how_sure_it_is(self, settings):
        confidences = [word.confidence for word in answer_to_page(settings).words]
        assert all(one is not None and SURE < one <= 1 for one in confidences)

    def test_reads_a_single_line(self, settings):
        words = read(settings, strip(), is_single_line=True)
        assert [word.text for word in words] == LINES[2].split()
        assert words[0].box.x0 == pytest.approx(30, abs=BOX_TOLERANCE)

    def test_invents_nothing_on_blank_paper(self, settings):
        assert read(settings, np.full((300, 300), 255, np.uint8)) == ()
        assert read(settings, np.full((60, 900), 255, np.uint8), is_single_line=True) == ()

    @pytest.mark.parametrize("shape", [(1, 1), (4, 4), (3, 200), (200, 3)], ids=str)
    @pytest.mark.parametrize("is_single_line", [False, True], ids=["page", "line"])
    def test_takes_pictures_too_small_for_a_letter(self, settings, shape, is_single_line):
        speck = np.full(shape, 255, np.uint8)
        speck[0, 0] = 0
        width, height = shape[1] * 72 / DPI, shape[0] * 72 / DPI
        for found in read(settings, speck, is_single_line=is_single_line):
            assert 0 <= found.box.x0 <= found.box.x1 <= width + 0.01
            assert 0 <= found.box.top <= found.box.bottom <= height + 0.01

    def test_misses_a_language_and_says_what_to_do(self, settings):
        with pytest.raises(MissingLanguage, match=r"xyz.*(apt-get install|CABLEHOUSE_ENGINE=)"):
            check_engine(ExtractSettings(engine=settings.engine, language="eng+xyz"))

    def test_ends_at_the_time_limit_and_reads_on(self, settings):
        hasty = ExtractSettings(engine=settings.engine, ocr_timeout_s=0.001)
        with pytest.raises(OcrTimedOut, match=r"took longer than 0\.001 s.*raise the OCR time"):
            read(hasty, page())
        assert read(settings, strip(), is_single_line=True)

    def test_reads_the_same_whatever_it_read_before(self, settings):
        line = read(settings, strip(), is_single_line=True)
        assert read(settings, np.ascontiguousarray(page()[:200, ::-1])) != line
        assert read(settings, page()) == answer_to_page(settings).words
        assert read(settings, strip(), is_single_line=True) == line

    def test_takes_one_core(self, settings):
        """On an idle machine two threads show; on a busy one nobody is wronged."""
        answer = answer_to_page(settings)
        assert answer.cpu <= 1.25 * answer.wall + 0.05

    def test_asks_nobody_and_says_nothing(self, settings, capfd, monkeypatch):
        def refuse(*_: object) -> None:
            raise AssertionError("an engine asked the network")

        monkeypatch.setattr(socket.socket, "connect", refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        rapidocr._opened.cache_clear()
        capfd.readouterr()
        assert read(settings, strip(), is_single_line=True)
        assert read(settings, np.full((4, 4), 255, np.uint8)) == ()
        assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["tesserocr", "rapidocr"])
def test_an_optional_engine_that_is_not_installed_says_how_to_get_it(monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingTool, match="make engines"):
        check_engine(ExtractSettings(engine=name))


def test_models_that_are_not_in_the_package_are_not_fetched(monkeypatch):
    pytest.importorskip("rapidocr", reason="rapidocr is not installed")
    monkeypatch.setattr(rapidocr, "DETECTOR", "PP-OCRv9_det.onnx")
    with pytest.raises(MissingTool, match=r"came without PP-OCRv9_det\.onnx; `make engines`"):
        check_engine(ExtractSettings(engine="rapidocr"))


def test_language_data_is_found_where_tesseract_looks_first(tmp_path, monkeypatch):
    pytest.importorskip("tesserocr", reason="tesserocr is not installed")
    settings = ExtractSettings(engine="tesserocr", language="own")
    with pytest.raises(MissingLanguage, match="tesseract-ocr-own"):
        check_engine(settings)
    _, system = tesserocr._checked("eng")
    (tmp_path / "own.traineddata").symlink_to(system / "eng.traineddata")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert check_engine(settings).startswith("tesserocr ")
    assert read(settings, strip(), is_single_line=True)


def test_language_data_is_found_without_the_command(monkeypatch):
    pytest.importorskip("tesserocr", reason="tesserocr is not installed")
    _, system = tesserocr._checked("eng")
    tesserocr._checked.cache_clear()
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(tesserocr, "_USUAL_FOLDERS", ("/nonexistent", f"{system.parent}/*"))
    assert tesserocr._checked("eng")[1] == system


def _fake(tmp_path: Path, monkeypatch, script: str) -> None:
    """Put a program named tesseract first on the PATH that answers version and languages."""
    path = tmp_path / "tesseract"
    path.write_text(
        "#!/bin/sh\n"
        'case "$*" in *--version*) echo "tesseract 5.3.0"; exit 0;; '
        '*--list-langs*) echo "List of available languages (1):"; echo eng; exit 0;; esac\n'
        + script
    )
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")


def test_a_missing_program_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nonexistent/tesseract")
    with pytest.raises(MissingTool, match="apt-get install tesseract-ocr"):
        check_engine(SETTINGS)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("echo 'out of memory' >&2; exit 1", id="exit status"),
        pytest.param("kill -9 $$", id="killed"),
        pytest.param("printf 'no table\\nat all\\n' > $2.tsv", id="no TSV"),
        pytest.param("printf 'a\\n\\377\\376\\n' > $2.tsv", id="not UTF-8"),
    ],
)
def test_a_crash_is_a_crash(tmp_path, monkeypatch, script):
    _fake(tmp_path, monkeypatch, script)
    with pytest.raises(OcrCrashed):
        TesseractEngine().read(PICTURE, DPI, SETTINGS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "script",
    [
        pytest.param("trap '' TERM; exec sleep 60", id="deaf to SIGTERM"),
        pytest.param("kill -STOP $$", id="stopped"),
    ],
)
def test_the_time_limit_really_ends_the_process(tmp_path, monkeypatch, script):
    _fake(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; {script}")
    start = time.monotonic()
    with pytest.raises(OcrTimedOut, match=r"took longer than 0\.5 s"):
        TesseractEngine().read(PICTURE, DPI, ExtractSettings(ocr_timeout_s=0.5))
    assert time.monotonic() - start < 10
    pid = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 5
    while _is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(pid)


def _is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as status:  # noqa: PTH123
            return status.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_one_thread_and_no_png(tmp_path, monkeypatch):
    _fake(tmp_path, monkeypatch, f'echo "$OMP_THREAD_LIMIT $1 $*" > {tmp_path}/seen; : > $2.tsv')
    assert TesseractEngine().read(PICTURE, DPI, SETTINGS) == ()
    seen = (tmp_path / "seen").read_text()
    assert seen.startswith("1 ") and ".tif" in seen and "--psm 6 --dpi 200" in seen


def test_recordings_come_back_and_a_changed_picture_is_noticed(tmp_path):
    words = (word("SAMPLE", 10, 20), word("TEXT", 70, 20, confidence=0.5))
    record(tmp_path, PICTURE, words)
    engine = ReplayEngine(str(tmp_path))
    assert engine.read(PICTURE, DPI, SETTINGS) == words
    with pytest.raises(OcrCrashed, match="record it again"):
        engine.read(PICTURE[:, ::-1][:-1], DPI, SETTINGS)
