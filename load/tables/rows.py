"""One document -> rows of every table, and a digest that tells whether anything changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from extract.page import Page, TextLine, mean_confidence
from load.tables.records import (
    DOCUMENT_TABLES,
    TABLE_BY_NAME,
    CableKey,
    CableLedger,
    CableOwner,
    DefectRow,
    DocumentFacts,
    DocumentLedger,
    DocumentOutcome,
    DocumentSource,
    DocumentText,
    LineRow,
    Owner,
    PageRow,
    Place,
    Position,
    QuarantineRow,
    Target,
)
from transform.cable import (
    Cable,
    DocumentStatus,
    Layer,
    LineLayer,
    ParsedDocument,
    Release,
    ReviewMarks,
    cable_id,
)
from transform.defects import Defect

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]
"""Rows by table name, values in column order."""

EXTRACT_STAGE = "extract"
"""`quarantine.stage` of a file that could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a document could not be used."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why a document (or one cable of it, when `cable_id` is given) was kept out."""

    stage: str
    code: str
    message: str
    cable_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLoad:
    """Everything the warehouse is told about one document.

    `other_sources` are further places the same bytes were found in. Either `parsed` or `failure` is
    given. `pages` are those that were extracted, which may be some
    of a document that failed. `is_retry` says that a person asked to try again, which counts as
    an attempt even when nothing changed.
    """

    facts: DocumentFacts
    parser_version: str
    pages: tuple[Page, ...] = ()
    parsed: ParsedDocument | None = None
    failure: Failure | None = None
    quarantined: tuple[Finding, ...] = ()
    is_retry: bool = False
    other_sources: frozenset[str] = frozenset()

    @property
    def sources(self) -> frozenset[str]:
        """The `source_uri` of every place it was found in."""
        return self.other_sources | {self.facts.source_uri}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What goes to quarantine, without repeats: a failure is kept out like any other."""
        findings = self.quarantined
        if self.failure is not None:
            failed = Finding(
                stage=EXTRACT_STAGE, code=self.failure.code, message=self.failure.message
            )
            findings = (failed, *findings)
        by_key = {(f.cable_id or "", f.stage, f.code): f for f in reversed(findings)}
        return tuple(by_key[key] for key in sorted(by_key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The run that loads, and when, in UTC."""

    run_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """How often something was kept out, and since when."""

    quarantined_at: datetime
    attempts: int


QuarantineKey = tuple[str, str | None, str, str]
"""document_id, cable_id, stage, code."""


def outcome_of(load: DocumentLoad) -> DocumentOutcome:
    """Return what became of a document, with the reason in words."""
    if load.failure is not None or load.parsed is None:
        why = load.failure.message if load.failure else "nothing was parsed"
        return DocumentOutcome(status=DocumentStatus.FAILED, status_reason=why)
    if load.quarantined:
        found = load.findings
        more = f" (and {len(found) - 1} more in quarantine)" if len(found) > 1 else ""
        return DocumentOutcome(
            status=DocumentStatus.QUARANTINED, status_reason=found[0].message + more
        )
    reason = load.parsed.status_reason
    if load.parsed.status is DocumentStatus.NO_CABLE and reason is None:
        reason = "no part of it has the form of a cable"
    return DocumentOutcome(status=load.parsed.status, status_reason=reason)


def _source_rows(load: DocumentLoad) -> Iterable[Row]:
    document_id = load.facts.document_id
    for uri in sorted(load.sources):
        source = DocumentSource(document_id=document_id, source_uri=uri, file_name=name_of(uri))
        yield TABLE_BY_NAME["document_sources"].row(source)


def name_of(source_uri: str) -> str:
    """Return the name of a file by its place."""
    return source_uri.rpartition("/")[2]


def _page_rows(load: DocumentLoad) -> Iterable[Row]:
    table = TABLE_BY_NAME["pages"]
    for page in load.pages:
        other = page.other_reading
        yield table.row(
            PageRow(
                document_id=load.facts.document_id,
                page_no=page.page_no,
                width=page.width,
                height=page.height,
                text_source=page.source,
                engine=page.engine,
                mean_confidence=mean_confidence(w for line in page.lines for w in line.words),
                text=_text_of(page.lines),
                line_count=len(page.lines),
                redacted_share=page.redacted_share,
                unread_share=page.unread_share,
                skew_degrees=page.skew_degrees,
                turned_degrees=page.turned_degrees,
                route_reason=page.route_reason,
                ink_read_share=page.ink_read_share,
                doubts=page.doubts,
                other_source=other.source if other else None,
                other_engine=other.engine if other else None,
                other_text=_text_of(other.lines) if other else None,
                hidden_word_count=sum(one.word_count for one in page.hidden_text),
            )
        )


