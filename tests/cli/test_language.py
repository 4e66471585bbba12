"""Language: what officers read where the machine is Vietnamese, or with --lang."""

import os
import re

import click
import pytest

from framegen.cli.help import help_of
from framegen.cli.main import cli
from framegen.language import translated
from tests.support.command import (
    SMALL,
    commands,
    framegen,
    json_lines,
    process,
)

pytestmark = pytest.mark.usefixtures("here")


each_command = pytest.mark.parametrize(
    ("words", "command"), [pytest.param(*both, id=" ".join(both[0]) or "-") for both in commands()]
)


def first_words(text, length):
    return " ".join(text.replace("\b", "").split())[:length]


class TestVietnamese:
    """What members of staff read, with --lang or where the machine is Vietnamese."""

    @each_command
    def test_every_command_explains_itself(self, words, command):
        done = framegen("--lang", "vi", *words, "-h")
        shown = " ".join(done.stdout.split())
        assert shown.startswith("Cách dùng: ")
        assert first_words(translated(help_of(command), "vi"), 60) in shown
        for option in command.params:
            if isinstance(option, click.Option):
                assert first_words(translated(option.help, "vi"), 30) in shown
        assert not re.search(r"Usage|Options|Commands|\[(OPTIONS|ARGS|required|default)", shown)

    def test_the_first_page_is_the_machines(self, monkeypatch):
        monkeypatch.delenv("FRAMEGEN_LANG")
        monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
        done = framegen("-h")
        assert done.stdout.startswith("Cách dùng: cli [TÙY CHỌN] LỆNH [THAM SỐ]...\n")
        for name in cli.commands:
            assert f"\n  {name} " in done.stdout
        assert framegen("--lang", "en", "-h").stdout.startswith("Usage: ")
        # Help in one language leaves none behind for the other.
        assert "Lệnh" not in framegen("--lang", "en", "make", "-h").stdout

    def test_a_failure_says_what_where_and_what_to_do(self, broken):
        done = framegen("--lang", "vi", "make", broken, *SMALL)
        assert done.stderr.splitlines() == [
            "Lỗi: broken.jpg: không phải là ảnh.",
            "Gợi ý: Hãy xin ảnh gốc dạng JPEG, PNG, WebP hoặc HEIC.",
        ]
        assert done.exit_code == 1

    def test_several_photos_are_summed_up_with_their_notes(self, card, broken):
        done = framegen("--lang", "vi", "make", "an.jpg", card, broken, *SMALL)
        lines = done.stderr.splitlines()
        assert lines[0] == "card.jpg: Không thấy khuôn mặt, đã lấy phần giữa ảnh."
        assert lines[-1] == "2 ảnh đã làm, 1 cần xem lại, 1 lỗi."

    def test_a_command_typed_wrongly_names_its_help(self):
        done = process("--lang", "vi", "make", "an.jpg")
        assert done.stderr.decode().splitlines() == [
            "Lỗi: Thiếu tùy chọn '-f' / '--frame'.",
            "Gợi ý: python -m framegen make --help",
        ]
        assert done.returncode == 2
        done = process("--lang", "fr", env={**os.environ, "FRAMEGEN_LANG": "vi"})
        assert done.stderr.decode().endswith("Gợi ý: python -m framegen --help\n")

    def test_a_group_without_a_command_shows_its_help(self):
        done = process("--lang", "vi", "frames")
        assert done.stderr.decode().startswith("Cách dùng: python -m framegen frames ")
        assert done.returncode == 2

    def test_programs_read_the_same_codes_in_json(self, broken):
        done = framegen("--lang", "vi", "make", broken, *SMALL, "--json")
        english = framegen("make", broken, *SMALL, "--json")
        (told,), (said,) = json_lines(done), json_lines(english)
        assert told["photo"] == said["photo"]
        assert told["error"]["code"] == said["error"]["code"] == "photo-unreadable"
        assert told["error"]["hint"] != said["error"]["hint"]
