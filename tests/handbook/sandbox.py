"""A folder in which the handbook's commands work as they do for a reader after `make run`."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import textwrap
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from typer.testing import CliRunner

from extract.engines import check_engine
from extract.settings import ExtractSettings
from extract.store.keys import split_keys
from extract.store.store import PageStore
from flows.cli import app
from flows.command.report import show_rows
from load.connection import query

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "infra" / "samples"
STORE = Path(__file__).resolve().parent / "store"
ENGINE_FILE = STORE / "engine.txt"
"""Names the engine whose words are recorded."""

WAREHOUSE = "warehouse.duckdb"
STORE_NAME = "cablehouse-store"
LINKS = (".venv", "infra", "docs")
LONGEST_S = 300
READ_LINE = "pages read"


class Sandbox:
    """A folder with the samples' warehouse, its page store, and what `make run` finds beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def with_samples(cls, folder: Path) -> Sandbox:
        """Ingest the samples as `make run` does, from the recorded pages where they fit.

        Args:
            folder: Where to put it; made.
        """
        made = cls(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name in LINKS:
            (folder / name).symlink_to(ROOT / name)
        shutil.copytree(STORE, folder / STORE_NAME, dirs_exist_ok=True)
        made.summary = made.console("infra/run-samples.sh")
        return made

    summary = ""
    """What `make run` printed."""

    def copy_to(self, folder: Path) -> Sandbox:
        """Return the same in another folder, where a page's commands may change what they like."""
        copy = Sandbox(folder)
        shutil.copytree(self.folder, folder, symlinks=True)
        copy.summary = self.summary
        return copy

    @property
    def warehouse(self) -> Path:
        """The warehouse of the samples."""
        return self.folder / WAREHOUSE

    def run(self, language: str, text: str) -> str:
        """Run a block of a page and return what it prints, without blanks at the ends of lines."""
        match language:
            case "sql":
                printed = self.sql(text)
            case "python":
                printed = self._process([sys.executable, "-W", "error", "-c", text])
            case _ if text.strip() == "make run":
                printed = self._as_first_read(self.summary)
            case _:
                printed = self.console(text)
        return without_trailing_blanks(printed)

    def sql(self, text: str) -> str:
        """Return the rows of a query as `cablehouse query` prints them."""
        printed = StringIO()
        with redirect_stdout(printed):
            show_rows(query(self.warehouse, text))
        return printed.getvalue()

    def console(self, command: str) -> str:
        """Return what a command prints; it must end with 0."""
        match shlex.split(command):
            case [".venv/bin/cablehouse", "query", sql]:
                # In this process: the pages hold many, and a process takes half a second to start.
                named = ("--warehouse", str(self.warehouse))
                ended = CliRunner().invoke(app, ["query", sql, *named], catch_exceptions=False)
                if ended.exit_code != 0:
                    raise RuntimeError(f"{command} ended with {ended.exit_code}: {ended.stderr}")
                return ended.stdout
        return self._process(["bash", "-c", textwrap.dedent(command)])

    def _as_first_read(self, summary: str) -> str:
        """Return a summary in which pages count as read that were found in the store."""
        sources = query(
            self.warehouse, "SELECT text_source AS source, count(*) AS n FROM pages GROUP BY ALL"
        )
        counts = {row["source"]: row["n"] for row in sources}
        told = ", ".join(
            f"{counts.get(source, 0)} {source}" for source in ("embedded", "ocr", "none")
        )
        line = f"{READ_LINE}    {sum(counts.values())}: {told}"
        return "\n".join(
            line if printed.startswith(READ_LINE) else printed for printed in summary.splitlines()
        )

    def _process(self, command: list[str]) -> str:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CABLEHOUSE_", "PREFECT_", "PYTEST_"))
        }
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
        ended = subprocess.run(
            command,
            cwd=self.folder,
            env=kept | {"PATH": path, "NO_COLOR": "1", "TERM": "dumb"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
        )
        if ended.returncode != 0:
            raise RuntimeError(f"{command} ended with {ended.returncode}: {ended.stderr}")
        return ended.stdout


def without_trailing_blanks(text: str) -> str:
    """Return lines without blanks at their ends; each ends with a newline."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def engine_here() -> str:
    """Return the engine of this machine, with its version."""
    return check_engine(ExtractSettings())


def unrecorded_pages(sandbox: Sandbox) -> list[str]:
    """Return the pages a run had to read because they are not recorded."""
    made = sandbox.folder / STORE_NAME / "pages"
    return [
        file.relative_to(made).as_posix()
        for file in sorted(made.rglob("*.json.gz"))
        if not (STORE / "pages" / file.relative_to(made)).is_file()
    ]


def record(folder: Path) -> Sandbox:
    """Record the samples' pages: those that are there already are not read again."""
    STORE.mkdir(exist_ok=True)
    made = Sandbox.with_samples(folder)
    store = PageStore(folder / STORE_NAME)
    kept = folder / "kept"
    for document in store.documents():
        for key in split_keys(document.page_key) if document.page_key else ():
            if key is not None:
                place = Path("pages", document.document_id[:2], document.document_id, key)
                shutil.copytree(folder / STORE_NAME / place, kept / place)
    shutil.rmtree(STORE)
    shutil.copytree(kept, STORE)
    ENGINE_FILE.write_text(engine_here() + "\n", encoding="utf-8")
    return made
