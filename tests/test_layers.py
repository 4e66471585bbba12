"""What the contracts on imports (pyproject.toml) cannot say: which imports wait for first use."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.places import ROOT

PACKAGE = ROOT / "framegen"
FILES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def libraries(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def at_import_time(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the module is imported: no functions, nothing for type checkers."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from at_import_time(node)


def test_the_walk_sees_the_package():
    assert {"errors", "face.yunet", "avatar.framer"} <= FILES.keys()
    assert "cv2" in libraries(parsed(FILES["avatar.rendering"]))


@pytest.mark.parametrize("library", ["cv2", "resvg_py", "pi_heif", "xlsxwriter"])
def test_slow_libraries_are_imported_on_first_use(library):
    early = {
        name
        for name, path in FILES.items()
        for node in at_import_time(parsed(path))
        if isinstance(node, ast.Import | ast.ImportFrom) and library in libraries(node)
    }
    assert early == set()
