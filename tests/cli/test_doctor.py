"""Doctor: each thing that avatars need is looked at, and what is missing is said."""

import pytest
from click.testing import CliRunner

from framegen.cli import doctor
from framegen.cli.doctor import Finding, examine
from framegen.cli.main import cli
from framegen.extras import EXTRAS
from framegen.language import Message
from framegen.testing import drawn_card
from tests.support.places import ROOT


@pytest.fixture(autouse=True)
def _no_frames_of_ones_own(monkeypatch):
    monkeypatch.delenv("FRAMEGEN_FRAMES", raising=False)


@pytest.fixture
def quick(monkeypatch):
    """A small photo in place of the one of 12 megapixels."""
    monkeypatch.setattr(doctor, "drawn_card", lambda *_: drawn_card(300, 400))


def findings(*args):
    return {str(finding.message).split(":")[0]: str(finding.message) for finding in examine(*args)}


def bad(*args):
    return [str(finding.message) for finding in examine(*args) if not finding.ok]


@pytest.mark.usefixtures("quick")
class TestExamine:
    def test_finds_all_well_where_all_is_well(self):
        assert bad() == []

    @pytest.mark.parametrize(
        ("label", "words"),
        [
            ("pillow", "13."),
            ("face model", "yunet"),
            ("type", "Roboto"),
            ("frames", "banh-rang-xanh, "),
            ("avatar", "bytes in"),
        ],
    )
    def test_says_what_it_found(self, label, words):
        assert words in findings()[label]

    def test_looks_at_every_part_of_pillow_that_photos_need(self):
        said = " ".join(str(finding.message) for finding in examine())
        for part in ("raqm", "littlecms2", "libjpeg_turbo", "webp", "avif"):
            assert f"Pillow's {part} " in said

    def test_finds_a_package_missing(self, monkeypatch):
        monkeypatch.setattr(doctor, "PACKAGES", ("framegen", "no-such-package"))
        (what,) = bad()
        assert what.startswith("no-such-package: ")

    def test_finds_a_part_of_pillow_missing(self, monkeypatch):
        monkeypatch.setattr(doctor.features, "check", lambda part: part != "raqm")
        monkeypatch.setattr(doctor.features, "version", lambda part: part != "raqm" or None)
        assert bad() == ["Pillow's raqm is missing"]

    def test_finds_the_type_missing(self, monkeypatch, tmp_path):
        monkeypatch.setattr(doctor, "font_file", lambda _: tmp_path / "Roboto.ttf")
        (what,) = bad()
        assert "type: FileNotFoundError: Roboto.ttf" in what

    def test_finds_the_model_missing(self, monkeypatch, tmp_path):
        monkeypatch.setattr(doctor, "default_model", lambda: tmp_path / "face.onnx")
        (what,) = bad()
        assert what.startswith("face model: FileNotFoundError")

    def test_finds_frames_missing_and_so_the_avatar(self, tmp_path):
        whats = bad(tmp_path / "nix")
        assert [what.split(":")[0] for what in whats] == ["frames", "avatar"]
        assert all("no such folder of frames" in what for what in whats)

    def test_finds_a_frame_broken(self, tmp_path):
        (tmp_path / "bad").mkdir()
        (tmp_path / "bad" / "frame.toml").write_text("schema = 7")
        whats = bad(tmp_path)
        assert whats
        assert "bad/frame.toml" in whats[0]

    def test_looks_at_the_frames_that_it_is_given(self):
        assert str(ROOT / "frames") in findings(ROOT / "frames")["frames"]

    def test_names_what_an_extra_lacks(self, monkeypatch):
        monkeypatch.setitem(EXTRAS, "url", ("fsspec", "no_such_package"))
        assert findings()["extra url"] == "extra url: not installed (no_such_package)"
        assert bad() == []


class TestCommand:
    @pytest.mark.slow
    def test_ends_well_where_all_is_well(self):
        done = CliRunner().invoke(cli, ["doctor"])
        lines = done.stdout.splitlines()
        assert (done.exit_code, done.stderr) == (0, "")
        assert len(lines) > 10
        assert all(line.startswith("ok   ") for line in lines)

    def test_ends_with_3_where_something_is_missing(self, monkeypatch):
        found = [Finding(True, Message("one: here")), Finding(False, Message("two: gone"))]
        monkeypatch.setattr(doctor, "examine", lambda _: iter(found))
        done = CliRunner().invoke(cli, ["doctor"])
        assert (done.exit_code, done.stdout) == (3, "ok   one: here\nBAD  two: gone\n")

    def test_takes_other_frames(self, monkeypatch):
        asked = []
        monkeypatch.setattr(doctor, "examine", lambda folder: iter(asked.append(folder) or []))
        assert CliRunner().invoke(cli, ["doctor", "--frames", "mine"]).exit_code == 0
        assert [str(folder) for folder in asked] == ["mine"]
