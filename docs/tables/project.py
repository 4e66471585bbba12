"""Project: folders, contracts on imports, extras, and the licences of others."""

import ast
import importlib.metadata
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from docs.tables.markdown import table

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# What installed packages do not say of themselves in a usual way.
LICENSES = {
    "font-roboto": "Apache-2.0",
    "fsspec": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "opencv-python-headless": "Apache-2.0; FFmpeg inside: LGPL-2.1",
    "pebble": "LGPL-3.0",
    "pi-heif": "BSD-3-Clause; libheif and libde265 inside: LGPL-3.0",
    "resvg-py": "MIT; resvg inside: MIT or Apache-2.0",
    "s3fs": "BSD-3-Clause",
}


def folders() -> str:
    """The packages with what the first line of their docstring says."""
    rows = []
    for package in ("framegen", "service"):
        for path in sorted((ROOT / package).rglob("__init__.py")):
            name = str(path.parent.relative_to(ROOT)) + "/"
            doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            if doc and name != "framegen/":
                rows.append((f"`{name}`", doc.partition("\n")[0]))
    return table(("folder", "what it is for"), rows)


def contracts() -> str:
    """The contracts on imports that `make check` keeps, as pyproject.toml states them."""
    parts = []
    for contract in PROJECT["tool"]["importlinter"]["contracts"]:
        lines = contract.get("layers") or _forbidden(contract)
        parts.append(f"**{contract['name']}**\n\n```text\n" + "\n".join(lines) + "\n```")
    return "\n\n".join(parts)


def _forbidden(contract: Mapping[str, list[str]]) -> list[str]:
    return [
        "from  " + ", ".join(contract["source_modules"]),
        "never " + ", ".join(contract["forbidden_modules"]),
    ]


def extras() -> str:
    """The extras of the package and what each brings."""
    rows = [
        (f"`{extra}`", ", ".join(map(_brought, needs)))
        for extra, needs in PROJECT["project"]["optional-dependencies"].items()
        if extra not in ("dev", "docs")
    ]
    return table(("extra", "packages"), rows)


def _brought(requirement: str) -> str:
    """What a requirement brings: a package, or other extras of framegen."""
    extras = re.fullmatch(r"framegen\[(.+)\]", requirement)
    return f"all of {extras[1].replace(',', ', ')}" if extras else _name(requirement)


def dependencies() -> str:
    """Every direct dependency with its licence and where it comes from."""
    rows = [
        (f"[{name}]({_home(_metadata(name))})", license_of(name))
        for name in sorted(direct_dependencies())
    ]
    return table(("package", "licence"), rows)


def direct_dependencies() -> set[str]:
    """The packages that framegen needs, or needs with an extra that users install."""
    extras = PROJECT["project"]["optional-dependencies"]
    needs = [PROJECT["project"]["dependencies"]]
    needs += [each for extra, each in extras.items() if extra not in ("dev", "docs")]
    return {_name(need) for part in needs for need in part} - {"framegen"}


def license_of(name: str) -> str:
    """A package's licence, as we know it or as it says itself."""
    known = _metadata(name)
    return LICENSES.get(name) or str(known.get("license_expression") or known.get("license") or "")


def _metadata(name: str) -> Mapping[str, str | list[str]]:
    return importlib.metadata.metadata(name).json


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    return found[0].lower() if found else requirement


def _home(known: Mapping[str, str | list[str]]) -> str:
    named = dict(each.split(", ", 1) for each in known.get("project_url", []))
    links = {name.lower(): link for name, link in named.items()}
    usual = [links[name] for name in ("source", "repository", "homepage") if name in links]
    old = [str(known["home_page"])] if known.get("home_page") else []
    return next(iter([*usual, *old, *links.values()]), "")
