"""The files of a golden case: written so that a diff of them can be read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extract.page import Page
from extract.store.page_record import page_of, record_of
from tests.golden.cases import AnyPrint, GoldenCase
from tests.synthetic import to_json

CABLES = Path(__file__).resolve().parents[1] / "cables"
BASELINE = CABLES / "baseline.json"

PAGES, TRUTH, LINES, NOTES = "pages.json", "truth.json", "truth.lines.json", "NOTES.md"
FILES = (PAGES, TRUTH, LINES, NOTES)

PLACES = 2
"""Decimals kept of a length in points or of a confidence: no rule tells finer."""


def case_folders() -> list[Path]:
    """Return the folders of all cases there are."""
    return sorted(path for path in CABLES.iterdir() if path.is_dir())


def write_case(case: GoldenCase, printed: AnyPrint, pages: Sequence[Page]) -> None:
    """Write a case; its truth is the generator's, never the parser's."""
    folder = CABLES / case.slug
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / PAGES, pages_text(pages))
    _write(folder / TRUTH, to_json(truth_of(printed)))
    _write(folder / LINES, to_json(printed.lines()))
    _write(folder / NOTES, f"{case.shows} Invented: no cable here was ever sent.\n")


def read_pages(folder: Path) -> tuple[Page, ...]:
    """Return the pages of a case."""
    records = json.loads((folder / PAGES).read_text(encoding="utf-8"))
    return tuple(page_of(record) for record in records)


def pages_text(pages: Sequence[Page]) -> str:
    """Return pages as JSON with one printed line a line."""
    return "[" + ",\n".join(_page_text(_rounded(record_of(page))) for page in pages) + "]\n"


def _page_text(record: dict[str, Any]) -> str:
    lines = ",\n".join(_compact(line) for line in record["lines"])
    head = {key: record[key] for key in record if key != "lines"}
    return f'{_compact(head)[:-1]},"lines":[\n{lines}\n]}}'


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, PLACES) if isinstance(value, float) else value


def truth_of(printed: AnyPrint) -> dict[str, Any]:
    """Return the truth of a print as its file has it."""
    truths = getattr(printed, "truths", ())
    return {"cables": list(truths)} if len(truths) > 1 else printed.fields()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
