"""Places: the repository, the test data beside it, and free ports."""

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


def corpus(name: str) -> Path:
    """A folder of the test data, or a skip with the reason."""
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"needs the test data {name}, which is not part of the repository")
    return folder


def free_port() -> int:
    """A port of the loopback that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
