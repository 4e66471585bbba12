"""Logs: a request is one line of JSON that helps whoever runs the service and tells on nobody."""

import asyncio
import atexit
import io
import json
import logging
import re
import subprocess
import sys
import threading
import time
import warnings

import anyio
import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.testclient import TestClient

from framegen.errors import TextTooLong
from service.settings import SettingInvalid
from service.watch.logs import RequestLog, logger, set_up_logs
from service.watch.metrics import RequestRecord
from tests.conftest import ROOT
from tests.service.conftest import form

NAME, ADDRESS = "Nguyễn-Thị-Hoa", "203.0.113.77"
HOOKS = [
    (sys, "excepthook"),
    (sys, "unraisablehook"),
    (threading, "excepthook"),
    (warnings, "showwarning"),
    (logging, "raiseExceptions"),
]


def sample_app():
    """An app with a route for all that may happen to a request."""
    app = FastAPI()

    @app.get("/healthz")
    async def healthz():
        return {}

    @app.get("/v1/avatars/{token}.{suffix}")
    async def avatar(token):  # noqa: ARG001 - FastAPI reads the name
        return Response(b"x" * 1000)

    @app.post("/v1/frames/{name}/avatars")
    async def make(request: Request, name):  # noqa: ARG001 - the same
        request.state.log.update(code="photo-unreadable", notes=["no-face"], app="portal")
        return Response(str(len(await request.body())), 415)

    @app.get("/id")
    async def own_id(request: Request):
        return request.state.request_id

    @app.get("/boom/{name}")
    async def boom(name):
        try:
            too_long(name)
        except TextTooLong as error:
            error.add_note(name)
            raise RuntimeError(name) from error

    return app


def too_long(text):
    raise TextTooLong(f"text: {text} does not fit.")


class Said:
    """What the logs say on a stream in place of stderr."""

    def __init__(self, stream):
        self.stream = stream
        self.handler = logging.root.handlers[0]

    @property
    def text(self):
        self.handler.queue.join()
        return self.stream.getvalue()

    @property
    def lines(self):
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def line(self):
        (line,) = self.lines
        return line


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


def client_at(app, address=ADDRESS):
    return TestClient(app, raise_server_exceptions=False, client=(address, 50000))


@pytest.fixture
def client():
    return client_at(RequestLog(sample_app()))


def ask(app, *sent, **scope):
    """Run an app on a bare request: what it received is given, what it sent comes back."""
    messages, left = [], list(sent)
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [],
        **scope,
    }

    async def receive():
        return left.pop(0) if left else {"type": "http.disconnect"}

    async def send(message):
        messages.append(message)

    anyio.run(RequestLog(app), scope, receive, send)
    return messages


class TestALine:
    def test_is_all_that_is_said_of_a_request(self, client, said):
        client.get("/v1/avatars/abc.jpg")
        assert said.line.keys() == {
            *("event", "level", "timestamp", "id", "method", "route", "status", "ms"),
            *("bytes_in", "bytes_out", "client"),
        }
        assert (said.line["event"], said.line["level"]) == ("request", "info")
        assert (said.line["method"], said.line["status"]) == ("GET", 200)

    def test_says_when_in_utc(self, client, said):
        client.get("/id")
        stamp = said.line["timestamp"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", stamp)
        assert stamp.startswith(time.strftime("%Y-%m-%dT%H", time.gmtime()))

    @pytest.mark.parametrize(
        ("method", "path", "route"),
        [
            ("GET", "/v1/avatars/abc.jpg", "/v1/avatars/{token}.{suffix}"),
            ("GET", "/v1/avatars/abc.jpg?download=1", "/v1/avatars/{token}.{suffix}"),
            ("DELETE", "/v1/avatars/abc.jpg", "/v1/avatars/{token}.{suffix}"),
            ("GET", "/boom/abc", "/boom/{name}"),
            ("GET", "/nowhere/abc", "-"),
            ("GET", "/v1/avatars/abc.jpg/", "-"),
        ],
    )
    def test_names_the_route_and_never_the_path(self, client, said, method, path, route):
        client.request(method, path, follow_redirects=False)
        assert said.line["route"] == route
        assert "abc" not in said.text

    def test_counts_the_bytes_of_both_bodies(self, client, said):
        client.post("/v1/frames/f/avatars", content=b"y" * 70_000)
        client.get("/v1/avatars/abc.jpg")
        assert [(line["bytes_in"], line["bytes_out"]) for line in said.lines] == [
            (70_000, 5),
            (0, 1000),
        ]

    def test_counts_a_body_of_several_parts(self, said):
        async def app(_scope, receive, send):
            while (await receive())["more_body"]:
                pass
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"12", "more_body": True})
            await send({"type": "http.response.body", "body": b"345"})

        parts = [{"type": "http.request", "body": b"x" * 10, "more_body": n < 2} for n in range(3)]
        ask(app, *parts)
        assert (said.line["bytes_in"], said.line["bytes_out"]) == (30, 5)

    def test_says_how_long_it_took(self, said):
        async def app(_scope, _receive, send):
            await asyncio.sleep(0.05)
            await Response()(_scope, _receive, send)

        ask(app)
        assert 50 <= said.line["ms"] < 5000
        assert said.line["ms"] == round(said.line["ms"], 1)

    def test_says_what_the_handler_knows(self, client, said):
        client.post("/v1/frames/f/avatars")
        assert said.line["code"] == "photo-unreadable"
        assert (said.line["notes"], said.line["app"]) == (["no-face"], "portal")

    def test_says_nothing_of_what_an_earlier_one_was_about(self, said):
        app = sample_app()
        shared = {"log": {"code": "photo-missing"}}
        ask(app, state=shared, path="/id")
        assert "code" not in said.line

    @pytest.mark.parametrize("key", ["status", "event", "level", "route", "id"])
    def test_cannot_be_falsified_by_a_handler(self, said, key):
        async def app(scope, receive, send):
            scope["state"]["log"][key] = "false"
            await Response()(scope, receive, send)

        ask(app)
        assert said.line[key] != "false"

    @pytest.mark.parametrize("method", ["nguyen", "HOA", "G" * 1000, "get"])
    def test_knows_only_methods_that_http_knows(self, said, method):
        ask(sample_app(), method=method)
        assert said.line["method"] == "OTHER"

    @pytest.mark.parametrize("path", ["/healthz"])
    @pytest.mark.parametrize(("level", "lines"), [("info", 0), ("debug", 1)])
    def test_of_health_is_written_only_where_all_is(self, client, set_up, level, path, lines):
        said = set_up(level)
        client.get(path)
        assert [line["level"] for line in said.lines] == ["debug"] * lines

    def test_is_not_written_where_only_failures_are(self, client, set_up):
        said = set_up("warning")
        client.get("/id")
        client.get("/boom/x")
        assert said.line["level"] == "error"


