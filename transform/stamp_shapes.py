"""What reviewers and the message centre print, known by its words: a table of shapes.

A shape names words (`hints`) one of which its row must hold, so that nearly all rows of a page are
told from it without a pattern being tried. Shapes are those of the releases named beside each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from transform.exemptions import EXEMPTION_LIST
from transform.header.classification import is_classification_line
from transform.row_kinds import RowKind

FUZZY_BANNER = 80
"""Least similarity (0-100) of a misread banner to a banner: measured on prints of three levels of
damage, exact matching finds 83/73/30 % of the banners and this finds 100/99/71 %."""

FUZZY_FOOTER = 75
"""The same for a stretch of a footer at the page's edge, where the cable prints nothing: footers
are set in 7 points and suffer most (`Deparmertf of Slate Case No,`)."""

FUZZY_LABEL_IN_PLACE = 60
"""The same for the label of a row right under another row of the review stamp."""

LONGEST_STAMP_ROW = 60
"""Characters of a row that can be a stamp or banner misread: the longest, UNITED STATES DEPARTMENT
OF STATE, has 33, or 59 letter-spaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A row known by its words alone. `hints`, in capitals: one stands in it; `seen`: where."""

    kind: RowKind
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    seen: str


def _shape(kind: RowKind, hints: str, pattern: str, seen: str) -> Shape:
    return Shape(
        kind=kind,
        hints=tuple(hints.split("|")),
        pattern=re.compile(pattern, re.IGNORECASE),
        seen=seen,
    )


STATUS = r"(?:(?:released?|denied|declassified)\s+in\s+(?:full|part)|(?:partial|full)\s+release)"
"""What was decided, as stamped: State's FOIA prints since the 1980s."""

