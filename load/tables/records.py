"""Every table of the warehouse: what it is, its records, its key.

Columns come from record types alone (`load.tables.columns`). What a cable says is declared in
`transform.cable`; this module adds ids, bookkeeping, and the tables that are not about cables.
Names and order are the warehouse contract's; columns it does not name stand where they belong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from extract.page import Box, Doubt, TextSource
from load.tables.columns import BigInt, Json
from load.tables.table import Table
from load.tables.vocabulary_records import (
    ExemptionCodeRow,
    OfficeCodeRow,
    PostName,
    PostRow,
    TagCodeRow,
)
from transform.cable import (
    Addressee,
    Cable,
    DocumentStatus,
    Layer,
    Office,
    Paragraph,
    Reading,
    Redaction,
    Reference,
    ReferenceMention,
    Release,
    ReviewMarks,
    Tag,
)
from transform.comparison import Disclosure
from transform.defects import Severity

_EMPTY_JSON = Json("{}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What is known of a release file before anything is read."""

    document_id: Annotated[str, "sha256 of the file's bytes, hex."]
    file_name: Annotated[str, "Name of the file. Of several copies, the first source_uri's."]
    source_uri: Annotated[str, "Path below the SOURCE it was found under, with forward slashes."]
    byte_count: Annotated[BigInt, "Size of the file in bytes."]
    page_count: Annotated[int | None, "Pages of the PDF; NULL if it could not be opened."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSource:
    """A place a release file was found in."""

    document_id: Annotated[str, "sha256 of the file's bytes, hex."]
    source_uri: Annotated[str, "Path below the SOURCE it was found under, with forward slashes."]
    file_name: Annotated[str, "Name of the file there."]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOutcome:
    """What became of a document."""

    status: Annotated[DocumentStatus, "loaded, no_cable, quarantined or failed."]
    status_reason: Annotated[str | None, "Why it is not simply loaded, for a person to read."]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLedger:
    """When and by what a document was loaded."""

    run_id: Annotated[str, "The run that last changed a row of this document."]
    loaded_at: Annotated[datetime, "When that run loaded it, UTC."]
    failure_code: Annotated[str | None, "Code of the error, for status failed (docs/errors.md)."]
    parser_version: Annotated[str, "Version of the parser that read it."]
    content_digest: Annotated[str, "sha256 over all rows of the document but run_id and times."]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """What a document without cables is compared by."""

    text_sketch: Annotated[
        tuple[int, ...], "Lowest shingle hashes of its text; empty when it holds a cable."
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """One page as extracted."""

    document_id: Annotated[str, "The document."]
    page_no: Annotated[int, "1-based."]
    width: Annotated[float, "Width in points (1/72 inch)."]
    height: Annotated[float, "Height in points."]
    text_source: Annotated[TextSource, "embedded, ocr or none."]
    engine: Annotated[str | None, "What read the words, with its version; NULL if nothing did."]
    mean_confidence: Annotated[float | None, "0 to 1, words weighted by length; NULL if not OCR."]
    text: Annotated[str, "All that was read, noise included, one printed line a line."]
    line_count: Annotated[int, "Printed lines on the page."]
    redacted_share: Annotated[float, "Share of the page's area under redactions, 0 to 1."]
    unread_share: Annotated[
        float, "Share of its area not read: photographs, handwriting, seals; 0 to 1. See defects."
    ]
    skew_degrees: Annotated[float | None, "Tilt taken out before OCR; NULL if not measured."]
    turned_degrees: Annotated[
        int, "How the page was turned clockwise to be read: 0, 90, 180 or 270; boxes are unturned."
    ]
    route_reason: Annotated[
        str, "Why the embedded text or OCR was chosen, with the scores where both were read."
    ]
    ink_read_share: Annotated[
        float | None, "Share of the ink of the size of type under words; NULL if not measured."
    ] = None
    doubts: Annotated[
        tuple[Doubt, ...], "Why not to take it on trust: ink unread, low confidence."
    ] = ()
    other_source: Annotated[
        TextSource | None, "Source of the reading that lost, where a page has two; else NULL."
    ] = None
    other_engine: Annotated[str | None, "What read that one, with its version."] = None
    other_text: Annotated[str | None, "All of that reading, one printed line a line."] = None
    hidden_word_count: Annotated[
        int, "Words its text layer holds and the page does not show; they are stored nowhere."
    ] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One printed line."""

    document_id: Annotated[str, "The document."]
    page_no: Annotated[int, "1-based."]
    line_no: Annotated[int, "1-based in reading order on the page."]
    text: Annotated[str, "The line as read."]
    box: Box
    confidence: Annotated[float | None, "0 to 1, words weighted by length; NULL if not OCR."]
    layer: Annotated[Layer, "release, relay, card, header, body, attributes or unclaimed."]
    cable_id: Annotated[str | None, "The cable it belongs to; NULL for the document's own lines."]
    paragraph_position: Annotated[
        int | None, "The paragraph of the cable it is part of, 1-based; NULL outside paragraphs."
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CableKey:
    """Where a cable stands."""

    cable_id: Annotated[str, "16 hex digits of the document, a dash, and the cable's number."]
    document_id: Annotated[str, "The document it is printed in."]


@dataclass(frozen=True, slots=True, kw_only=True)
class CableLedger:
    """What loading adds to a cable."""

    defect_count: Annotated[int, "Rows of this cable in defects."]
    run_id: Annotated[str, "The run that last changed a row of this cable's document."]
    is_quarantined: Annotated[bool, "Whether quarantine names this cable or its document."]
    text_sketch: Annotated[
        tuple[int, ...], "Lowest shingle hashes of the body: near_texts compares them."
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place of a record in its cable."""

    cable_id: Annotated[str, "The cable."]
    position: Annotated[int, "1-based, in printed order."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The cable a reference leads to."""

    target_cable_id: Annotated[str | None, "The best copy held of that cable; NULL if not held."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose record it is, where a document may own it as well as a cable."""

    document_id: Annotated[str, "The document."]
    cable_id: Annotated[str | None, "The cable; NULL when it concerns the document only."]


@dataclass(frozen=True, slots=True, kw_only=True)
class CableOwner:
    """Whose record it is."""

    cable_id: Annotated[str, "The cable."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The place of a record in a list, for tables whose contract names no position."""

    position: Annotated[int, "1-based, the order in which the parser gave them."]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectRow:
    """One defect, without its owner."""

    code: Annotated[str, "What is wrong: a code of transform.defects, e.g. dtg.unreadable."]
    severity: Annotated[Severity, "info, warning or error."]
    field: Annotated[str | None, "The column it concerns, when it concerns one."]
    message: Annotated[str, "What was expected and what stood there instead."]
    page_no: Annotated[int | None, "Page it was seen on."]
    line_no: Annotated[int | None, "Line on that page."]
    box: Box | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NearTextRow:
    """Two texts that are near-duplicates."""

    kind: Annotated[str, "cable, or document for documents without a cable."]
    id: Annotated[str, "cable_id or document_id of one."]
    other_id: Annotated[str, "That of the other, which comes later in alphabetical order."]
    similarity: Annotated[float, "Share of all their shingles that both have, estimated, 0 to 1."]
    agreement: Annotated[
        str, "text; text and sender; text, sender and time (day, hour, minute): more asks less."
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """Which cable a printed cable is a copy of."""

    cable_id: Annotated[str, "The copy."]
    identity_id: Annotated[str, "The lowest cable_id of all copies of the same cable."]
    mrn: Annotated[str | None, "The MRN most copies print; NULL if none prints one."]
    year: Annotated[int | None, "Year of that MRN."]
    post: Annotated[str | None, "Post of that MRN."]
    serial: Annotated[int | None, "Serial of that MRN."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCopies:
    """Two copies of a cable, and the place of a stretch in their comparison."""

    withheld_cable_id: Annotated[str, "The copy that withholds."]
    shown_cable_id: Annotated[str, "The copy that shows."]
    position: Annotated[int, "1-based, in printed order."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run that published."""

    run_id: Annotated[str, "Name of the run."]
    started_at: Annotated[datetime, "UTC."]
    finished_at: Annotated[datetime | None, "UTC."]
    outcome: Annotated[str, "published, or what else the flow calls it."]
    source: Annotated[str, "What it was given to read."]
    documents_seen: Annotated[int, "Distinct files it saw."] = 0
    documents_loaded: Annotated[int, "Files that are in documents with a status but failed."] = 0
    documents_failed: Annotated[int, "Files that could not be used."] = 0
    pages_ocr: Annotated[int, "Pages it read by OCR."] = 0
    pages_embedded: Annotated[int, "Pages it read from embedded text."] = 0
    files_new: Annotated[
        int | None, "Files found where none was before; NULL if it was given no SOURCE."
    ] = None
    files_changed: Annotated[int | None, "Files found with other bytes than before."] = None
    files_renamed: Annotated[int | None, "Files found in another place of the SOURCE."] = None
    files_gone: Annotated[
        int | None, "Files that were in the SOURCE and are not any more; their rows stay."
    ] = None
    code_version: Annotated[str, "Version of this program."]
    engine_version: Annotated[str | None, "OCR engine with its version."] = None
    settings: Annotated[Json, "The settings in force."] = _EMPTY_JSON
    metrics: Annotated[
        Json | None, "What it measured of itself: the views of the schema ops give it as columns."
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFileRow:
    """A file in a place of a SOURCE, from one run to another."""

    source: Annotated[str, "The SOURCE, an absolute path."]
    source_uri: Annotated[str, "Path below it, with forward slashes."]
    document_id: Annotated[str, "The document that was there."]
    found_run_id: Annotated[str, "The run that found it there."]
    gone_run_id: Annotated[
        str | None, "The run that found it there no more; NULL while it is there."
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One expectation as evaluated."""

    run_id: Annotated[str, "The first run that gave exactly these results."]
    suite: Annotated[str, "The suite, usually the table it is about."]
    expectation: Annotated[str, "What was expected."]
    severity: Annotated[str, "How much a failure matters."]
    success: Annotated[bool, "Whether it held."]
    evaluated_count: Annotated[int | None, "Rows looked at."] = None
    unexpected_count: Annotated[int | None, "Rows that did not meet it."] = None
    detail: Annotated[Json, "Examples, limits, or the error that stopped the check."] = _EMPTY_JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    """Something kept out, and why."""

    document_id: Annotated[str, "The document."]
    cable_id: Annotated[str | None, "The cable; NULL for the whole document."]
    stage: Annotated[str, "Where it was stopped: extract, or a stage the run names."]
    code: Annotated[str, "Code of the error or of the failed expectation."]
    message: Annotated[str, "What is wrong and what to do."]
    quarantined_at: Annotated[datetime, "When it was first kept out, UTC."]
    attempts: Annotated[int, "How often it was tried: changed content and retries count."]


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoRow:
    """A fact about the warehouse file."""

    name: Annotated[
        str,
        "schema_fingerprint (tables, columns), build_fingerprint (views), or amended_documents "
        "(delivered since the file was last written as a whole).",
    ]
    value: Annotated[str, "Its value."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchWordRow:
    """A word of the search index."""

    word: Annotated[str, "A word as it stands in paragraphs and subjects, lower case, no accents."]
    term: Annotated[str, "Its stem (Porter), as indexed."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTermRow:
    """A stem of the search index."""

    term: Annotated[str, "The stem."]
    term_id: Annotated[int, "Its number in search_postings."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocRow:
    """A text of the search index."""

    doc_no: Annotated[int, "Its number in search_postings."]
    cable_id: Annotated[str, "The cable."]
    position: Annotated[int, "The paragraph's position; 0 for the subject."]
    terms: Annotated[int, "Its words but the stop words."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPostingRow:
    """A place of a term in a text."""

    term_id: Annotated[int, "The term in search_terms."]
    doc_no: Annotated[int, "The text in search_docs."]
    place: Annotated[int, "Where in the text: four times the number of words before it, or so."]
    times: Annotated[int, "How often it stands in the text, at its first place; 0 at the others."]
    terms: Annotated[int, "As in search_docs, to rank without asking it."]


DOCUMENT_TABLES: tuple[Table, ...] = (
    Table(
        name="documents",
        doc="One row per distinct release file, whatever became of it.",
        parts=(
            DocumentFacts,
            DocumentOutcome,
            Release,
            DocumentLedger,
            DocumentText,
            ReviewMarks,
        ),
        key=("document_id",),
    ),
    Table(
        name="document_sources",
        doc="Every place a release file was ever found in: the same bytes under several names.",
        parts=(DocumentSource,),
        key=("document_id", "source_uri"),
    ),
    Table(
        name="pages",
        doc="One row per page, with all that was read on it.",
        parts=(PageRow,),
        key=("document_id", "page_no"),
    ),
    Table(
        name="lines",
        doc="Every printed line of every page exactly once, removed noise included.",
        parts=(LineRow,),
        key=("document_id", "page_no", "line_no"),
    ),
    Table(
        name="cables",
        doc="One row per cable per document, its sections joined.",
        parts=(CableKey, Cable, CableLedger),
        key=("cable_id",),
    ),
    Table(
        name="addressees",
        doc="Who a cable is to: action, info, and those taken out of a collective.",
        parts=(Place, Addressee),
        key=("cable_id", "position"),
    ),
    Table(
        name="distribution",
        doc="The offices of the distribution grid, with their paper copies.",
        parts=(Place, Office),
        key=("cable_id", "position"),
    ),
    Table(
        name="cable_tags",
        doc="The entries of the TAGS line, persons included.",
        parts=(Place, Tag),
        key=("cable_id", "position"),
    ),
    Table(
        name="cable_references",
        doc="The items of the REF line, and the cable each leads to when it is held.",
        parts=(Place, Reference, Target),
        key=("cable_id", "position"),
    ),
    Table(
        name="reference_mentions",
        doc="The messages paragraphs mention: ref A, reftel, septel, and cables cited in full.",
        parts=(Place, ReferenceMention, Target),
        key=("cable_id", "position"),
    ),
    Table(
        name="paragraphs",
        doc="The paragraphs of the body.",
        parts=(Place, Paragraph),
        key=("cable_id", "position"),
    ),
    Table(
        name="redactions",
        doc="What is withheld: one row per box, with the exemptions claimed for it.",
        parts=(Owner, Redaction, Position),
        key=("document_id", "position"),
    ),
    Table(
        name="readings",
        doc="Every reading of every header field, chosen or not, with its place on the page.",
        parts=(CableOwner, Reading, Position),
        key=("cable_id", "position"),
    ),
    Table(
        name="defects",
        doc="What is wrong with the paper or with its reading.",
        parts=(Owner, DefectRow, Position),
        key=("document_id", "position"),
    ),
    Table(
        name="quarantine",
        doc="What was kept out of the trusted rows, why, and how often it was tried.",
        parts=(QuarantineRow,),
        key=("document_id", "cable_id", "stage", "code"),
    ),
)
"""Tables whose rows belong to a document: they come and go with it."""

LINK_TABLES: tuple[Table, ...] = (
    Table(
        name="near_texts",
        doc="Cables, and documents without cables, whose texts are near-duplicates, in pairs.",
        parts=(NearTextRow,),
        key=("kind", "id", "other_id"),
    ),
    Table(
        name="cable_copies",
        doc="Every row of cables, with the cable it is a copy of: one identity, however printed.",
        parts=(CopyRow,),
        key=("cable_id",),
    ),
    Table(
        name="disclosures",
        doc="What one copy of a cable withholds and another shows, stretch by stretch.",
        parts=(ComparedCopies, Disclosure),
        key=("withheld_cable_id", "shown_cable_id", "position"),
    ),
)
"""Tables computed from the documents of the whole file whenever it is built."""

RUN_TABLES: tuple[Table, ...] = (
    Table(
        name="runs",
        doc="The runs that published this warehouse.",
        parts=(Run,),
        key=("run_id",),
        order=("started_at", "run_id"),
    ),
    Table(
        name="check_results",
        doc="What the expectations said; stored when it differs from the results before.",
        parts=(CheckResult,),
        key=("run_id", "suite", "expectation"),
    ),
    Table(
        name="source_files",
        doc=(
            "What each SOURCE held from run to run: new, changed, renamed and removed files. "
            "mart.source_history says what followed."
        ),
        parts=(SourceFileRow,),
        key=("source", "source_uri", "found_run_id"),
    ),
)
"""Tables that are history: they are carried over, and only grow."""

REFERENCE_TABLES: tuple[Table, ...] = (
    Table(
        name="posts",
        doc="Posts and other senders, from transform/vocab.",
        parts=(PostRow,),
        key=("post",),
    ),
    Table(
        name="post_names",
        doc="The names of each post, former ones included: KIEV is KYIV. Joins cables to posts.",
        parts=(PostName,),
        key=("name",),
    ),
    Table(
        name="tag_codes",
        doc="TAGS codes with their periods, from transform/vocab.",
        parts=(TagCodeRow,),
        key=("tag",),
    ),
    Table(
        name="office_codes",
        doc="Office symbols of the distribution grid, from transform/vocab.",
        parts=(OfficeCodeRow,),
        key=("office",),
    ),
    Table(
        name="exemption_codes",
        doc=(
            "Exemption codes, one row for each order a code was used under; join on the code and "
            "the day of the review. From transform/vocab."
        ),
        parts=(ExemptionCodeRow,),
        key=("code", "authority"),
    ),
)
"""Tables filled anew from the vocabularies of the code that builds the file."""

FILE_TABLES: tuple[Table, ...] = (
    Table(
        name="search_words",
        doc="Words of the search index and their stems; mart.search reads it.",
        parts=(SearchWordRow,),
        key=("word",),
    ),
    Table(
        name="search_terms",
        doc="Stems of the search index.",
        parts=(SearchTermRow,),
        key=("term",),
    ),
    Table(
        name="search_docs",
        doc="Texts of the search index: paragraphs and subjects.",
        parts=(SearchDocRow,),
        key=("doc_no",),
    ),
    Table(
        name="search_postings",
        doc="Where each term stands; in segments, each in order of its terms.",
        parts=(SearchPostingRow,),
        key=("doc_no", "term_id", "place"),
    ),
    Table(
        name="warehouse_info",
        doc="Facts about this file.",
        parts=(InfoRow,),
        key=("name",),
    ),
)
"""Tables about the file itself."""

TABLES: tuple[Table, ...] = (
    DOCUMENT_TABLES + LINK_TABLES + RUN_TABLES + REFERENCE_TABLES + FILE_TABLES
)
TABLE_BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
