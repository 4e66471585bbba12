"""The front door: the names that `framegen` offers, and what importing it loads."""

import ast
import importlib
import inspect
import json
import subprocess
import sys

import pytest

import framegen
from tests.support.places import ROOT

STUB = ast.parse((ROOT / "framegen" / "__init__.pyi").read_text(encoding="utf-8"))
OFFERED = {
    alias.name: (node.module, alias.asname)
    for node in STUB.body
    if isinstance(node, ast.ImportFrom)
    for alias in node.names
}
# Values and aliases, which cannot carry a docstring of their own.
NO_DOCSTRING = {
    "BACKGROUND_FADES",
    "DEFAULT_LIMITS",
    "PHOTO_FORMATS",
    "PhotoSource",
    "SAMPLE_PHOTO",
}


def in_a_new_process(code: str) -> object:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def test_the_names_are_sorted_and_those_of_the_stub():
    assert framegen.__all__ == sorted(OFFERED)


def test_the_stub_offers_each_name_for_use_by_others():
    assert all(asname == name for name, (_, asname) in OFFERED.items())


@pytest.mark.parametrize("name", OFFERED)
def test_a_name_comes_from_the_module_in_the_stub(name):
    module = importlib.import_module(f"framegen.{OFFERED[name][0]}")
    value = getattr(framegen, name)
    assert value is getattr(module, name)
    if name not in NO_DOCSTRING:
        assert value.__module__ == module.__name__


@pytest.mark.parametrize("name", sorted(OFFERED.keys() - NO_DOCSTRING))
def test_every_name_has_a_docstring(name):
    value = getattr(framegen, name)
    said = value.__doc__ or ""
    # A dataclass without a docstring gets its signature for one, an heir its parent's.
    assert said.strip().endswith((".", ")", "`")) or "\n" in said
    assert not said.startswith(f"{name}(")
    assert not inspect.isclass(value) or said not in {base.__doc__ for base in value.__bases__}


@pytest.mark.parametrize(
    "name", [name for name in OFFERED if inspect.isclass(getattr(framegen, name))]
)
def test_every_public_member_has_a_docstring(name):
    members = vars(getattr(framegen, name)).items()
    silent = [
        member
        for member, value in members
        if not member.startswith("_")
        and isinstance(value, classmethod | property | type(lambda: None))
        and not value.__doc__
    ]
    assert silent == []


def test_dir_lists_every_name():
    assert set(framegen.__all__) <= set(dir(framegen))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="Frobnicator"):
        _ = framegen.Frobnicator


def test_the_front_door_has_at_most_sixty_names():
    assert len(framegen.__all__) <= 60


@pytest.mark.parametrize(("old", "new"), framegen.MOVED.items())
def test_a_moved_name_still_works_with_a_warning(old, new):
    module, _, name = new.rpartition(".")
    with pytest.warns(DeprecationWarning, match=f"framegen.{old} is now framegen.{new}"):
        value = getattr(framegen, old)
    assert value is getattr(importlib.import_module(f"framegen.{module}"), name)
    assert old not in framegen.__all__


def test_importing_framegen_loads_nothing_heavy():
    heavy = ["cv2", "numpy", "PIL", "fastapi", "click", "msgspec", "rich", "resvg_py"]
    code = (
        f"import framegen, json, sys; print(json.dumps([n for n in {heavy} if n in sys.modules]))"
    )
    assert in_a_new_process(code) == []


def test_framer_loads_without_opencv():
    code = "import framegen, json, sys; framegen.Framer; print(json.dumps('cv2' in sys.modules))"
    assert in_a_new_process(code) is False


def test_the_version_has_the_type_of_the_stub():
    promised = [
        ast.unparse(node.annotation)
        for node in STUB.body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "__version__"
    ]
    assert promised == [type(framegen.__version__).__name__]
    assert all(part.isdigit() for part in framegen.__version__.split(".")[:2])
