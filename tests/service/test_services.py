"""Services: quotas, proxies, keys, origins, and answers at capacity."""

import asyncio
import hashlib
import html
import time

import pytest

from service.app import create_app
from service.entrance.gate import Gate
from service.settings import Settings
from tests.service.conftest import AVATARS, FRAME, client_of, form, problem_words, raw

KEY = "fg_" + "k" * 43
HASH = hashlib.sha256(KEY.encode()).hexdigest()
# It is counted, and refused before it costs any work.
NO_PHOTO = raw(b"word", "text/plain")
OURS, THEIRS = "https://cong-doan.example", "https://other.example"
FAR, PROXY = "203.0.113.5", "10.1.2.3"


@pytest.fixture
def client_at(monkeypatch):
    """Browsers at one service, each at an address of its own; its minute does not end."""
    now = 1_800_000_000.5
    monkeypatch.setattr(time, "time", lambda: now)

    def opened(**settings):
        app = create_app(Settings(**settings))
        return lambda address=FAR: client_of(app, address)

    return opened


def statuses(client, times, path=AVATARS, **headers):
    answers = [
        client.post(path, content=NO_PHOTO["content"], headers={**NO_PHOTO["headers"], **headers})
        for _ in range(times)
    ]
    return [answer.status_code for answer in answers]


class TestQuota:
    @pytest.mark.parametrize("path", [AVATARS, "/v1/photos", "/v1/avatars", "/"])
    def test_is_for_every_call_that_costs_work(self, client_at, path):
        client = client_at(per_minute=2)()
        assert statuses(client, 3, path) == [415, 415, 429]

    def test_is_for_all_such_calls_together(self, client_at):
        client = client_at(per_minute=3)()
        paths = [AVATARS, "/v1/photos", "/v1/avatars", "/"]
        assert [statuses(client, 1, path)[0] for path in paths] == [415, 415, 415, 429]

    def test_is_not_for_looking(self, client_at):
        client = client_at(per_minute=1)()
        assert statuses(client, 2) == [415, 429]
        for path in ["/", "/v1/frames", "/v1/campaign", "/v1/avatars/nix.jpg", "/healthz"]:
            assert client.get(path).status_code in {200, 404}

    def test_is_each_clients_own(self, client_at):
        at = client_at(per_minute=1)
        assert statuses(at("203.0.113.5"), 2) == [415, 429]
        assert statuses(at("203.0.113.6"), 2) == [415, 429]

    def test_says_when_to_come_back(self, client_at):
        client = client_at(per_minute=1)()
        statuses(client, 1)
        answer = client.post(AVATARS, **NO_PHOTO)
        assert answer.json()["code"] == "too-many-requests"
        assert 1 <= int(answer.headers["retry-after"]) <= 120

    def test_is_told_to_a_member_on_a_page(self, client_at):
        client = client_at(per_minute=1)()
        statuses(client, 1)
        answer = client.post("/", **form(b"word", frame=FRAME))
        assert answer.status_code == 429
        assert problem_words("too-many-requests")[0] in html.unescape(answer.text)
        assert int(answer.headers["retry-after"]) >= 1

    def test_may_be_none(self, client_at):
        assert set(statuses(client_at(per_minute=0)(), 50)) == {415}


class TestProxies:
    def test_that_are_trusted_say_who_it_is(self, client_at):
        client = client_at(per_minute=1, trusted_proxies=("10.0.0.0/8",))(PROXY)
        assert statuses(client, 2, **{"X-Forwarded-For": "203.0.113.5"}) == [415, 429]
        assert statuses(client, 2, **{"X-Forwarded-For": "203.0.113.6"}) == [415, 429]

    def test_that_are_trusted_are_believed_only_for_what_they_saw(self, client_at):
        client = client_at(per_minute=1, trusted_proxies=("10.0.0.0/8",))(PROXY)
        made_up = [f"198.51.100.{number}, 203.0.113.5, 10.9.9.9" for number in range(3)]
        found = [statuses(client, 1, **{"X-Forwarded-For": text})[0] for text in made_up]
        assert found == [415, 429, 429]

    @pytest.mark.parametrize("trusted", [(), ("10.0.0.0/8",)])
    def test_that_are_not_trusted_are_not_believed(self, client_at, trusted):
        client = client_at(per_minute=1, trusted_proxies=trusted)(FAR)
        found = [
            statuses(client, 1, **{"X-Forwarded-For": f"198.51.100.{number}"})[0]
            for number in range(3)
        ]
        assert found == [415, 429, 429]

    def test_that_are_undeclared_have_no_quota(self, client_at):
        client = client_at(per_minute=1)(PROXY)
        assert set(statuses(client, 5)) == {415}