SHAPES: tuple[Shape, ...] = (
    _shape(
        RowKind.REVIEW_LINE,
        "SYSTEMATIC",
        r"(declassified|released).{0,3}(released)?.*systematic\s+review",
        "1974LAPAZ00015: systematic review, 1973-79",
    ),
    _shape(
        RowKind.REVIEW_LINE,
        "SYSTEMATIC|REVIEW",
        r"^(declassified/?)?released\s.*\seo\s+systematic$|^review\s+\d{2}\s+[a-z]{3}\s+\d{4}$",
        "78 TEHRAN 389: the same broken in two",
    ),
    _shape(RowKind.EXPORT_TITLE, "TEXT", r"^message\s+text$", "1974LAPAZ00015: archive's export"),
    _shape(
        RowKind.CASE_LINE,
        "CASE",
        r"\bcase\s+n[o0]\b[.,:]?\s*\S+.*\bd[o0u]c(ument)?\.?\s+n[o0]\b[.,:]?\s*\S+",
        "2010s footer: U.S. Department of State Case No. F-... Doc No. C... Date: ...",
    ),
    _shape(
        RowKind.CASE_LINE,
        "-",
        r"^[A-Z]{1,4}-\d{4}-\d{4,6}\b.*\b[A-Z]-?\d{8,}\b",
        "94 DUSHANBE 259: case, document number, marking and date in one row; FL- cases",
    ),
    _shape(
        RowKind.CASE_LINE,
        "PRODUCED",
        r"produced\s+to\s+(the\s+)?house\s+select",
        "releases to the House select committee",
    ),
    _shape(
        RowKind.CASE_LINE,
        "REDACTIONS|WAIVER|AGREEMENT",
        r"^.{0,40}subject\s+to\s+agreement\s+on\s+sensitive|redactions\W+no\s+foia\s+waiver"
        r"|^\W*(information\s*&\s*redactions|no\s+foia\s+waiver)\W*$",
        "the same line wrapped: SUBJECT TO AGREEMENT ON SENSITIVE INFORMATION & REDACTIONS ...",
    ),
    _shape(
        RowKind.DECISION,
        "RELEASE|DENIED|DECLASSIFIED",
        rf"^\W*{STATUS}(?:\W+(?:{EXEMPTION_LIST}))?\W*$",
        "11 MEXICO 392: RELEASED IN FULL; 2010s: with codes; 1990s: DECLASSIFIED IN PART",
    ),
    _shape(
        RowKind.WITHHELD_SHEET,
        "WITHHELD|DENIED|DELETED",
        r"^\W*(?:\w+\s+)?page(?:s|\(s\))?(?!\w)[\w ,-]{0,24}?\b(?:withheld|denied|deleted)\s+"
        rf"(?:in\s+(?:full|(?:its|their)\s+entirety)|entirely)(?:\W+(?:{EXEMPTION_LIST}))?\W*$",
        "FOIA releases: 3 PAGES WITHHELD IN FULL B1, a sheet in their place",
    ),
    _shape(
        RowKind.DECISION,
        "RELEASED IN|DENIED IN|DECLASSIFIED IN",
        rf"^{STATUS}\W*\s+by\s+.{{2,40}}\s+on\s+\d",
        "the archive's disposition: `Released in Full by NAME on 26-MAR-08 ;`",
    ),
    _shape(RowKind.DECISION, "EXCISE", r"^\W*excised?\W*$", "1990s: EXCISE for a part withheld"),
    _shape(
        RowKind.REVIEW_STAMP,
        "AUTHOR",
        r"^review\s*author\w*\s*[:;.]",
        "11 MEXICO 392: the review stamp",
    ),
    _shape(
        RowKind.REVIEW_STAMP,
        "CASE",
        r"^date.{0,2}case\s*[a-z0-9]{2}\s*[:;.]",
        "11 MEXICO 392: the review stamp, `DATEJCASE 10:` on a damaged print",
    ),
    _shape(
        RowKind.REVIEW_STAMP,
        "DECAPTIONED",
        r"^\W*decaptioned\W*$",
        "1990s: captions such as NODIS taken off at the review",
    ),
    _shape(
        RowKind.REVIEW_BOX,
        "A/GIS|~|CLASS:",
        r"^\W*classified\s+by\W.*\b(A/GIS|~.*class\s*[:;])|[~-]\s*(class|reason|declassify\s+on)\s*[:;]",
        "2015: Classified by DAS, A/GIS, DoS on ... ~ Class: ... ~ Reason: ...",
    ),
    _shape(
        RowKind.PAGE_NUMBER,
        "PAGE",
        r"^(?:[A-Z/ ]*unclassified[A-Z/ ]*\s+)?page\s*[\dlI|]+\s+of\s+[\dlI|]+$",
        "94 DUSHANBE 259: Page 1 of 3, also beside the banner",
    ),
    _shape(
        RowKind.PAGE_NUMBER,
        "_|STATE-",
        r"^\W*(A-\d{4,}_\d+|STATE-[A-Z]{2,4}-?\d{6,})\W*$",
        "litigation releases: A-00000_3365; releases to the House: STATE-SCB0045307",
    ),
    _shape(
        RowKind.PAGE_HEADER,
        "PAGE",
        r"^page\s*[0-9OIl]{1,2}\s+(of\s+[0-9OIl]{1,2}\s+)?[A-Z][A-Z .'-]*?\s+[0-9OIl]{3,7}(\s|$)",
        "1974LAPAZ00015: PAGE 02 LA PAZ 00015 022228Z",
    ),
    _shape(
        RowKind.END_MARKER,
        "NNN|<<",
        r"^(n{3,4}|nnnn[a-z]{1,9}|<<\s*end of document\s*>>)$",
        "1974LAPAZ00015: NNN; 11 MEXICO 392: NNNN; ACP 127 par. 114",
    ),
    _shape(
        RowKind.END_MARKER,
        "EEE|E E|ADP",
        r"^(?:(?:e ?){8}|adp ?\d{3})$",
        "1974LAPAZ02004: the operator's error sign (ACP 127), and where a section broke off",
    ),
    _shape(
        RowKind.TEXT_MARK,
        "BT",
        r"^bt$",
        "ACP 127 format lines 11 and 13: above the text and below",
    ),
    _shape(
        RowKind.EXPORT_TITLE,
        "UNCLASSIFIED|LIMITED|CONFIDENTIAL|SECRET",
        r"^\d{4}[a-z]{3,}\d{3,}\s+-\s+(classification:\s*)?"
        r"(unclassified|limited official use|confidential|(top )?secret)$",
        "02 ROME 1748: the export's foot, number and classification",
    ),
    _shape(
        RowKind.MARKING,
        "NOTE BY",
        r"^note\s+by\s+oc\s?/\s?t\s*:",
        "1974LAPAZ05142: the message centre's note below the text",
    ),
)

EDGE_SHAPES: tuple[Shape, ...] = (
    _shape(
        RowKind.CASE_LINE,
        "CASE|DOC|DEPARTMENT|DATE",
        r"^\W*(unclassified\s+)?(u\.?\s?s\.?\s+department\s+of\s+state\b"
        r"|case\s+n[o0]\b[.,:]?\s*\S*\d|d[o0u]c(ument)?\.?\s+n[o0]\b[.,:]?\s*\S*\d"
        r"|date\s*[:;.]\s*\d{1,2}/\d{1,2}/\d{2,4})",
        "the 2010s footer over two or three rows or columns",
    ),
    _shape(
        RowKind.CASE_LINE,
        "/|0|1|5",
        r"^\W*([C0(©]\s?\d{8}|\[?\d{1,2}/\d{1,2}/(\d\s?){4}\]?)\W*$",
        "a document number or a date alone: C05765911, [3/28/2024]",
    ),
    _shape(
        RowKind.BANNER,
        "SENSITIVE|CLASSIFIED|SBU",
        r"^\W*(sensitive\s+but\s+unclassified|sbu|(un|de)?classified(\W+(released|unclassified))?)\W*$",
        "2010s: SENSITIVE BUT UNCLASSIFIED; 1990s: DECLASSIFIED",
    ),
)
"""Rows of the release layer at the edge of a page only: within it they may be the text's."""