class TestTheId:
    @pytest.mark.parametrize("asked", ["a", "7d9F.x_y-z", "x" * 64])
    def test_is_taken_over(self, client, said, asked):
        answer = client.get("/id", headers={"X-Request-Id": asked})
        assert answer.headers["x-request-id"] == asked == answer.json() == said.line["id"]

    @pytest.mark.parametrize("asked", ["", "x" * 65, "a b", "a\tb", "a/b", '"', "é", "a,b", "{}"])
    def test_is_made_anew_where_it_could_not_be_one(self, client, said, asked):
        answer = client.get("/id", headers={"X-Request-Id": asked.encode()})
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
        assert answer.headers["x-request-id"] == answer.json() == said.line["id"]

    def test_is_of_one_request_only(self, client):
        assert len({client.get("/id").headers["x-request-id"] for _ in range(20)}) == 20

    @pytest.mark.parametrize("path", ["/nowhere", "/boom/x", "/healthz"])
    def test_is_on_every_answer(self, client, path):
        assert client.get(path).headers["x-request-id"]


class TestAClient:
    def mark(self, said, app, address):
        before = len(said.lines)
        client_at(app, address).get("/id")
        (line,) = said.lines[before:]
        assert re.fullmatch(r"[0-9a-f]{8}", line["client"])
        return line["client"]

    def test_is_told_from_others_by_eight_characters(self, said):
        app = RequestLog(sample_app())
        marks = [self.mark(said, app, address) for address in (ADDRESS, "198.51.100.1", ADDRESS)]
        assert marks[0] == marks[2] != marks[1]

    def test_is_a_household_where_addresses_are_plenty(self, said):
        app = RequestLog(sample_app())
        assert self.mark(said, app, "2001:db8::1") == self.mark(said, app, "2001:db8::2")

    def test_is_not_known_to_another_service(self, said):
        marks = {self.mark(said, RequestLog(sample_app()), ADDRESS) for _ in range(5)}
        assert len(marks) == 5

    def test_is_not_known_the_next_day(self, said, monkeypatch, clock):
        monkeypatch.setattr(time, "time", clock)
        app, marks = RequestLog(sample_app()), []
        for hours in (0, 23.9, 24.1):
            clock.now = 1_800_000_000 // 86400 * 86400 + hours * 3600
            marks.append(self.mark(said, app, ADDRESS))
        assert marks[0] == marks[1] != marks[2]

    @pytest.mark.parametrize("client", [None, ("", 0), ("\udc80", 0)])
    def test_may_have_no_address(self, said, client):
        ask(sample_app(), client=client, path="/id")
        assert len(said.line["client"]) == 8


