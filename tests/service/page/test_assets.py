"""Assets: static files and the frames' pictures."""

import gzip
import io
import re

import pytest
from PIL import Image

from service.page.assets import STATIC, Assets
from tests.service.conftest import (
    FRAME,
)
from tests.service.page.conftest import FRAMES, Page


def style_as_served():
    """The style sheet without comments and layout."""
    plain = re.sub(rb"(?s)/\*.*?\*/", b"", (STATIC / "style.css").read_bytes())
    return re.sub(rb"\s*([{};])\s*", rb"\1", plain).strip()


class TestAssets:
    @pytest.fixture
    def sheet(self, client):
        (link,) = Page(client.get("/").text).all("link", rel="stylesheet")
        return link["href"]

    def test_are_named_by_their_content_and_kept_for_ever(self, client, sheet):
        answer = client.get(sheet)
        assert re.fullmatch(r"/static/[0-9a-f]{10}/style\.css", sheet)
        assert answer.headers["content-type"].startswith("text/css")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.content == style_as_served()

    def test_get_another_name_with_other_content(self, tmp_path):
        addresses = []
        for text in ("a", "b", "a"):
            (tmp_path / "b.css").write_text(text)
            addresses.append(Assets(tmp_path).href("b.css"))
        assert addresses[0] == addresses[2] != addresses[1]

    def test_share_one_address_so_that_modules_find_each_other(self, tmp_path):
        for name, text in (("a.js", 'import "./b.js";'), ("b.js", "1")):
            (tmp_path / name).write_text(text)
        before = Assets(tmp_path)
        (tmp_path / "b.js").write_text("2")
        after = Assets(tmp_path)
        assert before.modules() == ["a.js", "b.js"]
        assert before.href("a.js") != after.href("a.js")
        assert after.get(before.mark, "a.js") is None

    def test_are_none_that_nobody_wrote(self, tmp_path):
        with pytest.raises(KeyError):
            Assets(tmp_path).href("a.js")

    def test_bring_the_mark_as_pictures_too(self, client):
        icons = client.get("/manifest.webmanifest").json()["icons"]
        for icon in icons:
            with Image.open(io.BytesIO(client.get(icon["src"]).content)) as image:
                assert "x".join(map(str, image.size)) == icon["sizes"]

    def test_are_compressed_on_request(self, client, sheet):
        with client.stream("GET", sheet, headers={"Accept-Encoding": "br, gzip"}) as answer:
            packed = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(packed) == style_as_served()

    def test_are_plain_otherwise(self, client, sheet):
        answer = client.get(sheet, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in answer.headers
        assert answer.content == style_as_served()

    @pytest.mark.parametrize(
        "path",
        [
            "/static/style.css",
            "/static/0123456789/style.css",
            "/static/..%2Fapp.py",
            f"/khung/{FRAME}-nix.webp",
            "/khung/nix-sample.webp",
            f"/khung/{FRAME}.webp",
        ],
    )
    def test_that_are_not_there_are_not_found(self, client, path):
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize("frame", FRAMES)
    @pytest.mark.parametrize(("kind", "size"), [("sample", 360), ("large", 720)])
    def test_samples_are_pictures_of_a_frame(self, client, frame, kind, size):
        answer = client.get(f"/khung/{frame}-{kind}.webp")
        assert answer.headers["content-type"] == "image/webp"
        assert "max-age=" in answer.headers["cache-control"]
        with Image.open(io.BytesIO(answer.content)) as image:
            assert (image.format, image.size) == ("WEBP", (size, size))
