"""Logs on a stream, as a service sets them up."""

import atexit
import io
import logging
import sys

import pytest

from service.watch.logs import set_up_logs
from tests.service.watch.logged import HOOKS, Said


@pytest.fixture
def set_up(monkeypatch):
    """Set up logs as a service does, and take them down after the test."""
    for module, hook in HOOKS:
        monkeypatch.setattr(module, hook, getattr(module, hook))
    ends, handlers = [], []
    monkeypatch.setattr(atexit, "register", ends.append)
    root, own = logging.root, logging.getLogger("service")
    before, levels = root.handlers[:], (root.level, own.level)

    def set_up(level="info", stream=None):
        stream = stream or io.StringIO()
        monkeypatch.setattr(sys, "stderr", stream)
        # Out of sight of set_up_logs, which closes what it finds.
        root.handlers.clear()
        set_up_logs(level)
        said = Said(stream)
        handlers.append(said.handler)
        root.handlers[:] = [*before, said.handler]
        return said

    yield set_up
    for end in ends:
        end()
    for handler in handlers:
        root.removeHandler(handler)
    root.setLevel(levels[0])
    own.setLevel(levels[1])


@pytest.fixture
def said(set_up):
    return set_up()
