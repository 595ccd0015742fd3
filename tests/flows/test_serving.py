"""When a served flow runs, what the deployments give it, and what the page about it says."""

from __future__ import annotations

import inspect
import re
import shlex
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
import yaml
from prefect.utilities.callables import parameter_schema
from typer.core import TyperGroup
from typer.main import get_command

from extract.errors import ConfigurationError
from flows.cli import app
from flows.serving import Schedule, last_run_of, read_schedule
from tests.conftest import ROOT
from tests.load.invented import publish, run

PAGE = ROOT / "docs" / "scheduling.md"
DEPLOYMENTS = yaml.safe_load((ROOT / "infra" / "prefect.yaml").read_text("utf-8"))["deployments"]


@pytest.mark.parametrize(
    ("cron", "timezone", "said"),
    [
        ("61 5 * * *", "UTC", "minute"),
        ("0 0 30 2 *", "UTC", "day-of-month"),
        ("@daily", "UTC", "five fields"),
        ("0 5 * * * *", "UTC", "6 fields"),
        ("every night", "UTC", "five fields"),
        ("0 5 * * *", "Mars/Olympus", "Mars/Olympus"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(cron, timezone, said):
    with pytest.raises(ConfigurationError, match=said):
        read_schedule(cron, timezone)


@pytest.mark.parametrize(
    ("schedule", "now", "due"),
    [
        (("0 5 * * *", "UTC"), "2026-11-29T04:00", "2026-11-28T05:00"),
        (("0 5 * * *", "UTC"), "2026-11-29T06:00", "2026-11-29T05:00"),
        (("0 5 * * *", "America/New_York"), "2026-07-01T12:00", "2026-07-01T09:00"),
        (("0 5 * * *", "America/New_York"), "2026-12-01T12:00", "2026-12-01T10:00"),
        (("30 2 * * 0", "UTC"), "2026-11-28T12:00", "2026-11-22T02:30"),
    ],
)
def test_when_a_run_was_due_last(schedule, now, due):
    cron, timezone = schedule
    found = Schedule(cron=cron, timezone=timezone).last_due(datetime.fromisoformat(f"{now}Z"))
    assert found == datetime.fromisoformat(f"{due}Z")


def test_the_last_run_over_a_source(tmp_path):
    path = tmp_path / "w.duckdb"
    assert last_run_of(path, "releases") is None
    publish(path, [])
    assert last_run_of(path, run().source) == run().started_at.replace(tzinfo=UTC)
    assert last_run_of(path, "elsewhere") is None


def flow_of(deployment: dict[str, Any]) -> Any:
    file, _, name = deployment["entrypoint"].partition(":")
    return getattr(import_module(file.removesuffix(".py").replace("/", ".")), name)


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["name"])
def test_a_deployment_gives_its_flow_parameters_that_say_what_they_mean(deployment):
    flow = flow_of(deployment)
    properties = parameter_schema(flow).properties
    assert set(deployment["parameters"]) <= set(properties)
    flow.validate_parameters({"source": "in"} | deployment["parameters"] if "source" in properties
                             else deployment["parameters"])  # fmt: skip
    for name, value in properties.items():
        assert value.get("description"), f"{name} has no description"
    for schedule in deployment.get("schedules", ()):
        read_schedule(schedule["cron"], schedule["timezone"])


def test_annotations_of_flows_need_no_import():
    """A served flow is checked in a process that knows no name of the module it is written in."""
    builtins = {"str", "int", "float", "bool", "None", "RunSummary"}
    for deployment in DEPLOYMENTS:
        signature = inspect.signature(flow_of(deployment).fn)
        for parameter in signature.parameters.values():
            assert set(re.findall(r"\w+", str(parameter.annotation))) <= builtins, parameter


def commands_of_the_page() -> list[str]:
    text = re.sub(r"\\\n\s*", "", PAGE.read_text("utf-8"))
    found = re.findall(r"^(?:\S+=\S+ )*\.venv/bin/(cablehouse .+)$", text, re.MULTILINE)
    return found + re.findall(r"^ExecStart=\S+/(cablehouse .+)$", text, re.MULTILINE)


def test_every_command_of_the_page_is_one():
    commands = commands_of_the_page()
    assert len(commands) >= 6
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    for line in commands:
        name, *arguments = shlex.split(line)[1:]
        group.commands[name].make_context(name, arguments)


def test_the_page_names_every_deployment():
    text = PAGE.read_text("utf-8")
    for deployment in DEPLOYMENTS:
        assert f"`{flow_of(deployment).name}/{deployment['name']}`" in text