FUZZY_SHAPES: tuple[tuple[RowKind, str], ...] = (
    (RowKind.BANNER, "DECONTROLLED/UNCLASSIFIED"),
    (RowKind.DECISION, "RELEASED IN FULL"),
    (RowKind.DECISION, "RELEASED IN PART"),
    (RowKind.DECISION, "DENIED IN FULL"),
    (RowKind.REVIEW_STAMP, "UNITED STATES DEPARTMENT OF STATE"),
)
"""Stamps known by their words although misread."""

FUZZY_LABELS: tuple[tuple[RowKind, str], ...] = (
    (RowKind.REVIEW_STAMP, "REVIEW AUTHORITY"),
    (RowKind.REVIEW_STAMP, "DATE/CASE ID"),
)
"""Labels of stamp rows known although misread: what stands before the row's first colon."""

FUZZY_FOOTERS: tuple[tuple[RowKind, str], ...] = (
    (RowKind.REVIEW_LINE, "RELEASED US DEPARTMENT OF STATE EO SYSTEMATIC REVIEW"),
    (RowKind.CASE_LINE, "US DEPARTMENT OF STATE CASE NO"),
    (RowKind.CASE_LINE, "PRODUCED TO HOUSE SELECT"),
    (RowKind.CASE_LINE, "SUBJECT TO AGREEMENT ON SENSITIVE INFORMATION"),
)
"""Stretches of footers known at the edge of a page although misread."""

_NOT_LETTERS = re.compile(r"[\W_]+")
_POSSIBLE_DUPLICATE = re.compile(r"\s*\bPOSS(IBLE)?\s+DUPE\b\s*", re.IGNORECASE)


def letters_of(text: str) -> str:
    """Return the letters and digits only, in capitals: OCR loses strokes and blanks first."""
    return _NOT_LETTERS.sub("", text).upper()


_HINTS = tuple((hint, one.kind, one.pattern) for one in SHAPES for hint in one.hints)
_EDGE_HINTS = tuple((hint, one.kind, one.pattern) for one in EDGE_SHAPES for hint in one.hints)
_STAMP_KINDS = {letters_of(words): kind for kind, words in FUZZY_SHAPES}
_LABEL_KINDS = {letters_of(words): kind for kind, words in FUZZY_LABELS}
_FOOTER_KINDS = tuple((kind, letters_of(words)) for kind, words in FUZZY_FOOTERS)
_STAMPS, _LABELS = tuple(_STAMP_KINDS), tuple(_LABEL_KINDS)
_LONGEST_LABEL = 24
"""Characters before a colon that can be a stamp's label."""


def kind_by_words(text: str) -> RowKind | None:
    """Return what a row is by its words, wherever it stands, or None."""
    upper = text.upper()
    for hint, kind, pattern in _HINTS:
        if hint in upper and pattern.search(text):
            return kind
    return _misread_stamp(text) if len(text) <= LONGEST_STAMP_ROW else None


def kind_at_edge(text: str) -> RowKind | None:
    """Return what a row at the edge of a page is, where the cable itself prints nothing."""
    upper = text.upper()
    for hint, kind, pattern in _EDGE_HINTS:
        if hint in upper and pattern.search(text):
            return kind
    letters = letters_of(text)
    for kind, words in _FOOTER_KINDS:
        if len(letters) >= len(words) and fuzz.partial_ratio(
            letters, words, score_cutoff=FUZZY_FOOTER
        ):
            return kind
    return None


def is_denied(text: str) -> bool:
    """Say whether a decision denies all of what it stands on."""
    return letters_of(text).startswith("DENIED")


def is_marking(text: str) -> bool:
    """Say whether a row holds a classification and nothing else, as between a telegram's pages."""
    if len(text) > LONGEST_STAMP_ROW:
        return False
    return is_classification_line(_POSSIBLE_DUPLICATE.sub(" ", text).strip())


def _misread_stamp(text: str) -> RowKind | None:
    kind = _closest(letters_of(text), _STAMPS, _STAMP_KINDS)
    label, colon, _ = text.partition(":")
    if kind is None and colon and len(label) <= _LONGEST_LABEL:
        return _closest(letters_of(label), _LABELS, _LABEL_KINDS)
    return kind


def _closest(letters: str, words: tuple[str, ...], kinds: dict[str, RowKind]) -> RowKind | None:
    found = process.extractOne(letters, words, scorer=fuzz.ratio, score_cutoff=FUZZY_BANNER)
    return kinds[found[0]] if found else None
