"""Starting the dashboard."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn

from extract.errors import ConfigurationError
from infra.dashboard.app import create_app


def serve(
    warehouse: Path, sources: Sequence[Path] = (), *, host: str, port: int, root_path: str = ""
) -> None:
    """Serve the dashboard of a warehouse until interrupted.

    Args:
        warehouse: The published file; need not be there yet.
        sources: Folders to look for the released PDFs in first.
        host: The address to listen at.
        port: The port; 0 takes any that is free.
        root_path: What a proxy puts before every path, e.g. `/cables`.

    Raises:
        ConfigurationError: The address or the port cannot be listened at.
    """
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    prefix = root_path.rstrip("/")
    config = uvicorn.Config(
        create_app(warehouse, sources),
        root_path=prefix,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    with _listening(host, port) as listening:
        at = listening.getsockname()
        shown = f"[{at[0]}]" if ":" in at[0] else at[0]
        print(
            f"dashboard of {warehouse}: http://{shown}:{at[1]}{prefix}/  (Ctrl-C ends it)",
            file=sys.stderr,
            flush=True,
        )
        # It ends when it is told to: that is no failure.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ConfigurationError(
            f"nothing can be served at {host}, port {port} ({error.strerror}): the port is taken "
            "or may not be used, or this machine has no such address. Name others with --host and "
            "--port."
        ) from error
