"""Logs: a request is one line of JSON."""

import asyncio
import re
import time

import anyio
import pytest
from starlette.responses import Response

from service.watch.logs import RequestLog
from service.watch.metrics import RequestRecord
from tests.service.watch.logged import ADDRESS, ask, client_at, sample_app


@pytest.fixture
def client():
    return client_at(RequestLog(sample_app()))


class TestLine:
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


class TestRequestId:
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


class TestClientMark:
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


class TestDeparture:
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


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_other_scopes_pass_untouched(said, kind):
    scopes = []

    async def app(scope, _receive, _send):
        scopes.append(scope)

    anyio.run(RequestLog(app), {"type": kind}, None, None)
    assert (scopes, said.lines) == ([{"type": kind}], [])


def test_observers_get_the_same_figures(said):
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
