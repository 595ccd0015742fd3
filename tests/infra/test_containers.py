"""The image and the services: linted, and nothing in them may do more than it must."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "infra" / "Dockerfile"
COMPOSE = ROOT / "infra" / "compose.yaml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]
ONE_SHOT = {"deployments"}
"""Services that end when they are done: who waits for them asks how they ended."""


def run(*command: str | Path) -> None:
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def tool(name: str) -> Path:
    return Path(sys.executable).with_name(name)


def test_the_dockerfile_passes_hadolint():
    if not tool("hadolint").exists():
        pytest.skip("hadolint comes as a wheel for Linux only")
    run(tool("hadolint"), DOCKERFILE)


def test_the_compose_file_is_one_by_its_specification():
    run(tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", COMPOSE)


def test_everything_runs():
    assert set(SERVICES) == {"database", "server", "deployments", "worker", "dashboard"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_no_more_than_it_must(name: str):
    service = SERVICES[name]
    assert str(service["user"]).split(":")[0] not in ("0", "root", "")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "network_mode", "pid", "ipc", "devices"} & set(service)
    assert {"cpus", "mem_limit", "pids_limit"} <= set(service)
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
    assert not any("docker.sock" in str(volume) for volume in service.get("volumes", ()))
    assert re.fullmatch(r"cablehouse|[a-z]+:[\w.-]+", service["image"]), "no tag that moves"


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONE_SHOT))
def test_the_health_of_a_service_is_asked(name: str):
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries", "start_period"} <= set(check)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_for_what_it_asks(name: str):
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        expected = "service_completed_successfully" if needed in ONE_SHOT else "service_healthy"
        assert how["condition"] == expected


def test_the_image_ends_as_no_root_and_says_nothing_to_anyone():
    text = DOCKERFILE.read_text("utf-8")
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["10001:10001"]
    for silent in ("DO_NOT_TRACK=1", "PREFECT_SERVER_ANALYTICS_ENABLED=false"):
        assert silent in text


def test_a_service_that_does_not_answer_is_not_up():
    command = (sys.executable, ROOT / "infra" / "is_up.py", "http://127.0.0.1:1/")
    assert subprocess.run(command, capture_output=True).returncode == 1
