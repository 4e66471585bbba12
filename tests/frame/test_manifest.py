"""A manifest is checked against its schema; an error is one sentence that names the key."""

import unicodedata
from typing import Annotated

import msgspec
import pytest

from framegen.errors import FrameInvalid
from framegen.frame.manifest import Table, read_toml


class Window(Table, frozen=True):
    radius: Annotated[float, msgspec.Meta(le=0.5)]


class Sheet(Table, frozen=True):
    title: str
    window: Window = Window(0.4)
    marks: tuple[Window, ...] = ()


@pytest.fixture
def manifest(tmp_path):
    return tmp_path / "sheet.toml"


def test_a_table_becomes_a_value(manifest):
    manifest.write_text('title = "Vòng"\n[window]\nradius = 0.3\n', encoding="utf-8")
    assert read_toml(manifest, Sheet) == Sheet("Vòng", Window(0.3))


def test_text_is_normalised_to_nfc(manifest):
    decomposed = unicodedata.normalize("NFD", 'title = "Tự hào trí tuệ lao động Việt Nam"')
    manifest.write_text(decomposed, encoding="utf-8")
    assert read_toml(manifest, Sheet).title == "Tự hào trí tuệ lao động Việt Nam"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param('title = "a"\nsize = 3', ("size: there is no such key",), id="unknown key"),
        pytest.param("title = 3", ("title: expected a text, got 3",), id="wrong type"),
        pytest.param("", ("title: this key is missing",), id="missing key"),
        pytest.param(
            'title = "a"\n[window]\nradius = 0.9',
            ("window.radius: expected at most 0.5, got 0.9",),
            id="over a bound",
        ),
        pytest.param(
            'title = "a"\n[window]\nradios = 0.9',
            ("window.radios: there is no such key",),
            id="unknown key of a table",
        ),
        pytest.param(
            'title = "a"\n[[marks]]\nradius = "x"',
            ("marks[", "].radius: expected a number, got "),
            id="wrong type in a list",
        ),
        pytest.param("title = ", ("not TOML",), id="not TOML"),
        pytest.param('title = "a"\ntitle = "b"', ("not TOML",), id="a key twice"),
    ],
)
def test_a_broken_manifest_names_file_key_and_value(manifest, text, words):
    manifest.write_text(text, encoding="utf-8")
    with pytest.raises(FrameInvalid) as caught:
        read_toml(manifest, Sheet)
    message = str(caught.value)
    assert message.startswith(f"{manifest}: ")
    assert message.endswith(".")
    assert not message.endswith("..")
    assert "\n" not in message
    assert not [word for word in words if word not in message]


def test_a_file_that_is_not_utf8_is_named(manifest):
    manifest.write_bytes('title = "Vòng"'.encode("latin-1"))
    with pytest.raises(FrameInvalid, match=r"sheet\.toml: not UTF-8"):
        read_toml(manifest, Sheet)


@pytest.mark.parametrize("kind", ["absent", "folder"])
def test_an_unreadable_file_is_refused_with_the_reason(manifest, kind):
    if kind == "folder":
        manifest.mkdir()
    with pytest.raises(FrameInvalid, match=r"sheet\.toml: cannot be read \(.+\)"):
        read_toml(manifest, Sheet)
