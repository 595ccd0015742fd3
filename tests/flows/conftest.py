"""One Prefect API for all flow tests, and PDFs of every bad kind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.server.local_server import LocalServer
from flows.server.prefect_api import TELEMETRY_OFF
from tests.cluster.machines import KEYS
from tests.processes import HOST

MakePdf = Callable[..., Path]

EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
    b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n96\n%%EOF\n"
)


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one Prefect API that serves the whole session, as a user's server would."""
    home = tmp_path_factory.mktemp("prefect")
    settings = TELEMETRY_OFF | {
        "PREFECT_HOME": str(home),
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        server = LocalServer(home)
        try:
            server.wait()
            patch.setenv("PREFECT_API_URL", server.api_url)
            # Prefect reads its environment once, when it is imported; other tests may have done it.
            from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

            with temporary_settings({PREFECT_API_URL: server.api_url, PREFECT_HOME: home}):
                yield server.api_url
        finally:
            server.stop()


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The bucket `cables` of an object store on this machine, empty, as s3fs gives it."""
    # Imported where they are used: they take seconds, and few tests need them.
    import s3fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(HOST, port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in (KEYS | {"AWS_ENDPOINT_URL": f"http://{host}:{port}"}).items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    files = s3fs.S3FileSystem(use_listings_cache=False)
    files.mkdir("cables")
    yield files
    # What such a server holds is the process's.
    files.rm("cables", recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """Return a maker of invented PDFs with a text layer: `make_pdf(folder, name, text, ...)`."""

    def make(folder: Path, name: str, text: str = "MEMORANDUM", password: str = "") -> Path:
        target = BytesIO()
        encryption = StandardEncryption(password) if password else None
        # Without a date of its own, so that the same text gives the same file.
        canvas = Canvas(target, encrypt=encryption, invariant=True)
        for line_no, line in enumerate(text.splitlines()):
            canvas.drawString(72, 720 - 14 * line_no, line)
        canvas.save()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(target.getvalue())
        return path

    return make


@pytest.fixture
def bad_input(tmp_path: Path, make_pdf: MakePdf) -> Path:
    """A folder with a good PDF and one of every kind that cannot be used."""
    folder = tmp_path / "in"
    good = make_pdf(folder, "good.pdf")
    (folder / "not_a_pdf.pdf").write_text("Dear reader, this is a letter.")
    (folder / "truncated.pdf").write_bytes(good.read_bytes()[:400])
    (folder / "zero_bytes.pdf").touch()
    (folder / "no_pages.pdf").write_bytes(EMPTY_PDF)
    make_pdf(folder, "encrypted.pdf", password="open sesame")
    # A link to nothing: no one can read it, not even root, for whom no right is missing.
    (folder / "unreadable.pdf").symlink_to(folder / "gone")
    return folder


@pytest.fixture
def command(api: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return the command, to be called in this process with the session's Prefect API.

    It reads with one worker process where the test does not say: each takes a second to start.
    """
    for name in os.environ:
        if name.startswith("CABLEHOUSE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CABLEHOUSE_WORKERS", "1")

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return run
