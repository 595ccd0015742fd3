"""Great Expectations on the batches that are about to be loaded. The only module that knows GX.

GX takes 3 to 8 s to import, whatever part of it is named: its package imports scipy, altair and
SQLAlchemy. So nothing here imports it at the top; `warm_up` does it in a background thread while
the pages are read. Judging costs about 1 s a call, however few the rows, and 1 s for each 100,000
more: batches should be large. Of a table without rows it is not asked, for it would say the same in
a tenth of a second.

GX is given pandas frames: on DuckDB it fails nearly every expectation and hides the error inside
the result.
"""

from __future__ import annotations

import gc
import importlib
import threading
import warnings
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from expectations.answers import documents_of_cables, judge, judge_no_rows
from expectations.derived import with_derived
from expectations.results import BatchVerdict, join_verdicts
from expectations.rules import Rule, Suite, When, load_suites
from extract.errors import ConfigurationError

if TYPE_CHECKING:
    import pandas as pd

_GX_CLASS = {
    "present": "ExpectColumnValuesToNotBeNull",
    "absent": "ExpectColumnValuesToBeNull",
    "unique": "ExpectColumnValuesToBeUnique",
    "in": "ExpectColumnValuesToBeInSet",
    "not_in": "ExpectColumnValuesToNotBeInSet",
    "between": "ExpectColumnValuesToBeBetween",
    "matches": "ExpectColumnValuesToMatchRegex",
    "lacks": "ExpectColumnValuesToNotMatchRegex",
    "length": "ExpectColumnValueLengthsToBeBetween",
    "ordered": "ExpectColumnPairValuesAToBeGreaterThanB",
    "same": "ExpectColumnPairValuesToBeEqual",
    "json": "ExpectColumnValuesToBeJsonParseable",
    "not_empty": "ExpectTableRowCountToBeBetween",
}

DAY_COLUMNS = {"document_reviewed_on"}
"""Days that are compared with instants, beside the columns that have days as bounds."""

_DEPRECATED_IMPORTS = ("sre_constants", "sre_parse", "sre_compile")
"""Modules GX imports that Python warns about; imported here first, where the warning is caught."""

_import_lock = threading.Lock()


def warm_up() -> threading.Thread:
    """Start importing Great Expectations in a background thread, and return the thread.

    Call it once every process that will be forked is there: a child forked in the middle of an
    import would wait for that import for ever. `validate_batch` waits for the thread by itself.
    """
    thread = threading.Thread(target=_great_expectations, name="warm-up-gx", daemon=True)
    thread.start()
    return thread


def validate_batch(frames: Mapping[str, pd.DataFrame]) -> BatchVerdict:
    """Judge the rows about to be loaded.

    Args:
        frames: Rows by table name, in the columns of the warehouse contract; a table without rows
            may be left out. With rows of a table that carries only `cable_id`, the `cables` frame
            must be there too: it tells the document.

    Returns:
        One result per expectation of the tables handed in, and the cables and documents that failed
        one of severity error.

    Raises:
        ConfigurationError: a table has no suite.
    """
    suites = load_suites()
    unknown = sorted(set(frames) - set(suites))
    if unknown:
        raise ConfigurationError(
            f"no expectations for table {', '.join(unknown)}: "
            "add a suite to expectations/suites.yml"
        )
    rows = _rows_definition()
    documents = documents_of_cables(frames.get("cables"))
    return join_verdicts(
        judge_no_rows(table, suites[table])
        if frame.empty
        else _validate_table(rows, table, suites[table], frame, documents)
        for table, frame in with_derived(frames).items()
    )


def _great_expectations() -> Any:
    """Return the `great_expectations` module. One thread imports it, the others wait."""
    with _import_lock:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=DeprecationWarning, message="module 'sre_")
            for name in _DEPRECATED_IMPORTS:
                importlib.import_module(name)
        # The import makes a million objects that all stay: looking for garbage among them takes a
        # fifth of it.
        gc.disable()
        try:
            return importlib.import_module("great_expectations")
        finally:
            gc.enable()


