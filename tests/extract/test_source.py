from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from extract.errors import SourceError, UnreadableFile
from extract.source import discover, hash_file

AS_ROOT = os.geteuid() == 0


def _touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.4")
    return path


def test_a_folder_is_searched_to_any_depth_in_any_case_and_sorted(tmp_path):
    for name in ("b/2.PDF", "a/x/1.pdf", "z.Pdf", "a/notes.txt", ".hidden.pdf", ".git/3.pdf"):
        _touch(tmp_path / name)
    assert [file.source_uri for file in discover(tmp_path)] == ["a/x/1.pdf", "b/2.PDF", "z.Pdf"]


def test_a_single_file_is_taken_whatever_its_name(tmp_path):
    (file,) = discover(_touch(tmp_path / "release"))
    assert (file.file_name, file.source_uri) == ("release", "release")


def test_a_loop_of_links_ends_and_finds_each_file_once(tmp_path):
    _touch(tmp_path / "in/1.pdf")
    (tmp_path / "in/loop").symlink_to(tmp_path, target_is_directory=True)
    assert [file.source_uri for file in discover(tmp_path)] == ["in/1.pdf"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("x" * 251 + ".pdf", id="longest a file system takes"),
        pytest.param("report (final) #2%20.pdf", id="signs of addresses"),
        pytest.param("c\u00e1ble \u6587 \U0001f4c4.pdf", id="not ASCII"),
        pytest.param("two\nlines.pdf", id="line break"),
    ],
)
def test_odd_names_work(tmp_path, name):
    (file,) = discover(_touch(tmp_path / name).parent)
    assert file.source_uri == name
    assert hash_file(file.path)[1] == 8


def test_a_name_that_is_not_utf8_is_shown_so_that_it_can_be_stored(tmp_path):
    raw = os.fsencode(tmp_path) + b"/caf\xe9.pdf"
    Path(os.fsdecode(raw)).write_bytes(b"%PDF-1.4")
    (file,) = discover(tmp_path)
    assert file.source_uri == "caf\\udce9.pdf"
    assert hash_file(file.path)[1] == 8


@pytest.mark.parametrize("made", ["missing", "empty", "no PDFs"])
def test_an_unusable_source_says_what_to_do(tmp_path, made):
    source = tmp_path / "source"
    if made != "missing":
        source.mkdir()
    if made == "no PDFs":
        (source / "readme.txt").write_text("no")
    with pytest.raises(SourceError, match=r"give a (PDF file or a )?folder that holds"):
        discover(source)


def test_hash_is_of_the_bytes(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"abc" * 1_000_000)
    assert hash_file(path) == (hashlib.sha256(b"abc" * 1_000_000).hexdigest(), 3_000_000)


def test_a_file_that_cannot_be_read_says_so(tmp_path):
    with pytest.raises(UnreadableFile, match=r"gone\.pdf cannot be read"):
        hash_file(tmp_path / "gone.pdf")


@pytest.mark.skipif(AS_ROOT, reason="root reads everything")
def test_permissions_are_named(tmp_path):
    path = _touch(tmp_path / "locked.pdf")
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="permissions"):
        hash_file(path)
