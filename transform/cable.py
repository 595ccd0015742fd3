"""A cable as understood: the contract between parsing, the warehouse and the checks.

The flat attributes of these records ARE the columns of the warehouse: `load.tables.ddl` derives
every table from them, with the text in `Annotated[...]` as the column's comment. To add a column,
add an attribute here. Names follow the field's own terms; absence is None or an empty tuple, never
a word. Printed forms end in `_raw`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from extract.page import Box
from transform.defects import Defect


class Layer(StrEnum):
    """Which of the texts printed over each other a line belongs to."""

    RELEASE = "release"
    """Put on by reviewers: banners, stamps, case numbers, exemption codes, review lines."""
    RELAY = "relay"
    """Put on by the message centre: office grid, dash line, page headers, end markers."""
    CARD = "card"
    """The reviewers' card above a telegram, or a card-style cable's header."""
    HEADER = "header"
    """Typed by the post: precedence and DTG down to the references."""
    BODY = "body"
    """What the cable says: paragraphs, headings, signature."""
    ATTRIBUTES = "attributes"
    """The archive's own catalogue of the cable (`Message Attributes`)."""
    UNCLAIMED = "unclaimed"
    """Read by no rule: kept, counted and reported."""


class Block(StrEnum):
    """The part of the print that gave a reading."""

    TELEGRAM = "telegram"
    CARD = "card"
    ATTRIBUTES = "attributes"
    STAMP = "stamp"


class Precedence(StrEnum):
    """How fast the message was to travel; ACP 127 prosigns Z, O, P, R."""

    FLASH = "FLASH"
    IMMEDIATE = "IMMEDIATE"
    PRIORITY = "PRIORITY"
    ROUTINE = "ROUTINE"


class Classification(StrEnum):
    """The cable's own classification as sent, lowest first."""

    UNCLASSIFIED = "UNCLASSIFIED"
    LIMITED_OFFICIAL_USE = "LIMITED OFFICIAL USE"
    CONFIDENTIAL = "CONFIDENTIAL"
    SECRET = "SECRET"
    TOP_SECRET = "TOP SECRET"


class Role(StrEnum):
    """What an addressee is asked to do."""

    ACTION = "action"
    INFO = "info"
    EXEMPT = "exempt"
    """Taken out of a collective by XMT."""


class OfficeRole(StrEnum):
    """An office's part in the distribution grid."""

    ACTION = "action"
    ORIGIN = "origin"
    INFO = "info"


class TagKind(StrEnum):
    """The kinds of TAGS (Traffic Analysis by Geography and Subject, 5 FAH-3)."""

    SUBJECT = "subject"
    PROGRAM = "program"
    GEOGRAPHIC = "geographic"
    ORGANIZATION = "organization"
    PERSON = "person"
    UNKNOWN = "unknown"


class ReferenceKind(StrEnum):
    """What a REF item cites."""

    CABLE = "cable"
    AIRGRAM = "airgram"
    """A despatch by pouch, numbered `A-150` in a series of its own."""
    EMAIL = "email"
    TELCON = "telcon"
    MEMO = "memo"
    FAX = "fax"
    LETTER = "letter"
    REPORT = "report"
    BOOK = "book"
    MEETING = "meeting"
    WEB = "web"
    DTG = "dtg"
    """A message cited by its sender and date-time group, with no number."""
    OTHER = "other"


class MentionKind(StrEnum):
    """What a paragraph names when it speaks of another message."""

    ITEM = "item"
    """An item of the REF list by its letter: `ref A`."""
    LIST = "list"
    """The REF list, or its only item: `reftel`, `refs`."""
    SEPARATE = "separate"
    """A message sent apart that has no number yet: `septel`."""
    CABLE = "cable"
    """A cable cited in full: `94 DUSHANBE 120`."""


class ReleaseDecision(StrEnum):
    """What the reviewers gave out."""

    FULL = "full"
    PART = "part"
    DENIED = "denied"


class Extent(StrEnum):
    """How much a redaction covers."""

    WORDS = "words"
    LINES = "lines"
    PAGE = "page"


class CableFormat(StrEnum):
    """The layout the cable was printed in."""

    TELEGRAM = "telegram"
    CARD = "card"
    CARD_AND_TELEGRAM = "card+telegram"


