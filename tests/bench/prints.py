"""The pages the bench reads: prints the generator makes, and the real ones where they are.

Every page also lies in a PDF of its own: OCRmyPDF works on whole files, and all ways shall be
measured page by page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2

from tests.bench.sheet import Sheet
from tests.synthetic import Era, Level, Mode, PrintFormat, make_cable, print_cable, to_json
from tests.synthetic.scans import scan_print

KINDS = ((Mode.BILEVEL, 300), (Mode.GRAY, 200), (Mode.BILEVEL, 200), (Mode.GRAY, 300))
"""How a print is scanned, in turn from one seed to the next."""

WITHHELD = 3
"""Stretches withheld on every second print of a kind: prints without any show false boxes."""

GENERATED = "generated"
RELEASED = ("seed", "foia_scans")
"""Folders of real releases with the text of every line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFile:
    """An image-only PDF beside its truth, `NAME.<level>.lines.json`."""

    path: Path
    group: str
    """`generated`, or the folder of the release."""

    @property
    def level(self) -> str:
        """How worn it is."""
        return self.path.stem.rpartition(".")[2]

    @property
    def kind(self) -> str | None:
        """How it was scanned, e.g. `gray 200`; None where nobody noted it."""
        return self.path.stem.split(".")[0].partition("-")[2] if self.group == GENERATED else None

    @property
    def lines_path(self) -> Path:
        """The truth of its lines."""
        return self.path.with_suffix(".lines.json")

    @property
    def truth_paths(self) -> tuple[Path, ...]:
        """The truth files there are of it."""
        name = self.path.name.split(".")[0]
        beside = (self.path.with_suffix(".json"), self.path.with_name(f"{name}.json"))
        return (self.lines_path, *(path for path in beside if path.is_file()))


def parse_seeds(text: str) -> range:
    """Return the seeds `FIRST-LAST` or `SEED` names.

    Raises:
        ValueError: it is neither.
    """
    first, _, last = text.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    if not seeds:
        raise ValueError(f"no seeds from {text}: give FIRST-LAST, e.g. 900-905")
    return seeds


def make_prints(
    folder: Path, seeds: Sequence[int], processes: int, levels: Sequence[Level] = tuple(Level)
) -> list[PrintFile]:
    """Make the prints of some seeds at some levels, unless they are there, and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(seed, seeds[0], level) for seed in seeds for level in levels]
    with ProcessPoolExecutor(processes) as pool:
        paths = list(pool.map(partial(_make_print, folder), wanted))
    return [PrintFile(path=path, group=GENERATED) for path in paths]


def _make_print(folder: Path, wanted: tuple[int, int, Level]) -> Path:
    """Make one print; its PDF is written last, so that what is half done is made again."""
    seed, first, level = wanted
    mode, dpi = KINDS[(seed - first) % len(KINDS)]
    path = folder / f"{seed}-{mode.value} {dpi}.{level.value}.pdf"
    if path.is_file():
        return path
    turn, place = divmod(seed - first, len(KINDS))
    printed = print_cable(
        make_cable(seed, Era.TWO_THOUSANDS),
        PrintFormat.FOIA,
        withheld_count=0 if (turn + place) % 2 else WITHHELD,
        variant=seed,
    )
    worn = scan_print(printed, level, seed=seed, dpi=dpi, mode=mode)
    path.with_suffix(".json").write_text(to_json(worn.fields()), encoding="utf-8")
    path.with_suffix(".lines.json").write_text(to_json(worn.lines()), encoding="utf-8")
    beside = path.with_suffix(".part")
    beside.write_bytes(worn.pdf)
    beside.replace(path)
    return path


def released_prints(releases: Path | None) -> Iterator[PrintFile]:
    """Yield the real prints at every level; none where there are no releases."""
    for group in RELEASED if releases else ():
        for path in sorted((releases or Path()).glob(f"{group}/*.*.pdf")):
            one = PrintFile(path=path, group=group)
            if one.lines_path.is_file():
                yield one


def sheets_of(prints: Iterable[PrintFile], folder: Path) -> Iterator[Sheet]:
    """Cut prints into pages and yield them in order."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in prints:
        with pypdfium2.PdfDocument(one.path) as document:
            for number in range(len(document)):
                alone = folder / f"{one.group}.{one.path.stem}.p{number + 1}.pdf"
                if not alone.is_file():
                    _cut(document, number, alone)
                yield Sheet(document=one.path, page_no=number + 1, alone=alone)


def _cut(document: pypdfium2.PdfDocument, number: int, path: Path) -> None:
    """Write one page to a file, its images as they are."""
    with pypdfium2.PdfDocument.new() as single:
        single.import_pages(document, [number])
        single.save(path)


def lines_truth(one: PrintFile) -> list[dict[str, Any]]:
    """Return the pages of a print's line truth."""
    pages: list[dict[str, Any]] = json.loads(one.lines_path.read_text(encoding="utf-8"))["pages"]
    return pages
