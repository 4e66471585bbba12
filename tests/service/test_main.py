"""Command: it speaks the user's language, and runs under any name and without docstrings."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from framegen.testing import drawn_card, encoded
from tests.service.conftest import AVATARS, form, serving
from tests.support.places import ROOT

OPENAPI = (
    "import json; from service.app import create_app; from service.settings import Settings; "
    "print(json.dumps(create_app(Settings(workers=1)).openapi(), sort_keys=True))"
)


def run(*args, **env):
    """The command's status and what it wrote, in an environment that asks for no language."""
    done = subprocess.run(
        [sys.executable, *args],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C", **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow
class TestLanguage:
    @pytest.mark.parametrize(
        ("language", "usage", "option"),
        [
            ("en", "Usage: python -m service", "Make an API key"),
            ("vi", "Cách dùng: python -m service", "Tạo khóa API"),
        ],
    )
    def test_help_is_in_the_users(self, language, usage, option):
        status, said, _ = run("-m", "service", "--help", FRAMEGEN_LANG=language)
        assert status == 0
        assert said.startswith(usage)
        assert option in said

    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("en", "Error: FRAMEGEN_PORT: expected a whole number"),
            ("vi", "Lỗi: FRAMEGEN_PORT: cần số nguyên"),
        ],
    )
    def test_errors_are_in_the_users(self, language, told):
        env = {"FRAMEGEN_LANG": language, "FRAMEGEN_PORT": "nix"}
        status, said, complained = run("-m", "service", "--show-settings", **env)
        assert (status, said) == (2, "")
        assert complained.startswith(told)

    def test_settings_are_explained_in_the_users(self):
        _, said, _ = run("-m", "service", "--show-settings", FRAMEGEN_LANG="vi", FRAMEGEN_PORT="1")
        assert "cổng để nhận kết nối" in said
        assert "(mặc định 8000)" in said


@pytest.mark.slow
class TestWithoutDocstrings:
    def test_the_help_is_the_same(self):
        assert run("-OO", "-m", "service", "--help") == run("-m", "service", "--help")

    def test_openapi_is_the_same(self):
        status, plain, _ = run("-c", OPENAPI)
        assert status == 0
        assert json.loads(run("-OO", "-c", OPENAPI)[1]) == json.loads(plain)

    @pytest.mark.slow
    def test_it_serves(self):
        with serving((sys.executable, "-OO", "-m", "service"), FRAMEGEN_WORKERS="1") as server:
            assert [server.get(path)[0] for path in ("/", "/docs", "/healthz")] == [200] * 3


def sent():
    """A photo, as urllib posts it."""
    return form(encoded(drawn_card(600, 800)))


@pytest.mark.slow
def test_it_serves_as_a_part_of_another_package(tmp_path):
    """The wheel carries this folder as framegen._service."""
    package = tmp_path / "framegen_copy"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "service", package / "_service", ignore=ignored)
    (package / "__init__.py").touch()
    # Nothing else called `service` may help: only the library is importable besides the copy.
    library = tmp_path / "library"
    library.mkdir()
    (library / "framegen").symlink_to(ROOT / "framegen")
    (library / "frames").symlink_to(ROOT / "frames")
    env = {"PYTHONPATH": os.pathsep.join(map(str, (tmp_path, library))), "FRAMEGEN_WORKERS": "1"}
    command = (sys.executable, "-P", "-m", "framegen_copy._service")
    with serving(command, cwd=tmp_path, **env) as server:
        status, headers, avatar = server.post(AVATARS, **sent())
        assert (status, headers["Content-Type"]) == (200, "image/jpeg")
        assert avatar.startswith(b"\xff\xd8")
        server.end()
    assert [line["event"] for line in server.log if line.get("status") == 200]
