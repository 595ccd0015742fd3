"""The set-up where it may not install: says what to run by hand, and leaves nothing half done."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("sh", "dirname", "cat", "cksum", "grep", "env")


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A copy of what the set-up reads, and a `bin` that is the whole PATH: Python, no tesseract."""
    (tmp_path / "infra").mkdir()
    for name in ("infra/setup.sh", "infra/setup.lock", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    for name in NEEDED:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)
    (tmp_path / "bin" / "python3.11").symlink_to(sys.executable)
    return tmp_path


def put(folder: Path, name: str, script: str) -> None:
    path = folder / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def set_up(folder: Path, profile: str = "run") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / "infra" / "setup.sh", profile],
        env={"PATH": str(folder / "bin")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_no_package_manager(bare_machine):
    ended = set_up(bare_machine)
    assert ended.returncode == 3
    assert "missing on this system: tesseract-ocr tesseract-ocr-eng" in ended.stdout
    assert "run this by hand" in ended.stderr
    assert "    apt-get install tesseract-ocr tesseract-ocr-eng" in ended.stderr
    assert not (bare_machine / ".venv").exists()


def test_apt_without_root_and_without_sudo(bare_machine):
    put(bare_machine, "apt-get", "exit 99")
    put(bare_machine, "id", "echo 1000")
    ended = set_up(bare_machine)
    assert ended.returncode == 3
    assert "    su -c 'apt-get update && apt-get install -y tesseract-ocr" in ended.stderr


def test_sudo_that_would_ask_for_a_password(bare_machine):
    put(bare_machine, "apt-get", "exit 99")
    put(bare_machine, "id", "echo 1000")
    put(bare_machine, "sudo", '[ "$1" = -n ] && { echo "a password is required" >&2; exit 1; }')
    ended = set_up(bare_machine)
    assert ended.returncode == 3
    assert "    sudo apt-get update && sudo apt-get install -y tesseract-ocr" in ended.stderr


def test_only_what_is_missing_is_asked_for(bare_machine):
    put(bare_machine, "tesseract", "echo 'List of available languages (1):'; echo osd")
    ended = set_up(bare_machine)
    assert "missing on this system: tesseract-ocr-eng\n" in ended.stdout


def test_no_python(bare_machine):
    (bare_machine / "bin" / "python3.11").unlink()
    ended = set_up(bare_machine)
    assert ended.returncode == 3
    assert "no Python 3.11 to 3.14" in ended.stderr and "apt-get install" in ended.stderr


def test_an_unknown_profile(bare_machine):
    assert set_up(bare_machine, "production").returncode == 2


def test_locks_carry_hashes_and_name_no_registry():
    locks = [*ROOT.glob("requirements*.lock"), ROOT / "infra" / "setup.lock"]
    assert len(locks) == 6
    for lock in locks:
        name, text = lock.name, lock.read_text()
        assert "://" not in text, name
        pinned = [line for line in text.splitlines() if line[:1].isalnum()]
        assert pinned and all("==" in line and line.endswith("\\") for line in pinned), name
        assert text.count("--hash=sha256:") >= len(pinned), name


def test_one_package_owns_opencv_and_the_engines_are_optional():
    """Two packages with the same files would overwrite each other, and leave gaps when one goes."""
    packages = {
        lock.name: {line.split("==")[0] for line in lock.read_text().splitlines() if "==" in line}
        for lock in ROOT.glob("requirements*.lock")
    }
    for name, held in packages.items():
        assert {one for one in held if one.startswith("opencv")} == {"opencv-python-headless"}, name
    engines = {"tesserocr", "rapidocr", "onnxruntime"}
    assert not engines & packages.pop("requirements.lock")
    assert all(engines <= held for held in packages.values())


@pytest.mark.parametrize(
    ("installed", "profile", "is_enough"),
    [
        ("dev", "run", True),
        ("dev", "engines", True),
        ("engines", "run", True),
        ("run", "engines", False),
    ],
)
def test_what_was_installed_for_more_is_enough_for_less(
    bare_machine, installed, profile, is_enough
):
    for name in ("requirements-engines.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, bare_machine / name)
    lock = "requirements.lock" if installed == "run" else f"requirements-{installed}.lock"
    (bare_machine / ".venv" / "bin").mkdir(parents=True)
    put(bare_machine / ".venv", "cablehouse", "exit 0")
    stamp = subprocess.run(
        f'{{ echo "{installed} $PWD"; '
        f"cat {lock} infra/setup.lock infra/setup.sh pyproject.toml; }} | cksum",
        shell=True,
        cwd=bare_machine,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (bare_machine / ".venv" / f".cablehouse-setup.{installed}").write_text(stamp)
    # Where it is not enough the set-up goes on, and stops at the missing Tesseract.
    assert set_up(bare_machine, profile).returncode == (0 if is_enough else 3)
