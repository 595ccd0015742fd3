"""The body of a cable: paragraphs with numbers and portion markings, headings, signature.

A number opens a paragraph only if it is the next one due: lists inside a paragraph count from 1
again (11 MEXICO 392 paragraph 9, 1974LAPAZ02035). A page break, a banner or a stamp never does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transform.cable import LineSpan, Paragraph
from transform.candidate import doubtful
from transform.defects import Defect, DefectCode
from transform.redaction import Withheld
from transform.rows import Row, blank_between

MARKINGS = "U|SBU|LOU|C|S|TS|FOUO"
MARKING = rf"(?:{MARKINGS})(?:\s?[/-]{{1,2}}\s?(?:NF|NOFORN|SBU|FOUO|REL[A-Z ,]*))?"
"""Portion markings: U, SBU, LOU, C, S, TS, alone or with a caption (`S/NF`)."""

HEADING_MAX_WORDS = 12
"""A heading is a title of one row: a row of more words is a sentence."""

SPECK_LENGTH = 10
"""Rows of fewer characters do not show where the text's right edge is."""

FULL_ROW_SHARE = 0.75
"""A row that ends left of this share of the text's right edge was not broken for want of room:
the longest word that did not fit would have to fill a quarter of the row."""

_NUMBER = re.compile(
    r"^(?:¶\s*)?(?P<number>[0-9IlO|]{1,3})\s?(?P<stop>[.,:)])?\s*(?=\S)(?P<rest>.*)$"
)
_TORN_NUMBER = re.compile(rf"^(?![\d(\[])\w{{1,3}}[.,]\s*(?P<rest>[\[(]\s?{MARKING}\s?[\])].*)$")
"""A number no digit is left of, known by the stop and the portion marking behind it."""
_MARKED = re.compile(rf"^[\[(]\s?(?P<mark>{MARKING})\s?[\])]\s*(?P<rest>.*)$")
_ENTIRE = re.compile(
    rf"^\(?\s?(?P<mark>{MARKING}|CONFIDENTIAL|SECRET|UNCLASSIFIED)\s?-{{0,2}}\s?(?P<rest>ENTIRE\s+TEXT\b.*?)\)?\.?$"
)
_WORD_MARK = {"CONFIDENTIAL": "C", "SECRET": "S", "UNCLASSIFIED": "U"}
_DIGIT = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0"})
"""What OCR gives for digits here; S and B are left out, since `B.` opens an item of a list."""
_END_STOP = re.compile(r"[.!?:;][\"')\]]*$")
_SIGNATURE = re.compile(r"^[A-Z][A-Z'’-]{2,}(?:,? [A-Z][A-Z'’.-]*){0,2}$")
_RUN_IN_SIGNATURE = re.compile(r"[.!?][\"')\]]*\s+(?P<name>[A-Z][A-Z'’-]{2,})$")
"""A signature on the text's own last line, behind its end stop: `REVIEW. CHRISTOPHER`."""
_NOTE = re.compile(r"^NOTE\s+BY\s+[A-Z/]+", re.IGNORECASE)
_CAPTION_OF_FIGURE = re.compile(r"^source\s*:\s*\S.{0,60}$", re.IGNORECASE)
_UNDERLINE = re.compile(r"^[\W_]*[-–—_=~]{3,}[\W_]*$")
_HYPHENATED = re.compile(r"[A-Za-z]-$")
_KEEPS_HYPHEN = frozenset({"SELF", "NON"})
"""First halves that stand only before a hyphen; other breaks are looked up in the text."""
_SUMMARY = re.compile(
    r"^\W*(?:BEGIN\s+)?SUMMARY(?:\s+AND\s+[A-Z ]+?)?\s*(?:[.:]|--?)\s*", re.IGNORECASE
)
_END_SUMMARY = re.compile(r"\W*\bEND\s+(?:OF\s+)?SUMMARY\b.*$", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(
    r"\bCOMMENT\s*:\s*(.*?)(?:\s*\bEND\s+COMMENT\b\.?|$)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the body of one cable says; `signature_row` is the row it was read from."""

    paragraphs: tuple[Paragraph, ...] = ()
    signature: str | None = None
    signature_row: Row | None = None
    summary: str | None = None
    comment: str | None = None
    text: str | None = None
    withheld_in: tuple[tuple[Withheld, int], ...] = ()
    """Each withheld stretch of the body with the paragraph it stands in, 1-based."""
    defects: tuple[Defect, ...] = ()


@dataclass(slots=True)
class _Open:
    """A paragraph being gathered."""

    number: int | None
    marking: str | None
    is_struck: bool
    heading: str | None
    lines: list[tuple[Row, str]]


def read_body(sections: Sequence[Sequence[Row]], withheld: Sequence[Withheld]) -> Body:
    """Read the body rows of all sections, in order, as one text."""
    rows = [row for section in sections for row in section]
    rows, signature_row = _split_signature(rows)
    tokens = _tokens_by_row(rows, withheld)
    captions = {row.index for row in rows if _is_figure_caption(rows, row)}
    gathered = _gather([row for row in rows if row.index not in captions], tokens, signature_row)
    hyphenated = _hyphenated_words(rows)
    paragraphs = tuple(_close(one, hyphenated) for one in gathered)
    return Body(
        paragraphs=paragraphs,
        signature=_signature_text(signature_row),
        signature_row=signature_row,
        summary=_summary(paragraphs),
        comment=_comment(paragraphs),
        text=_whole_text(paragraphs),
        withheld_in=tuple(
            (stretch, position)
            for position, one in enumerate(gathered, 1)
            for row, _ in one.lines
            for stretch in tokens.get(row.index, ())
        ),
        defects=(
            *_number_gaps(paragraphs),
            *_lost_figures(rows, captions),
            *doubtful("paragraphs", [row for one in gathered for row, _ in one.lines]),
        ),
    )


def _split_signature(rows: Sequence[Row]) -> tuple[list[Row], Row | None]:
    """Take the signature off: the last row with text, a surname in capitals standing alone.

    A note the message centre added may stand below it (1974LAPAZ05142).
    """
    body = list(rows)
    end = len(body)
    while end and (not body[end - 1].has_text or _NOTE.match(body[end - 1].text)):
        end -= 1
    above = body[end - 2] if end > 1 else None
    if end and _is_signature(body[end - 1], above, _right_edge(body)):
        return body[: end - 1] + body[end:], body[end - 1]
    return body, body[end - 1] if end and _RUN_IN_SIGNATURE.search(body[end - 1].text) else None


def _is_signature(row: Row, above: Row | None, right_edge: float) -> bool:
    text = _strip_specks(row.text)
    if not _SIGNATURE.match(text):
        return False
    # A wrapped last word in capitals looks the same; then the row above is full and goes on.
    return (
        above is None or blank_between(above, row) is not False or _is_finished(above, right_edge)
    )


def _right_edge(rows: Sequence[Row]) -> float:
    """Return where the text's rows end at the right, in points; specks beyond it do not count."""
    edges = sorted(row.box.x1 for row in rows if len(row.text) > SPECK_LENGTH)
    return edges[int(0.95 * (len(edges) - 1))] if edges else 0.0


def _is_finished(row: Row, right_edge: float) -> bool:
    """Whether the text of a row ends there: a full stop, or room left that was not used."""
    return _ends(row.text) or row.box.x1 < FULL_ROW_SHARE * right_edge


def _ends(text: str) -> bool:
    return bool(_END_STOP.search(text)) or len(text.split()) <= 2


def _strip_specks(text: str) -> str:
    return re.sub(r"^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "", text)


def _signature_text(row: Row | None) -> str | None:
    if row is None:
        return None
    run_in = _RUN_IN_SIGNATURE.search(row.text)
    return run_in.group("name") if run_in else _strip_specks(row.text)


def _tokens_by_row(
    rows: Sequence[Row], withheld: Sequence[Withheld]
) -> Mapping[int, list[Withheld]]:
    """Return the redactions by the body row they are shown in: their own, or the one above."""
    own = {row.index for row in rows}
    placed: dict[int, list[Withheld]] = {}
    for one in withheld:
        index = one.row_index
        if index is None or index not in own:
            above = [
                row
                for row in rows
                if row.page_no == one.redaction.page_no
                and row.box.middle <= one.redaction.box.middle
            ]
            if not above:
                continue
            index = above[-1].index
        placed.setdefault(index, []).append(one)
    return placed


def _gather(
    rows: Sequence[Row], tokens: Mapping[int, list[Withheld]], signature_row: Row | None
) -> list[_Open]:
    gathered: list[_Open] = []
    heading: str | None = None
    due = 1
    above: Row | None = None
    right_edge = _right_edge(rows)
    for n, row in enumerate(rows):
        if _UNDERLINE.match(row.text) or not (row.has_text or row.index in tokens):
            continue
        after = next((r for r in rows[n + 1 :] if not _UNDERLINE.match(r.text)), None)
        below = rows[n + 1] if n + 1 < len(rows) else None
        if _is_heading(row, above, after, due, below, right_edge):
            heading = row.text.strip(" #")
        else:
            opened = _open_paragraph(row, above, gathered, due, right_edge)
            if opened is not None:
                if opened.number is not None:
                    due = opened.number + 1
                opened.heading = heading
                gathered.append(opened)
            text = opened.lines.pop()[1] if opened else row.text
            if row is signature_row:
                text = _RUN_IN_SIGNATURE.sub(".", text)
            shown = _with_tokens(row, text, tokens.get(row.index, []))
            gathered[-1].lines.append((row, shown))
        above = row
    return gathered


def _open_paragraph(
    row: Row, above: Row | None, gathered: Sequence[_Open], due: int, right_edge: float
) -> _Open | None:
    """Return a paragraph if one begins at the row, with its first line, else None."""
    number, rest = _number(row, above, due, right_edge)
    entire = _ENTIRE.match(rest) if number is not None else None
    marked = entire or _MARKED.match(rest)
    if number is None and gathered:
        parted = above is not None and blank_between(above, row) is True
        if not marked and not (
            parted and gathered[-1].number is None and _ends(gathered[-1].lines[-1][1])
        ):
            return None
        if marked and not parted and not (above and _ends(above.text)):
            return None
    mark = marked.group("mark").replace(" ", "") if marked else None
    return _Open(
        number=number,
        marking=_WORD_MARK.get(mark or "", mark),
        is_struck=bool(marked) and any(w.is_struck for w in row.words[:2]),
        heading=None,
        lines=[(row, marked.group("rest") if marked else rest)],
    )


def _number(row: Row, above: Row | None, due: int, right_edge: float) -> tuple[int | None, str]:
    """Return the paragraph number a row opens with, if it is the one due, and the rest."""
    match = _NUMBER.match(row.text)
    torn = _TORN_NUMBER.match(row.text)
    if due > 1 and torn and above is not None and blank_between(above, row) is True:
        return due, torn.group("rest")
    if not match:
        return None, row.text
    printed, rest = match.group("number"), match.group("rest")
    digits = printed.translate(_DIGIT)
    number = int(digits) if digits.isdigit() else None
    # The number due, or after a lost one the next: a jump needs white space above to be believed.
    is_parted = above is None or blank_between(above, row) is not False
    is_due = number == due or (number is not None and due < number <= due + 2 and is_parted)
    # A date that wraps (`BY DECEMBER` / `2. THE ...`) goes on with the sentence above.
    opens = is_parted and (above is None or blank_between(above, row) is True)
    if not opens and above is not None and not _is_finished(above, right_edge):
        return None, row.text
    has_mark = bool(_MARKED.match(rest))
    has_stop = match.group("stop") in (".", ",", ":") or (match.group("stop") == ")" and is_parted)
    # A number that lost its stop (1974LAPAZ03687 paragraph 16) stands under white space.
    has_stop = has_stop or (
        number == due and above is not None and blank_between(above, row) is True
    )
    if not is_due or not (has_stop or has_mark) or (printed != digits and number != due):
        return None, row.text
    if match.group("stop") == ")" and number == 1 and above is not None and due == 1:
        return (1, rest) if is_parted else (None, row.text)
    return number, rest


def _is_heading(
    row: Row,
    above: Row | None,
    after: Row | None,
    due: int,
    directly_below: Row | None,
    right_edge: float,
) -> bool:
    """Whether a row is a section heading: alone, a title, above a paragraph that opens."""
    if after is None or not row.has_text or _END_STOP.search(row.text):
        return False
    if (
        len(row.text.split()) > HEADING_MAX_WORDS
        or _number(row, above, due, right_edge)[0] is not None
    ):
        return False
    opens = _number(after, row, due, right_edge)[0] is not None or _MARKED.match(after.text)
    if not opens:
        return False
    underlined = directly_below is not None and _UNDERLINE.match(directly_below.text)
    alone_above = above is None or blank_between(above, row) is not False
    alone_below = underlined or blank_between(row, after) is not False
    if above is not None and blank_between(above, row) is None:
        alone_above = _ends(above.text)
    return bool(alone_above and alone_below)


def _is_figure_caption(rows: Sequence[Row], row: Row) -> bool:
    """Whether a row is `Source: INM`: the caption of a chart the scan shows but no text does."""
    if not _CAPTION_OF_FIGURE.match(row.text):
        return False
    n = rows.index(row)
    above = rows[n - 1] if n else None
    below = rows[n + 1] if n + 1 < len(rows) else None
    return (above is None or blank_between(above, row) is not False) and (
        below is None or blank_between(row, below) is not False
    )


def _with_tokens(row: Row, text: str, withheld: Sequence[Withheld]) -> str:
    """Return the row's text with `[REDACTED B1]` at the place of each withheld stretch.

    A stretch that fills lines of its own stands behind the row above it.
    """
    if not withheld:
        return text
    dropped = len(row.text) - len(text)
    pieces: list[tuple[float, str]] = [
        (w.redaction.box.x0 if w.row_index == row.index else row.page_width, w.token)
        for w in withheld
    ]
    seen = 0
    for word in row.words:
        seen += len(word.text) + 1
        if seen > dropped:
            pieces.append((word.box.x0, word.text))
    return " ".join(piece for _, piece in sorted(pieces))


def _close(one: _Open, hyphenated: frozenset[str]) -> Paragraph:
    rows = [row for row, _ in one.lines]
    text = _join([text for _, text in one.lines], hyphenated)
    return Paragraph(
        number=one.number,
        portion_marking=one.marking,
        is_struck=one.is_struck,
        heading=one.heading,
        text=text,
        page_first=rows[0].page_no,
        page_last=rows[-1].page_no,
        redaction_count=text.count("[REDACTED"),
        spans=tuple(
            LineSpan(page_no=row.page_no, line_no=row.line_no, box=row.box) for row in rows
        ),
    )


def _join(lines: Sequence[str], hyphenated: frozenset[str]) -> str:
    """Join lines by a blank; a word broken by a hyphen at a line's end is put together.

    Where the same word stands whole with its hyphen elsewhere, the hyphen is its own and stays.
    """
    text = ""
    for line in lines:
        if not text:
            text = line
        elif _HYPHENATED.search(text) and line[:1].isalpha():
            left, right = text.rsplit(None, 1)[-1][:-1], line.split(None, 1)[0]
            compound = _bare(f"{left}-{right}")
            keeps = compound in hyphenated or _bare(left) in _KEEPS_HYPHEN
            text = text + line if keeps else text[:-1] + line
        else:
            text = f"{text} {line}"
    return text.strip()


def _bare(text: str) -> str:
    return re.sub(r"[^A-Z0-9-]", "", text.upper())


def _hyphenated_words(rows: Sequence[Row]) -> frozenset[str]:
    return frozenset(
        _bare(word)
        for row in rows
        for word in row.text.split()
        if "-" in word.strip("-") and not word.endswith("-")
    )


def _number_gaps(paragraphs: Sequence[Paragraph]) -> tuple[Defect, ...]:
    """Paragraph numbers run 1..n; a gap is a paragraph lost or misread."""
    defects: list[Defect] = []
    last = 0
    for paragraph in paragraphs:
        if paragraph.number is None:
            continue
        if paragraph.number != last + 1:
            defects.append(
                Defect(
                    code=DefectCode.PARAGRAPH_GAP,
                    field="paragraphs",
                    message=f"paragraph {paragraph.number} follows paragraph {last}",
                    page_no=paragraph.page_first,
                    line_no=paragraph.spans[0].line_no,
                )
            )
        last = paragraph.number
    return tuple(defects)


def _lost_figures(rows: Sequence[Row], captions: set[int]) -> tuple[Defect, ...]:
    return tuple(
        Defect(
            code=DefectCode.FIGURE_MISSING,
            field="paragraphs",
            message=f"a figure with the caption {row.text!r} is in the scan but not in the text",
            page_no=row.page_no,
            line_no=row.line_no,
        )
        for row in rows
        if row.index in captions
    )


def _summary(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the summary: the paragraph that says so, the one under a heading that does, or the
    first when an END SUMMARY has no beginning (cablemap's rule).
    """
    for n, paragraph in enumerate(paragraphs[:4]):
        opened = _SUMMARY.match(paragraph.text)
        headed = (paragraph.heading or "").upper().strip(" -:.").startswith("SUMMARY")
        closed = _END_SUMMARY.search(paragraph.text)
        if opened or headed or (closed and n == 0):
            text = paragraph.text[opened.end() :] if opened else paragraph.text
            return _END_SUMMARY.sub("", text).strip() or None
    return None


def _comment(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the comments: paragraphs under a Comment heading and COMMENT: ... END COMMENT."""
    found: list[str] = []
    for paragraph in paragraphs:
        if (paragraph.heading or "").upper().strip(" -:.").startswith("COMMENT"):
            found.append(paragraph.text)
        else:
            found += [text.strip() for text in _COMMENT.findall(paragraph.text) if text.strip()]
    return "\n\n".join(found) or None


def _whole_text(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the body as one text: headings, numbers, markings, blank lines between."""
    pieces: list[str] = []
    heading: str | None = None
    for paragraph in paragraphs:
        if paragraph.heading is not None and paragraph.heading != heading:
            pieces.append(paragraph.heading)
        heading = paragraph.heading
        number = f"{paragraph.number}. " if paragraph.number is not None else ""
        mark = f"({paragraph.portion_marking}) " if paragraph.portion_marking else ""
        pieces.append(f"{number}{mark}{paragraph.text}")
    return "\n\n".join(pieces) or None
