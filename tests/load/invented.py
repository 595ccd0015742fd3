"""Invented documents: no name, number or event in them is real."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from extract.page import Box, Page, TextLine, TextSource, Word
from load.making.staging import LoadCounts
from load.tables.columns import BigInt
from load.tables.records import CheckResult, DocumentFacts, Run
from load.tables.rows import DocumentLoad, Failure, Finding, Stamp
from load.warehouse import building
from transform.cable import (
    Addressee,
    Block,
    Cable,
    CableFormat,
    CableLayout,
    Classification,
    DocumentStatus,
    Extent,
    Layer,
    LineLayer,
    MentionKind,
    Office,
    OfficeRole,
    Paragraph,
    ParsedDocument,
    Precedence,
    Reading,
    Redaction,
    Reference,
    ReferenceKind,
    ReferenceMention,
    Release,
    ReleaseDecision,
    Role,
    Tag,
    TagKind,
)
from transform.defects import Defect, DefectCode

BOX = Box(x0=72.0, top=100.123456, x1=300.0, bottom=112.0)


def document_id(number: int) -> str:
    return hashlib.sha256(f"invented {number}".encode()).hexdigest()


def page(
    number: int, page_no: int = 1, lines: int = 3, source: TextSource = TextSource.OCR
) -> Page:
    confidence = 0.9 if source is TextSource.OCR else None
    return Page(
        document_id=document_id(number),
        page_no=page_no,
        width=612.0,
        height=792.0,
        source=source,
        engine="tesseract 5.3.0" if source is TextSource.OCR else None,
        route_reason="no embedded text",
        lines=tuple(
            TextLine(
                page_no=page_no,
                line_no=line_no,
                words=(
                    Word(text="line", box=BOX, confidence=confidence),
                    Word(text=str(line_no), box=BOX, confidence=confidence),
                ),
            )
            for line_no in range(1, lines + 1)
        ),
    )


def paragraph(number: int | None, text: str, redaction_count: int = 0) -> Paragraph:
    return Paragraph(
        number=number,
        portion_marking="SBU",
        text=text,
        page_first=1,
        page_last=1,
        redaction_count=redaction_count,
    )


def reference(mrn: str) -> Reference:
    year, post, serial = mrn.split()
    return Reference(
        label="A",
        kind=ReferenceKind.CABLE,
        mrn=mrn,
        year=(2000 if int(year) < 50 else 1900) + int(year),
        post=post,
        serial=int(serial),
        raw=mrn,
    )


def mention(item: int | None = None, mrn: str | None = None) -> ReferenceMention:
    """A mention of an item of the REF list, or of a cable cited in full."""
    cited = reference(mrn) if mrn else None
    return ReferenceMention(
        paragraph_position=1,
        kind=MentionKind.CABLE if mrn else MentionKind.ITEM,
        raw=mrn or "ref A",
        label=None if mrn else "A",
        reference_position=item,
        mrn=mrn,
        year=cited.year if cited else None,
        post=cited.post if cited else None,
        serial=cited.serial if cited else None,
    )


def reading(field: str, value: str | None, **more: Any) -> Reading:
    given: dict[str, Any] = {
        "block": Block.TELEGRAM,
        "raw": value or "?",
        "is_chosen": True,
        "confidence": 0.9,
        "rule": f"telegram.{field}",
        "page_no": 1,
        "line_no": 2,
        "box": BOX,
    }
    return Reading(field=field, value=value, **(given | more))


def cable(serial: int, post: str = "MEXICO", **more: Any) -> Cable:
    given: dict[str, Any] = {
        "cable_no": 1,
        "page_first": 1,
        "page_last": 1,
        "mrn": f"11 {post} {serial}",
        "year": 2011,
        "post": post,
        "serial": serial,
        "dtg": datetime(2011, 1, 31, 22, 43, tzinfo=UTC),
        "dtg_raw": "312243Z JAN 11",
        "precedence": Precedence.ROUTINE,
        "originator": f"AMEMBASSY {post}",
        "classification": Classification.UNCLASSIFIED,
        "captions": ("SENSITIVE", "SIPDIS"),
        "tags": ("PGOV",),
        "subject": f"INVENTED MATTER {serial}",
        "format": CableFormat.TELEGRAM,
        "layout": CableLayout.MESSAGE_CENTRE,
        "body": "words",
        "word_count": 10,
        "paragraph_count": 1,
        "confidence": 0.9,
        "addressees": (
            Addressee(role=Role.ACTION, plain_language_address="SECSTATE WASHDC"),
            Addressee(role=Role.INFO, plain_language_address="AMEMBASSY LIMA", post="LIMA"),
        ),
        "distribution": (Office(role=OfficeRole.ACTION, office="WHA", copies=0),),
        "tag_list": (Tag(tag="PGOV", kind=TagKind.SUBJECT, meaning="Internal affairs"),),
        "paragraphs": (paragraph(1, f"Harbour dues rose in case {serial}."),),
        "readings": (reading("subject", f"INVENTED MATTER {serial}"),),
    }
    return Cable(**(given | more))


def document(
    number: int,
    *cables: Cable,
    pages: tuple[Page, ...] | None = None,
    release: Release | None = None,
    **more: Any,
) -> DocumentLoad:
    """A document that was read; with no cables named, it holds one of the same number."""
    own_id = document_id(number)
    given_pages = (page(number),) if pages is None else pages
    parsed = ParsedDocument(
        document_id=own_id,
        release=release
        or Release(release_decision=ReleaseDecision.FULL, reviewed_on=date(2012, 2, 1)),
        cables=cables or (cable(number),),
        line_layers=tuple(
            LineLayer(page_no=p.page_no, line_no=line.line_no, layer=Layer.BODY, cable_no=1)
            for p in given_pages
            for line in p.lines
        ),
        status=DocumentStatus.LOADED,
    )
    return replace(
        DocumentLoad(facts=facts(number), parser_version="1", pages=given_pages, parsed=parsed),
        **more,
    )


def facts(number: int, source_uri: str | None = None) -> DocumentFacts:
    uri = source_uri or f"folder/{number}.pdf"
    return DocumentFacts(
        document_id=document_id(number),
        file_name=uri.rpartition("/")[2],
        source_uri=uri,
        byte_count=BigInt(1000 + number),
        page_count=1,
    )


def no_cable(number: int, text_sketch: tuple[int, ...] = ()) -> DocumentLoad:
    given = document(number)
    assert given.parsed is not None
    parsed = replace(
        given.parsed, cables=(), status=DocumentStatus.NO_CABLE, text_sketch=text_sketch
    )
    return replace(given, parsed=parsed)


def failed(number: int) -> DocumentLoad:
    return DocumentLoad(
        facts=replace(facts(number), page_count=None),
        parser_version="1",
        failure=Failure(code="document.not_a_pdf", message="no PDF; ask for the file again"),
    )


def quarantined(number: int) -> DocumentLoad:
    given = document(number)
    finding = Finding(
        stage="check",
        code="cables.dtg_plausible",
        message="dtg = 2999-01-01: no cable is from then",
        cable_id=f"{document_id(number)[:16]}-01",
    )
    return replace(given, quarantined=(finding,))


def redaction(exemptions: tuple[str, ...] = ("B1",)) -> Redaction:
    return Redaction(
        page_no=1, box=BOX, extent=Extent.LINES, exemptions=exemptions, paragraph_position=1
    )


def defect(code: DefectCode, field: str | None = None, line_no: int | None = None) -> Defect:
    return Defect(
        code=code,
        message=f"about {field}",
        field=field,
        page_no=1 if line_no else None,
        line_no=line_no,
    )


def stamp(number: int = 1) -> Stamp:
    return Stamp(run_id=f"run-{number}", at=datetime(2026, 1, number, tzinfo=UTC))


def run(number: int = 1) -> Run:
    started_at = datetime(2026, 1, number, tzinfo=UTC)
    return Run(
        run_id=f"run-{number}",
        started_at=started_at,
        finished_at=started_at,
        outcome="published",
        source="folder",
        code_version="0.1.0",
    )


def check_result(number: int = 1, success: bool = True, **more: Any) -> CheckResult:
    given: dict[str, Any] = {
        "run_id": f"run-{number}",
        "suite": "cables",
        "expectation": "dtg_plausible",
        "severity": "error",
        "success": success,
        "evaluated_count": 2,
        "unexpected_count": 0 if success else 1,
    }
    return CheckResult(**(given | more))


_published: dict[str, bytes] = {}
"""What `published` made, by what it was made of."""


def published(path: Path, loads: Sequence[DocumentLoad], number: int = 1) -> None:
    """Put a warehouse where none is, as `publish` leaves it: for tests of what happens to it then.

    It is built once in a process; the next test that asks for the same gets a copy.
    """
    made_of = repr((tuple(loads), number))
    if made_of in _published:
        path.write_bytes(_published[made_of])
        path.with_name(f"{path.name}.lock").touch()
    else:
        publish(path, loads, number)
        _published[made_of] = path.read_bytes()


def publish(
    path: Path,
    loads: Sequence[DocumentLoad],
    number: int = 1,
    *,
    fresh: bool = False,
    results: Sequence[CheckResult] = (),
) -> LoadCounts:
    """Build and publish a warehouse in one go, as run `number`."""
    with building(path, fresh=fresh) as build:
        counts = build.load(loads, stamp(number))
        build.finish()
        build.add_run(run(number))
        if results:
            build.add_check_results(results)
        build.publish()
    return counts
