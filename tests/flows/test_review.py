"""From the list of doubtful fields to stubs in the file of corrections."""

from __future__ import annotations

import pytest

from extract.errors import ConfigurationError
from flows.corrections.patch_file import check_patches
from flows.corrections.review import append_stubs
from load.asks.review import Doubt

DOCUMENT = "0123456789abcdef"


def doubt(field: str = "serial", *, patch: str | None = "", message: str = "look") -> Doubt:
    stub = (
        f"- document: {DOCUMENT}\n  cable: 1\n  field: {field}\n  printed: \"A 1\"\n  value: 1\n"
        "  reason:\n  by:\n  on:\n"
    )  # fmt: skip
    return Doubt(
        file_name="a.pdf", mrn=None, field=field, severity="warning", page_no=2, x0=1.0, top=2.0,
        x1=3.0, bottom=4.0, raw="A 1", value="1", message=message,
        patch=stub if patch == "" else patch,
    )  # fmt: skip


def test_stubs_are_appended_once(tmp_path):
    path = tmp_path / "patches.yml"
    found = [doubt(), doubt("year"), doubt("body", patch=None)]
    assert append_stubs(found, path) == 2
    first = path.read_text()
    assert "# a.pdf, page 2: look\n" in first
    assert [entry.patch for entry in check_patches(first, path)] == [None, None]
    assert append_stubs([*found, doubt("post")], path) == 1
    assert path.read_text().startswith(first)
    assert append_stubs(found, path) == 0
    assert [one.name for one in tmp_path.iterdir()] == ["patches.yml"]


def test_what_people_wrote_stays(tmp_path):
    path = tmp_path / "patches.yml"
    mine = f"# mine\n- {{document: {DOCUMENT}, cable: 1, field: serial, value: 2}}"
    path.write_text(mine)
    append_stubs([doubt(), doubt("year")], path)
    assert path.read_text().startswith(mine)
    assert [entry.field for entry in check_patches(path.read_text(), path)] == ["serial", "year"]


@pytest.mark.parametrize("before", ["nonsense: 1\n", "[]\n"], ids=["wrong", "in-brackets"])
def test_a_file_that_cannot_be_added_to_stays(tmp_path, before):
    path = tmp_path / "patches.yml"
    path.write_text(before)
    with pytest.raises(ConfigurationError):
        append_stubs([doubt()], path)
    assert path.read_text() == before


def test_a_message_cannot_break_out_of_its_comment(tmp_path):
    path = tmp_path / "patches.yml"
    append_stubs([doubt(message="read\n- {field: x}\x00\x85")], path)
    assert len(check_patches(path.read_text(), path)) == 1


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot write"):
        append_stubs([doubt()], tmp_path / "nowhere" / "patches.yml")