class TestKeys:
    def test_that_are_known_have_a_quota_of_their_own(self, client_at):
        client = client_at(per_minute=1, key_per_minute=3, api_keys=f"portal={HASH}")()
        assert statuses(client, 2) == [415, 429]
        bearer = {"Authorization": f"Bearer {KEY}"}
        assert statuses(client, 4, **bearer) == [415, 415, 415, 429]

    @pytest.mark.parametrize("sent", ["Bearer nix", "Bearer", "", f"Basic {KEY}", KEY, HASH])
    def test_that_are_unknown_are_refused(self, client_at, sent):
        client = client_at(api_keys=f"portal={HASH}")()
        answer = client.post(AVATARS, headers={**NO_PHOTO["headers"], "Authorization": sent})
        assert (answer.status_code, answer.json()["code"]) == (401, "key-unknown")
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert KEY not in answer.text

    def test_are_not_asked_for_where_there_are_none(self, client_at):
        assert statuses(client_at()(), 1) == [415]

    def test_are_not_asked_for_to_look(self, client_at):
        client = client_at(api_keys=f"portal={HASH}")()
        nix = {"Authorization": "Bearer nix"}
        assert client.get("/v1/frames", headers=nix).status_code == 200


class TestOrigins:
    @pytest.fixture
    def allowing(self, client_at):
        return client_at(origins=(OURS,))()

    def cors(self, answer):
        return {name for name in answer.headers if name.startswith("access-control-")}

    def test_of_others_may_not_call_unless_they_are_listed(self, client_at):
        client = client_at()()
        for origin in (OURS, THEIRS, "null"):
            answer = client.get("/v1/frames", headers={"Origin": origin})
            assert (answer.status_code, self.cors(answer)) == (200, set())
            asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            answer = client.options(AVATARS, headers=asked)
            assert (answer.status_code, self.cors(answer)) == (405, set())

    def test_that_are_listed_may_read_every_answer(self, allowing):
        for answer in [
            allowing.get("/v1/frames", headers={"Origin": OURS}),
            allowing.get("/v1/frames/nix", headers={"Origin": OURS}),
            allowing.post(AVATARS, headers={**NO_PHOTO["headers"], "Origin": OURS}),
        ]:
            assert answer.headers["access-control-allow-origin"] == OURS
            assert "Origin" in answer.headers["vary"]
            exposed = answer.headers["access-control-expose-headers"]
            assert {"X-Framegen-Notes", "Retry-After"} <= set(exposed.split(", "))
            assert "access-control-allow-credentials" not in answer.headers

    @pytest.mark.parametrize("origin", [THEIRS, "null", f"{OURS}.evil.example", OURS.upper()])
    def test_that_are_not_listed_may_not(self, allowing, origin):
        answer = allowing.get("/v1/frames", headers={"Origin": origin})
        assert "access-control-allow-origin" not in answer.headers

    @pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
    def test_that_are_listed_may_ask_before(self, allowing, method):
        asked = {
            "Origin": OURS,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "authorization,content-type",
        }
        answer = allowing.options(AVATARS, headers=asked)
        assert answer.status_code == 200
        assert method in answer.headers["access-control-allow-methods"]
        assert answer.headers["x-content-type-options"] == "nosniff"

    @pytest.mark.parametrize(
        "asked",
        [
            {"Origin": THEIRS, "Access-Control-Request-Method": "POST"},
            {"Origin": OURS, "Access-Control-Request-Method": "PUT"},
        ],
        ids=str,
    )
    def test_are_told_before_what_they_may_not(self, allowing, asked):
        assert allowing.options(AVATARS, headers=asked).status_code == 400


class TestAtCapacity:
    @pytest.fixture(autouse=True)
    def _full(self, monkeypatch):
        monkeypatch.setattr(Gate, "is_full", property(lambda _gate: True))

    @pytest.mark.parametrize("path", [AVATARS, "/v1/photos", "/v1/avatars"])
    def test_tells_programs_when_to_come_back(self, client, path):
        answer = client.post(path, **NO_PHOTO)
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert int(answer.headers["retry-after"]) >= 1

    def test_tells_members_on_their_page(self, client, card_jpeg):
        answer = client.post("/", **form(card_jpeg, frame=FRAME))
        text = html.unescape(answer.text)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) >= 1
        assert all(words in text for words in problem_words("busy"))
        assert 'type="file"' in answer.text

    def test_lets_everybody_look(self, client):
        assert client.get("/").status_code == client.get("/v1/frames").status_code == 200


def test_the_body_of_a_refused_request_is_not_read():
    """A body of any size costs nothing where nobody is let in."""
    app = create_app(Settings(workers=1, waiting=1, reading=1))
    taken, found = [], []

    async def receive():
        taken.append(1)
        await asyncio.sleep(60)

    async def heard(message):
        found.append(message)

    async def crowd():
        first = asyncio.create_task(app(scope(), receive, heard))
        await asyncio.sleep(0.05)
        before = len(taken)
        await app(scope(), receive, heard)
        assert (before, len(taken)) == (1, 1)
        first.cancel()
        await asyncio.wait([first])

    asyncio.run(crowd())
    assert found[0]["status"] == 503
    assert dict(found[0]["headers"])[b"retry-after"].isdigit()


def scope():
    return {
        "type": "http",
        "method": "POST",
        "path": AVATARS,
        "raw_path": AVATARS.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"content-type", b"image/jpeg"), (b"content-length", b"9000000")],
        "client": ("127.0.0.1", 1),
    }
