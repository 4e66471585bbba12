"""Metrics: counts and times with bounded labels, and nothing personal."""

import re
import socket
import urllib.request

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

import framegen
from service.settings import SettingInvalid
from service.watch.logs import RequestLog
from service.watch.metrics import Metrics, RequestRecord, method_of
from tests.service.conftest import form


@pytest.fixture
def metrics():
    return Metrics()


def samples(metrics):
    """What is counted, by name and labels; without the times at which counting began."""
    lines = metrics.text().decode().splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return {name: float(value) for name, value in pairs if "_created" not in name}


def test_every_name_is_ours(metrics):
    metrics.stage("read", 0.1)
    metrics.watch("running", "Avatars under way.", lambda: 1)
    assert all(name.startswith("framegen_") for name in samples(metrics))


def test_the_version_is_told(metrics):
    assert samples(metrics)[f'framegen_build_info{{version="{framegen.__version__}"}}'] == 1


def test_a_request_is_counted_by_route_method_and_status(metrics):
    for status in (200, 200, 415):
        metrics.request("/v1/frames", "GET", status, 0.2, 0)
    counts = samples(metrics)
    name = 'framegen_requests_total{{method="GET",route="/v1/frames",status="{}"}}'
    assert (counts[name.format(200)], counts[name.format(415)]) == (2, 1)


def test_a_request_is_timed_by_route(metrics):
    metrics.request("/v1/frames", "GET", 200, 0.2, 0)
    counts = samples(metrics)
    assert counts['framegen_request_seconds_sum{route="/v1/frames"}'] == pytest.approx(0.2)
    assert counts['framegen_request_seconds_bucket{le="0.1",route="/v1/frames"}'] == 0
    assert counts['framegen_request_seconds_bucket{le="0.25",route="/v1/frames"}'] == 1


def test_only_bodies_are_weighed(metrics):
    metrics.request("/", "GET", 200, 0.1, 0)
    metrics.request("/", "POST", 200, 0.1, 2_400_000)
    counts = samples(metrics)
    assert counts["framegen_body_bytes_sum"] == 2_400_000
    assert counts["framegen_body_bytes_count"] == 1
    assert counts['framegen_body_bytes_bucket{le="1e+06"}'] == 0
    assert counts['framegen_body_bytes_bucket{le="2.5e+06"}'] == 1


@pytest.mark.parametrize(
    ("sent", "counted"),
    [("GET", "GET"), ("DELETE", "DELETE"), ("get", "OTHER"), ("HOA", "OTHER"), ("", "OTHER")],
)
def test_methods_are_those_that_http_knows(metrics, sent, counted):
    metrics.request("-", sent, 405, 0.1, 0)
    assert method_of(sent) == counted
    name = f'framegen_requests_total{{method="{counted}",route="-",status="405"}}'
    assert samples(metrics)[name] == 1


def test_made_up_methods_and_paths_add_no_series(metrics):
    client = TestClient(RequestLog(FastAPI(), metrics.observe))
    client.request("HOA0", "/hoa0")
    before = samples(metrics).keys()
    for number in range(1, 20):
        client.request(f"HOA{number}", f"/hoa{number}")
    assert samples(metrics).keys() == before


@pytest.mark.parametrize("stage", ["body", "queue", "read", "faces", "draw", "encode"])
def test_a_stage_is_timed_from_5_ms_to_10_s(metrics, stage):
    for seconds in (0.004, 0.3, 9, 11):
        metrics.stage(stage, seconds)
    counts = samples(metrics)
    edges = [f'{{le="{edge}",stage="{stage}"}}' for edge in ("0.005", "0.5", "10.0", "+Inf")]
    assert [counts[f"framegen_stage_seconds_bucket{edge}"] for edge in edges] == [1, 2, 3, 4]


def test_an_avatar_is_counted_with_its_doubts(metrics):
    metrics.avatar("vong", ["no-face", "upscaled"])
    metrics.avatar("vong", ())
    counts = samples(metrics)
    assert counts['framegen_avatars_total{frame="vong"}'] == 2
    assert counts['framegen_notes_total{note="no-face"}'] == 1
    assert counts['framegen_notes_total{note="upscaled"}'] == 1


