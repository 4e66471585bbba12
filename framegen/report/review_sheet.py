"""ReviewSheet: every avatar of a batch on HTML pages to look through.

Avatars to check come first. A page is self-contained, has no script, and prints on A4.
"""

import base64
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from framegen.avatar.whole_file import whole_file
from framegen.batch.result import BY_NAME_ONLY, Result, Tally
from framegen.language import N_
from framegen.report.data import ReportData
from framegen.report.thumbnail import thumbnail
from framegen.report.words import ReportWords

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE = "review_sheet.html"
# Pictures on a page; more than 20 MB are slow in browsers on office machines.
MAX_PICTURES = 1000
# Rows in the table of people without an avatar.
MAX_ROWS = 1000
# With more avatars than someone would look through, only the doubtful ones are shown.
MAX_SHOWN = 20_000
# Sides of the pictures in pixels, of avatars to check and of the others.
LARGE, SMALL = 320, 192


@dataclass(frozen=True, slots=True)
class _Page:
    """What one page shows.

    Attributes:
        number: from 1.
        paths: of all pages.
        results: the avatars on it, the doubtful ones first.
        open: people without an avatar; on the first page.
        is_complete: whether the pages show all avatars.
    """

    number: int
    paths: Sequence[Path]
    results: Sequence[Result]
    open: Sequence[Result]
    is_complete: bool

    @property
    def doubtful(self) -> list[Result]:
        """The avatars to check."""
        return [each for each in self.results if each.is_doubtful]

    @property
    def fine(self) -> dict[str, list[Result]]:
        """The other avatars by unit."""
        units: dict[str, list[Result]] = {}
        for each in self.results:
            if not each.is_doubtful:
                units.setdefault(each.person.unit, []).append(each)
        return units

    @property
    def links(self) -> list[tuple[int, str]]:
        """Numbers and names of the other pages."""
        pages = enumerate((path.name for path in self.paths), 1)
        return [(number, name) for number, name in pages if number != self.number]


def write_review(folder: Path, name: str, data: ReportData, words: ReportWords) -> list[Path]:
    """Write the sheet, with further pages if there are many avatars; return their paths.

    Args:
        folder: where to write.
        name: of the first page without suffix; the second one gets "-2".
        data: what it shows.
        words: in its language.

    Raises:
        AvatarUnwritable: no permission or no space.
    """
    template = _template(data, words)
    asked = (each for each in data.results() if not each.ok and words.to_do(each))
    open_ = list(itertools.islice(asked, MAX_ROWS))
    is_complete = data.whole.done <= MAX_SHOWN
    count = data.whole.done if is_complete else data.whole.look
    numbers = range(1, max(1, -(-count // MAX_PICTURES)) + 1)
    paths = [folder / f"{name}{f'-{number}' if number > 1 else ''}.html" for number in numbers]
    shown = _shown(data, is_complete=is_complete)
    for number, path in zip(numbers, paths, strict=True):
        part = list(itertools.islice(shown, MAX_PICTURES))
        page = _Page(number, paths, part, open_ if number == 1 else (), is_complete)
        with whole_file(path) as stream:
            template.stream(page=page).dump(stream, encoding="utf-8")
    for stale in folder.glob(f"{name}-*.html"):
        if stale not in paths and stale.stem.removeprefix(f"{name}-").isdigit():
            stale.unlink()
    return paths


def _shown(data: ReportData, *, is_complete: bool) -> Iterator[Result]:
    yield from (each for each in data.results() if each.is_doubtful)
    if is_complete:
        yield from (each for each in data.results() if each.ok and not each.is_doubtful)


def _template(data: ReportData, words: ReportWords) -> "Template":
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def picture(result: Result, side: int) -> str:
        """A thumbnail as base64; empty if the avatar is missing."""
        small = thumbnail(data.store.read(result.name), side) if result.path else None
        return base64.b64encode(small).decode() if small else ""

    environment.globals.update(
        _=words.phrase,
        words=words,
        data=data,
        tallies=_tallies(data.whole, words),
        picture=picture,
        file_name=lambda photo: PurePosixPath(photo or "").name,
        by_name_only=BY_NAME_ONLY,
        large=LARGE,
        small=SMALL,
    )
    return environment.get_template(TEMPLATE)


def _tallies(whole: Tally, words: ReportWords) -> list[tuple[str, str]]:
    """The figures at the top; some only if they are not zero."""
    always = {
        N_("People"): whole.people,
        N_("Avatars"): whole.done,
        N_("To check"): whole.look,
        N_("No photo"): whole.missing,
    }
    sometimes = {
        N_("Photo unclear"): whole.ambiguous,
        N_("Photo not usable"): whole.failed,
        N_("Skipped"): whole.skipped,
        N_("Not yet made"): whole.waiting,
    }
    shown = {**always, **{name: count for name, count in sometimes.items() if count}}
    return [(words.phrase(name), words.number(count)) for name, count in shown.items()]
