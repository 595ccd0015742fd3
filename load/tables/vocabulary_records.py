"""The row types of the reference tables: vocabularies as analysts join them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from transform.cable import TagKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A post of the vocabulary."""

    post: Annotated[str, "The post by the name its message numbers print, e.g. MEXICO."]
    kind: Annotated[str, "embassy, consulate, mission, ..."]
    city: Annotated[str | None, "City."]
    country: Annotated[str | None, "Country."]
    iso_country: Annotated[str | None, "ISO 3166-1 code of the country, two letters."]
    latitude: Annotated[float | None, "Degrees north."]
    longitude: Annotated[float | None, "Degrees east."]
    bureau: Annotated[str | None, "The Department's regional bureau, e.g. WHA."]
    opened_on: Annotated[date | None, "When it opened; 1 January where only the year is known."]
    closed_on: Annotated[date | None, "When it closed; NULL if it is open, or not known."]
    source: Annotated[str, "Where the row is from."]


class PostNameKind(StrEnum):
    """What a name of a post is."""

    OWN = "own"
    FORMER = "former"
    OTHER = "other"
    CUT = "cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostName:
    """A name a post is printed under."""

    name: Annotated[str, "The name as it can stand in cables.post or cable_references.post."]
    post: Annotated[str, "The post in posts."]
    kind: Annotated[PostNameKind, "own, former, other, or cut (the archive's six characters)."]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCodeRow:
    """A TAGS code of the vocabulary."""

    tag: Annotated[str, "The code."]
    kind: Annotated[TagKind, "subject, program, geographic or organization."]
    meaning: Annotated[str | None, "What it stands for."]
    valid_from: Annotated[date | None, "First day it was in use, where known."]
    valid_to: Annotated[date | None, "Last day it was in use, where known."]
    source: Annotated[str, "Where the row is from."]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCodeRow:
    """An office symbol of the vocabulary."""

    office: Annotated[str, "The symbol, e.g. WHA."]
    meaning: Annotated[str | None, "The office; NULL where only the symbol is known."]
    source: Annotated[str, "Where the row is from."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionCodeRow:
    """An exemption code of the vocabulary: a row for each order it was used under."""

    code: Annotated[str, "The code as stored in redactions.exemptions, e.g. B1."]
    authority: Annotated[str, "The law or order it is of."]
    meaning: Annotated[str, "What it protects."]
    valid_from: Annotated[date | None, "First day the law or order was in force."]
    valid_to: Annotated[date | None, "Last day; NULL while it is in force."]
    source: Annotated[str, "Where the row is from."]
