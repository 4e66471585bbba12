"""Contract: schemathesis sends what /openapi.json allows and forbids, and checks the answers."""

import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.load.server import serving
from tests.bench.load.table import Plan, Row, absent, none_of, tell

# Its dependencies are its own business: it may live in an environment of its own.
COMMAND = shlex.split(os.environ.get("SCHEMATHESIS", "schemathesis"))
OPTIONS = (
    # Random bytes are no photo: a schema cannot say what is one, and refusing them is right.
    "--exclude-checks=positive_data_acceptance",
    "--workers=1",
    "--request-timeout=10",
    "--continue-on-failure",
    "--generation-database=none",
    "--no-color",
    "--report=json",
)
SERVER_ERROR, UNDOCUMENTED = "ServerError", "UndefinedStatusCode"


def rows(plan: Plan) -> Iterator[Row]:
    """What it found, by kind."""
    if shutil.which(COMMAND[0]) is None:
        yield absent("against /openapi.json", "needs schemathesis on PATH, or in SCHEMATHESIS")
        return
    with serving() as server, tempfile.TemporaryDirectory() as folder:
        report, said = _report(f"{server.url}/openapi.json", plan.examples, Path(folder))
    if report is None:
        yield Row("schemathesis runs", "yes", said.strip()[-200:].replace("\n", " "), ok=False)
        return
    if report["exit_code"]:
        # The requests that failed, as curl commands.
        tell("\n".join(re.findall(r"= (?:ERRORS|FAILURES) =.*?(?=\n===)", said, re.DOTALL)))
    cases = f"{report['test_cases']['generated']} cases on {report['operations']['tested']} routes"
    yield Row("schemathesis, whole run", "", f"{cases}, seed {report['seed']}", None)
    found = report["failures"]
    for name, kind in (("server errors", SERVER_ERROR), ("undocumented statuses", UNDOCUMENTED)):
        yield none_of(name, [_told(each) for each in found if each["type"] == kind])
    others = [_told(each) for each in found if each["type"] not in (SERVER_ERROR, UNDOCUMENTED)]
    yield none_of("other failures", [*others, *map(str, report["errors"])])
    yield none_of("references that lead nowhere", report["warnings"]["unresolvable_reference"])


def _report(url: str, examples: int, folder: Path) -> tuple[dict | None, str]:
    """Its report, None if it wrote none, and all that it said."""
    file = folder / "report.json"
    command = [*COMMAND, "run", url, f"--max-examples={examples}", *OPTIONS]
    # It leaves folders of its own wherever it runs.
    done = subprocess.run(
        [*command, f"--report-json-path={file}"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    said = done.stdout + done.stderr
    return (json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None), said


def _told(failure: dict) -> str:
    return f"{failure['title']} ({', '.join(failure['operations'])})"
