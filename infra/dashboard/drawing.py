"""Pictures of pages, drawn in a process of their own and kept in memory.

PDFs are other people's files: one may take all memory, run for minutes, or end the process that
draws it. So a second process draws, is ended when it takes too long, and started again.
"""

from __future__ import annotations

import signal
import threading
from collections import OrderedDict
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from extract.errors import DocumentError

MOST_SECONDS = 30.0
"""A page of a scan takes 0.1 s; a drawing of a million strokes some seconds."""

KEPT_BYTES = 64 * 2**20
"""Pictures kept: some hundred pages."""


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """Why there is no picture of a page."""

    reason: str


class Drawer:
    """Draws pages of PDFs, one at a time."""

    def __init__(self, most_seconds: float = MOST_SECONDS) -> None:
        self._most_seconds = most_seconds
        self._turn = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def picture(self, document_id: str, path: Path, page_no: int) -> bytes | NotDrawn:
        """Return a page as PNG, or why it cannot be had.

        Args:
            document_id: The sha256 of the file's bytes, which `path` was seen to have.
            path: The PDF.
            page_no: 1-based.
        """
        key = (document_id, page_no)
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            drawn = self._draw(path, page_no)
            if isinstance(drawn, bytes):
                self._keep(key, drawn)
            return drawn

    def close(self) -> None:
        """End the process that draws."""
        with self._turn:
            self._end()

    def _keep(self, key: tuple[str, int], picture: bytes) -> None:
        self._kept[key] = picture
        while sum(map(len, self._kept.values())) > KEPT_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)

    def _draw(self, path: Path, page_no: int) -> bytes | NotDrawn:
        pipe = self._started()
        try:
            pipe.send((path, page_no))
            if not pipe.poll(self._most_seconds):
                self._end()
                return NotDrawn(
                    f"drawing the page took over {self._most_seconds:g} s and was ended; look at "
                    "the PDF itself"
                )
            answer: bytes | NotDrawn = pipe.recv()
        except (EOFError, OSError):
            self._end()
            return NotDrawn("the process drawing the page ended; look at the PDF itself")
        return answer

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self._end()
            # A new interpreter: threads of a server are not to be copied.
            context = get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._pipe = self._process = None


def _serve(pipe: Connection) -> None:
    """Draw what is asked for until the other side is gone."""
    # Ctrl-C reaches the whole group of processes; the dashboard says when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from extract.picture import page_picture

    while True:
        try:
            path, page_no = pipe.recv()
        except EOFError:
            return
        try:
            answer: bytes | NotDrawn = page_picture(path, page_no)
        except DocumentError as error:
            answer = NotDrawn(str(error))
        pipe.send(answer)
