"""The pages are what running them gives, and lead where they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.command.report import setting_rows
from flows.settings import Settings
from tests.handbook.blocks import blocks_of, commands_of, matches, with_results
from tests.handbook.cookbook import PAGE, read_recipe, recipes
from tests.handbook.pages import RUN_PAGES, all_pages, current_text
from tests.handbook.sandbox import ROOT, Sandbox

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
LINKED = sorted(
    {ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "infra" / "samples" / "README.md"}
    | set((ROOT / "docs").rglob("*.md"))
)


@pytest.mark.slow
@pytest.mark.ocr
@pytest.mark.parametrize(
    "page", list(all_pages()), ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_a_page_says_what_running_it_prints(page: Path, samples_made: Sandbox, tmp_path: Path):
    text = page.read_text(encoding="utf-8")
    assert text == current_text(page, samples_made, tmp_path / "page"), (
        "run `make generated` and look at the diff"
    )


def test_the_cookbook_asks_at_least_twenty_questions_in_order():
    numbers = [recipe.number for recipe in recipes()]
    assert len(numbers) >= 20
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({recipe.question for recipe in recipes()}) == len(numbers)


def test_no_question_of_the_cookbook_is_left_without_an_answer():
    results = [block.text for block in blocks_of(PAGE.read_text("utf-8")) if block.language == ""]
    assert len(results) == len(recipes())
    for recipe, result in zip(recipes(), results, strict=True):
        assert result.count("\n") >= 3, f"{recipe.file.name} has no row on the samples"


def test_a_recipe_needs_a_question_and_a_note(tmp_path: Path):
    file = tmp_path / "01-nothing.sql"
    file.write_text("-- A statement.\n--\n-- A note.\nSELECT 1;\n")
    with pytest.raises(ValueError, match="a question"):
        read_recipe(file)


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_and_headings_that_are_there(page: Path):
    for found in LINK.finditer(page.read_text(encoding="utf-8")):
        address = found[1] or found[2]
        if "://" in address or address.startswith("mailto:"):
            continue
        path, _, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {address}"
        if anchor:
            assert anchor in anchors_of(target), f"{page.name}: {address}"


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def test_the_settings_page_has_every_setting_as_the_command_prints_it():
    text = (ROOT / "docs" / "data-engineers.md").read_text("utf-8")
    for variable, _, meaning in setting_rows(Settings()):
        assert f"| `{variable}` |" in text, variable
        assert meaning in text, f"{variable}: the page says something else than flows/settings.py"


def test_the_readme_leads_to_every_page_for_readers():
    readme = (ROOT / "README.md").read_text("utf-8")
    for page in (
        *RUN_PAGES[1:],
        PAGE,
        ROOT / "docs" / "data-dictionary.md",
        ROOT / "docs" / "schema.md",
    ):
        place = page.relative_to(ROOT).as_posix().removesuffix("README.md")
        assert f"]({place}" in readme, place


# The mechanism itself.


def test_commands_are_told_from_their_output_and_may_span_lines():
    text = '$ one "a\n   b"\nout\n$ two \\\n  three\n$ four\n'
    assert list(commands_of(text)) == [
        ('$ one "a\n   b"\n', "out\n"),
        ("$ two \\\n  three\n", ""),
        ("$ four\n", ""),
    ]


@pytest.mark.parametrize(
    ("stated", "printed", "expected"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\n", "a\n", True),
        ("a\n...\nd\n", "a\nb\n", False),
        ("a ... b\n", "a c b\n", False),
        ("(.*)\n...\n", "abc\n", False),
    ],
)
def test_an_elision_stands_for_lines_and_nothing_else(stated, printed, expected):
    assert matches(stated, printed) is expected


def test_results_are_written_below_what_gives_them():
    page = "Text.\n\n```sql\nSELECT 1;\n```\n\n```\nold\n```\n\n```\n$ x\nold\n```\n"
    run = {"sql": "new\n", "console": "newer\n"}
    assert with_results(page, lambda language, _: run[language]) == page.replace(
        "```\nold", "```\nnew"
    ).replace("$ x\nold", "$ x\nnewer")


def test_a_query_without_a_place_for_its_result_is_refused():
    with pytest.raises(ValueError, match="empty block below"):
        with_results("```sql\nSELECT 1;\n```\n\nText.\n\n```\nno\n```\n", lambda *_: "1\n")


def test_what_is_not_run_has_to_be_said():
    block = "```r\nlibrary(duckdb)\n```\n"
    with pytest.raises(ValueError, match="not tried here"):
        with_results(f"In R:\n\n{block}", lambda *_: "")
    assert with_results(f"In R (not tried\nhere):\n\n{block}", lambda *_: "")


def test_a_command_that_fails_fails_the_page(tmp_path: Path):
    with pytest.raises(RuntimeError, match="ended with 3"):
        Sandbox(tmp_path).run("console", "exit 3")
