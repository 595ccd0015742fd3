"""What a PDF asks a reader to do: run, fetch, open, write. Nothing of it is done."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from extract.page import TextSource
from extract.settings import ExtractSettings
from flows.workers.fence import fence_of
from flows.workers.pool import WorkerPool
from flows.workers.reading import open_file, parse_stored, read_page
from tests.flows.bounds import FREELY
from tests.hostile.bombs import trap_pdf

WATCHED = (
    "socket.", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork",
    "urllib.Request", "ctypes.dlopen",
)  # fmt: skip
"""What Python itself tells of before it is done."""


def read_and_tell(path: Path, store: str) -> tuple[str, list[str]]:
    """Read a PDF as a worker does, and return its text and what was done beside reading."""
    done: list[str] = []
    settings = ExtractSettings()
    # Once before, so that nothing is imported any more when the hook listens.
    open_file(path, "a" * 64, settings.page_memory_bytes)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(WATCHED):
            done.append(event)
        if event == "open" and isinstance(arguments[0], str) and arguments[2] & 0o3:
            done.append(f"wrote {arguments[0]}")

    sys.addaudithook(hook)
    read = read_page(path, "a" * 64, 1, settings, store, "key")
    assert read.source is TextSource.EMBEDDED
    parsed = parse_stored("a" * 64, 1, store, "key", settings.page_memory_bytes)
    assert parsed is not None
    links = (str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    done += [link for link in links if link.startswith("socket:[")][SOCKETS_OF_A_WORKER:]
    return " ".join(line.text for line in parsed.pages[0].lines), done


SOCKETS_OF_A_WORKER = 1
"""The connection to the run, over which its work comes."""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at /proc")
def test_nothing_a_pdf_asks_for_is_done(tmp_path):
    canary = tmp_path / "canary"
    store = tmp_path / "store"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        pdf = trap_pdf(f"127.0.0.1:{server.getsockname()[1]}", str(canary))
        (tmp_path / "a.pdf").write_bytes(pdf.write())
        with WorkerPool(1, fence_of(str(store))) as pool:
            text, done = pool.submit(
                FREELY, "a.pdf", read_and_tell, tmp_path / "a.pdf", str(store)
            ).result()
        with pytest.raises(BlockingIOError):
            server.accept()
    assert text == "MEMORANDUM", "neither the file's text nor the page's is of elsewhere"
    outside = [one for one in done if str(store) not in one]
    assert not outside, outside
    assert not canary.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "store"]


def test_pdfium_has_no_interpreter_that_could_run_a_script():
    """Built without V8 and XFA: scripts of a PDF are bytes to it."""
    assert not pypdfium2.PDFIUM_INFO.flags
