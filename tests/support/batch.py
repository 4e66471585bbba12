"""Batch: a small list, its photos, and a run over them in this process."""

from framegen import BatchOptions, Framer, Frames, Person, make_all, match
from framegen.batch.entry import AVATARS
from framegen.testing import FixedFace
from tests.support.places import ROOT

FRAME = "the-doan-vien"
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Chi")


def people(*names, unit="Tổ 1"):
    """People in rows 2, 3 and so on, with codes of their own."""
    return [Person(row, name, f"c{row}", unit) for row, name in enumerate(names or NAMES, 2)]


def run(office, *, listed=None, detector=None, frame=FRAME, files=None, act=make_all, **options):
    """The results of `make_all`, or of `act` in its place, for office/photos into office/out."""
    framer = Framer(Frames(ROOT / "frames"), detector=detector or FixedFace())
    names = files or sorted(path.name for path in (office / "photos").glob("*"))
    matching = match(listed or people(), names)
    options = BatchOptions(**{"photos": office / "photos", "size": 96, "jobs": 1, **options})
    return list(act(framer, matching.people, frame, office / "out", options))


def outcomes(results):
    """The outcomes as text."""
    return [str(result.outcome) for result in results]


def avatars(office):
    """The names of the avatars in the output folder."""
    folder = office / "out" / AVATARS
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
