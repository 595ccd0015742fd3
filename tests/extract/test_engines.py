from __future__ import annotations

import os
import stat
import time

import numpy as np
import pytesseract
import pytest

from extract.engines import ENGINES, check_engine, engine_for
from extract.engines import tesseract as module
from extract.engines.replay import ReplayEngine, record
from extract.engines.tesseract import TesseractEngine
from extract.errors import ConfigurationError, MissingLanguage, MissingTool, OcrCrashed, OcrTimedOut
from extract.settings import ExtractSettings
from tests.extract.making import page_image, word

SETTINGS = ExtractSettings()
PICTURE = np.full((40, 60), 255, np.uint8)


@pytest.fixture(autouse=True)
def _forget_versions():
    module._checked_version.cache_clear()
    yield
    module._checked_version.cache_clear()


def _fake(tmp_path, monkeypatch, script: str) -> None:
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


def test_every_engine_in_the_table_can_be_made():
    for name in ENGINES:
        assert engine_for(ExtractSettings(engine=f"{name}:x")) is not None


def test_an_unknown_engine_names_the_known_ones():
    with pytest.raises(ConfigurationError, match="replay, tesseract"):
        check_engine(ExtractSettings(engine="nosuch"))


def test_a_missing_program_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nonexistent/tesseract")
    with pytest.raises(MissingTool, match="apt-get install tesseract-ocr"):
        check_engine(SETTINGS)


def test_a_missing_language_says_how_to_install_it(tmp_path, monkeypatch):
    _fake(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(MissingLanguage, match="tesseract-ocr-xyz"):
        check_engine(ExtractSettings(language="eng+xyz"))


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
        TesseractEngine().read(PICTURE, 200, SETTINGS)


def test_the_time_limit_really_ends_the_process(tmp_path, monkeypatch):
    _fake(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; trap '' TERM; exec sleep 60")
    start = time.monotonic()
    with pytest.raises(OcrTimedOut, match=r"took longer than 0\.5 s"):
        TesseractEngine().read(PICTURE, 200, ExtractSettings(ocr_timeout_s=0.5))
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
    assert TesseractEngine().read(PICTURE, 200, SETTINGS) == ()
    seen = (tmp_path / "seen").read_text()
    assert seen.startswith("1 ") and ".pgm" in seen and "--psm 6 --dpi 200" in seen


def test_recordings_come_back_and_a_changed_picture_is_noticed(tmp_path):
    words = (word("SAMPLE", 10, 20), word("TEXT", 70, 20, confidence=0.5))
    record(tmp_path, PICTURE, words)
    engine = ReplayEngine(str(tmp_path))
    assert engine.read(PICTURE, 200, SETTINGS) == words
    with pytest.raises(OcrCrashed, match="record it again"):
        engine.read(PICTURE[:, ::-1][:-1], 200, SETTINGS)


@pytest.mark.ocr
def test_tesseract_reads_words_with_boxes_in_points():
    pixels = np.array(page_image(("SAMPLE CABLE TEXT",)))
    words = TesseractEngine().read(pixels, 200, SETTINGS)
    assert [w.text for w in words] == ["SAMPLE", "CABLE", "TEXT"]
    assert words[0].box.x0 == pytest.approx(30, abs=2)
    assert words[0].box.bottom == pytest.approx(40, abs=2)
    assert all(w.confidence is not None and 0.5 < w.confidence <= 1 for w in words)
