"""Request: the bytes to send, prepared once."""

import numpy as np
import skimage.data
from PIL import Image

from framegen.testing import encoded
from tests.bench.load.server import HOST
from tests.service.conftest import AVATARS, form


def phone_photo() -> bytes:
    """A JPEG of 12 megapixels and 2.4 MB: the astronaut enlarged, with a sensor's grain."""
    face = Image.fromarray(skimage.data.astronaut())
    large = np.asarray(face.resize((3464, 3464), Image.Resampling.BICUBIC), np.int16)
    grain = np.random.default_rng(7).normal(0, 4, large.shape).round().astype(np.int16)
    photo = Image.fromarray(np.clip(large + grain, 0, 255).astype(np.uint8))
    return encoded(photo, quality=92, subsampling=2)


def upload(photo: bytes, filename: str = "an.jpg", content_type: str = "image/jpeg") -> bytes:
    """A whole request that asks for an avatar."""
    sent = form(photo, filename, content_type)
    return post(sent["content"], sent["headers"])


def post(content: bytes, headers: dict[str, str]) -> bytes:
    """A whole POST request to the address that makes avatars."""
    return head({**headers, "Content-Length": str(len(content))}) + content


def head(headers: dict[str, str]) -> bytes:
    """The same without its body."""
    lines = [f"POST {AVATARS} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
