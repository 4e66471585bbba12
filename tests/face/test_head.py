"""The proportions of a head have one home."""

import ast
import re

from framegen.face import head
from tests.support.places import ROOT

HOME = ROOT / "framegen/face/head.py"
MEASURE = re.compile(r"(\w+_)?(CROWN|HAIR|CHIN|HEAD|FACE_WIDTH|FACE_HEIGHT)(_\w+)?")
# Gaps that a new frame keeps to its edges and badges, in shares of the frame's side.
GAPS = {"ABOVE_HEAD", "UNDER_CHIN"}


def names_of(target):
    return [each.id for each in ast.walk(target) if isinstance(each, ast.Name)]


def constants_of(source):
    """The names that a module gives to shares, or to tuples of them."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and any(map(is_share, ast.walk(node.value))):
            yield from names_of(node.targets[0])


def is_share(node):
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, float) and 0.01 < node.value <= 1
    )


def test_no_other_module_measures_a_head():
    folders = ("framegen", "service", "tests/bench")
    modules = {path for each in folders for path in ROOT.glob(f"{each}/**/*.py")} - {HOME}
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules
        for name in constants_of(path.read_text(encoding="utf-8"))
        if MEASURE.fullmatch(name) and name not in GAPS
    }
    assert found == set()


def test_a_second_set_of_measures_would_be_found():
    names = constants_of("WIDTH, CROWN, CHIN = 0.76, 0.35, 0.05\nSIDE = 3\n")
    assert [name for name in names if MEASURE.fullmatch(name)] == ["CROWN", "CHIN"]


def test_the_room_for_hair_exceeds_the_usual_hair():
    assert 0 < head.USUAL_HAIR < head.HAIR_ROOM
