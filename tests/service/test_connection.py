"""Connection: slow, endless or malformed requests are cut off; the others are served."""

import json
import socket
import time

import pytest

from tests.service.conftest import AVATARS, form, header, serving

pytestmark = pytest.mark.slow

HEAD_SECONDS = 1
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def server():
    with serving(FRAMEGEN_HEAD_SECONDS=str(HEAD_SECONDS), FRAMEGEN_MAX_MEGABYTES="1") as server:
        yield server


class Answer:
    """An answer as it comes over a connection."""

    def __init__(self, connection):
        with connection.makefile("rb") as stream:
            status, *lines = iter(lambda: stream.readline().rstrip(), b"")
            self.status = int(status.split()[1])
            pairs = [line.decode().lower().split(": ", 1) for line in lines]
            self.headers = dict(pairs)
            self.body = stream.read(int(self.headers.get("content-length", 0)))


def seconds_until_cut(connection, send=lambda: None, most=10):
    """How long a server keeps a connection open on which something goes on being sent."""
    start = time.monotonic()
    connection.settimeout(0.1)
    while time.monotonic() - start < most:
        try:
            send()
            if connection.recv(65536) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - start


def is_about_the_deadline(seconds):
    return 0.7 * HEAD_SECONDS < seconds < HEAD_SECONDS + 5


class TestHeaders:
    def test_that_never_come_are_not_waited_for(self, server):
        with server.connect() as silent:
            assert is_about_the_deadline(seconds_until_cut(silent))

    def test_that_trickle_are_cut(self, server):
        with server.connect() as slow:
            slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            assert is_about_the_deadline(seconds_until_cut(slow, lambda: slow.sendall(b"x")))

    def test_that_trickle_are_cut_on_a_connection_in_use_too(self, server):
        with server.connect() as slow:
            slow.sendall(HEALTH)
            assert Answer(slow).status == 200
            slow.sendall(b"GET /healthz HTTP/1.1\r\nX-Slow: ")
            assert is_about_the_deadline(seconds_until_cut(slow, lambda: slow.sendall(b"x")))

    def test_that_come_in_pieces_are_read(self, server):
        with server.connect() as slow:
            for piece in (HEALTH[:10], HEALTH[10:30], HEALTH[30:]):
                slow.sendall(piece)
                time.sleep(0.1)
            assert Answer(slow).status == 200

    def test_that_flood_are_refused(self, server):
        with server.connect() as flood:
            flood.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
            try:
                for number in range(2000):
                    flood.sendall(b"X-%d: %s\r\n" % (number, b"y" * 1000))
            except OSError:
                return
            assert Answer(flood).status == 400

    def test_of_a_hundred_who_trickle_hold_up_nobody(self, server):
        slow = [server.connect() for _ in range(100)]
        try:
            for one in slow:
                one.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
            assert [server.get("/healthz")[0] for _ in range(10)] == [200] * 10
            time.sleep(HEAD_SECONDS + 0.5)
            assert all(seconds_until_cut(one) < 0.5 for one in slow)
        finally:
            for one in slow:
                one.close()


