"""The house: sizes of folders and functions, and words only where words belong."""

import ast
import itertools
import re
import unicodedata
from pathlib import Path

import framegen
from tests.support.places import ROOT
from tests.test_layers import parsed

PYTHON = sorted(
    itertools.chain((ROOT / "framegen").rglob("*.py"), (ROOT / "service").rglob("*.py"))
)
FOLDERS = sorted({path.parent for path in PYTHON} | {ROOT / "service/page/static"})
FUNCTIONS = [
    (path, node)
    for path in PYTHON
    for node in ast.walk(parsed(path))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
]
# Data of lists and of campaigns; words for people stand in catalogues.
HAS_VIETNAMESE_DATA = (
    "framegen/staff/letters/",  # the words that lists have
    "service/api/schemas.py",  # a frame's own words, as an example
)
LONGEST, MOST_FILES, MOST_NAMES = 40, 16, 60


def named(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def test_a_folder_can_be_taken_in_at_a_glance():
    count = {
        str(folder.relative_to(ROOT)): len([path for path in folder.iterdir() if path.is_file()])
        for folder in FOLDERS
    }
    assert {folder: files for folder, files in count.items() if files > MOST_FILES} == {}


def test_functions_are_short():
    long = [
        named(path, node)
        for path, node in FUNCTIONS
        if (node.end_lineno or node.lineno) - node.lineno >= LONGEST
    ]
    assert long == []


def test_the_front_door_has_few_names():
    assert len(framegen.__all__) <= MOST_NAMES


def vietnamese_in(text: str) -> list[str]:
    """Words with letters that only Vietnamese has among languages of Latin script."""
    marks = {"\N{COMBINING HOOK ABOVE}", "\N{COMBINING DOT BELOW}", "\N{COMBINING HORN}"}
    return [
        word
        for word in re.findall(r"\w{3,}", text)
        if marks & set(unicodedata.normalize("NFD", word)) or set(word) & set("đĐ")
    ]


def literals_of(path: Path) -> str:
    """What a file says: the strings of Python without its docstrings, the whole of a template."""
    if path.suffix != ".py":
        return path.read_text(encoding="utf-8")
    tree = parsed(path)
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and isinstance(node.body[0], ast.Expr)
    }
    return " ".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
    )


def test_vietnamese_words_stand_in_catalogues():
    files = [
        path
        for suffix in ("py", "html", "js")
        for root in ("framegen", "service")
        for path in sorted((ROOT / root).rglob(f"*.{suffix}"))
    ]
    found = {str(path.relative_to(ROOT)): vietnamese_in(literals_of(path)) for path in files}
    stray = {path: words for path, words in found.items() if words}
    assert [path for path in stray if not path.startswith(HAS_VIETNAMESE_DATA)] == []
