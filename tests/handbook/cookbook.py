"""The query cookbook: one `.sql` file a question, and the page that shows them with their results.

A file begins with a comment: the question, an empty comment line, and what to watch for.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from tests.handbook.sandbox import ROOT, Sandbox, without_trailing_blanks

FOLDER = ROOT / "docs" / "cookbook"
PAGE = FOLDER / "README.md"

_INTRODUCTION = """\
# Query cookbook

Generated from the `.sql` files beside it by `make generated`; do not edit. Each is a question, what
to watch for, a query, and its result on the bundled samples, which are invented. Run one on your
own warehouse with `cablehouse query - --warehouse FILE < docs/cookbook/01-what-is-held.sql`, or
paste it into any client that opens DuckDB files.

[docs/analysts.md](../analysts.md) comes before this page;
[docs/data-dictionary.md](../data-dictionary.md) has every table and column.

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One question."""

    file: Path
    question: str
    note: str
    sql: str

    @property
    def number(self) -> int:
        """Its number, which begins the file's name."""
        return int(self.file.name.partition("-")[0])

    @property
    def title(self) -> str:
        """Its heading on the page."""
        return f"{self.number}. {self.question}"


def read_recipe(file: Path) -> Recipe:
    """Read a file of the cookbook.

    Raises:
        ValueError: It does not begin with a question and a note.
    """
    text = file.read_text(encoding="utf-8")
    commented = list(takewhile(lambda line: line.startswith("--"), text.splitlines()))
    question, _, note = "\n".join(
        line.removeprefix("--").removeprefix(" ") for line in commented
    ).partition("\n\n")
    if not question.endswith("?") or not note:
        raise ValueError(f"{file.name}: a question, an empty comment line, what to watch for")
    sql = "\n".join(text.splitlines()[len(commented) :]).strip()
    return Recipe(file=file, question=" ".join(question.split()), note=note, sql=sql)


def recipes() -> list[Recipe]:
    """Return the cookbook in order."""
    return [read_recipe(file) for file in sorted(FOLDER.glob("*.sql"))]


def cookbook_page(sandbox: Sandbox) -> str:
    """Return the page, with every query's result."""
    sections = [_INTRODUCTION]
    sections += [f"- [{recipe.title}](#{_anchor(recipe.title)})\n" for recipe in recipes()]
    for recipe in recipes():
        result = without_trailing_blanks(sandbox.sql(recipe.sql))
        sections.append(
            f"\n## {recipe.title}\n\n{recipe.note}\n\n"
            f"[{recipe.file.name}]({recipe.file.name})\n\n"
            f"```sql\n{recipe.sql}\n```\n\n```\n{result}```\n"
        )
    return "".join(sections)


def _anchor(title: str) -> str:
    """Return the anchor GitHub gives a heading."""
    kept = "".join(one for one in title.lower() if one.isalnum() or one in " -_")
    return kept.replace(" ", "-")
