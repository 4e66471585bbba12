"""Tables: those made of the code are complete; those written by hand agree with it."""

import dataclasses
import itertools
import re
import typing

import msgspec
import pytest

import framegen.cli.command as command
import framegen.frame.frame as frame_room
import service.server
from docs.tables import command_line, operating, photos, project, words
from framegen import Note
from framegen.errors import FramegenError, PhotoTooLarge
from framegen.frame.manifest import Table
from framegen.photo.formats import PHOTO_SUFFIXES
from service.settings import Settings
from tests.docs.conftest import FRAMES, PAGES, text_of


def test_the_errors_have_every_code_with_its_status() -> None:
    text = words.errors()
    codes = re.findall(r"^## `([a-z-]+)`", text, re.MULTILINE)
    assert codes == sorted(kind.code for kind in words.concrete_errors())
    assert {"photo-missing", "internal", "busy", "ledger-not-found"} <= set(codes)
    entry = text.partition("## `photo-too-large`")[2].partition("## ")[0]
    assert "framegen.errors.PhotoTooLarge" in entry
    assert "**HTTP status**: 413" in entry
    assert PhotoTooLarge.title in entry
    assert PhotoTooLarge.hint in entry


def test_errors_that_the_service_never_meets_have_no_status() -> None:
    for code in ("staff-list-unreadable", "photo-not-found", "frame-invalid"):
        entry = words.errors().partition(f"## `{code}`")[2].partition("## ")[0]
        assert "**English**" in entry
        assert "HTTP" not in entry


def test_errors_of_http_alone_have_a_table() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", words.http_errors(), re.MULTILINE)
    assert ("not-found", "404") in rows
    assert "busy" not in dict(rows)


@pytest.mark.parametrize("kind", words.concrete_errors(), ids=lambda kind: kind.code)
def test_every_error_is_translated(kind: type[FramegenError]) -> None:
    assert words.in_vietnamese(kind.title) != kind.title
    assert words.in_vietnamese(kind.hint) != kind.hint


def test_the_notes_have_every_note_in_both_languages() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \|$", words.notes(), re.MULTILINE)
    assert [code for code, _, _ in rows] == list(Note)
    assert all(english != vietnamese for _, english, vietnamese in rows)


def test_the_settings_have_every_setting_and_its_default() -> None:
    rows = re.findall(r"^\| `FRAMEGEN_([A-Z_]+)` \| (\S+) \|", operating.settings(), re.MULTILINE)
    fields = dataclasses.fields(Settings)
    assert [name.lower() for name, _ in rows] == [field.name for field in fields]
    assert dict(rows)["PORT"] == "`8000`"
    assert dict(rows)["ORIGINS"] == "-"


def test_the_metrics_that_pages_name_exist() -> None:
    known = set(re.findall(r"`(framegen_[a-z_]+)", operating.metrics()))
    named = set(re.findall(r"framegen_[a-z]+_(?:total|seconds|bytes)", _all_pages()))
    assert named
    assert named <= known


def test_the_settings_that_pages_name_exist() -> None:
    known = {f"FRAMEGEN_{field.name.upper()}" for field in dataclasses.fields(Settings)}
    named = set(re.findall(r"\bFRAMEGEN_[A-Z_]+\b", _all_pages()))
    assert named - known == {"FRAMEGEN_LANG"}


def test_the_error_codes_that_guides_name_exist() -> None:
    codes = {kind.code for kind in words.concrete_errors()}
    named = set(re.findall(r"\b404 `([a-z-]+)`|the code `([a-z-]+)`", _all_pages()))
    assert {code for pair in named for code in pair if code} <= codes


def test_the_calls_have_the_whole_interface() -> None:
    assert "`POST /v1/frames/{name}/avatars`" in operating.calls()
    assert "`GET /healthz`" in operating.calls()


def test_the_formats_have_every_ending() -> None:
    assert re.findall(r"`(\.[a-z0-9]+)`", photos.formats()) == list(PHOTO_SUFFIXES)


def test_every_limit_has_a_meaning() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+) \| (.+) \|$", photos.limits(), re.MULTILINE)
    assert ("min_side", "64") in [(name, value) for name, value, _ in rows]


@pytest.mark.parametrize(("language", "words"), [("en", "The frame"), ("vi", "Khung")])
def test_the_commands_have_every_command_in_a_language(language: str, words: str) -> None:
    text = command_line.commands(language)
    for name in ("make", "frames add", "batch", "doctor"):
        assert f"`framegen {name}`" in text
    assert f"| `-f, --frame TEXT` | {words}" in text


def test_every_folder_says_what_it_is_for() -> None:
    folders = re.findall(r"^\| `(\w+/[\w/]*)` \| (.+) \|$", project.folders(), re.MULTILINE)
    assert {"framegen/photo/", "framegen/batch/ledger/", "service/api/"} <= dict(folders).keys()


def test_the_contracts_are_those_of_import_linter() -> None:
    assert "framegen.photo\n" in project.contracts()


def test_the_command_line_guide_has_the_exit_statuses() -> None:
    text = text_of("guide/command-line.md")
    shown = [int(status) for status in re.findall(r"(\d+): (?:all|fin|wro|the env|int)", text)]
    assert shown == [
        command.FINE,
        command.ATTENTION,
        command.WRONG,
        command.ENVIRONMENT,
        command.INTERRUPTED,
    ]


def test_the_operating_guide_has_the_servers_times() -> None:
    text = " ".join(text_of("guide/operating.md").split())
    assert f"within {service.server.GRACE} seconds" in text
    assert f"after {service.server.KEEP_ALIVE} seconds" in text


def _all_pages() -> str:
    return "\n".join(map(text_of, PAGES))


def _keys(kind: object) -> dict[str, object]:
    """Every key of a manifest, of its tables and of their tables, with its default."""
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        parts = [each for each in _classes(field.type) if issubclass(each, Table)]
        for part in parts:
            found |= _keys(part)
            tag = part.__struct_config__.tag_field
            found |= {tag: msgspec.NODEFAULT} if tag else {}
        if not parts:
            found[field.name] = field.default
    return found


def _classes(kind: object) -> list[type]:
    """The classes within a type such as `tuple[TextSlot, ...]`."""
    if isinstance(kind, type) and not typing.get_args(kind):
        return [kind]
    return [each for part in typing.get_args(kind) for each in _classes(part)]


def test_the_manifest_table_has_every_key_with_its_default() -> None:
    rows = re.findall(r"^\| ((?:`[^`]+`,? ?)+)\| ([^|]*)\|", text_of(FRAMES), re.MULTILINE)
    shown = {
        name: default
        for names, defaults in rows
        for name, default in itertools.zip_longest(
            re.findall(r"`([a-z_]+)`", names), defaults.strip().split(", "), fillvalue=""
        )
    }
    keys = _keys(frame_room._Manifest)
    assert set(shown) == set(keys)
    for name, default in shown.items():
        key = keys[name]
        if isinstance(key, bool | int | float) or (isinstance(key, str) and key):
            usual = str(key).lower().replace("#ffffff", "#FFFFFF").removesuffix(".0")
            assert default == usual, name