class TestKeepAlive:
    def test_lets_a_connection_be_used_again(self, server):
        with server.connect() as connection:
            for _ in range(3):
                connection.sendall(HEALTH)
                answer = Answer(connection)
                assert (answer.status, answer.body) == (200, b'{"status":"ok"}')

    def test_outlasts_the_deadline_of_headers(self, server):
        with server.connect() as connection:
            connection.sendall(HEALTH)
            assert Answer(connection).status == 200
            time.sleep(HEAD_SECONDS + 0.5)
            connection.sendall(HEALTH)
            assert Answer(connection).status == 200

    def test_serves_requests_that_were_sent_together_in_their_order(self, server):
        paths = [b"/healthz", b"/v1/frames", b"/nix", b"/healthz"]
        with server.connect() as connection:
            connection.sendall(
                b"".join(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path for path in paths)
            )
            answers = []
            stream = connection.makefile("rb")
            for _ in paths:
                status = int(stream.readline().split()[1])
                length = 0
                while line := stream.readline().rstrip():
                    if line.lower().startswith(b"content-length"):
                        length = int(line.split()[1])
                answers.append((status, stream.read(length)[:15]))
            stream.close()
        assert [status for status, _ in answers] == [200, 200, 404, 200]
        assert answers[0] == answers[3] == (200, b'{"status":"ok"}')

    def test_ends_where_that_is_asked_for(self, server):
        with server.connect() as connection:
            connection.sendall(HEALTH.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            assert Answer(connection).headers["connection"] == "close"
            assert seconds_until_cut(connection) < 5

    def test_of_head_carries_no_body(self, server):
        with server.connect() as connection:
            connection.sendall(HEALTH.replace(b"GET", b"HEAD") + HEALTH)
            time.sleep(0.3)
            said = connection.recv(65536)
        first, _, rest = said.partition(b"\r\n\r\n")
        assert b"content-length: 15" in first.lower()
        assert rest.startswith(b"HTTP/1.1 200")


class TestBodies:
    def head(self, length, path=AVATARS, more=""):
        kind = header(form())
        return (
            f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n{kind}\r\n{more}\r\n"
        ).encode()

    def test_that_are_refused_are_drained_before_closing(self, server):
        with server.connect() as connection:
            connection.sendall(self.head(3_000_000))
            for _ in range(30):
                connection.sendall(b"x" * 100_000)
            answer = Answer(connection)
            assert (answer.status, json.loads(answer.body)["code"]) == (413, "photo-too-large")
            connection.sendall(HEALTH)
            assert Answer(connection).status == 200

    def test_that_are_refused_and_go_on_are_cut(self, server):
        with server.connect() as connection:
            connection.sendall(self.head(10**9))
            assert Answer(connection).status == 413
            seconds = seconds_until_cut(connection, lambda: connection.sendall(b"x" * 1000))
        assert is_about_the_deadline(seconds)

    def test_that_are_refused_need_not_be_sent(self, server):
        with server.connect() as connection:
            connection.sendall(self.head(10**9, more="Expect: 100-continue\r\n"))
            assert Answer(connection).status == 413

    def test_that_are_awaited_are_asked_for(self, server):
        with server.connect() as connection:
            sent = form(b"word")["content"]
            connection.sendall(self.head(len(sent), more="Expect: 100-continue\r\n"))
            assert Answer(connection).status == 100
            connection.sendall(sent)
            assert Answer(connection).status == 415

    def test_may_take_longer_than_headers(self, server):
        sent = form(b"word")["content"]
        with server.connect() as connection:
            connection.sendall(self.head(len(sent)))
            for start in range(0, len(sent), len(sent) // 4):
                time.sleep(HEAD_SECONDS * 0.4)
                connection.sendall(sent[start : start + len(sent) // 4])
            assert Answer(connection).status == 415

    def test_that_trickle_too_long_are_given_up(self):
        with serving(FRAMEGEN_BODY_SECONDS="1") as server, server.connect() as connection:
            connection.sendall(self.head(9999).replace(b"multipart/form-data", b"image/jpeg"))
            start = time.monotonic()
            for _ in range(5):
                time.sleep(0.1)
                connection.sendall(b"x")
            answer = Answer(connection)
            assert (answer.status, json.loads(answer.body)["code"]) == (408, "body-too-slow")
            assert answer.headers["connection"] == "close"
            assert 0.9 < time.monotonic() - start < 5
            assert seconds_until_cut(connection) < 5


class TestNoHttp:
    @pytest.mark.parametrize(
        "said",
        [
            pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", id="TLS"),
            pytest.param(b"hello\r\n\r\n", id="a word"),
            pytest.param(b"GET / HTTP/1.1\r\nno colon\r\n\r\n", id="a broken header"),
            pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="no host"),
            pytest.param(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", id="length"),
            pytest.param(
                b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\n",
                id="two lengths",
            ),
        ],
    )
    def test_is_answered_by_a_problem(self, server, said):
        with server.connect() as connection:
            connection.sendall(said + b"\r\n")
            answer = Answer(connection)
            body = json.loads(answer.body)
            assert (answer.status, body["status"], body["code"]) == (400, 400, "request-unreadable")
            assert answer.headers["content-type"] == "application/problem+json"
            assert list(body) == ["type", "title", "status", "code", "detail", "hint"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "server" not in answer.headers
            assert seconds_until_cut(connection) < 5

    def test_after_a_request_is_cut_too(self, server):
        with server.connect() as connection:
            connection.sendall(HEALTH)
            assert Answer(connection).status == 200
            connection.sendall(b"hello\r\n\r\n")
            assert Answer(connection).status == 400

    def test_in_the_middle_of_a_body_is_cut(self, server):
        with server.connect() as connection:
            connection.sendall(
                f"POST {AVATARS} HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\n"
                "Transfer-Encoding: chunked\r\n\r\nnix\r\n".encode()
            )
            assert seconds_until_cut(connection) < 2
        assert server.get("/healthz")[0] == 200

    def test_asks_in_vain_for_a_web_socket(self, server):
        with server.connect() as connection:
            connection.sendall(
                HEALTH.replace(
                    b"\r\n\r\n", b"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                )
            )
            assert Answer(connection).status in {200, 400}


def test_who_leaves_at_once_leaves_no_trace(server):
    for _ in range(20):
        with server.connect() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.sendall(HEALTH[:20])
    assert server.get("/healthz")[0] == 200
