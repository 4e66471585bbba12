"""Privacy of logs: nothing in them tells who asked."""

import asyncio
import logging

import pytest

from service.watch.logs import RequestLog
from tests.service.conftest import form
from tests.service.watch.logged import ADDRESS, NAME, client_at, sample_app


@pytest.fixture
def client():
    return client_at(RequestLog(sample_app()))


class TestPrivacy:
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
