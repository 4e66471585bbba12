"""An app whose requests are logged, and what the log says."""

import json
import logging
import sys
import threading
import warnings

import anyio
from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.testclient import TestClient

from framegen.errors import TextTooLong
from service.watch.logs import RequestLog

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


def client_at(app, address=ADDRESS):
    return TestClient(app, raise_server_exceptions=False, client=(address, 50000))


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
