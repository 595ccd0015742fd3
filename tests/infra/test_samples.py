"""The bundled samples are what the generator makes, open as they should, and say what they are."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from tests.synthetic import words
from tests.synthetic.samples import SAMPLES, write_samples

pytestmark = pytest.mark.slow

MOST_BYTES = 3_000_000
"""All files together (issue 2, point 5)."""

READABLE = [sample.name for sample in SAMPLES if sample.is_readable]

SCANNED = {
    "scan_typical.pdf",
    "scan_bad.pdf",
    "redactions.pdf",
    "card_over_telegram.pdf",
    "no_cable.pdf",
}

MADE_ON = ("linux", "x86_64")
"""Where the committed bytes were made. Text and born-digital prints are the same anywhere; another
processor may round a pixel of a scan differently."""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("samples")
    write_samples(folder)
    return folder


def test_the_folder_holds_the_samples_and_nothing_else(made, samples):
    assert {p.name for p in samples.iterdir()} == {p.name for p in made.iterdir()}


def test_making_the_samples_again_gives_the_same_bytes(made, samples):
    is_same_machine = (sys.platform, platform.machine()) == MADE_ON
    for path in sorted(made.iterdir()):
        if path.name in SCANNED | {"README.md"} and not is_same_machine:
            continue
        assert path.read_bytes() == (samples / path.name).read_bytes(), (
            f"{path.name} is stale: run `python -m tests.synthetic.samples` and look at the diff"
        )


def test_the_samples_stay_small(samples):
    assert sum(path.stat().st_size for path in samples.iterdir()) < MOST_BYTES


@pytest.mark.parametrize("name", READABLE)
def test_a_sample_opens_in_both_readers(samples, name):
    truth = json.loads((samples / f"{name}.lines.json").read_text())
    with pdfplumber.open(samples / f"{name}.pdf") as pdf:
        assert len(pdf.pages) == len(truth["pages"])
    document = pypdfium2.PdfDocument(samples / f"{name}.pdf")
    assert len(document) == len(truth["pages"])
    document.close()


def test_the_broken_sample_does_not_open(samples):
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(samples / "broken.pdf")


@pytest.mark.parametrize("name", READABLE)
def test_the_first_line_says_that_it_is_invented(samples, name):
    truth = json.loads((samples / f"{name}.lines.json").read_text())
    first = truth["pages"][0]["lines"][0]["text"]
    assert first.startswith(words.NOTICE.removesuffix("CABLE"))


def test_the_readme_lists_every_sample(samples):
    readme = (samples / "README.md").read_text()
    assert all(f"`{sample.name}.pdf`" in readme for sample in SAMPLES)
    assert "Invented" in readme
