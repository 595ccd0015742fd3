"""The expectations of `suites.yml` as checked data. Knows nothing of Great Expectations.

People write that file, so pydantic reads it: an unknown word, a missing argument or a list that
does not exist is a `ConfigurationError` that names the suite and the expectation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from expectations.results import CheckSeverity
from extract.errors import ConfigurationError
from extract.page import TextSource
from transform import cable, defects

SUITES_FILE = "suites.yml"

CLOSED_LISTS: dict[str, type[StrEnum]] = {
    listed.__name__: listed
    for listed in (
        TextSource,
        CheckSeverity,
        defects.DefectCode,
        defects.Severity,
        cable.Block,
        cable.CableFormat,
        cable.CableLayout,
        cable.Classification,
        cable.DocumentStatus,
        cable.Extent,
        cable.Layer,
        cable.MentionKind,
        cable.OfficeRole,
        cable.Precedence,
        cable.ReferenceKind,
        cable.ReleaseDecision,
        cable.Role,
        cable.TagKind,
    )
}
"""The enumerations `list:` may name."""

Word = Literal[
    "present",
    "absent",
    "unique",
    "in",
    "not_in",
    "between",
    "matches",
    "lacks",
    "length",
    "ordered",
    "same",
    "json",
    "not_empty",
]

ARGUMENTS: dict[Word, tuple[frozenset[str], ...]] = {
    "present": (frozenset({"column"}),),
    "absent": (frozenset({"column"}),),
    "unique": (frozenset({"column", "columns"}),),
    "in": (frozenset({"column"}), frozenset({"list", "values"})),
    "not_in": (frozenset({"column"}), frozenset({"list", "values"})),
    "between": (frozenset({"column"}), frozenset({"min", "max"})),
    "matches": (frozenset({"column"}), frozenset({"regex"})),
    "lacks": (frozenset({"column"}), frozenset({"regex"})),
    "length": (frozenset({"column"}), frozenset({"min", "max"})),
    "ordered": (frozenset({"columns"}),),
    "same": (frozenset({"columns"}),),
    "json": (frozenset({"column"}),),
    "not_empty": (),
}
"""What each word must be given: of every group at least one, and nothing else."""

Bound = int | float | date


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class When(_Strict):
    """The rows an expectation is asked of: exactly one of the three conditions on one column."""

    column: str
    equals: str | None = None
    one_of: Annotated[tuple[str, ...] | None, Field(alias="in")] = None
    is_: Annotated[Literal["null"] | None, Field(alias="is")] = None

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        if sum(given is not None for given in (self.equals, self.one_of, self.is_)) != 1:
            raise ValueError("give exactly one of equals, in, is")
        return self


class Rule(_Strict):
    """One expectation, as written in `suites.yml`."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    expect: Word
    severity: CheckSeverity
    why: Annotated[str, Field(min_length=5)]
    column: str | None = None
    columns: tuple[str, ...] = ()
    when: When | None = None
    list_: Annotated[str | None, Field(alias="list")] = None
    values: tuple[str, ...] = ()
    min: Bound | None = None
    max: Bound | None = None
    regex: str | None = None

    @model_validator(mode="after")
    def _arguments_fit(self) -> Self:
        given = {
            name
            for name in ("column", "columns", "list", "values", "min", "max", "regex")
            if getattr(self, "list_" if name == "list" else name) not in (None, ())
        }
        groups = ARGUMENTS[self.expect]
        stray = given.difference(*groups)
        if stray:
            raise ValueError(f"`{self.expect}` takes no {', '.join(sorted(stray))}")
        for group in groups:
            if not given & group:
                raise ValueError(f"`{self.expect}` needs {' or '.join(sorted(group))}")
        if self.regex is not None and re.compile(self.regex).groups:
            raise ValueError("write groups as (?:...): pandas warns about capturing ones")
        if self.list_ is not None and self.list_ not in CLOSED_LISTS:
            raise ValueError(f"no list {self.list_!r}; known: {', '.join(sorted(CLOSED_LISTS))}")
        return self

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values of `in` and `not_in`, whether given or named by a list."""
        if self.list_ is None:
            return self.values
        return tuple(member.value for member in CLOSED_LISTS[self.list_])


class Suite(_Strict):
    """All expectations of one table."""

    key: Annotated[tuple[str, ...], Field(min_length=1)]
    expectations: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        names = [rule.name for rule in self.expectations]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise ValueError(f"named twice: {', '.join(repeated)}")
        errors = [r.name for r in self.expectations if r.severity is CheckSeverity.ERROR]
        if errors and not {"document_id", "cable_id"} & set(self.key):
            raise ValueError(f"rows of this table belong to no document: {errors} cannot be error")
        return self


def parse_suites(text: str) -> Mapping[str, Suite]:
    """Return the suites of a YAML text by table.

    Raises:
        ConfigurationError: the text is not YAML, or an expectation is not understood.
    """
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{SUITES_FILE} is not YAML: {error}") from error
    if not isinstance(raw, dict):
        raise ConfigurationError(f"{SUITES_FILE}: expected tables, found {type(raw).__name__}")
    suites = {}
    for table, suite in raw.items():
        try:
            suites[table] = Suite.model_validate(suite)
        except ValidationError as error:
            raise ConfigurationError(f"{SUITES_FILE}, suite {table}: {error}") from error
    return suites


@cache
def load_suites() -> Mapping[str, Suite]:
    """Return the suites shipped with the package, by table.

    Raises:
        ConfigurationError: the file is damaged.
    """
    return parse_suites(files("expectations").joinpath(SUITES_FILE).read_text(encoding="utf-8"))
