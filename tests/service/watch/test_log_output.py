"""Output of logs: levels, libraries' messages, and a thread that writes."""

import io
import logging
import re
import threading
import time

import pytest
from starlette.responses import Response

from service.settings import SettingInvalid
from service.watch.logs import RequestLog, set_up_logs
from tests.service.watch.logged import NAME, ask, client_at, sample_app


@pytest.fixture
def client():
    return client_at(RequestLog(sample_app()))


class TestLibraries:
    @pytest.mark.parametrize(
        ("sentence", "values", "event"),
        [
            ("Invalid HTTP request received.", (), "Invalid HTTP request received."),
            ("Application startup failed. Exiting.", (), "Application startup failed. Exiting."),
            ('%s - "WebSocket %s" 403', ("Hoa", "/x"), "library"),
            ("ASGI callable returned '%s'.", ("Hoa",), "ASGI callable returned '"),
            (
                "[Errno 98] error while attempting to bind on address ('10.0.0.1', 80): in use",
                (),
                "[Errno 98] error while attempting to bind on address",
            ),
            ("100% of %d", ("Hoa",), "library"),
        ],
    )
    def test_is_heard_as_far_as_its_words_are_plain(self, said, sentence, values, event):
        logging.getLogger("uvicorn.error").warning(sentence, *values)
        assert (said.line["event"], said.line["level"]) == (event, "warning")
        assert said.line["logger"] == "uvicorn.error"
        assert re.fullmatch(r"watch/test_log_output\.py:\d+", said.line["at"])
        assert {"timestamp", "event", "level", "logger", "at"} == said.line.keys()


class TestWriting:
    def test_does_not_halt_the_service_where_nobody_reads(self, client, set_up):
        class Full(io.StringIO):
            read = threading.Event()

            def write(self, text):
                self.read.wait(2)
                return super().write(text)

        said = set_up(stream=Full())
        start = time.monotonic()
        answers = [client.get("/id").status_code for _ in range(10)]
        took = time.monotonic() - start
        Full.read.set()
        assert answers == [200] * 10
        assert took < 5
        assert len(said.lines) == 10

    @pytest.mark.parametrize("error", [OSError("gone"), ValueError("closed")])
    def test_that_fails_fails_no_request(self, client, set_up, error):
        class Broken(io.StringIO):
            def write(self, _text):
                raise error

        said = set_up(stream=Broken())
        assert client.get("/id").status_code == 200
        assert said.text == ""

    def test_what_cannot_be_written_fails_no_request_and_is_not_explained(self, said):
        class Odd:
            def __repr__(self):
                raise RuntimeError(NAME)

        async def app(scope, receive, send):
            scope["state"]["log"]["odd"] = Odd()
            await Response()(scope, receive, send)

        assert ask(app)[0]["status"] == 200
        assert said.text == ""

    def test_without_logs_set_up_is_silent(self, client, capfd):
        assert client.get("/id").status_code == 200
        assert client.get("/boom/Hoa").status_code == 500
        output = capfd.readouterr()
        assert "Hoa" not in output.out + output.err


@pytest.mark.parametrize("level", ["", "loud", "INFO", "notset", "10"])
def test_an_unknown_level_is_named(level):
    with pytest.raises(SettingInvalid, match=r'^FRAMEGEN_LOG_LEVEL: expected debug, .*, got "'):
        set_up_logs(level)
