"""`python -m tests.handbook` writes the results into the pages; `... record` the samples' pages."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.handbook.pages import all_pages, current_text
from tests.handbook.sandbox import ROOT, Sandbox, record


def main(folder: Path, *, is_recording: bool) -> None:
    """Make every page current, in a folder that may be thrown away."""
    made = folder / "samples"
    sandbox = record(made) if is_recording else Sandbox.with_samples(made)
    for number, page in enumerate(all_pages()):
        text = current_text(page, sandbox, folder / str(number))
        before = page.read_text(encoding="utf-8") if page.is_file() else ""
        if text != before:
            page.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        main(Path(temporary), is_recording=sys.argv[1:] == ["record"])
