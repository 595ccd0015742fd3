"""Progress without a terminal, and with one."""

from __future__ import annotations

import io

from flows.runs.progress import LineProgress, show_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_the_final_counts_in_one_line():
    stream = io.StringIO()
    with show_progress(stream) as progress:
        progress.expect("pages read", 3)
        progress.expect("pages read", 2)
        progress.advance("pages read", 4)
    assert stream.getvalue() == "pages read 4/5\n"


def test_a_long_run_says_something_now_and_then(monkeypatch):
    stream = io.StringIO()
    clock = iter(range(0, 1000, 4))
    monkeypatch.setattr("flows.runs.progress.time.monotonic", lambda: next(clock))
    with LineProgress(stream) as progress:
        progress.expect("pages read", 10)
        for _ in range(10):
            progress.advance("pages read")
    lines = stream.getvalue().splitlines()
    assert lines[-1] == "pages read 10/10"
    assert 2 <= len(lines) < 10, "not a line a page"


def test_a_terminal_gets_bars():
    stream = Terminal()
    with show_progress(stream) as progress:
        progress.expect("pages read", 2)
        progress.advance("pages read", 2)
    assert "2/2" in stream.getvalue()


def test_a_stage_may_be_empty():
    stream = Terminal()
    with show_progress(stream) as progress:
        progress.expect("pages read", 0)
    assert "0/0" in stream.getvalue()
