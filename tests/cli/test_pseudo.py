"""Pseudo-language: what people read is in brackets, else it bypassed the catalogues."""

import json
import re
import shutil

import pytest
from openpyxl import load_workbook

from framegen.cli.main import cli
from tests.support.command import FRAME, SMALL, commands, framegen
from tests.support.places import ROOT
from tests.support.pseudo import LANGUAGE, OPEN, speak_again, speak_pseudo, unbracketed, words_in

LIST = """Mã,Họ và tên,Đơn vị,Ảnh
A1,Lê Văn An,Tổ 3,an.jpg
A2,Trần Thị Bình,Tổ 3,
A3,Phạm Chi,Tổ 4,nix.jpg
"""
# What the commands are given and what they name: files, people, frames, codes.
DATA = LIST + "danh-sach.csv an.jpg broken.jpg card.jpg du.jpg anh ra " + FRAME
# Options, placeholders in capitals and paths are the same in all languages.
SAME = re.compile(r"(?<!\w)--?[a-z][\w-]*|\b[A-Z][A-Z|-]+\b|[\w./~-]*/[\w./-]+")
NAMES = "framegen python jpg jpeg png webp zip xlsx html json stdout stdin utf out main score"


@pytest.fixture(autouse=True)
def pseudo(tmp_path_factory, monkeypatch, here, card, broken):
    """Every sentence bracketed; a folder with a list, good photos and bad ones."""
    (here / "danh-sach.csv").write_text(LIST, encoding="utf-8")
    (here / "anh").mkdir()
    for name in ("an.jpg", card, broken):
        shutil.copy(here / name, here / "anh" / name)
    shutil.copy(here / "an.jpg", here / "anh" / "du.jpg")
    speak_pseudo(tmp_path_factory.mktemp("pseudo"), monkeypatch)
    yield
    speak_again()


def told(*args):
    """All that a command says."""
    done = framegen("--lang", LANGUAGE, *args)
    # What lists frames or writes reports says nothing but names.
    assert OPEN in done.output or args[:2] in {("frames", "list"), ("report", "ra")}
    return done.output


def stray(text, data=""):
    """The words of a text that are neither in brackets nor data."""
    # Options, placeholders in capitals and paths are the same in all languages.
    plain = re.sub(
        r"(?<![\w])--?[a-z][\w-]*|\b[A-Z][A-Z|-]+\b|[\w./~-]*/[\w./-]+", " ", unbracketed(text)
    )
    known = words_in(f"{DATA} {NAMES} {data}")
    return {word for word in words_in(plain) if word not in known}


# What the first page of help names besides its sentences.
OFFERED = ("cli", "local", "failed", *cli.commands, *cli.commands["frames"].commands)
HELPFUL = [words for words, _ in commands() if words != ("serve",)]


@pytest.mark.parametrize("words", HELPFUL, ids=" ".join)
def test_help_is_in_brackets(words):
    assert stray(told(*words, "--help"), " ".join([*words, *OFFERED])) == set()


@pytest.mark.parametrize(
    "args",
    [
        ("make", "an.jpg", "card.jpg", "broken.jpg", "nix.jpg", *SMALL),
        ("make", "an.jpg", "-f", "zzz"),
        ("make", "an.jpg", *SMALL, "--crop", "1,2,3"),
        ("make", "an.jpg", *SMALL, "--turn", "5"),
        ("make", "an.jpg", *SMALL, "--text", "oops"),
        ("make", "an.jpg", *SMALL, "--text", "name=An"),
        ("make", "an.jpg", *SMALL, "--size", "3"),
        ("make", "an.jpg", *SMALL, "-o", "missing/a.jpg"),
        ("faces", "an.jpg", "card.jpg"),
        ("frames", "list"),
        ("frames", "show", "the-doan-vien"),
        pytest.param(("frames", "check"), marks=pytest.mark.slow),
        ("frames", "check", "nix"),
        ("frames", "add", "an.jpg", "--name", "moi"),
        ("staff", "danh-sach.csv"),
        ("staff", "nix.csv"),
        ("staff", "an.jpg"),
        pytest.param(("doctor",), marks=pytest.mark.slow),
    ],
    ids=lambda args: " ".join(args[:2]),
)
def test_a_command_speaks_in_brackets(args):
    titles = " ".join(path.read_text(encoding="utf-8") for path in ROOT.glob("frames/*/frame.toml"))
    versions = "cli Python Linux glibc yunet onnx anh-sao-vang Roboto Pillow"
    assert stray(told(*args), f"{titles} {' '.join(args)} {versions}") == set()


@pytest.mark.slow
def test_a_batch_speaks_and_writes_in_brackets(here):
    batch = ("batch", "danh-sach.csv", "--photos", "anh", *SMALL, "-o", "ra")
    assert stray(told(*batch, "--dry-run")) == set()
    assert stray(told(*batch)) == set()
    assert stray(told("report", "ra")) == set()
    for name in ("bao-cao.xlsx", "can-quyet-dinh.xlsx"):
        book = load_workbook(here / "ra" / name)
        cells = [cell.value for sheet in book for row in sheet for cell in row]
        text = " ".join([*book.sheetnames, *(str(cell) for cell in cells if isinstance(cell, str))])
        assert OPEN in text
        assert stray(text, "name column likeness") == set()
    page = (here / "ra" / "xem-lai.html").read_text(encoding="utf-8")
    text = re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert OPEN in text
    assert stray(text) == set()


def test_json_tells_codes_and_brackets():
    (line,) = framegen(
        "--lang", LANGUAGE, "make", "broken.jpg", *SMALL, "--json"
    ).stdout.splitlines()
    error = json.loads(line)["error"]
    assert error["code"] == "photo-unreadable"
    assert error["detail"][0] == error["hint"][0] == OPEN
