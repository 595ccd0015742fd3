"""The expected ranges of `bounds.yml`: a share or a mean over a whole table, low and high.

People write that file, so pydantic reads it. Its conditions are SQL of this package, not of users.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from expectations.query import Query, as_int
from expectations.results import CheckResult, CheckSeverity
from extract.errors import ConfigurationError

BOUNDS_FILE = "bounds.yml"
BOUNDS_SUITE = "bounds"
"""`check_results.suite` of these checks."""


class Bound(BaseModel):
    """One expected range, as written in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    of: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    where: str | None = None
    share: str | None = None
    mean: str | None = None
    low: float | None = None
    high: float | None = None
    at_least: Annotated[int, Field(ge=1)]
    severity: CheckSeverity
    why: Annotated[str, Field(min_length=10)]

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if (self.share is None) == (self.mean is None):
            raise ValueError("give either share or mean")
        if self.low is None and self.high is None:
            raise ValueError("give low, high or both")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high")
        if self.severity is CheckSeverity.ERROR:
            raise ValueError("a share belongs to no document: it cannot be error")
        return self

    @property
    def sql(self) -> str:
        """The SELECT that gives `value` and `row_count`."""
        value = self.mean if self.share is None else f"case when {self.share} then 1 else 0 end"
        condition = "" if self.where is None else f" where {self.where}"
        return f"select avg({value}) as value, count(*) as row_count from {self.of}{condition}"

    def holds(self, value: float) -> bool:
        """Return whether a value lies in the range."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


def parse_bounds(text: str) -> tuple[Bound, ...]:
    """Return the bounds of a YAML text.

    Raises:
        ConfigurationError: the text is not YAML, a bound is not understood, or a name repeats.
    """
    try:
        bounds = TypeAdapter(tuple[Bound, ...]).validate_python(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{BOUNDS_FILE} is not YAML: {error}") from error
    except ValidationError as error:
        raise ConfigurationError(f"{BOUNDS_FILE}: {error}") from error
    names = [bound.name for bound in bounds]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ConfigurationError(f"{BOUNDS_FILE}: named twice: {', '.join(repeated)}")
    return bounds


@cache
def load_bounds() -> tuple[Bound, ...]:
    """Return the bounds shipped with the package.

    Raises:
        ConfigurationError: the file is damaged.
    """
    return parse_bounds(files("expectations").joinpath(BOUNDS_FILE).read_text(encoding="utf-8"))


def run_bound(bound: Bound, query: Query) -> CheckResult:
    """Measure one bound. With fewer rows than `at_least` it passes, and its detail says so."""
    row = query(bound.sql)[0]
    row_count = as_int(row["row_count"])
    value = None if row["value"] is None else float(str(row["value"]))
    is_judged = row_count >= bound.at_least and value is not None
    success = not is_judged or (value is not None and bound.holds(value))
    return CheckResult(
        suite=BOUNDS_SUITE,
        expectation=bound.name,
        severity=bound.severity,
        success=success,
        evaluated_count=row_count,
        unexpected_count=0 if success else 1,
        detail=json.dumps(
            {
                "value": value,
                "low": bound.low,
                "high": bound.high,
                "is_judged": is_judged,
                "why": bound.why,
            },
            ensure_ascii=False,
        ),
    )
