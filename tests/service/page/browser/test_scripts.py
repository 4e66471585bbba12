"""Scripts: they pass the type checker."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.places import ROOT

HERE = Path(__file__).parent


@pytest.mark.slow
def test_the_scripts_are_typed():
    compiler = HERE / "node_modules/.bin/tsc"
    found = str(compiler) if compiler.exists() else shutil.which("tsc")
    if found is None:
        missing = f"needs tsc: npm install --prefix {HERE.relative_to(ROOT)}"
        (pytest.fail if os.environ.get("CI") and shutil.which("npm") else pytest.skip)(missing)
    told = subprocess.run(
        [found, "--project", HERE / "jsconfig.json"], capture_output=True, text=True, check=False
    )
    assert told.stdout == ""
    assert told.returncode == 0
