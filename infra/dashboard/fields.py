"""The header fields of a cable and of its release, in the order a reader looks for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the column of `cables` or `documents`, which readings name too, and its label."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together."""

    title: str
    fields: tuple[Field, ...]
    is_release: bool = False


GROUPS = (
    Group(
        "Header",
        (
            Field("mrn", "MRN"),
            Field("dtg", "Sent (Zulu)"),
            Field("dtg_raw", "DTG as printed"),
            Field("originator", "From"),
            Field("precedence", "Precedence"),
            Field("info_precedence", "Info precedence"),
            Field("classification", "Classification"),
            Field("captions", "Captions"),
            Field("passing_instructions", "Passing instructions"),
            Field("executive_order", "E.O."),
            Field("declassify_raw", "Declassify"),
            Field("declassify_on", "Declassify on"),
            Field("declassify_event", "Declassify at"),
            Field("classified_by", "Classified by"),
            Field("classification_reasons", "Reasons"),
            Field("tags", "TAGS"),
            Field("subject", "Subject"),
            Field("signature", "Signature"),
        ),
    ),
    Group(
        "Drafting, distribution and relay",
        (
            Field("drafted_by", "Drafted by"),
            Field("approved_by", "Approved by"),
            Field("cleared_by", "Cleared by"),
            Field("distribution_total", "Copies"),
            Field("distribution_letter", "Letter"),
            Field("relay_counter", "Relay counter"),
            Field("filed_raw", "Filed"),
            Field("channel_number", "Channel"),
            Field("called_stations", "Called stations"),
            Field("calling_station", "Calling station"),
            Field("station_serial", "Station serial"),
            Field("transmitted_raw", "Transmitted"),
            Field("channel_approval", "Channel approval"),
        ),
    ),
    Group(
        "Release",
        (
            Field("release_decision", "Decision"),
            Field("release_exemptions", "Exemptions"),
            Field("review_authority", "Reviewer"),
            Field("reviewed_on", "Reviewed on"),
            Field("case_id", "Case"),
            Field("document_number", "Document number"),
            Field("page_banner", "Page banner"),
            Field("review_classification", "Stays classified"),
            Field("review_reasons", "Reasons"),
            Field("review_declassify_on", "Until"),
        ),
        is_release=True,
    ),
)

PART_OF = {"year": "mrn", "post": "mrn", "serial": "mrn"}
"""Readings of a part of a field stand under the whole."""

REMOVED_LAYERS = ("release", "relay", "card", "attributes", "unclaimed")
"""Layers but the telegram's own header and body: taken out, read apart, or not understood."""
