"""Export: every table in every format comes back row for row, in pandas, polars and DuckDB."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from frictionless import Package

from load.connection import query
from load.errors import DiskFull, WarehouseUnwritable
from load.exports.columns import ExportFormat
from load.exports.export import EXPORTED, export_tables
from load.tables.records import REFERENCE_TABLES
from tests.load.invented import (
    cable,
    check_result,
    defect,
    document,
    failed,
    mention,
    paragraph,
    publish,
    quarantined,
    redaction,
    reference,
)
from tests.load.test_processes import file_size_limit
from transform.defects import DefectCode

pytestmark = pytest.mark.slow
"""Every test publishes real warehouse files."""

VOCABULARIES = {table.name for table in REFERENCE_TABLES}

NASTY = (
    '=HYPERLINK("http://example.org";"read me")',
    "+1 202 555",
    "-- 2 --",
    "@SUM(A1)",
    "\ttabbed",
    "'TWAS",
    "\uff1d1+1",
    'a "quoted", comma; semicolon',
    "two\nlines\r\nand a third",
    "",
    " kept blanks ",
    "NULL",
    "nan",
    "NA",
    "007",
    "1e5",
    "2011-01-31",
    "true",
    "Zażółć — “gęślą” 😀 \u2028 ﬁn",
    "[not, a list]",
    "back\\slash \\n",
)
"""Text that a reader may take for something else: a number, a formula, nothing at all."""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("export") / "warehouse.duckdb"
    odd = replace(
        cable(7),
        cable_no=2,
        mrn=None,
        year=None,
        post=None,
        serial=None,
        subject=NASTY[0],
        tags=NASTY[:8],
        captions=(),
        dtg=datetime(1975, 12, 31, 23, 59, 59, 123456, tzinfo=UTC),
        declassify_on=date(2000, 2, 29),
        paragraphs=tuple(paragraph(None, text) for text in NASTY),
        references=(reference("75 LIMA 12"), reference("74 QUITO 3")),
        mentions=(mention(1), mention(mrn="75 LIMA 12")),
        defects=(defect(DefectCode.DTG_UNREADABLE, "dtg", 2),),
    )
    undated = cable(8, mrn=None, year=None, dtg=None, confidence=None)
    publish(
        path,
        [
            document(1, cable(1, redactions=(redaction(),)), odd),
            document(2, cable(2, references=(reference("11 MEXICO 1"),))),
            document(3, undated),
            failed(4),
            quarantined(5),
        ],
        results=[check_result()],
    )
    return path


@pytest.fixture(scope="module")
def by_year(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to: Path = tmp_path_factory.mktemp("export") / "by" / "year"
    export_tables(warehouse, to, list(ExportFormat))
    return to


@pytest.fixture(scope="module")
def single(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to: Path = tmp_path_factory.mktemp("export") / "single"
    export_tables(warehouse, to, list(ExportFormat), is_by_year=False)
    return to


# Each reader gets a resource of the descriptor and gives rows as it read them.

Read = Callable[[Path, dict[str, Any]], Iterable[dict[str, Any]]]


def files_of(to: Path, resource: dict[str, Any]) -> list[Path]:
    paths = resource["path"]
    return [to / path for path in ([paths] if isinstance(paths, str) else paths)]


def whole(to: Path, resource: dict[str, Any]) -> str:
    """Return the address a reader takes for the whole table: the file, or the folder of files."""
    return str(to / resource["name"])


def by_pandas(to: Path, resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    match resource["format"]:
        case "parquet":
            frame = pd.read_parquet(whole(to, resource), dtype_backend="pyarrow")
        case "csv":
            frame = pd.concat(
                pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
                for file in files_of(to, resource)
            )
        case _:
            read = [
                pd.read_json(file, lines=True, dtype=False, precise_float=True)
                for file in files_of(to, resource)
                if file.stat().st_size
            ]
            frame = pd.concat(read) if read else pd.DataFrame()
    names = [name for name in frame.columns if name != "cable_year"]
    for row in frame[names].astype(object).itertuples(index=False):
        yield dict(zip(names, (_none(value) for value in row), strict=True))


def _none(value: Any) -> Any:
    """Return pandas' value, with None for what it calls missing."""
    if isinstance(value, list | dict):
        return value
    return value.tolist() if hasattr(value, "tolist") else None if pd.isna(value) else value