class TestAClientWhoLeft:
    def test_before_the_answer_is_no_success_and_no_failure(self, said):
        async def app(scope, receive, send):
            assert (await receive())["type"] == "http.disconnect"
            await Response(status_code=400)(scope, receive, send)

        ask(app)
        assert said.line["status"] == 499

    def test_without_any_answer_is_the_same(self, said):
        async def app(_scope, receive, _send):
            await receive()

        ask(app)
        assert said.line["status"] == 499

    def test_once_the_answer_began_changes_nothing(self, said):
        async def app(_scope, receive, send):
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await receive()
            await send({"type": "http.response.body", "body": b"x"})

        ask(app)
        assert said.line["status"] == 200

    def test_after_the_answer_changes_nothing(self, said):
        async def app(scope, receive, send):
            await Response(status_code=201)(scope, receive, send)
            await receive()

        ask(app)
        assert said.line["status"] == 201


class TestAnException:
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
        assert re.fullmatch(r"watch/test_logs\.py:\d+ boom", effect["frames"][-1])
        assert re.fullmatch(r"watch/test_logs\.py:\d+ boom", cause["frames"][0])
        assert re.fullmatch(r"watch/test_logs\.py:\d+ too_long", cause["frames"][-1])

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


class TestNothingOfAnybody:
    CANARIES = ("Hoa", "canary", "203.0.113", "113.77", "secret-token", "fg_", "LibreWolf")

    @pytest.mark.parametrize(
        "path",
        [
            "/v1/avatars/secret-token.jpg?name=Hoa",
            "/nowhere/secret-token?name=Hoa",
            "/boom/Hoa-canary",
            "/v1/frames/canary/avatars",
            "/v1/avatars/secret-token.jpg/",
        ],
    )
    @pytest.mark.parametrize("method", ["GET", "POST", "CANARY"])
    @pytest.mark.parametrize("level", ["debug", "info"])
    def test_is_in_a_line(self, client, set_up, level, method, path):
        said = set_up(level)
        sent = form(b"photo of Hoa", filename="canary Hoa.jpg", **{"text.name": "Hoa canary"})
        headers = {
            **sent["headers"],
            "Authorization": "Bearer fg_canary",
            "Cookie": "canary=Hoa",
            "User-Agent": "LibreWolf canary",
            "X-Forwarded-For": ADDRESS,
            "X-Request-Id": "Hoa canary",
            "Referer": "https://canary/Hoa",
        }
        client.request(method, path, content=sent["content"], headers=headers)
        assert said.lines
        assert not [canary for canary in self.CANARIES if canary.lower() in said.text.lower()]

    @pytest.mark.parametrize("name", ["PIL.TiffImagePlugin", "framegen.photo", "root", "httpx"])
    def test_is_in_what_a_library_says(self, set_up, name):
        said = set_up("debug")
        logging.getLogger(name).debug("tag: Artist - value: Hoa canary")
        logging.getLogger(name).info("Hoa canary")
        assert said.lines == []
        logging.getLogger(name).warning("Hoa canary cannot be read")
        assert said.line["event"] == "library"
        assert not [canary for canary in self.CANARIES if canary in said.text]

    def test_is_in_what_the_event_loop_says(self, said):
        def callback(_name):
            raise ValueError(NAME)

        async def main():
            asyncio.get_running_loop().call_soon(callback, "Hoa")
            await asyncio.sleep(0.01)

        asyncio.run(main())
        assert said.line["event"].startswith("Exception in callback")
        assert said.line["exception"][0]["type"] == "ValueError"
        assert "Hoa" not in said.text


class TestTheServer:
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
        assert re.fullmatch(r"watch/test_logs\.py:\d+", said.line["at"])
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


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_what_is_no_request_passes_untouched(said, kind):
    scopes = []

    async def app(scope, _receive, _send):
        scopes.append(scope)

    anyio.run(RequestLog(app), {"type": kind}, None, None)
    assert (scopes, said.lines) == ([{"type": kind}], [])


def test_those_who_count_are_told_the_same(said):
    seen, again = [], []
    app = RequestLog(sample_app(), seen.append, again.append)
    client_at(app).post("/v1/frames/f/avatars", content=b"12345")
    client_at(app).get("/boom/x")
    assert seen == again
    assert [type(one) for one in seen] == [RequestRecord, RequestRecord]
    assert [(one.route, one.method, one.status) for one in seen] == [
        ("/v1/frames/{name}/avatars", "POST", 415),
        ("/boom/{name}", "GET", 500),
    ]
    assert (seen[0].bytes_in, seen[0].bytes_out) == (5, 1)
    assert seen[0].seconds == pytest.approx(said.lines[0]["ms"] / 1000, abs=0.001)


@pytest.mark.parametrize("level", ["", "loud", "INFO", "notset", "10"])
def test_a_level_that_is_none_is_named(level):
    with pytest.raises(SettingInvalid, match=r'^FRAMEGEN_LOG_LEVEL: expected debug, .*, got "'):
        set_up_logs(level)


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
