"""Columns from record types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated

import pytest

from extract.page import Box
from load.tables.columns import BigInt, Json, columns_of, reader_of
from transform.cable import Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    text: Annotated[str, "a text"] = "x"
    maybe: Annotated[str | None, "may be absent"] = None
    count: Annotated[int, "a number"] = 3
    size: Annotated[BigInt, "a large number"] = BigInt(2**40)  # noqa: RUF009
    share: Annotated[float | None, "a share"] = 0.12345678
    is_struck: Annotated[bool, "a fact"] = True
    at: Annotated[datetime | None, "an instant"] = None
    on: Annotated[date | None, "a day"] = None
    layer: Annotated[Layer, "one of a list"] = Layer.BODY
    texts: Annotated[tuple[str, ...], "texts"] = ("a", "b")
    numbers: Annotated[tuple[int, ...], "numbers"] = ()
    settings: Annotated[Json, "json"] = Json("{}")  # noqa: RUF009
    box: Box | None = None
    nested: tuple[Box, ...] = ()


def read(record: Everything) -> dict[str, object]:
    columns = columns_of(Everything)
    return dict(zip((c.name for c in columns), reader_of(columns)(record), strict=True))


def test_types_follow_the_annotations():
    assert {c.name: (c.sql_type, c.is_nullable) for c in columns_of(Everything)} == {
        "text": ("VARCHAR", False),
        "maybe": ("VARCHAR", True),
        "count": ("INTEGER", False),
        "size": ("BIGINT", False),
        "share": ("DOUBLE", True),
        "is_struck": ("BOOLEAN", False),
        "at": ("TIMESTAMP", True),
        "on": ("DATE", True),
        "layer": ("VARCHAR", False),
        "texts": ("VARCHAR[]", False),
        "numbers": ("INTEGER[]", False),
        "settings": ("JSON", False),
        "x0": ("DOUBLE", True),
        "top": ("DOUBLE", True),
        "x1": ("DOUBLE", True),
        "bottom": ("DOUBLE", True),
    }


def test_docs_are_carried():
    assert columns_of(Everything)[0].doc == "a text"
    assert all(column.doc for column in columns_of(Everything))


def test_values_are_plain():
    values = read(Everything(box=Box(x0=1.001, top=2.006, x1=3.0, bottom=4.0)))
    assert type(values["layer"]) is str
    assert values["layer"] == "body"
    assert values["texts"] == ["a", "b"]
    assert values["numbers"] == []
    assert values["share"] == 0.123457
    assert (values["x0"], values["top"]) == (1.0, 2.01)


def test_no_box_is_null():
    assert read(Everything())["x0"] is None


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(datetime(2011, 1, 31, 22, 43, tzinfo=UTC), id="zulu"),
        pytest.param(datetime(2011, 1, 31, 22, 43), id="no-zone-is-zulu"),
        pytest.param(
            datetime(2011, 1, 31, 16, 43, tzinfo=timezone(timedelta(hours=-6))), id="other-zone"
        ),
    ],
)
def test_instants_are_utc_without_a_zone(given):
    assert read(Everything(at=given))["at"] == datetime(2011, 1, 31, 22, 43)


def test_a_type_without_a_column_type_is_refused():
    @dataclass(frozen=True)
    class Odd:
        value: Annotated[complex, "no such column"]

    with pytest.raises(TypeError, match="has no column type"):
        columns_of(Odd)