def _text_of(lines: Iterable[TextLine]) -> str:
    return "\n".join(line.text for line in lines)


def _line_rows(load: DocumentLoad) -> Iterable[Row]:
    """Every line of every page once; a line the parser does not name is unclaimed."""
    table = TABLE_BY_NAME["lines"]
    document_id = load.facts.document_id
    layers: dict[tuple[int, int], LineLayer] = {}
    paragraphs: dict[tuple[int, int], int] = {}
    if load.parsed is not None:
        layers = {(item.page_no, item.line_no): item for item in load.parsed.line_layers}
        paragraphs = _paragraph_positions(load.parsed)
    for page in load.pages:
        for line in page.lines:
            known = layers.get((page.page_no, line.line_no))
            owner = known.cable_no if known else None
            yield table.row(
                LineRow(
                    document_id=document_id,
                    page_no=page.page_no,
                    line_no=line.line_no,
                    text=line.text,
                    box=line.box,
                    confidence=line.confidence,
                    layer=known.layer if known else Layer.UNCLAIMED,
                    cable_id=None if owner is None else cable_id(document_id, owner),
                    paragraph_position=paragraphs.get((page.page_no, line.line_no)),
                )
            )


def _paragraph_positions(parsed: ParsedDocument) -> dict[tuple[int, int], int]:
    """Return the paragraph each line is part of, by page and line."""
    return {
        (span.page_no, span.line_no): position
        for cable in parsed.cables
        for position, paragraph in enumerate(cable.paragraphs, start=1)
        for span in paragraph.spans
    }


def _listed_rows(load: DocumentLoad, cable: Cable) -> Iterable[tuple[str, Row]]:
    """Rows of the tables that are lists inside a cable, each with its table."""
    own_id = cable_id(load.facts.document_id, cable.cable_no)
    lists: Mapping[str, Sequence[Any]] = {
        "addressees": cable.addressees,
        "distribution": cable.distribution,
        "cable_tags": cable.tag_list,
        "paragraphs": cable.paragraphs,
    }
    for name, records in lists.items():
        for position, record in enumerate(records, start=1):
            place = Place(cable_id=own_id, position=position)
            yield name, TABLE_BY_NAME[name].row(place, record)
    unresolved = Target(target_cable_id=None)
    cited: Mapping[str, Sequence[Any]] = {
        "cable_references": cable.references,
        "reference_mentions": cable.mentions,
    }
    for name, records in cited.items():
        for position, record in enumerate(records, start=1):
            place = Place(cable_id=own_id, position=position)
            yield name, TABLE_BY_NAME[name].row(place, record, unresolved)
    for position, reading in enumerate(cable.readings, start=1):
        owner, number = CableOwner(cable_id=own_id), Position(position=position)
        yield "readings", TABLE_BY_NAME["readings"].row(owner, reading, number)


def _defect_row(defect: Defect) -> DefectRow:
    return DefectRow(
        code=defect.code,
        severity=defect.severity,
        field=defect.field,
        message=defect.message,
        page_no=defect.page_no,
        line_no=defect.line_no,
        box=defect.box,
    )


def _owned_rows(parsed: ParsedDocument) -> Iterable[tuple[str, Row]]:
    """Rows of redactions and defects: the document's own first, then those of its cables."""
    owners = [
        (Owner(document_id=parsed.document_id, cable_id=None), parsed.redactions, parsed.defects)
    ]
    for cable in parsed.cables:
        own_id = cable_id(parsed.document_id, cable.cable_no)
        owner = Owner(document_id=parsed.document_id, cable_id=own_id)
        owners.append((owner, cable.redactions, cable.defects))
    redactions = [(owner, item) for owner, items, _ in owners for item in items]
    defects = [(owner, item) for owner, _, items in owners for item in items]
    for position, (owner, redaction) in enumerate(redactions, start=1):
        table = TABLE_BY_NAME["redactions"]
        yield "redactions", table.row(owner, redaction, Position(position=position))
    for position, (owner, defect) in enumerate(defects, start=1):
        table = TABLE_BY_NAME["defects"]
        yield "defects", table.row(owner, _defect_row(defect), Position(position=position))


