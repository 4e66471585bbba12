"""Self-check: shows the settings, tries them, and makes keys."""

import dataclasses
import hashlib
import re

import pytest
from click.testing import CliRunner

import service.__main__
from framegen import Frames
from service.__main__ import ENVIRONMENT, WRONG, main
from service.app import create_app
from service.entrance.keys import Keys
from service.self_check import table_of
from service.settings import Settings, variable_of
from tests.service.conftest import AVATARS, client_of
from tests.support.places import ROOT


def command(*args, **env):
    return CliRunner().invoke(main, args, env={f"FRAMEGEN_{name}": env[name] for name in env})


class TestShowSettings:
    def test_lists_every_setting_with_its_value_and_meaning(self):
        done = command("--show-settings", PORT="8080", TRUSTED_PROXIES="10.0.0.0/8,::1")
        lines = {line.split()[0]: line for line in done.stdout.splitlines()}
        assert done.exit_code == 0
        assert list(lines) == [variable_of(field.name) for field in dataclasses.fields(Settings)]
        for field in dataclasses.fields(Settings):
            assert field.metadata["doc"] in lines[variable_of(field.name)]
        assert re.search(r"^FRAMEGEN_PORT +8080 .*\(default 8000\)$", lines["FRAMEGEN_PORT"])
        assert "10.0.0.0/8, ::1" in lines["FRAMEGEN_TRUSTED_PROXIES"]
        assert "(default empty)" in lines["FRAMEGEN_TRUSTED_PROXIES"]

    def test_marks_what_differs_from_the_default_only(self):
        table = table_of(Settings(port=1, host="::"))
        assert table.count("(default ") == 2

    def test_shows_what_cannot_work_as_an_error(self):
        done = command("--show-settings", PORT="nix")
        assert (done.exit_code, done.stdout) == (WRONG, "")
        assert done.stderr.startswith("Error: FRAMEGEN_PORT: ")


class TestNewKey:
    def test_is_shown_with_what_goes_into_the_settings(self):
        done = command("--new-key", "portal")
        key, entry = re.findall(r"^  (\S+)$", done.stdout, re.MULTILINE)
        assert done.exit_code == 0
        assert Keys.parse(entry).find(key) == "portal"
        assert hashlib.sha256(key.encode()).hexdigest() in entry
        assert "FRAMEGEN_API_KEYS" in done.stdout

    def test_opens_the_door_to_its_app_alone(self):
        key, entry = re.findall(r"^  (\S+)$", command("--new-key", "portal").stdout, re.MULTILINE)
        app = create_app(Settings.from_env({"FRAMEGEN_API_KEYS": entry}))
        with client_of(app) as client:
            for sent, status in [(key, 415), (key[:-1], 401), (entry, 401)]:
                answer = client.post(
                    AVATARS,
                    content=b"{}",
                    headers={"Authorization": f"Bearer {sent}", "Content-Type": "text/plain"},
                )
                assert answer.status_code == status

    @pytest.mark.parametrize("app", ["", "a,b", "a=b", "  "])
    def test_is_not_made_for_a_name_that_the_setting_cannot_hold(self, app):
        done = command("--new-key", app)
        lines = re.findall(r"^  (\S.*)$", done.stdout, re.MULTILINE)
        assert done.exit_code == WRONG or Keys.parse(lines[1]).find(lines[0]) == app


class TestCheck:
    @pytest.mark.slow
    def test_says_what_it_saw(self):
        done = command("--check", WORKERS="1", MAX_MEGABYTES="7")
        assert (done.exit_code, done.stderr) == (0, "")
        seen = f"1 workers, {len(Frames(ROOT / 'frames'))} frames"
        assert done.stdout == f"All good: {seen}, 7 MB and 50 megapixels a photo.\n"

    @pytest.mark.slow
    def test_finds_a_frame_that_cannot_be_drawn(self, tmp_path):
        (tmp_path / "campaign.toml").write_bytes((ROOT / "frames/campaign.toml").read_bytes())
        (tmp_path / "khung").mkdir()
        manifest = (ROOT / "frames/vong-sang-kien/frame.toml").read_bytes()
        (tmp_path / "khung/frame.toml").write_bytes(manifest)
        (tmp_path / "khung/overlay.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><g>")
        done = command("--check", FRAMES=str(tmp_path), WORKERS="1")
        assert (done.exit_code, done.stdout) == (WRONG, "")
        assert done.stderr.startswith("Error: ")

    @pytest.mark.parametrize(
        ("env", "named"),
        [
            ({"API_KEYS": "portal=12"}, "FRAMEGEN_API_KEYS"),
            ({"FRAMES": str(ROOT / "service")}, "campaign.toml"),
            ({"SHELF_MEGABYTES": "1"}, "FRAMEGEN_SHELF_MEGABYTES"),
            ({"ORIGINS": "*"}, "FRAMEGEN_ORIGINS"),
        ],
    )
    def test_names_the_setting_that_cannot_work(self, env, named):
        done = command("--check", **env)
        assert (done.exit_code, done.stdout) == (WRONG, "")
        assert done.stderr.startswith("Error: ")
        assert named in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_refusing_machine_has_its_own_status(monkeypatch):
    def serve(_settings):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(service.__main__, "serve", serve)
    done = command()
    assert (done.exit_code, done.stdout) == (ENVIRONMENT, "")
    assert done.stderr == "Error: The service cannot start: there is no right to do so.\n"


def test_a_word_too_many_is_wrong_usage():
    assert command("now").exit_code == WRONG
