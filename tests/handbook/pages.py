"""Which pages there are, and how each is made current."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.handbook.blocks import with_results
from tests.handbook.cookbook import PAGE, cookbook_page
from tests.handbook.sandbox import ROOT, Sandbox

RUN_PAGES = (
    ROOT / "README.md",
    ROOT / "docs" / "analysts.md",
    ROOT / "docs" / "data-engineers.md",
    ROOT / "docs" / "operations.md",
    ROOT / "docs" / "show.md",
)
"""The pages whose commands and queries are run."""


def current_text(page: Path, sandbox: Sandbox, folder: Path) -> str:
    """Return a page as it should read.

    Args:
        page: One of `RUN_PAGES`, or the cookbook.
        sandbox: The samples' warehouse.
        folder: Where the page's commands may work.
    """
    if page == PAGE:
        return cookbook_page(sandbox)
    own = sandbox.copy_to(folder)
    return with_results(page.read_text(encoding="utf-8"), own.run)


def all_pages() -> Iterator[Path]:
    """Yield every page this package keeps current."""
    yield from RUN_PAGES
    yield PAGE
