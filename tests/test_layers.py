"""The architecture: imports run down one list, and costly libraries stay in their rooms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "framegen"
FLOORS = (
    "errors",
    "vietnamese",
    "geometry",
    "manifest",
    "font",
    "svg",
    "color",
    "limits",
    "photo",
    "artwork",
    "opening",
    "text",
    "logo",
    "frame",
    "campaign",
    "face",
    "detectors.yunet",
    "crop",
    "avatar",
    "rendering",
    "testing",
    "framer",
    "files",
    "preview",
    "finding",
    "shape",
    "window",
    "drawing",
    "frame_import",
    "frame_draft",
    "svg_text",
    "measured_frame",
    "text_check",
    "frame_check",
    "doctor",
    "staff.legacy",
    "staff.names",
    "staff.vocabulary",
    "staff.phrases",
    "staff.sheet",
    "staff.delimited",
    "staff.package",
    "staff.compound",
    "staff.markup",
    "staff.spans",
    "staff.zeros",
    "staff.workbook",
    "staff.table",
    "staff.heading",
    "staff.row",
    "staff.filling",
    "staff.staff_note",
    "staff.people",
    "staff.file_name",
    "staff.code",
    "staff.column_photo",
    "staff.name_index",
    "staff.likeness",
    "staff.match",
    "staff.decisions",
    "address",
    "store",
    "folder_album",
    "zip_album",
    "url_album",
    "album",
    "twins",
    "fitting",
    "avatar_name",
    "result",
    "kept",
    "record",
    "folder_lock",
    "ledger",
    "task",
    "pool",
    "cluster",
    "reckoning",
    "batch_run",
    "rehearsal",
    "batch",
    "plan",
    "thumbnail",
    "report_words",
    "report_book",
    "review_sheet",
    "parcel",
    "parts",
    "report",
    "language",
    "cli_words",
    "cli_help",
    "command",
    "cli_make",
    "cli_faces",
    "cli_frames",
    "cli_staff",
    "cli_account",
    "batch_progress",
    "cli_batch",
    "cli_report",
    "cli",
    "__main__",
)
NO_FLOOR = {"__init__", "detectors.__init__", "staff.__init__"}
FILES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
SERVICE = sorted((ROOT / "service").rglob("*.py"))
SERVICE_FLOORS = re.search(
    r"service's rooms.*?```\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
)[1].splitlines()
SERVICE_FLOORS = [room for line in SERVICE_FLOORS for room in re.split(r"\s{3,}", line)[0].split()]


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported, or may be: of `from a import b` both a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def libraries(tree: ast.AST) -> set[str]:
    return {name.partition(".")[0] for name in imports(tree)}


def rooms(tree: ast.AST) -> set[str]:
    """The modules of framegen that are imported, by the names of FILES."""
    own = {name.removeprefix("framegen.") for name in imports(tree)}
    return own & FILES.keys()


def at_import_time(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the module is imported: no functions, nothing for type checkers."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from at_import_time(node)


def test_every_module_has_its_floor():
    assert FILES.keys() - NO_FLOOR <= set(FLOORS)


def test_the_walk_sees_the_package():
    assert {"errors", "detectors.yunet", "framer"} <= FILES.keys()
    assert "photo" in rooms(parsed(FILES["framer"]))
    assert "cv2" in libraries(parsed(FILES["rendering"]))


@pytest.mark.parametrize("name", [name for name in FLOORS if name in FILES])
def test_a_module_imports_only_from_floors_below_it(name):
    below = set(FLOORS[: FLOORS.index(name)])
    above = rooms(parsed(FILES[name])) - below
    assert not above, f"{name} reaches up to {', '.join(sorted(above))}"


def test_the_fakes_stay_out_of_the_line():
    users = {name for name, path in FILES.items() if "testing" in rooms(parsed(path))}
    assert users <= {"doctor"}


@pytest.mark.parametrize("name", FILES)
def test_a_module_imports_from_the_file_that_owns_the_name(name):
    found = list(imports(parsed(FILES[name])))
    assert not [relative for relative in found if relative.startswith(".")]
    doors = {through for through in found if re.fullmatch(r"framegen(\.\w+)?", through)}
    allowed = {"framegen", "framegen.__version__", "framegen.detectors"}
    assert {door.removeprefix("framegen.") for door in doors - allowed} <= FILES.keys()


def test_opencv_is_imported_only_where_pixels_are_worked_on():
    users = {name for name, path in FILES.items() if "cv2" in libraries(parsed(path))}
    assert {name for name in users if not name.startswith("detectors.")} <= {
        "rendering",
        "framer",
        "task",
        "shape",
        "window",
        "drawing",
        "frame_import",
        "measured_frame",
    }


@pytest.mark.parametrize("library", ["cv2", "resvg_py", "pi_heif", "xlsxwriter"])
def test_what_is_slow_to_import_is_imported_on_first_use(library):
    early = {
        name
        for name, path in FILES.items()
        for node in at_import_time(parsed(path))
        if isinstance(node, ast.Import | ast.ImportFrom) and library in libraries(node)
    }
    assert early == set()


def test_click_is_imported_only_by_the_command_line():
    users = {name for name, path in FILES.items() if "click" in libraries(parsed(path))}
    assert users <= {
        "cli_help",
        "command",
        "cli_make",
        "cli_faces",
        "cli_frames",
        "cli_staff",
        "batch_progress",
        "cli_batch",
        "cli_report",
        "cli",
        "__main__",
    }


@pytest.mark.parametrize("name", FILES)
def test_the_library_knows_nothing_of_the_web(name):
    web = {"fastapi", "starlette", "pydantic", "uvicorn", "jinja2", "service"}
    assert not web & libraries(parsed(FILES[name]))


@pytest.mark.parametrize("path", SERVICE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_service_enters_only_by_the_front_door(path):
    modules = {
        node.module or ""
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and not node.level
    } | {
        alias.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert not [name for name in modules if name.startswith("framegen.")]


@pytest.mark.parametrize("name", SERVICE_FLOORS)
def test_a_room_of_the_service_imports_only_from_those_listed_before_it(name):
    own = {name.removeprefix("service.") for name in imports(parsed(ROOT / f"service/{name}.py"))}
    above = own & set(SERVICE_FLOORS) - set(SERVICE_FLOORS[: SERVICE_FLOORS.index(name)])
    assert not above, f"{name} reaches up to {', '.join(sorted(above))}"
