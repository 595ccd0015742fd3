"""What can be wrong with a cable as printed or as read: a closed list of codes.

A defect never stops anything. It says what was expected, what stood there instead, and where.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from extract.page import Box

T_co = TypeVar("T_co", covariant=True)
V = TypeVar("V")


class Severity(StrEnum):
    """How much a defect matters to somebody who uses the value."""

    INFO = "info"
    """Odd but understood: the value can be used."""
    WARNING = "warning"
    """The value may be wrong: a person should look when it matters."""
    ERROR = "error"
    """The value is missing or contradicts itself."""


class DefectCode(StrEnum):
    """`<field or block>.<what>`; the severity of each stands in `SEVERITY`."""

    MRN_MISSING = "mrn.missing"
    MRN_UNREADABLE = "mrn.unreadable"
    DTG_MISSING = "dtg.missing"
    DTG_UNREADABLE = "dtg.unreadable"
    DTG_IMPOSSIBLE = "dtg.impossible"
    DTG_REPAIRED = "dtg.repaired"
    CENTURY_GUESSED = "dtg.century_guessed"
    PRECEDENCE_UNKNOWN = "precedence.unknown"
    ORIGINATOR_MISSING = "originator.missing"
    ORIGINATOR_UNKNOWN = "originator.unknown"
    ADDRESSEE_UNREADABLE = "addressee.unreadable"
    ADDRESSEE_UNKNOWN = "addressee.unknown"
    ADDRESSEE_MISSING = "addressee.missing"
    CLASSIFICATION_MISSING = "classification.missing"
    CLASSIFICATION_UNREADABLE = "classification.unreadable"
    CLASSIFICATION_BELOW_PORTION = "classification.below_portion"
    CAPTION_UNKNOWN = "caption.unknown"
    EXECUTIVE_ORDER_UNKNOWN = "executive_order.unknown"
    EXECUTIVE_ORDER_UNREADABLE = "executive_order.unreadable"
    TAGS_MISSING = "tags.missing"
    TAG_UNKNOWN = "tags.unknown"
    TAG_REPAIRED = "tags.repaired"
    TAG_COUNTRY_DOUBTFUL = "tags.country_doubtful"
    SUBJECT_MISSING = "subject.missing"
    REFERENCE_UNREADABLE = "reference.unreadable"
    REFERENCE_YEAR_IMPLIED = "reference.year_implied"
    REFERENCE_NOT_LISTED = "reference.not_listed"
    GRID_SUM_MISMATCH = "distribution.sum_mismatch"
    GRID_LETTER_MISMATCH = "distribution.letter_mismatch"
    DASH_LINE_UNREADABLE = "dash_line.unreadable"
    FILED_BEFORE_DTG = "filed.before_dtg"
    CONTROL_POST_MISMATCH = "control_line.post_mismatch"
    TRANSMISSION_DAY_MISMATCH = "transmission.day_mismatch"
    TRANSMISSION_CLASS_MISMATCH = "transmission.classification_mismatch"
    TRANSMISSION_SERIAL_MISMATCH = "transmission.serial_mismatch"
    SECTION_MISSING = "section.missing"
    PARAGRAPH_GAP = "paragraph.gap"
    FIELD_REPAIRED = "field.repaired"
    FIELD_FROM_CATALOGUE = "field.from_catalogue"
    FIELD_LOW_CONFIDENCE = "field.low_confidence"
    READINGS_DISAGREE = "readings.disagree"
    READING_OUTVOTED = "readings.outvoted"
    FIGURE_MISSING = "figure.missing"
    BODY_MISSING = "body.missing"
    TEXT_NOT_ONLINE = "body.not_online"
    RELEASE_UNREADABLE = "release.unreadable"
    RELEASE_CONTRADICTION = "release.contradiction"
    REDACTION_WITHOUT_EXEMPTION = "redaction.without_exemption"
    EXEMPTION_WITHOUT_REDACTION = "exemption.without_redaction"
    TEXT_BENEATH_REDACTION = "redaction.text_beneath"
    LINE_UNCLAIMED = "line.unclaimed"
    PAGE_WITHOUT_TEXT = "page.without_text"
    PAGE_TEXT_UNSEEN = "page.text_unseen"
    PAGE_AREA_UNREAD = "page.area_unread"
    PATCH_STALE = "patch.stale"
    PATCH_UNNEEDED = "patch.unneeded"
    PATCH_UNMATCHED = "patch.unmatched"


SEVERITY: dict[DefectCode, Severity] = {
    DefectCode.MRN_MISSING: Severity.ERROR,
    DefectCode.MRN_UNREADABLE: Severity.ERROR,
    DefectCode.DTG_MISSING: Severity.ERROR,
    DefectCode.DTG_UNREADABLE: Severity.ERROR,
    DefectCode.DTG_IMPOSSIBLE: Severity.ERROR,
    DefectCode.DTG_REPAIRED: Severity.INFO,
    DefectCode.CENTURY_GUESSED: Severity.WARNING,
    DefectCode.PRECEDENCE_UNKNOWN: Severity.WARNING,
    DefectCode.ORIGINATOR_MISSING: Severity.ERROR,
    DefectCode.ORIGINATOR_UNKNOWN: Severity.WARNING,
    DefectCode.ADDRESSEE_UNREADABLE: Severity.WARNING,
    DefectCode.ADDRESSEE_UNKNOWN: Severity.INFO,
    DefectCode.ADDRESSEE_MISSING: Severity.WARNING,
    DefectCode.CLASSIFICATION_MISSING: Severity.ERROR,
    DefectCode.CLASSIFICATION_UNREADABLE: Severity.ERROR,
    DefectCode.CLASSIFICATION_BELOW_PORTION: Severity.WARNING,
    DefectCode.CAPTION_UNKNOWN: Severity.INFO,
    DefectCode.EXECUTIVE_ORDER_UNKNOWN: Severity.WARNING,
    DefectCode.EXECUTIVE_ORDER_UNREADABLE: Severity.WARNING,
    DefectCode.TAGS_MISSING: Severity.WARNING,
    DefectCode.TAG_UNKNOWN: Severity.INFO,
    DefectCode.TAG_REPAIRED: Severity.INFO,
    DefectCode.TAG_COUNTRY_DOUBTFUL: Severity.WARNING,
    DefectCode.SUBJECT_MISSING: Severity.WARNING,
    DefectCode.REFERENCE_UNREADABLE: Severity.WARNING,
    DefectCode.REFERENCE_YEAR_IMPLIED: Severity.INFO,
    DefectCode.REFERENCE_NOT_LISTED: Severity.INFO,
    DefectCode.GRID_SUM_MISMATCH: Severity.WARNING,
    DefectCode.GRID_LETTER_MISMATCH: Severity.WARNING,
    DefectCode.DASH_LINE_UNREADABLE: Severity.WARNING,
    DefectCode.FILED_BEFORE_DTG: Severity.WARNING,
    DefectCode.CONTROL_POST_MISMATCH: Severity.WARNING,
    DefectCode.TRANSMISSION_DAY_MISMATCH: Severity.WARNING,
    DefectCode.TRANSMISSION_CLASS_MISMATCH: Severity.WARNING,
    DefectCode.TRANSMISSION_SERIAL_MISMATCH: Severity.WARNING,
    DefectCode.SECTION_MISSING: Severity.WARNING,
    DefectCode.PARAGRAPH_GAP: Severity.WARNING,
    DefectCode.FIELD_REPAIRED: Severity.INFO,
    DefectCode.FIELD_FROM_CATALOGUE: Severity.WARNING,
    DefectCode.FIELD_LOW_CONFIDENCE: Severity.WARNING,
    DefectCode.READINGS_DISAGREE: Severity.WARNING,
    DefectCode.READING_OUTVOTED: Severity.WARNING,
    DefectCode.FIGURE_MISSING: Severity.INFO,
    DefectCode.BODY_MISSING: Severity.ERROR,
    DefectCode.TEXT_NOT_ONLINE: Severity.INFO,
    DefectCode.RELEASE_UNREADABLE: Severity.WARNING,
    DefectCode.RELEASE_CONTRADICTION: Severity.WARNING,
    DefectCode.REDACTION_WITHOUT_EXEMPTION: Severity.INFO,
    DefectCode.EXEMPTION_WITHOUT_REDACTION: Severity.INFO,
    DefectCode.TEXT_BENEATH_REDACTION: Severity.ERROR,
    DefectCode.LINE_UNCLAIMED: Severity.INFO,
    DefectCode.PAGE_WITHOUT_TEXT: Severity.WARNING,
    DefectCode.PAGE_TEXT_UNSEEN: Severity.WARNING,
    DefectCode.PAGE_AREA_UNREAD: Severity.INFO,
    DefectCode.PATCH_STALE: Severity.WARNING,
    DefectCode.PATCH_UNNEEDED: Severity.INFO,
    DefectCode.PATCH_UNMATCHED: Severity.WARNING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing that is wrong, and where. A parser of a single field leaves the place empty;
    the block reader that called it knows the line and fills it in with `dataclasses.replace`.
    `box` is for what stands in no line.
    """

    code: DefectCode
    message: str
    field: str | None = None
    page_no: int | None = None
    line_no: int | None = None
    box: Box | None = None

    @property
    def severity(self) -> Severity:
        """The severity belongs to the code, so that a check can rely on it."""
        return SEVERITY[self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed(Generic[T_co]):
    """What a field parser gives back: a value or None, what is wrong, and how sure it is.

    `rules` names each repair that was applied, e.g. `dtg.letter_for_digit`; `confidence` is 1.0 for
    a value that matched the grammar as it stood and less for a repaired one.
    """

    value: T_co | None
    defects: tuple[Defect, ...] = ()
    rules: tuple[str, ...] = ()
    confidence: float = 1.0

    def part(self, value: V | None) -> Parsed[V]:
        """Return a part of the value, read with the same repairs; the defects stay behind."""
        return Parsed(value=value, rules=self.rules, confidence=self.confidence)