def by_polars(to: Path, resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    match resource["format"]:
        case "parquet":
            frame = pl.read_parquet(whole(to, resource))
        case "csv":
            frame = pl.concat(
                pl.read_csv(file, infer_schema=False) for file in files_of(to, resource)
            )
        case _:
            read = [
                pl.read_ndjson(file, infer_schema_length=None)
                for file in files_of(to, resource)
                if file.stat().st_size
            ]
            frame = pl.concat(read, how="vertical_relaxed") if read else pl.DataFrame()
    if "cable_year" in frame.columns:
        frame = frame.drop("cable_year")
    return frame.iter_rows(named=True)


def by_duckdb(to: Path, resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    files = [str(file) for file in files_of(to, resource)]
    reader = {
        "parquet": "read_parquet(?, hive_partitioning = false)",
        "csv": "read_csv(?, all_varchar = true, hive_partitioning = false)",
        "jsonl": "read_json(?, format = 'newline_delimited', hive_partitioning = false, "
        "convert_strings_to_integers = false, sample_size = -1, dateformat = '-', "
        "timestampformat = '-')",
    }[resource["format"]]
    result = duckdb.execute(f"SELECT * FROM {reader}", [files])
    names = [column[0] for column in result.description]
    for row in result.fetchall():
        yield dict(zip(names, row, strict=True))


# What a text format wrote is understood by the types the descriptor declares.

READ_AS: dict[str, Callable[[Any], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda value: (
        value if isinstance(value, bool) else {"true": True, "false": False}[value]
    ),
    "date": lambda value: value if type(value) is date else date.fromisoformat(str(value)[:10]),
    "datetime": lambda value: (
        value
        if isinstance(value, datetime)
        else datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    ),
    "array": lambda value: list(value) if not isinstance(value, str) else json.loads(value),
    "object": lambda value: value if not isinstance(value, str) else json.loads(value),
}


def typed(rows: Iterable[dict[str, Any]], resource: dict[str, Any]) -> list[tuple[Any, ...]]:
    fields = resource["schema"]["fields"]
    return [
        tuple(
            None if row[field["name"]] is None else READ_AS[field["type"]](row[field["name"]])
            for field in fields
        )
        for row in rows
    ]


def expected_rows(warehouse: Path, resource: dict[str, Any]) -> list[tuple[Any, ...]]:
    name = resource["name"].partition(".")[0]
    rows = typed(query(warehouse, f"SELECT * FROM {name}"), resource)
    if resource["format"] == "csv":
        # CSV has one way to write an empty text and an absent one.
        return [tuple(None if value == "" else value for value in row) for row in rows]
    return rows


def resources_of(to: Path) -> list[dict[str, Any]]:
    described: list[dict[str, Any]] = json.loads((to / "datapackage.json").read_text("utf-8"))[
        "resources"
    ]
    return described


@pytest.mark.parametrize(
    ("read", "layout"),
    [(by_pandas, "by_year"), (by_polars, "by_year"), (by_duckdb, "by_year"), (by_polars, "single")],
)
def test_every_row_of_every_table_comes_back(
    warehouse: Path, read: Read, layout: str, request: pytest.FixtureRequest
):
    to = request.getfixturevalue(layout)
    seen = set()
    for resource in resources_of(to):
        expected = expected_rows(warehouse, resource)
        got = typed(read(to, resource), resource)
        if resource["format"] == "csv":
            got = [tuple(None if value == "" else value for value in row) for row in got]
        key = repr
        assert sorted(got, key=key) == sorted(expected, key=key), resource["name"]
        seen.add((resource["name"].partition(".")[0], len(expected) > 0))
    assert {name for name, _ in seen} == {table.name for table in EXPORTED}
    assert sum(has_rows for _, has_rows in seen) >= len(EXPORTED) - 3, "too little is tried here"


def test_a_year_is_a_folder_and_every_reader_takes_it_for_a_number(by_year: Path):
    years = {folder.name for folder in (by_year / "cables.parquet").iterdir()}
    assert years == {"cable_year=0", "cable_year=1975", "cable_year=2011"}, "0 has no year"
    expected = {0: 1, 1975: 1, 2011: 3}
    folder = by_year / "cables.parquet"
    assert dict(pl.read_parquet(folder)["cable_year"].value_counts().iter_rows()) == expected
    assert dict(pd.read_parquet(folder)["cable_year"].value_counts()) == expected
    with duckdb.connect() as connection:
        counted = connection.execute(
            f"SELECT cable_year, count(*) FROM '{folder}/*/*.parquet' GROUP BY ALL"
        ).fetchall()
    assert dict(counted) == expected


def test_the_descriptor_says_what_the_folders_are(by_year: Path, single: Path):
    for to, is_said in ((by_year, True), (single, False)):
        assert ("cable_year" in resource_named(to, "cables.csv")["description"]) is is_said
        assert "cable_year" not in resource_named(to, "posts.csv")["description"]


def test_what_belongs_to_a_document_lies_with_its_first_cable(by_year: Path):
    documents = pl.read_parquet(by_year / "documents.parquet")
    assert sorted(documents["cable_year"]) == [0, 0, 2011, 2011, 2011]
    lines = pl.read_parquet(by_year / "lines.parquet")
    assert set(lines["cable_year"]) == {0, 2011}


def test_the_year_of_the_folder_hides_no_year_of_the_table(by_year: Path):
    with duckdb.connect() as connection:
        years = connection.execute(
            f"SELECT cable_year, year FROM '{by_year}/cable_references.parquet/*/*.parquet' "
            "ORDER BY ALL"
        ).fetchall()
    assert years == [(1975, 1974), (1975, 1975), (2011, 2011)]


def test_rows_are_in_order_of_the_key(by_year: Path, single: Path):
    with duckdb.connect() as connection:
        for to in (by_year, single):
            for table in EXPORTED:
                order = ", ".join(f"{column} NULLS FIRST" for column in table.sort_columns)
                written = to / f"{table.name}.parquet"
                for file in written.glob("*/*") if written.is_dir() else [written]:
                    source = f"SELECT * FROM read_parquet('{file}', hive_partitioning = false)"
                    stored = connection.execute(source).fetchall()
                    assert stored == connection.execute(f"{source} ORDER BY {order}").fetchall()


def test_parquet_keeps_types(single: Path):
    with duckdb.connect() as connection:
        (row,) = connection.execute(
            f"SELECT DISTINCT typeof(dtg), typeof(tags), typeof(declassify_on), typeof(year) "
            f"FROM '{single}/cables.parquet'"
        ).fetchall()
    assert row == ("TIMESTAMP", "VARCHAR[]", "DATE", "INTEGER")


def test_instants_are_written_with_their_zone(single: Path):
    (row,) = [
        json.loads(line)
        for line in (single / "cables.jsonl").read_text("utf-8").splitlines()
        if "1975" in line
    ]
    assert row["dtg"] == "1975-12-31T23:59:59.123456Z"
    assert row["tags"] == list(NASTY[:8])
    assert row["mrn"] is None and row["declassify_on"] == "2000-02-29"
    assert pd.to_datetime(row["dtg"]).tzinfo is not None


def test_frictionless_finds_the_package_valid(
    warehouse: Path, by_year: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(by_year)
    package = Package("datapackage.json")
    # Its Parquet reader wants another library than the one here, and it cannot read an empty file,
    # which is what JSON Lines without a row are. The vocabularies are looked at once, as CSV.
    for resource in list(package.resources):
        paths = [str(resource.path), *resource.extrapaths]
        is_empty = resource.format == "jsonl" and not sum(
            Path(path).stat().st_size for path in paths
        )
        is_known = (
            resource.format == "jsonl" and str(resource.name).partition(".")[0] in VOCABULARIES
        )
        if resource.format == "parquet" or is_empty or is_known:
            package.remove_resource(str(resource.name))
            continue
        for key in resource.schema.foreign_keys:
            assert str(key["reference"]["resource"]).partition(".")[2] in ("", resource.format)
    report = package.validate()
    assert report.valid, report.flatten(["name", "type", "message"])
    for task in report.tasks:
        table = str(task.name).partition(".")[0]
        counted = query(warehouse, f"SELECT count(*) AS n FROM {table}")[0]["n"]
        assert task.stats.get("rows", 0) == counted, task.name


def test_the_descriptor_says_what_the_database_says(single: Path):
    resources = {resource["name"]: resource for resource in resources_of(single)}
    assert len(resources) == len(EXPORTED) * len(ExportFormat)
    for table in EXPORTED:
        schema = resources[f"{table.name}.parquet"]["schema"]
        assert [field["name"] for field in schema["fields"]] == list(table.column_names)
        assert all(field["description"] for field in schema["fields"])
        for key in schema["foreignKeys"]:
            target = key["reference"]["resource"] or f"{table.name}.parquet"
            assert set(key["reference"]["fields"]) <= {
                field["name"] for field in resources[target]["schema"]["fields"]
            }
    keys = [resource for resource in resources.values() if "primaryKey" in resource["schema"]]
    assert len(keys) == len(resources) - len(ExportFormat), "all but quarantine have a key"


def test_formulas_are_marked_only_when_asked(warehouse: Path, tmp_path: Path, single: Path):
    plain = [row["text"] for row in by_duckdb(single, resource_named(single, "paragraphs.csv"))]
    assert NASTY[0] in plain
    export_tables(
        warehouse, tmp_path, [ExportFormat.CSV], is_by_year=False, is_spreadsheet_safe=True
    )
    resource = resource_named(tmp_path, "paragraphs.csv")
    assert "apostrophe" in resource["description"]
    marked = [str(row["text"] or "") for row in by_duckdb(tmp_path, resource)]
    assert not [text for text in marked if text[:1] in tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")]
    assert [text.removeprefix("'") for text in marked if text[:1] == "'"] == list(NASTY[:7])
    assert [text.removeprefix("'") for text in marked] == [text or "" for text in plain]


def resource_named(to: Path, name: str) -> dict[str, Any]:
    (resource,) = [one for one in resources_of(to) if one["name"] == name]
    return resource


def test_the_same_warehouse_gives_the_same_bytes(warehouse: Path, by_year: Path, tmp_path: Path):
    written = export_tables(warehouse, tmp_path, list(ExportFormat))
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert sorted(files) == sorted(written)
    for file in files:
        assert file.read_bytes() == (by_year / file.relative_to(tmp_path)).read_bytes(), file.name


def test_what_an_earlier_export_left_is_replaced_whole(warehouse: Path, tmp_path: Path):
    seen: list[str] = []
    export_tables(warehouse, tmp_path, progress=seen.append)
    assert seen == [table.name for table in EXPORTED]
    stale = tmp_path / "cables.parquet" / "cable_year=1891"
    stale.mkdir()
    export_tables(warehouse, tmp_path)
    assert not stale.exists()
    export_tables(warehouse, tmp_path, is_by_year=False)
    assert (tmp_path / "cables.parquet").is_file()
    export_tables(warehouse, tmp_path)
    assert (tmp_path / "cables.parquet").is_dir()


def test_a_folder_that_is_no_export_is_left_alone(warehouse: Path, tmp_path: Path):
    own = tmp_path / "cables.parquet" / "notes.txt"
    own.parent.mkdir()
    own.write_text("mine")
    with pytest.raises(WarehouseUnwritable, match=r"notes\.txt"):
        export_tables(warehouse, tmp_path)
    assert own.read_text() == "mine"


def test_a_file_where_the_folder_should_be(warehouse: Path):
    with pytest.raises(WarehouseUnwritable, match="--to"):
        export_tables(warehouse, warehouse / "below")


@pytest.mark.parametrize("is_by_year", [True, False])
def test_a_full_disk_leaves_nothing_half_under_a_table_s_name(
    warehouse: Path, tmp_path: Path, is_by_year: bool
):
    to = tmp_path / "out"
    with file_size_limit(2_000), pytest.raises(DiskFull, match="--to"):
        export_tables(warehouse, to, [ExportFormat.CSV], is_by_year=is_by_year)
    for file in to.rglob("*.csv"):
        assert file.is_dir() or file.read_text("utf-8").endswith("\n")
    assert not [path for path in to.rglob("*") if "partial" in path.name]
