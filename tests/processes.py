"""What tests ask the system for, wherever they start processes: a free port, and who is alive."""

from __future__ import annotations

import socket
from pathlib import Path

HOST = "127.0.0.1"


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens at now."""
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


def is_alive(pid: int) -> bool:
    """Return whether a process runs: one that is dead and not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
