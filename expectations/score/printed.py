"""A document beside the exact text of its printed lines (`NAME.lines.json`).

Asks what no field tells: is every line in the layer it belongs to, does nothing of the banners,
stamps and page headers stand inside a paragraph, how near is the body to what was printed, and are
the redactions where they were drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from expectations.query import Row
from expectations.score.compare import WITHHELD, bare, similarity
from expectations.score.held import HeldDocument, box_of
from expectations.score.report import Comparison, KindScore, Pair, PrintScore
from expectations.score.truth import LinesTruth
from extract.errors import ConfigurationError
from extract.page import Box
from transform.cable import Layer

LAYERS_OF_KIND: Mapping[str, frozenset[Layer]] = {
    "banner": frozenset({Layer.RELEASE, Layer.RELAY}),
    "stamp": frozenset({Layer.RELEASE}),
    "margin": frozenset({Layer.RELEASE}),
    "card": frozenset({Layer.CARD, Layer.RELEASE}),
    "header": frozenset({Layer.RELAY, Layer.HEADER}),
    "body": frozenset({Layer.BODY, Layer.HEADER}),
    "heading": frozenset({Layer.BODY}),
    "rule": frozenset({Layer.BODY}),
    "sig": frozenset({Layer.BODY, Layer.RELAY}),
    "relay": frozenset({Layer.RELAY}),
    "page number": frozenset({Layer.RELEASE}),
    "notice": frozenset({Layer.RELEASE, Layer.UNCLAIMED}),
    "title": frozenset({Layer.RELEASE, Layer.ATTRIBUTES}),
    "attribute": frozenset({Layer.ATTRIBUTES}),
}
"""Where a printed line belongs. `banner` takes in the message centre's marking between the pages of
a telegram; `body` the classified-by line, which is a field of the header; `sig` the end mark;
`relay` is the e-mail a cable was forwarded in; `notice` what an invented sample says of itself,
which is no part of any release."""

NOISE_KINDS = frozenset({"banner", "stamp", "title", "notice"})
"""Kinds that are no part of what the cable says, wherever they stand."""

TEXT_KINDS = frozenset({"body", "heading"})

PAGE_HEADER = re.compile(r"PAGE \d\d ")

SAME_LINE = 60
"""Least likeness (0-100) of a line read to a printed one. Bad prints give 40 % wrong characters;
different lines of one page are less alike than this."""

NOISE_LIKENESS = 85
"""Least likeness (0-100) of a stretch of a paragraph to a banner or stamp."""

NOISE_LETTERS = 8
"""Letters and digits a noise line must have to be looked for: shorter ones stand in any prose."""

BOX_OVERLAP = 0.5
"""Least intersection over union of a redaction found with the one drawn."""


def compare_print(
    truth: LinesTruth,
    group: str,
    document: HeldDocument,
    lines: Sequence[Row],
    redactions: Sequence[Row],
) -> PrintScore:
    """Return one document beside its printed lines.

    Args:
        truth: The exact text.
        group: What it counts with.
        document: What the warehouse holds of it.
        lines: Its rows of `lines`.
        redactions: Its rows of `redactions`.

    Raises:
        ConfigurationError: the truth has a kind of line that belongs to no layer known here.
    """
    printed = _printed(truth)
    drawn = [
        (int(page["page"]), box)
        for page in truth.pages
        for one in page.get("redactions", [])
        if (box := box_of(one)) is not None
    ]
    found = [
        (int(str(one["page_no"])), box) for one in redactions if (box := box_of(one)) is not None
    ]
    matched = list(_matched(printed, lines))
    is_drawn_known = any("redactions" in page for page in truth.pages)
    return PrintScore(
        group=group,
        file_name=document.file_name,
        kinds=tuple(_kinds(matched)),
        misplaced=tuple(_misplaced(matched, group, document)),
        noise=tuple(_noise(printed, document)),
        body_similarity=similarity(_body_printed(printed), _body_read(document)),
        boxes_expected=len(drawn),
        boxes_found=len(found) if is_drawn_known else 0,
        boxes_right=_overlapping(drawn, found),
    )


def _printed(truth: LinesTruth) -> list[tuple[int, str, str]]:
    """Return page, kind and text of every printed line."""
    printed = [
        (int(page["page"]), str(line["kind"]), str(line["text"]))
        for page in truth.pages
        for line in page["lines"]
    ]
    unknown = sorted({kind for _, kind, _ in printed} - set(LAYERS_OF_KIND))
    if unknown:
        raise ConfigurationError(
            f"{truth.speaks.path}: lines of kind {', '.join(unknown)} belong to no layer; "
            f"known are {', '.join(LAYERS_OF_KIND)}"
        )
    return printed


def compare_stamp(truth: LinesTruth, document: HeldDocument) -> Iterator[Pair]:
    """Yield the release fields beside a stamp given as printed (`stamp`, `date_case`, ...)."""
    stamp: Mapping[str, Any] = truth.release or {}
    if "stamp" not in stamp:
        return
    day, case_id = str(stamp["date_case"]).rsplit(maxsplit=1)
    reviewed_on = document.row["reviewed_on"]
    read_day = None if reviewed_on is None else f"{reviewed_on:%d %b %Y}".upper()
    yield _pair("release_decision", str(stamp["stamp"]).split()[-1].lower(), document)
    yield Pair(field="reviewed_on", expected=day, read=read_day, is_right=day == read_day)
    yield _pair("case_id", case_id, document)
    yield _pair("review_authority", str(stamp["review_authority"]), document)
    yield _pair("page_banner", str(stamp["banner"]), document)


def _pair(column: str, expected: str, document: HeldDocument) -> Pair:
    value = document.row[column]
    read = None if value is None else str(value)
    return Pair(field=column, expected=expected, read=read, is_right=expected == read)


def _matched(
    printed: Sequence[tuple[int, str, str]], lines: Sequence[Row]
) -> Iterator[tuple[str, str, Row | None]]:
    """Yield kind and text of each printed line with the line read most like it, if any is.

    A line read serves one printed line only.
    """
    by_page: dict[int, list[Row]] = {}
    for line in lines:
        by_page.setdefault(int(str(line["page_no"])), []).append(line)
    for page_no, kind, text in printed:
        rows = by_page.get(page_no, [])
        wanted = " ".join(text.split())
        best = max(rows, key=lambda row: fuzz.ratio(wanted, str(row["text"])), default=None)
        if best is None or fuzz.ratio(wanted, str(best["text"])) < SAME_LINE:
            yield kind, wanted, None
            continue
        rows.remove(best)
        yield kind, wanted, best


def _kinds(matched: Sequence[tuple[str, str, Row | None]]) -> Iterator[KindScore]:
    """Yield how the lines of each kind fared."""
    for kind in dict.fromkeys(kind for kind, _, _ in matched):
        ones = [(text, row) for own, text, row in matched if own == kind]
        found = [(text, row) for text, row in ones if row is not None]
        yield KindScore(
            kind=kind,
            lines=len(ones),
            found=len(found),
            exact=sum(text == " ".join(str(row["text"]).split()) for text, row in found),
            in_layer=sum(row["layer"] in LAYERS_OF_KIND[kind] for _, row in found),
        )


def _misplaced(
    matched: Sequence[tuple[str, str, Row | None]], group: str, document: HeldDocument
) -> Iterator[Comparison]:
    """Yield the lines found that are in a layer such a line does not belong to."""
    for kind, text, row in matched:
        if row is not None and row["layer"] not in LAYERS_OF_KIND[kind]:
            yield Comparison(
                pair=Pair(
                    field=f"layer of a {kind} line",
                    expected=f"{' or '.join(sorted(LAYERS_OF_KIND[kind]))}: {text}",
                    read=f"{row['layer']}: {row['text']}",
                    is_right=False,
                ),
                group=group,
                document_id=document.document_id,
                file_name=document.file_name,
                owner_id=document.document_id,
                printed=str(row["text"]),
                page_no=int(str(row["page_no"])),
                box=box_of(row),
            )


def _noise(printed: Sequence[tuple[int, str, str]], document: HeldDocument) -> Iterator[str]:
    """Yield where a line that is no text of the cable stands inside a paragraph.

    Words that the body itself prints do not count: UNCLASSIFIED is prose in some cables.
    """
    body = bare(_body_printed(printed))
    noise = {
        bare(text)
        for _, kind, text in printed
        if kind in NOISE_KINDS or (kind == "header" and PAGE_HEADER.match(text))
    }
    wanted = [one for one in noise if len(one) >= NOISE_LETTERS and not _stands_in(one, body)]
    for cable in document.cables:
        for paragraph in cable.tables["paragraphs"]:
            text = bare(str(paragraph["text"]))
            for one in sorted(wanted):
                if _stands_in(one, text):
                    yield f"{cable.cable_id} paragraph {paragraph['position']}: {one}"


def _stands_in(short: str, text: str) -> bool:
    return len(text) >= len(short) and fuzz.partial_ratio(short, text) >= NOISE_LIKENESS


def _body_printed(printed: Sequence[tuple[int, str, str]]) -> str:
    return " ".join(text for _, kind, text in printed if kind in TEXT_KINDS)


def _body_read(document: HeldDocument) -> str:
    """Return the bodies as printed: the truth of lines has a gap where something is withheld."""
    bodies = (
        " ".join(filter(None, (_text(cable.row["classified_by"]), _text(cable.row["body"]))))
        for cable in document.cables
    )
    return WITHHELD.sub("", " ".join(bodies))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _overlapping(drawn: Sequence[tuple[int, Box]], found: Sequence[tuple[int, Box]]) -> int:
    """Return how many drawn boxes are found, each box found serving once."""
    free = list(found)
    right = 0
    for page_no, box in drawn:
        best = max(
            (one for one in free if one[0] == page_no),
            key=lambda one: _intersection_over_union(box, one[1]),
            default=None,
        )
        if best is not None and _intersection_over_union(box, best[1]) >= BOX_OVERLAP:
            free.remove(best)
            right += 1
    return right


def _intersection_over_union(one: Box, other: Box) -> float:
    shared = one.overlap(other)
    both = one.width * one.height + other.width * other.height - shared
    return shared / both if both else 0.0