class CableLayout(StrEnum):
    """The print form a cable was found in; where several meet, the first of this list."""

    EMAIL = "email"
    """Forwarded inside an e-mail, as in the mailboxes released from 2014 on."""
    AIRGRAM = "airgram"
    """A despatch by pouch on a form of its own, numbered `A-150`, with a date and no DTG."""
    CARD_OVER_TELEGRAM = "card_over_telegram"
    """The reviewers' card above the telegram (94 DUSHANBE 259)."""
    CARD = "card"
    """A card alone, its drafter and clearances below the text: cables of the 2010s."""
    ARCHIVE = "archive"
    """The National Archives' print of 1973-79, with its review line (1974LAPAZ00015)."""
    TRANSMISSION = "transmission"
    """With ACP 127 format lines above the DTG: VZCZC, DE, ZNR."""
    MESSAGE_CENTRE = "message_centre"
    """With the message centre's office grid, dash line or page headers (11 MEXICO 392)."""
    BARE = "bare"
    """Nothing but what the post typed."""


class DocumentStatus(StrEnum):
    """What became of a release file."""

    LOADED = "loaded"
    NO_CABLE = "no_cable"
    QUARANTINED = "quarantined"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of one field in one block, chosen or not."""

    field: Annotated[str, "Name of the column the reading is for."]
    block: Annotated[Block, "Part of the print it was read in: telegram, card, attributes, stamp."]
    raw: Annotated[str, "The text as read, before any repair."]
    value: Annotated[str | None, "The text as understood, in the column's canonical spelling."]
    is_chosen: Annotated[bool, "Whether this reading became the column's value."] = False
    confidence: Annotated[float | None, "0 to 1: words and repairs; NULL if not measured."] = None
    rule: Annotated[str, "The rule that read it, e.g. telegram.tags, with its repairs."] = ""
    page_no: Annotated[int | None, "Page of the first line, 1-based."] = None
    line_no: Annotated[int | None, "First line on that page."] = None
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """One addressee of a TO, INFO or XMT line."""

    role: Annotated[Role, "action (TO), info (INFO) or exempt (XMT)."]
    plain_language_address: Annotated[str, "The address in words, e.g. AMEMBASSY LIMA."]
    post: Annotated[str | None, "The post as named in posts, when it is one."] = None
    routing_indicator: Annotated[str | None, "ACP 127 routing indicator, e.g. RUEHC."] = None
    precedence: Annotated[str | None, "Precedence word of this address, as printed."] = None
    continuity_number: Annotated[str | None, "Message continuity number, digits as printed."] = None
    is_collective: Annotated[bool, "Whether the address stands for a list of posts."] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One office of the distribution grid."""

    role: Annotated[OfficeRole, "action, origin or info."]
    office: Annotated[str, "Office symbol as printed, e.g. WHA."]
    copies: Annotated[int | None, "Paper copies; 0 means listed only."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One entry of the TAGS line."""

    tag: Annotated[str, "The code, or the person's name, as understood."]
    kind: Annotated[TagKind, "subject, program, geographic, organization, person, unknown."]
    meaning: Annotated[str | None, "What the code stands for, where known."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One item of the REF line."""

    label: Annotated[str | None, "The item's letter, e.g. A; NULL if it has none."]
    kind: Annotated[ReferenceKind, "cable, email, telcon, memo, dtg, ..."]
    mrn: Annotated[str | None, "Canonical MRN of a cited cable, e.g. 09 MEXICO 829."] = None
    year: Annotated[int | None, "Four-digit year of the cited cable; implied if not printed."] = (
        None
    )
    post: Annotated[str | None, "Post of the cited cable."] = None
    serial: Annotated[int | None, "Serial number of the cited cable."] = None
    raw: Annotated[str, "The item as printed."]
    suffix: Annotated[str | None, "What follows, e.g. NOTAL."] = None
    dtg_raw: Annotated[str | None, "Date-time group printed with it: 310241Z AUG 77."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceMention:
    """One message a paragraph mentions."""

    paragraph_position: Annotated[int, "The paragraph it stands in, 1-based."]
    kind: Annotated[MentionKind, "item (ref A), list (reftel), separate (septel), cable."]
    raw: Annotated[str, "The words that mention it, with the paragraphs they name."]
    label: Annotated[str | None, "The item's letter, e.g. A; NULL if none is mentioned."] = None
    reference_position: Annotated[
        int | None, "The item of cable_references; NULL if the list has none, or for all of it."
    ] = None
    cited_paragraphs: Annotated[
        tuple[int, ...], "Numbers of the paragraphs of that message it names."
    ] = ()
    mrn: Annotated[str | None, "Canonical MRN of a cable cited in full."] = None
    year: Annotated[int | None, "Four-digit year of that cable; implied if not printed."] = None
    post: Annotated[str | None, "Post of that cable."] = None
    serial: Annotated[int | None, "Serial number of that cable."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSpan:
    """A stretch of a printed line: where text came from."""

    page_no: int
    line_no: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of the body."""

    number: Annotated[int | None, "Printed paragraph number; NULL if it has none."]
    portion_marking: Annotated[str | None, "Marking in parentheses, e.g. SBU; NULL if none."]
    is_struck: Annotated[bool, "Whether the marking is printed struck out."] = False
    heading: Annotated[str | None, "The section heading it stands under."] = None
    text: Annotated[str, "The paragraph without number and marking, lines joined."]
    page_first: Annotated[int, "Page it begins on."]
    page_last: Annotated[int, "Page it ends on."]
    redaction_count: Annotated[int, "Withheld stretches inside it."] = 0
    section_no: Annotated[int, "The section of the cable it begins in; 1 when sent whole."] = 1
    spans: tuple[LineSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """One withheld stretch of a page."""

    page_no: Annotated[int, "1-based page."]
    box: Box
    extent: Annotated[Extent, "words, lines or page."]
    exemptions: Annotated[tuple[str, ...], "Exemption codes that justify it, e.g. B1, 1.4(D)."] = ()
    paragraph_position: Annotated[int | None, "The paragraph it stands in, 1-based."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What the reviewers printed over the document."""

    release_decision: Annotated[ReleaseDecision | None, "full, part or denied."] = None
    review_authority: Annotated[str | None, "The reviewer's name in capitals, no title."] = None
    reviewed_on: Annotated[date | None, "Date of the review or release."] = None
    case_id: Annotated[str | None, "FOIA or review case number."] = None
    document_number: Annotated[str | None, "The reviewers' number for the document."] = None
    page_banner: Annotated[str | None, "The banner the reviewers put on the pages."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMarks:
    """What the reviewers printed beside their decision: codes, and what stays classified."""

    release_exemptions: Annotated[
        tuple[str, ...], "Exemption codes printed with the decision: B1, 1.4(D)."
    ] = ()
    review_classification: Annotated[
        Classification | None, "Classification the reviewers gave it, in their box on the page."
    ] = None
    review_reasons: Annotated[tuple[str, ...], "Reasons in that box: 1.4(D)."] = ()
    review_declassify_on: Annotated[date | None, "Day in that box on which it is to end."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cable:
    """One cable of a document, all its sections joined."""

    cable_no: Annotated[int, "1-based in the document."]
    page_first: Annotated[int, "First page of the cable in the document."]
    page_last: Annotated[int, "Last page of the cable in the document."]
    mrn: Annotated[
        str | None, "Message reference number: 11 MEXICO 392; of an airgram 73 BANGKOK A-150."
    ] = None
    year: Annotated[int | None, "Four-digit year of the MRN, from the DTG in UTC."] = None
    post: Annotated[str | None, "Sending post as in the MRN."] = None
    serial: Annotated[int | None, "Serial number at that post in that year."] = None
    dtg: Annotated[datetime | None, "Date-time group as an instant in UTC (Zulu)."] = None
    dtg_raw: Annotated[str | None, "Date-time group as printed: 312243Z JAN 11."] = None
    precedence: Annotated[Precedence | None, "Precedence for action addressees."] = None
    info_precedence: Annotated[Precedence | None, "Precedence for info addressees."] = None
    originator: Annotated[str | None, "The FM line: AMEMBASSY MEXICO."] = None
    classification: Annotated[Classification | None, "The cable's own classification as sent."] = (
        None
    )
    captions: Annotated[tuple[str, ...], "Captions in printed order without repeats."] = ()
    passing_instructions: Annotated[tuple[str, ...], "Lines like DEPARTMENT FOR OES/S."] = ()
    executive_order: Annotated[str | None, "Number of the order cited: 13526."] = None
    declassify_raw: Annotated[str | None, "What follows the order as printed."] = None
    declassify_on: Annotated[date | None, "The date in it, when it gives one."] = None
    declassify_event: Annotated[
        str | None, "The schedule or event in it: GDS, XGDS-3, OADR, X1, UPON CLOSURE."
    ] = None
    classified_by: Annotated[str | None, "Who classified the cable, as printed."] = None
    classification_reasons: Annotated[tuple[str, ...], "Reasons cited: 1.4(B), 1.4(D)."] = ()
    tags: Annotated[tuple[str, ...], "TAGS codes in printed order, persons left out."] = ()
    subject: Annotated[str | None, "The SUBJECT line, wrapped lines joined."] = None
    summary: Annotated[str | None, "Text of the summary."] = None
    comment: Annotated[str | None, "Text of the comment."] = None
    action_request: Annotated[str | None, "What the cable asks to be done."] = None
    signature: Annotated[str | None, "The signature as printed."] = None
    drafted_by: Annotated[str | None, "DRAFTED BY as printed."] = None
    approved_by: Annotated[str | None, "APPROVED BY as printed."] = None
    cleared_by: Annotated[tuple[str, ...], "Clearances as printed, one each."] = ()
    distribution_total: Annotated[int | None, "Total copies at the end of the office grid."] = None
    distribution_letter: Annotated[str | None, "Letter after it: W incoming, R outgoing."] = None
    relay_counter: Annotated[str | None, "Relay counter of the dash line."] = None
    filed_raw: Annotated[str | None, "Filing time of the dash line as printed: 312248Z."] = None
    section_count: Annotated[int, "Sections the cable was sent in."] = 1
    sections_present: Annotated[tuple[int, ...], "Sections found in this document."] = (1,)
    format: Annotated[
        CableFormat, "telegram, card, or card+telegram; an airgram is stored as a telegram."
    ]
    body: Annotated[str | None, "All paragraphs, as text, with headings and numbers."] = None
    word_count: Annotated[int, "Words of the body."] = 0
    paragraph_count: Annotated[int, "Number of paragraphs."] = 0
    redaction_count: Annotated[int, "Number of redactions in the cable."] = 0
    confidence: Annotated[float | None, "Mean word confidence, 0 to 1; NULL if no OCR."] = None
    layout: Annotated[
        CableLayout,
        "Print form found: email, airgram, card_over_telegram, card, archive, transmission, "
        "message_centre or bare.",
    ]
    channel_number: Annotated[
        str | None, "Channel and number behind VZCZC: XRO1234 (ACP 127 format line 1)."
    ] = None
    called_stations: Annotated[
        tuple[str, ...], "Routing indicators the message was sent to (format line 2)."
    ] = ()
    calling_station: Annotated[
        str | None, "Routing indicator of the station that sent it, behind DE (format line 3)."
    ] = None
    station_serial: Annotated[
        int | None, "Its serial there: the cable's own serial, cut to four digits."
    ] = None
    transmitted_raw: Annotated[
        str | None, "Day of the year, hour and minute it was sent, as printed: 0312248."
    ] = None
    channel_approval: Annotated[
        str | None, "ZNR or ZNY and five letters: the channel it may go by (format line 4)."
    ] = None

    text_sketch: tuple[int, ...] = ()
    """What the body is known by: see `transform.fingerprint`."""
    addressees: tuple[Addressee, ...] = ()
    distribution: tuple[Office, ...] = ()
    tag_list: tuple[Tag, ...] = ()
    references: tuple[Reference, ...] = ()
    mentions: tuple[ReferenceMention, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    readings: tuple[Reading, ...] = ()
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLayer:
    """The layer of one printed line, and the cable it belongs to (None: to the document only)."""

    page_no: int
    line_no: int
    layer: Layer
    cable_no: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """Everything understood from one document.

    `line_layers` names every line of every page exactly once, in page and line order.
    `redactions` and `defects` here are those of the document outside any cable.
    """

    document_id: str
    release: Release
    cables: tuple[Cable, ...]
    line_layers: tuple[LineLayer, ...]
    status: DocumentStatus
    """`loaded` or `no_cable`; the other two are for the flow and the gate to give."""
    status_reason: str | None = None
    review_marks: ReviewMarks = ReviewMarks()
    redactions: tuple[Redaction, ...] = ()
    defects: tuple[Defect, ...] = ()
    text_sketch: tuple[int, ...] = ()
    """Of a document without cables: what else it may be a copy of."""


def cable_id(document_id: str, cable_no: int) -> str:
    """Return the id of a document's n-th cable: 16 hex digits of the document, and the number.

    64 bits of a sha256 keep millions of documents apart; the number stands where the cable stands.
    """
    return f"{document_id[:16]}-{cable_no:02d}"