def _rows_definition() -> Any:
    """Return GX's idea of rows in memory, which becomes a batch with each frame it is given.

    It writes no file, draws no progress bar and sends nothing anywhere. GX writes its whole
    configuration anew with every source that is added, so there is one for all tables.
    """
    gx = _great_expectations()
    config = importlib.import_module("great_expectations.data_context.types.base")
    context = gx.get_context(
        mode="ephemeral",
        project_config=config.DataContextConfig(
            store_backend_defaults=config.InMemoryStoreBackendDefaults(),
            analytics_enabled=False,
            progress_bars=config.ProgressBarsConfig(globally=False),
        ),
    )
    asset = context.data_sources.add_pandas("rows").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("rows")


def _validate_table(
    rows: Any, table: str, suite: Suite, frame: pd.DataFrame, documents: Mapping[str, str]
) -> BatchVerdict:
    """Ask one suite of one table's rows."""
    frame = _with_instants(frame, suite)
    batch = rows.get_batch(batch_parameters={"dataframe": frame})
    gx = _great_expectations()
    asked = gx.ExpectationSuite(
        name=table, expectations=[_expectation(rule) for rule in suite.expectations]
    )
    answers = batch.validate(
        asked,
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": list(suite.key),
            "return_unexpected_index_query": False,
        },
    )
    by_name = {answer.expectation_config.meta["name"]: answer for answer in answers.results}
    return join_verdicts(
        judge(table, rule, by_name[rule.name], len(frame), documents) for rule in suite.expectations
    )


def _expectation(rule: Rule) -> Any:
    """Return the GX expectation a rule stands for."""
    expectations = importlib.import_module("great_expectations.expectations")
    gx_class = _GX_CLASS[rule.expect]
    if rule.expect == "unique" and rule.columns:
        gx_class = "ExpectCompoundColumnsToBeUnique"
    arguments = _arguments(rule) | {"meta": {"name": rule.name}}
    if rule.column is not None:
        arguments["column"] = rule.column
    if rule.when is not None:
        arguments["row_condition"] = _row_condition(rule.when)
    return getattr(expectations, gx_class)(**arguments)


def _arguments(rule: Rule) -> dict[str, Any]:
    """Return the arguments of a rule under GX's names."""
    match rule.expect:
        case "unique":
            return {"column_list": list(rule.columns)} if rule.columns else {}
        case "in" | "not_in":
            return {"value_set": list(rule.allowed)}
        case "between" | "length":
            return {"min_value": _instant(rule.min), "max_value": _instant(rule.max)}
        case "matches" | "lacks":
            return {"regex": rule.regex}
        case "ordered":
            first, second = rule.columns
            return {
                "column_A": second,
                "column_B": first,
                "or_equal": True,
                "ignore_row_if": "either_value_is_missing",
            }
        case "same":
            first, second = rule.columns
            return {
                "column_A": first,
                "column_B": second,
                "ignore_row_if": "either_value_is_missing",
            }
        case "not_empty":
            return {"min_value": 1}
        case _:
            return {}


def _row_condition(when: When) -> Any:
    """Return GX's form of the rows a rule is asked of."""
    conditions = importlib.import_module("great_expectations.expectations.row_conditions")
    column = conditions.Column(when.column)
    if when.equals is not None:
        return column == when.equals
    if when.one_of is not None:
        return column.is_in(list(when.one_of))
    return column.is_null()


def _instant(bound: int | float | date | None) -> int | float | datetime | None:
    """Return a day as its first instant, which is what `_with_instants` makes of columns."""
    return datetime.combine(bound, time()) if isinstance(bound, date) else bound


def _with_instants(frame: pd.DataFrame, suite: Suite) -> pd.DataFrame:
    """Return the frame with days as instants, UTC without zone, in columns of days and instants.

    Days are compared with bounds and with instants; a day among instants is its first moment.
    """
    dated = {r.column for r in suite.expectations if isinstance(r.min, date)} | DAY_COLUMNS
    held = [column for column in frame.columns if column in dated]
    if not held:
        return frame
    pandas = importlib.import_module("pandas")
    return frame.assign(
        **{
            column: pandas.to_datetime(frame[column], utc=True).dt.tz_localize(None)
            for column in held
        }
    )