def test_a_problem_and_a_lost_worker_are_counted_by_their_reason(metrics):
    metrics.refused("photo-unreadable")
    metrics.worker_lost("timeout")
    counts = samples(metrics)
    assert counts['framegen_refused_total{code="photo-unreadable"}'] == 1
    assert counts['framegen_workers_lost_total{reason="timeout"}'] == 1


def test_what_is_watched_is_asked_whenever_it_is_read(metrics):
    shelf = []
    metrics.watch("shelf_items", "Avatars on the shelf.", lambda: len(shelf))
    assert samples(metrics)["framegen_shelf_items"] == 0
    shelf.append("avatar")
    assert samples(metrics)["framegen_shelf_items"] == 1


def test_two_services_of_one_process_share_nothing(metrics):
    metrics.refused("photo-missing")
    assert "photo-missing" not in Metrics().text().decode()


def test_what_a_request_log_saw_is_counted(metrics):
    metrics.observe(RequestRecord("/", "POST", 200, 0.3, 500, 900))
    counts = samples(metrics)
    assert counts['framegen_requests_total{method="POST",route="/",status="200"}'] == 1
    assert counts["framegen_body_bytes_sum"] == 500
    assert counts['framegen_request_seconds_sum{route="/"}'] == pytest.approx(0.3)


@pytest.mark.parametrize(
    "path", ["/v1/avatars/secret-token.jpg?n=Hoa", "/nowhere/Hoa", "/boom/Hoa"]
)
def test_nothing_of_a_request_tells_who_asked(metrics, path):
    app = FastAPI()

    @app.post("/v1/avatars/{token}.jpg")
    async def avatar(request: Request, token):  # noqa: ARG001 - FastAPI reads the name
        return len(await request.body())

    @app.post("/boom/{name}")
    async def boom(name):
        raise RuntimeError(name)

    log = RequestLog(app, metrics.observe)
    client = TestClient(log, raise_server_exceptions=False, client=("203.0.113.77", 50000))
    sent = form(b"Hoa", filename="Hoa canary.jpg", **{"text.name": "Hoa canary"})
    headers = {**sent["headers"], "X-Request-Id": "canary", "Authorization": "Bearer fg_canary"}
    client.post(path, content=sent["content"], headers=headers)
    text = metrics.text().decode()
    assert 'method="POST"' in text
    assert not re.search(r"Hoa|canary|secret-token|203\.0|113\.77|fg_", text)


def read(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return answer.read()


class TestServing:
    @pytest.fixture
    def served(self, metrics):
        served = metrics.serve("127.0.0.1", 0)
        yield served
        served.close()

    def test_prometheus_reads_the_same(self, metrics, served):
        metrics.refused("photo-missing")
        text = read(served.port)
        assert text == metrics.text()
        assert b"photo-missing" in text

    def test_does_not_keep_the_process_alive(self, served):
        assert served.thread.daemon

    def test_a_scrape_says_nothing_on_stderr(self, served, capfd):
        read(served.port)
        assert capfd.readouterr().err == ""

    def test_a_port_is_free_again_after_it(self, metrics):
        first = metrics.serve("127.0.0.1", 0)
        first.close()
        assert not first.thread.is_alive()
        with pytest.raises(OSError, match="refused"):
            read(first.port)
        metrics.serve("127.0.0.1", first.port).close()

    def test_a_port_that_is_taken_is_named(self, metrics):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            taken_by = r"\(another program listens there already\)"
            wrong = rf"^FRAMEGEN_METRICS_PORT: cannot listen on 127\.0\.0\.1:{port} {taken_by}\.$"
            with pytest.raises(SettingInvalid, match=wrong):
                metrics.serve("127.0.0.1", port)

    @pytest.mark.parametrize(("host", "port"), [("203.0.113.1", 0), ("127.0.0.1", 70_000)])
    def test_where_there_is_no_listening_is_named(self, metrics, host, port):
        with pytest.raises(
            SettingInvalid, match=rf"^FRAMEGEN_METRICS_PORT: .*{host}:{port} \(.+\)"
        ):
            metrics.serve(host, port)