def content_rows(load: DocumentLoad) -> Rows:
    """Return the rows of a document that carry no run and no time."""
    rows: Rows = {table.name: [] for table in DOCUMENT_TABLES}
    rows["document_sources"] = list(_source_rows(load))
    rows["pages"] = list(_page_rows(load))
    rows["lines"] = list(_line_rows(load))
    if load.parsed is not None:
        for name, row in _owned_rows(load.parsed):
            rows[name].append(row)
        for cable in load.parsed.cables:
            for name, row in _listed_rows(load, cable):
                rows[name].append(row)
    return rows


def stamped_rows(
    load: DocumentLoad, stamp: Stamp, digest: str, attempts: Mapping[QuarantineKey, Attempt]
) -> Rows:
    """Return the rows of a document that carry the run, times or attempts.

    Args:
        load: The document.
        stamp: The run that last changed it.
        digest: Its content digest.
        attempts: What to write for each finding; a finding not named is a first attempt.
    """
    document_id = load.facts.document_id
    ledger = DocumentLedger(
        run_id=stamp.run_id,
        loaded_at=stamp.at,
        failure_code=load.failure.code if load.failure else None,
        parser_version=load.parser_version,
        content_digest=digest,
    )
    release = load.parsed.release if load.parsed else Release()
    quarantined = [
        _quarantine_row(document_id, finding, stamp, attempts) for finding in load.findings
    ]
    text = DocumentText(text_sketch=load.parsed.text_sketch if load.parsed else ())
    marks = load.parsed.review_marks if load.parsed else ReviewMarks()
    document = TABLE_BY_NAME["documents"].row(
        load.facts, outcome_of(load), release, ledger, text, marks
    )
    return {
        "documents": [document],
        "cables": list(_cable_rows(load, stamp)),
        "quarantine": [TABLE_BY_NAME["quarantine"].row(row) for row in quarantined],
    }


def _cable_rows(load: DocumentLoad, stamp: Stamp) -> Iterable[Row]:
    document_id = load.facts.document_id
    kept_out = {finding.cable_id for finding in load.findings}
    for cable in load.parsed.cables if load.parsed else ():
        own_id = cable_id(document_id, cable.cable_no)
        yield TABLE_BY_NAME["cables"].row(
            CableKey(cable_id=own_id, document_id=document_id),
            cable,
            CableLedger(
                defect_count=len(cable.defects),
                run_id=stamp.run_id,
                is_quarantined=own_id in kept_out or None in kept_out,
                text_sketch=cable.text_sketch,
            ),
        )


def _quarantine_row(
    document_id: str,
    finding: Finding,
    stamp: Stamp,
    attempts: Mapping[QuarantineKey, Attempt],
) -> QuarantineRow:
    key = (document_id, finding.cable_id, finding.stage, finding.code)
    attempt = attempts.get(key, Attempt(quarantined_at=stamp.at, attempts=1))
    return QuarantineRow(
        document_id=document_id,
        cable_id=finding.cable_id,
        stage=finding.stage,
        code=finding.code,
        message=finding.message,
        quarantined_at=attempt.quarantined_at,
        attempts=attempt.attempts,
    )


_NO_STAMP = Stamp(run_id="", at=datetime(1970, 1, 1))
"""Stands for the run and its time where rows are compared, not stored."""


def content_digest(load: DocumentLoad, content: Rows) -> str:
    """Return the sha256 of all rows of a document, without run, times and attempts.

    Args:
        load: The document.
        content: Its `content_rows`.
    """
    everything = content | stamped_rows(load, _NO_STAMP, "", {})
    digest = hashlib.sha256()
    for table in DOCUMENT_TABLES:
        digest.update(f"{table.name}({','.join(table.column_names)})".encode())
        digest.update(json.dumps(everything[table.name], default=str).encode())
    return digest.hexdigest()
