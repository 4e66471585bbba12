"""Exceptions in logs: their places and types, without messages."""

import asyncio
import json
import logging
import re
import subprocess
import sys

import pytest
from starlette.responses import Response

from framegen.errors import TextTooLong
from service.watch.logs import logger
from tests.service.watch.logged import NAME, ask, sample_app, too_long
from tests.support.places import ROOT


class TestException:
    def raised(self, app, **scope):
        with pytest.raises((Exception, asyncio.CancelledError)) as raised:
            ask(app, **scope)
        return raised.value

    def test_passes_through_and_is_one_line(self, said):
        error = self.raised(sample_app(), path="/boom/x")
        assert type(error) is RuntimeError
        assert (said.line["event"], said.line["level"]) == ("request", "error")
        assert (said.line["status"], said.line["route"]) == (500, "/boom/{name}")

    def test_is_not_written_again_by_the_server(self, said):
        error = self.raised(sample_app(), path="/boom/x")
        logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=error)
        assert len(said.lines) == 1

    def test_is_told_with_its_cause_by_the_places_it_went_through(self, said):
        self.raised(sample_app(), path="/boom/x")
        effect, cause = said.line["exception"]
        assert (effect["type"], cause["type"]) == ("RuntimeError", "TextTooLong")
        assert re.fullmatch(r"watch/logs\.py:\d+ __call__", effect["frames"][0])
        assert re.fullmatch(r"watch/logged\.py:\d+ boom", effect["frames"][-1])
        assert re.fullmatch(r"watch/logged\.py:\d+ boom", cause["frames"][0])
        assert re.fullmatch(r"watch/logged\.py:\d+ too_long", cause["frames"][-1])

    def test_of_a_group_is_told_with_all_its_parts(self, said):
        async def app(_scope, _receive, _send):
            raise ExceptionGroup(NAME, [ValueError(NAME), KeyError(NAME)])

        self.raised(app)
        kinds = [one["type"] for one in said.line["exception"]]
        assert kinds == ["ExceptionGroup", "ValueError", "KeyError"]

    def test_is_not_told_at_any_length(self, said):
        async def app(*_args):
            def deeper():
                deeper()

            deeper()

        self.raised(app)
        (told,) = said.line["exception"]
        assert told["type"] == "RecursionError"
        assert len(told["frames"]) <= 30
        assert "deeper" in told["frames"][-1]

    def test_that_leads_back_to_itself_is_told_once(self, said):
        async def app(*_args):
            first, second = ValueError(), KeyError()
            first.__context__, second.__context__ = second, first
            raise first

        self.raised(app)
        assert "ValueError" in said.text

    def test_after_the_answer_leaves_the_status_as_it_was_sent(self, said):
        async def app(scope, receive, send):
            await Response(status_code=201)(scope, receive, send)
            raise RuntimeError

        self.raised(app)
        assert said.line["status"] == 201

    def test_also_is_an_end_from_outside(self, said):
        async def app(*_args):
            raise asyncio.CancelledError

        assert isinstance(self.raised(app), asyncio.CancelledError)
        assert (said.line["status"], said.line["level"]) == (500, "error")

    def test_caught_by_a_handler_is_told_no_further_than_any(self, said):
        try:
            too_long(NAME)
        except TextTooLong:
            logger("pool").exception("worker lost", reason="timeout")
        assert (said.line["event"], said.line["reason"]) == ("worker lost", "timeout")
        assert said.line["exception"][0]["type"] == "TextTooLong"
        assert NAME not in json.dumps(said.line, ensure_ascii=False)


STRAYS = """
import asyncio, sys, threading, warnings
from service.watch.logs import logger, set_up_logs
set_up_logs("info")

class Dying:
    def __del__(self):
        raise ValueError("Hoa")

def fail():
    raise ValueError("Hoa")

async def forgotten():
    asyncio.get_running_loop().create_task(asyncio.sleep(0)).cancel()
    task = asyncio.get_running_loop().create_task(failing())
    await asyncio.sleep(0.01)

async def failing():
    raise ValueError("Hoa")

warnings.warn("Hoa cannot be read", RuntimeWarning)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
Dying()
asyncio.run(forgotten())
logger("start").info("started", port=8000)
raise ValueError("Hoa")
"""


def test_all_that_python_itself_would_print_is_json_without_messages():
    ended = subprocess.run(
        [sys.executable, "-c", STRAYS], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [line["event"] for line in lines] == [
        *("warning", "thread crashed", "unraisable", "Task exception was never retrieved"),
        *("started", "crashed"),
    ]
    assert b"Hoa" not in ended.stderr
    assert (ended.returncode, ended.stdout) == (1, b"")
