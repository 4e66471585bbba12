"""The catalogues of framegen/language: `renew` them from the code, `check` and `compile` them.

    python .ci/words.py renew [FILE.json ...]   find each text, drop what is no more, take up words
    python .ci/words.py check                   say what is missing, left over or of other values
    python .ci/words.py compile                 write what programs read (.mo)

A file such as vi-officers-new.json has translations into that language, by their English.
"""

import argparse
import contextlib
import io
import itertools
import json
import string
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from build import compile_catalogues

if TYPE_CHECKING:
    from framegen.errors import FramegenError

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "framegen/language"
CATALOGUES = sorted(FOLDER.glob("*/LC_MESSAGES/*.po"))
# Of each part: which files speak to its readers.
SOURCES = {
    "officers": ("framegen/**/*.py", "framegen/**/*.html"),
    "members": (
        "framegen/errors.py",
        "framegen/avatar/note.py",
        "service/**/*.py",
        "service/**/*.html",
        "service/page/static/**/*.js",
    ),
}
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract", ".js": "javascript"}
# Calls whose first argument is a text; errors are added by name.
Text = str | tuple[str, str]
MARKS = {
    ".py": ("N_", "_", "phrase", "Message"),
    ".html": ("_",),
    ".js": ("say",),
}


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("verb", choices=("renew", "check", "compile"))
    parser.add_argument("words", nargs="*", type=Path)
    asked = parser.parse_args()
    if asked.verb == "renew":
        renew(asked.words)
    elif asked.verb == "check":
        found = list(problems())
        print("\n".join(sorted(set(found))) or "All words are there.")
        sys.exit(bool(found))
    else:
        compile_catalogues(FOLDER)


def renew(files: Iterable[Path] = ()) -> None:
    """Bring every catalogue up to the code; texts that are no more go."""
    found = {part: texts(part) for part in SOURCES}
    given: dict[Path, dict[str, str]] = {path: {} for path in CATALOGUES}
    for file in files:
        language, part = file.stem.split("-")[:2]
        path = FOLDER / language / "LC_MESSAGES" / f"{part}.po"
        given[path] |= json.loads(file.read_text(encoding="utf-8"))
    for path in CATALOGUES:
        old = _read(path)
        new = Catalog(old.locale, charset="utf-8", fuzzy=False)
        is_english = path.parent.parent.name == "en"
        for text, places in found[path.stem].items():
            held = old.get(text)
            words = _only(held.string) if held else ""
            words = given[path].get(_only(text), words)
            words = unicodedata.normalize("NFC", words)
            # Members read officers' words where they have no others, and English the code's.
            if words or not (is_english or (path.stem == "members" and text in found["officers"])):
                # Vietnamese has one form for any number.
                new.add(text, (words,) if isinstance(text, tuple) else words, locations=places)
        _write(path, new)


def problems() -> Iterator[str]:
    """What is wrong with the catalogues, a sentence each."""
    for path in CATALOGUES:
        where, catalogue = path.relative_to(ROOT), _read(path)
        with contextlib.redirect_stderr(io.StringIO()) as warned:
            found = texts(path.stem)
        # Babel warns of sentences that have their values in them, which no catalogue can hold.
        yield from warned.getvalue().splitlines()
        for message in catalogue:
            text, words = message.id, _only(message.string)
            if not text:
                continue
            if text not in found:
                yield f"{where}: {text!r} is in no code any more; run make words."
            elif words and isinstance(text, str) and fields(text) != fields(words):
                yield f"{where}: {text!r} has other values in its translation: {words!r}."
        if path.parent.parent.name != "en":
            others = _read(path.with_stem("officers"))
            for text in found:
                if not (_words(catalogue, text) or _words(others, text)):
                    yield f"{where}: {text!r} has no translation."


def fields(text: str) -> list[str]:
    """The values of a text with their formats, in the order of their names."""
    return sorted(
        f"{name}:{spec}" for _, name, spec, _ in string.Formatter().parse(text) if name is not None
    )


def texts(part: str) -> dict[Text, list[tuple[str, int]]]:
    """Every text of a part, with the files where it stands; lines would change with each edit."""
    found: dict[Text, list[tuple[str, int]]] = {}
    for path in sorted(set(itertools.chain.from_iterable(map(ROOT.glob, SOURCES[part])))):
        for text in _extracted(path):
            places = found.setdefault(text, [])
            place = (str(path.relative_to(ROOT)), 0)
            if place not in places:
                places.append(place)
    for text in _error_texts():
        found.setdefault(text, [("framegen/errors.py", 0)])
    if part == "officers":
        for text in _help_texts():
            found.setdefault(text, [("framegen/cli", 0)])
    return found


def _extracted(path: Path) -> Iterator[str]:
    keywords: dict[str, None] = dict.fromkeys(
        (*MARKS[path.suffix], *(kind.__name__ for kind in _errors()))
    )
    with path.open("rb") as stream:
        options = {"trimmed": "true", "silent": "false"}
        for _, text, _, _ in extract(METHODS[path.suffix], stream, keywords, (), options):
            first = text[0] if isinstance(text, tuple) else text
            if first:
                yield first


def _error_texts() -> Iterator[str]:
    """The titles and hints of the library's errors; the service marks its own."""
    for kind in _errors():
        if kind.__module__ == "framegen.errors":
            yield from (kind.title, kind.hint)


def _errors() -> list[type["FramegenError"]]:
    """All errors: each is called with a text."""
    import framegen.errors
    import service.errors  # noqa: F401 - known by its base

    def below(kind: type[framegen.errors.FramegenError]) -> Iterator[type["FramegenError"]]:
        yield kind
        for child in kind.__subclasses__():
            yield from below(child)

    return list(below(framegen.errors.FramegenError))


def _help_texts() -> Iterator[Text]:
    """What commands and options say of themselves, and what click says about them."""
    import click

    from framegen.cli.help import CLICK_TEXTS, help_of
    from framegen.cli.main import cli

    def below(command: click.Command) -> Iterator[str]:
        yield help_of(command)
        yield from (each.help for each in command.params if getattr(each, "help", None))
        for child in getattr(command, "commands", {}).values():
            yield from below(child)

    return itertools.chain(below(cli), CLICK_TEXTS)


def _only(text: Text) -> str:
    return text if isinstance(text, str) else text[0]


def _words(catalogue: Catalog, text: Text) -> str:
    held = catalogue.get(text)
    return _only(held.string) if held else ""


def _read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parent.parent.name)


def _write(path: Path, catalogue: Catalog) -> None:
    header = {"Language": path.parent.parent.name, "Content-Type": "text/plain; charset=utf-8"}
    lines = [f'"{name}: {value}\\n"' for name, value in header.items()]
    stream = io.BytesIO()
    write_po(stream, catalogue, 100, omit_header=True, sort_output=True, include_lineno=False)
    text = "\n".join(['msgid ""', 'msgstr ""', *lines, "", ""]) + stream.getvalue().decode()
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
