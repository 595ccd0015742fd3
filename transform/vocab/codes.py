"""The code lists: TAGS, captions, offices, executive orders, precedence, markings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from transform.cable import Classification, Precedence, TagKind
from transform.vocab.tables import Row, read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCode:
    """A TAGS code. `valid_from` and `valid_to` are None where the period is not known."""

    tag: str
    kind: TagKind
    meaning: str | None
    valid_from: date | None
    valid_to: date | None
    source: str

    def covers(self, year: int) -> bool:
        """Say whether a cable of this year may carry the code, as far as its period is known."""
        begun = self.valid_from is None or self.valid_from.year <= year
        return begun and (self.valid_to is None or year <= self.valid_to.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionCode:
    """A caption a cable may carry under its control line."""

    caption: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCode:
    """An office symbol of the distribution grid. `meaning` is None where only the symbol is known.

    A final E marks the copy an agency gets by wire: CIAE, DODE, INRE.
    """

    office: str
    meaning: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPeriod:
    """An executive order on classification, and when cables could cite it."""

    number: str
    signed_on: date
    effective_from: date
    effective_to: date | None
    regime: str
    source: str

    def covers(self, year: int) -> bool:
        """Say whether a cable of this year may cite the order.

        From the year of signing, since posts cited a new order before it took effect, to the year
        after its end, since they went on citing the old one.
        """
        last = self.effective_to.year + 1 if self.effective_to else year
        return self.signed_on.year <= year <= last


def load_tags() -> dict[str, TagCode]:
    """Load `tags.csv`."""
    columns = ("tag", "kind", "meaning", "valid_from", "valid_to", "source")
    return {
        row["tag"]: TagCode(
            tag=row["tag"],
            kind=_tag_kind(row),
            meaning=row.text("meaning"),
            valid_from=row.day("valid_from"),
            valid_to=row.day("valid_to"),
            source=row["source"],
        )
        for row in read_table("tags.csv", columns)
    }


def _tag_kind(row: Row) -> TagKind:
    try:
        return TagKind(row["kind"])
    except ValueError as error:
        raise row.wrong(f"kind {row['kind']!r} is none of {', '.join(TagKind)}") from error


def load_captions() -> dict[str, CaptionCode]:
    """Load `captions.csv`."""
    return {
        row["caption"]: CaptionCode(
            caption=row["caption"], meaning=row["meaning"], source=row["source"]
        )
        for row in read_table("captions.csv", ("caption", "meaning", "source"))
    }


def load_offices() -> dict[str, OfficeCode]:
    """Load `offices.csv`."""
    return {
        row["office"]: OfficeCode(
            office=row["office"], meaning=row.text("meaning"), source=row["source"]
        )
        for row in read_table("offices.csv", ("office", "meaning", "source"))
    }


def load_orders() -> dict[str, OrderPeriod]:
    """Load `orders.csv`."""
    columns = ("number", "signed_on", "effective_from", "effective_to", "regime", "source")
    orders = {}
    for row in read_table("orders.csv", columns):
        signed_on, effective_from = row.day("signed_on"), row.day("effective_from")
        if signed_on is None or effective_from is None:
            raise row.wrong("an order needs the day it was signed and the day it took effect")
        orders[row["number"]] = OrderPeriod(
            number=row["number"],
            signed_on=signed_on,
            effective_from=effective_from,
            effective_to=row.day("effective_to"),
            regime=row["regime"],
            source=row["source"],
        )
    return orders


def load_precedences() -> dict[str, Precedence]:
    """Load `precedence.csv`: prosign letter to precedence."""
    rows = read_table("precedence.csv", ("letter", "word", "rank", "source"))
    try:
        return {row["letter"]: Precedence(row["word"]) for row in rows}
    except ValueError as error:
        raise rows[0].wrong(str(error)) from error


def load_classifications() -> dict[str, Classification]:
    """Load `classifications.csv`: printed spelling to classification."""
    found = {}
    for row in read_table("classifications.csv", ("spelling", "classification", "source")):
        try:
            found[row["spelling"]] = Classification(row["classification"])
        except ValueError as error:
            raise row.wrong(str(error)) from error
    return found


def load_address_words() -> dict[str, str]:
    """Load `address_words.csv`: a word of addresses to what it is.

    `address` says what a post is (AMEMBASSY); `agency`, `command`, `place` and `function` speak
    for themselves; `word` is any other.
    """
    rows = read_table("address_words.csv", ("word", "kind", "source"))
    return {row["word"]: row["kind"] for row in rows}
