"""The file of corrections: what is read from it, and what is refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extract.errors import ConfigurationError
from flows.corrections import patch_yaml
from flows.corrections.patch_file import PatchBook, check_patches, read_patches
from flows.runs.patch_counts import count_patches
from flows.settings import read_settings

FILE = Path("patches.yml")
DOCUMENT = "0123456789abcdef" * 4
SIGNED = "reason: misread, by: AB, on: 2026-02-01"


def entry(**values: str) -> str:
    given = {"document": DOCUMENT[:16], "cable": "1", "field": "serial", "value": "392"} | values
    return "- {" + ", ".join(f"{key}: {value}" for key, value in given.items() if value) + "}\n"


def signed(**values: str) -> str:
    return entry(**values).replace("}\n", f", {SIGNED}}}\n")


def test_a_signed_entry():
    (one,) = check_patches(
        f"# a comment\n- document: {DOCUMENT}\n  cable: 2\n  field: serial\n"
        '  printed: "UNCLAS ACCRA OOO392"\n  value: 000392\n'
        "  reason: zeros read as letters\n  by: AB\n  on: 2026-02-01\n",
        FILE,
    )
    assert (one.document, one.cable_no, one.field, one.line) == (DOCUMENT, 2, "serial", 2)
    assert one.patch is not None
    assert (one.patch.value, one.patch.text) == (392, "000392")
    assert one.patch.printed == "UNCLAS ACCRA OOO392"
    assert one.patch.rule == f"patch:patches.yml AB {date(2026, 2, 1)}"


@pytest.mark.parametrize(
    ("text", "document", "cable_no"),
    [
        pytest.param(signed(), DOCUMENT[:16], 1, id="sixteen-digits"),
        pytest.param(signed(document=DOCUMENT), DOCUMENT, 1, id="whole-sha256"),
        pytest.param(signed(document="", cable=f"{DOCUMENT[:16]}-03"), DOCUMENT[:16], 3, id="id"),
        pytest.param(signed(cable="", field="case_id"), DOCUMENT[:16], None, id="release-field"),
    ],
)
def test_what_an_entry_is_about(text, document, cable_no):
    (one,) = check_patches(text, FILE)
    assert (one.document, one.cable_no) == (document, cable_no)


@pytest.mark.parametrize(
    ("value", "field", "read"),
    [
        pytest.param("NO", "captions", ("NO",), id="norway-is-no-false"),
        pytest.param("[NODIS, NO]", "captions", ("NODIS", "NO"), id="list"),
        pytest.param("0392", "serial", 392, id="no-octal"),
        pytest.param("2011-01-31", "subject", "2011-01-31", id="no-date"),
        pytest.param("'null'", "subject", "null", id="a-word-in-quotes"),
        pytest.param("~", "subject", None, id="prints-none"),
        pytest.param('[{"info":"ALL POSTS COLLECTIVE"}]', "addressees", 1, id="json-list"),
    ],
)
def test_values_are_not_made_into_yaml_types(value, field, read):
    (one,) = check_patches(signed(value=value, field=field), FILE)
    assert one.patch is not None
    found = one.patch.value
    assert (len(found) if isinstance(found, tuple) and isinstance(read, int) else found) == read


def test_a_stub_nobody_signed_is_not_applied():
    text = f"- document: {DOCUMENT}\n  cable: 1\n  field: serial\n  value: ?\n  by:\n  on:\n"
    book = PatchBook(check_patches(text.replace("?", '"?"'), FILE))
    assert book.of(DOCUMENT) == ()
    assert count_patches(book, [DOCUMENT], lambda sql: []).unsigned == 1


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param("document: 1", 1, "a list of corrections", id="no-list"),
        pytest.param("- 5\n", 1, "a mapping", id="no-mapping"),
        pytest.param("- {a: [}\n", 1, "", id="no-yaml"),
        pytest.param("- [&a [x], *a]\n", 1, "alias", id="alias"),
        pytest.param("- &a [*a]\n", 1, "alias", id="alias-of-itself"),
        pytest.param("- !!python/object/apply:os.system [ls]\n", 1, "refused", id="python-tag"),
        pytest.param("- {document: !secret x}\n", 1, "refused", id="own-tag"),
        pytest.param("- {field: a, field: b}\n", 1, "twice", id="key-twice"),
        pytest.param("- {? [a] : b}\n", 1, "one word", id="list-for-a-key"),
        pytest.param("- \x00\n", 1, "", id="control-character"),
        pytest.param("[" * 100_000, 1, "nested", id="nested"),
        pytest.param("#" * 1_000_001, 1, "longer", id="huge"),
        pytest.param("\n" + signed(field="dgt"), 2, "no field that can be corrected", id="field"),
        pytest.param(signed(document="xyz"), 1, "document", id="document"),
        pytest.param(signed(document=""), 1, "document is missing", id="no-document"),
        pytest.param(signed(cable=""), 1, "give cable", id="no-cable"),
        pytest.param(signed(cable="0"), 1, "cable", id="cable-zero"),
        pytest.param(signed(cable="a" * 16 + "-01"), 1, "is not of document", id="other-document"),
        pytest.param(signed(field="case_id"), 1, "leave cable out", id="release-field"),
        pytest.param(signed(value="x"), 1, "no whole number", id="value"),
        pytest.param(signed(value=""), 1, "value is missing", id="no-value"),
        pytest.param(signed(author="me"), 1, "author", id="unknown-key"),
        pytest.param(entry(by="AB"), 1, "reason is missing", id="half-signed"),
        pytest.param(entry(on="yesterday"), 1, "on: ", id="no-day"),
        pytest.param(signed() + signed(), 2, "is on line 1 already", id="twice"),
        pytest.param(signed() + entry(document=DOCUMENT), 2, "on line 1 already", id="twice-by-id"),
    ],
)
def test_what_is_refused(text, line, said):
    with pytest.raises(ConfigurationError, match=f"patches.yml:{line}: .*{said}"):
        check_patches(text, FILE)


def test_all_faults_are_told_up_to_a_number():
    with pytest.raises(ConfigurationError) as raised:
        check_patches("".join(signed(cable=str(n), value="x") for n in range(1, 31)), FILE)
    assert "patches.yml:20:" in str(raised.value) and "and 10 more faults" in str(raised.value)


def test_anchors_cannot_blow_up():
    bomb = "- &a [x, x]\n" + "".join(
        f"- &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(ConfigurationError, match="mapping"):
        check_patches(bomb, FILE)


def test_an_empty_file_holds_nothing(tmp_path):
    assert check_patches("# nothing yet\n", FILE) == ()
    assert patch_yaml.read_entries("") == ()
    assert read_patches(tmp_path / "none.yml", must_exist=False).entries == ()


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "no-text"])
def test_a_named_file_must_be_readable(tmp_path, content):
    path = tmp_path / "patches.yml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"patches\.yml cannot be read"):
        read_patches(path, must_exist=True)


def test_a_document_gets_its_own_patches_only():
    other = DOCUMENT[:16] + "f" * 48
    text = signed(document=DOCUMENT, field="serial") + signed(field="year", value="2011")
    book = PatchBook(check_patches(text, FILE))
    assert [patch.field for patch in book.of(DOCUMENT)] == ["serial", "year"]
    assert [patch.field for patch in book.of(other)] == ["year"]
    assert book.digest_of(DOCUMENT) != book.digest_of(other) != book.digest_of("0" * 64) == ""


def test_the_digest_is_of_what_is_applied():
    def digest(text: str) -> str:
        return PatchBook(check_patches(text, FILE)).digest_of(DOCUMENT)

    before = digest(signed())
    assert digest("# moved down\n\n" + entry(cable="2") + signed()) == before
    assert digest(signed(value="393")) != before
    assert digest(signed(printed="x")) != before


def test_the_digest_of_the_whole_file():
    def digest(text: str) -> str:
        return PatchBook(check_patches(text, FILE)).digest

    release = signed(field="case_id", cable="", value="1")
    assert digest(signed() + release) == digest(release + entry(cable="2") + signed())
    assert digest(signed()) != digest(release) != digest(entry()) == ""


def test_what_became_of_the_corrections():
    book = PatchBook(
        check_patches(
            signed() + signed(document="f" * 16) + signed(cable="2") + entry(cable="3"), FILE
        )
    )
    told = [{"code": "patch.unmatched", "told": 1}, {"code": "patch.stale", "told": 1}]
    counts = count_patches(book, [DOCUMENT], lambda sql: told)
    assert counts.elsewhere == ((2, "f" * 16, "serial"),)
    assert counts.in_words() == (
        "1 applied, 1 of them stale: look again, 1 for a cable or place that is not there, "
        "1 not signed yet, 1 for documents not held here"
    )


def test_the_file_lies_beside_the_warehouse_unless_named():
    assert read_settings(warehouse="/data/w.duckdb").patches_file == Path("/data/patches.yml")
    assert read_settings(patches="/my.yml").patches_file == Path("/my.yml")
