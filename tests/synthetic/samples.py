"""The bundled samples: what is in `infra/samples/`, and the command that writes it.

    python -m tests.synthetic.samples

The recipes stand here, beside the generator they are made with, because nothing that runs in
production may import it; `infra/samples/` holds only what comes out. A test makes them again and
compares the bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.synthetic.cables import make_cable
from tests.synthetic.image_pdf import Mode
from tests.synthetic.prints import Print, PrintFormat, print_cable, print_memo, truncate
from tests.synthetic.scans import scan_print
from tests.synthetic.truth import Era, to_json
from tests.synthetic.wear import Level

FOLDER = Path(__file__).resolve().parents[2] / "infra" / "samples"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One bundled file: how it is made, and what it shows, for the README."""

    name: str
    shows: str
    make: Callable[[], Print]
    is_readable: bool = True
    """False for the broken one, which has no truth."""


def _scanned() -> Print:
    return print_cable(make_cable(47, Era.TWO_THOUSANDS), PrintFormat.FOIA)


def _typical() -> Print:
    return scan_print(_scanned(), Level.TYPICAL, seed=1, dpi=200, mode=Mode.GRAY)


def _bad() -> Print:
    return scan_print(_scanned(), Level.BAD, seed=2)


def _redactions() -> Print:
    cable = make_cable(72, Era.TWO_THOUSANDS)
    printed = print_cable(cable, PrintFormat.FOIA, withheld_count=4)
    return scan_print(printed, Level.CLEAN, seed=3)


def _released_again() -> Print:
    return print_cable(make_cable(72, Era.TWO_THOUSANDS), PrintFormat.CARD)


def _born_digital() -> Print:
    return print_cable(make_cable(25, Era.SEVENTIES), PrintFormat.NARA)


def _two_sections() -> Print:
    return print_cable(make_cable(12, Era.SEVENTIES, section_count=2), PrintFormat.NARA)


def _card() -> Print:
    printed = print_cable(make_cable(13, Era.NINETIES), PrintFormat.CARD)
    return scan_print(printed, Level.CLEAN, seed=4, dpi=150, mode=Mode.GRAY, has_text_layer=True)


def _memo() -> Print:
    return scan_print(print_memo(), Level.CLEAN, seed=5, dpi=200)


SAMPLES = (
    Sample(
        name="scan_typical",
        shows="A FOIA print of about 2011 as an image: 200 dpi gray, one copying behind it.",
        make=_typical,
    ),
    Sample(
        name="scan_bad",
        shows="The same print badly damaged: 300 dpi 1-bit, faded, tilted, dirty.",
        make=_bad,
    ),
    Sample(
        name="redactions",
        shows="Released in part: boxes over words and over whole lines, exemption codes in the "
        "margin, the review block; 300 dpi 1-bit.",
        make=_redactions,
    ),
    Sample(
        name="released_again",
        shows="The same cable released in full fifteen years later, under a card: what the first "
        "release withheld.",
        make=_released_again,
    ),
    Sample(
        name="born_digital",
        shows="A 1970s telegram as the National Archives print it: a real text layer, its own "
        "page headers, and the Message Attributes page.",
        make=_born_digital,
    ),
    Sample(
        name="two_sections",
        shows="A telegram sent in two sections, each with its own header, in one PDF.",
        make=_two_sections,
    ),
    Sample(
        name="card_over_telegram",
        shows="A 2020s release: a card that disagrees with the telegram under it, page images "
        "over a flawed hidden text layer.",
        make=_card,
    ),
    Sample(
        name="no_cable",
        shows="A released memorandum: a document that is no cable.",
        make=_memo,
    ),
    Sample(
        name="broken",
        shows="A download that was cut short: no reader can open it. Has no truth.",
        make=lambda: truncate(_born_digital()),
        is_readable=False,
    ),
)

README_HEAD = """\
# Sample releases

Invented, every one: posts, agencies and offices carry real names because a parser has to know
them, but no cable here was ever sent, nothing in them happened, and no person named ever lived.
The first line of the first page of each says so. `make run` ingests this folder; the broken file is
there to be reported.

Beside each PDF, `*.json` is its truth by field, in the warehouse's names (`null`: not on the
paper), and `*.lines.json` its truth by printed line and kind, with the redaction boxes in points.

Made by `python -m tests.synthetic.samples` from fixed seeds; a test makes them again and compares
the bytes. Change the generator, not these files. They are under the repository's license.

| file | bytes | pages | what it shows |
|---|--:|--:|---|
"""


def write_samples(folder: Path) -> None:
    """Write all samples, their truths and the README that lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for sample in SAMPLES:
        printed = sample.make()
        (folder / f"{sample.name}.pdf").write_bytes(printed.pdf)
        if sample.is_readable:
            _write_text(folder / f"{sample.name}.json", to_json(printed.fields()))
            _write_text(folder / f"{sample.name}.lines.json", to_json(printed.lines()))
        pages = len(printed.sheets) if sample.is_readable else "-"
        rows.append(f"| `{sample.name}.pdf` | {len(printed.pdf):,} | {pages} | {sample.shows} |\n")
    _write_text(folder / "README.md", README_HEAD + "".join(rows))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_samples(FOLDER)
    sys.stdout.write(f"wrote {len(SAMPLES)} samples to {FOLDER}\n")
