"""`cablehouse show`: what a person sees, and what a machine may rely on."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from extract.page import Page, TextLine, Word
from flows.command import show_text
from flows.command.show import as_json_values
from flows.command.show_text import as_text, print_document
from flows.command.terminal import neutral, on_one_line
from flows.workers.reading import ParsedPages
from tests.load.invented import BOX, cable, defect, document, page, reading
from transform.cable import Block, Layer, LineLayer, Paragraph
from transform.defects import DefectCode

DOCS = Path(__file__).resolve().parents[2] / "docs" / "show.md"

LONG = "THE HARBOR PILOTS' GUILD TOLD ECONOFF THAT THE DUES WOULD NOT BE SETTLED BEFORE MARCH."

EXPECTED = """\
document b7: loaded
  page 1: ocr, no embedded text; 2.5% of it not read

release
  release_decision  full
  reviewed_on       2012-02-01

cable 1, pages 1 to 1
  mrn               11 LIMA 7                0.40  p1 l2 telegram
                    or 11 LIMA 1             0.90  p1 l2 card
  year              2011
  post              LIMA
  serial            7
  dtg               2011-01-31 22:43 UTC
  dtg_raw           312243Z JAN 11
  precedence        ROUTINE
  originator        AMEMBASSY LIMA
  classification    UNCLASSIFIED
  captions          SENSITIVE, SIPDIS
  tags              PGOV
  subject           INVENTED \\x1b[31mMATTER
  signature         none                     0.30  p1 l2 telegram
  section_count     1
  sections_present  1
  format            telegram
  word_count        10
  paragraph_count   1
  redaction_count   0
  confidence        0.90
  layout            message_centre

addressees
  action  SECSTATE WASHDC
  info    AMEMBASSY LIMA

distribution
  action  WHA-00

paragraphs
  Dues
   1. (C) [struck] THE HARBOR PILOTS' GUILD TOLD ECONOFF THAT THE DUES
      WOULD NOT BE SETTLED BEFORE MARCH.
      They are [REDACTED B1].

defects
  ! warning field.low_confidence (mrn): about mrn (p1 l2)
  ! info dtg.repaired (dtg): about dtg
"""


@pytest.fixture
def read() -> ParsedPages:
    shown = cable(
        7,
        "LIMA",
        subject="INVENTED \x1b[31mMATTER",
        readings=(
            reading("mrn", "11 LIMA 7", confidence=0.4),
            reading("mrn", "11 LIMA 1", is_chosen=False, block=Block.CARD),
            reading("mrn", "11 LIMA 7", is_chosen=False, block=Block.ATTRIBUTES),
            reading("signature", None, raw="?", confidence=0.3),
        ),
        paragraphs=(
            Paragraph(
                number=1,
                portion_marking="C",
                is_struck=True,
                heading="Dues",
                text=LONG,
                page_first=1,
                page_last=1,
            ),
            Paragraph(
                number=None,
                portion_marking=None,
                heading="Dues",
                text="They are [REDACTED B1].",
                page_first=1,
                page_last=1,
            ),
        ),
        defects=(
            defect(DefectCode.DTG_REPAIRED, "dtg"),
            defect(DefectCode.FIELD_LOW_CONFIDENCE, "mrn", 2),
        ),
    )
    return read_of(shown)


def read_of(shown) -> ParsedPages:
    given = document(1, shown)
    assert given.parsed is not None
    return ParsedPages(
        pages=(replace(page(1), unread_share=0.025),),
        parsed=replace(given.parsed, document_id="b7"),
    )


def test_what_a_pipe_gets(read):
    assert as_text(read, width=72).splitlines() == EXPECTED.splitlines()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_lines_are_as_wide_as_the_terminal_at_most(read, width):
    lines = as_text(read, width=width).splitlines()
    assert max(map(len, lines)) <= width
    if width == 200:
        assert f"   1. (C) [struck] {LONG}" in lines


def test_lines_taken_out_are_counted_and_listed_when_asked(read):
    words = (Word(text="DECONTROLLED\x07", box=BOX, confidence=0.9),)
    stamped: Page = replace(
        read.pages[0], lines=(TextLine(page_no=1, line_no=1, words=words), *read.pages[0].lines[1:])
    )
    layers = (
        LineLayer(page_no=1, line_no=1, layer=Layer.RELEASE),
        *read.parsed.line_layers[1:],
    )
    noisy = ParsedPages(pages=(stamped,), parsed=replace(read.parsed, line_layers=layers))
    folded = as_text(noisy)
    assert "taken out: 1 release lines (--noise lists them)" in folded
    assert "DECONTROLLED" not in folded
    assert r"  p1 l1  release  DECONTROLLED\x07" in as_text(noisy, with_noise=True).splitlines()


def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the module print to a terminal that knows colours."""
    monkeypatch.setattr(
        show_text, "Console", lambda **more: Console(force_terminal=True, width=80, **more)
    )


def test_colours_on_a_terminal_and_none_when_the_user_wants_none(read, monkeypatch, capsys):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal(monkeypatch)
    print_document(read)
    coloured = capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    print_document(read)
    plain = capsys.readouterr().out
    colours = re.compile(r"\x1b\[(?:\d+;)*(?:3\d|9\d|4\d)m")
    assert colours.search(coloured) and not colours.search(plain)
    assert "\x1b[31mMATTER" not in coloured, "the paper's own escapes are text"


def test_nothing_but_words_in_a_pipe(read, capsys):
    print_document(read)
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert all(line == line.rstrip() for line in printed.splitlines())


def test_a_document_without_a_cable_says_why(read):
    parsed = replace(read.parsed, cables=(), status_reason="no header on any page")
    text = as_text(ParsedPages(pages=read.pages, parsed=parsed))
    assert "  no header on any page" in text.splitlines()
    assert "cable 1" not in text


def test_the_page_names_the_keys_of_the_json(read):
    values = as_json_values(read)
    promised = dict(re.findall(r"^\| `([\w\[\].]+)` \| (.+) \|$", DOCS.read_text("utf-8"), re.M))
    told = {
        "": values,
        "pages[].": values["pages"][0],
        "line_layers[].": values["line_layers"][0],
        "cables[].readings[].": values["cables"][0]["readings"][0],
        "cables[].paragraphs[].": values["cables"][0]["paragraphs"][0],
        "defects[].": values["cables"][0]["defects"][0],
    }
    keys = {f"{prefix}{key}" for prefix, record in told.items() for key in record}
    assert keys == set(promised)
    assert values["cables"][0]["defects"][1]["severity"] == "warning"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("a\rb\x08", r"a\x0db\x08"),
        ("\x9b31m", r"\x9b31m"),
        ("abc\u202etxt.exe", r"abc\u202etxt.exe"),
        ("a\tb\nc", "a b\nc"),
        ("Zażółć — 😀", "Zażółć — 😀"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(text, shown):
    assert neutral(text) == shown
    assert "\n" not in on_one_line(text)
