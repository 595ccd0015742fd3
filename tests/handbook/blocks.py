"""The fenced blocks of a Markdown page that are run, and what each is to print.

    ```            lines that begin with `$` are commands; what follows each is its output
    ```sql         a query; the next block, without a language, is its result
    ```python      a program; the next block, if it has no language, is what it prints
    ```sh          commands that print nothing of interest; they must end with 0

A line `...` in an output stands for any lines. Blocks in other languages are not run, and the page
has to say so before each (`NOT_RUN`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NOT_RUN = "not tried here"
"""What a page says of a block that no test runs."""

PICTURES = ("mermaid",)
"""Languages that are drawn, not run."""

ELISION = "..."

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMPT = "$ "

Run = Callable[[str, str], str]
"""Takes a language (`console` for a command) and a text, and returns what running it prints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block of a page, and where its text stands."""

    language: str
    text: str
    start: int
    end: int


def blocks_of(page: str) -> list[Block]:
    """Return the fenced blocks of a page in order."""
    return [
        Block(language=match[1], text=match[2], start=match.start(2), end=match.end(2))
        for match in _FENCE.finditer(page)
    ]


def with_results(page: str, run: Run) -> str:
    """Return a page with every result as running its block gives it.

    An output that is shortened by `...` is kept where it still says what is printed.

    Raises:
        ValueError: A block has no result below it, or is not run and the page does not say so.
    """
    changes: list[tuple[int, int, str]] = []
    blocks = blocks_of(page)
    following = [*blocks[1:], None]
    for block, below in zip(blocks, following, strict=True):
        has_result = below is not None and below.language == "" and _is_next(page, block, below)
        match block.language:
            case "":
                if block.text.startswith(_PROMPT):
                    changes.append((block.start, block.end, _transcript(block.text, run)))
            case "sql" | "python":
                printed = run(block.language, block.text)
                if has_result and below is not None:
                    changes.append((below.start, below.end, _kept_or(below.text, printed)))
                elif printed:
                    raise ValueError(f"put an empty block below, for the result:\n{block.text}")
            case "sh":
                run("sh", block.text)
            case _ if block.language not in PICTURES:
                before = page[: block.start].rsplit("\n\n", 2)[-2:]
                if NOT_RUN not in " ".join("".join(before).split()).lower():
                    raise ValueError(f"say '{NOT_RUN}' before this block:\n{block.text}")
    for start, end, text in reversed(changes):
        page = page[:start] + text + page[end:]
    return page


def _is_next(page: str, block: Block, below: Block) -> bool:
    """Return whether nothing stands between two blocks."""
    return page[block.end : below.start].split() == ["```", "```"]


def _transcript(text: str, run: Run) -> str:
    parts = []
    for command, output in commands_of(text):
        printed = run("console", command.removeprefix(_PROMPT))
        parts.append(command + _kept_or(output, printed))
    return "".join(parts)


def commands_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a transcript with its output; an open quote ends on a later line."""
    lines = text.splitlines(keepends=True)
    while lines:
        command = lines.pop(0)
        while _is_open(command):
            command += lines.pop(0)
        output = ""
        while lines and not lines[0].startswith(_PROMPT):
            output += lines.pop(0)
        yield command, output


def _is_open(command: str) -> bool:
    return command.count('"') % 2 == 1 or command.rstrip().endswith("\\")


def _kept_or(stated: str, printed: str) -> str:
    return stated if ELISION in stated and matches(stated, printed) else printed


def matches(stated: str, printed: str) -> bool:
    """Return whether an output says what was printed, `...` standing for any lines."""
    pieces = [re.escape(piece) for piece in re.split(r"(?m)^\.\.\.\n", stated)]
    return re.fullmatch("(?:.*\n)*?".join(pieces), printed) is not None
