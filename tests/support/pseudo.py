"""Pseudo: a language of English in brackets, which shows the sentences that have no words."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import framegen.cli.help
import framegen.language
from framegen.language import FOLDER, Part

# It stands in for Vietnamese, which every option and header takes.
LANGUAGE = "vi"
OPEN, CLOSE = "⟦", "⟧"


def speak_pseudo(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have the whole process find bracketed English where it looks for Vietnamese."""
    for part in Part:
        target = folder / LANGUAGE / "LC_MESSAGES" / f"{part}.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as stream:
            write_mo(stream, _bracketed(part))
    for module in (framegen.language, framegen.cli.help):
        patch.setattr(module, "FOLDER", folder)
    framegen.language._catalogue.cache_clear()


def speak_again() -> None:
    """Forget the pseudo-language."""
    framegen.language._catalogue.cache_clear()
    gettext.textdomain("messages")


def unbracketed(text: str) -> str:
    """What is left of a text without its bracketed sentences."""
    innermost = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
    while innermost.search(text):
        text = innermost.sub(" ", text)
    # Lists of commands cut a sentence where the line ends.
    return re.sub(f"{OPEN}[^\n]*", " ", text)


def words_in(text: str) -> set[str]:
    """The words of a text outside its brackets, three letters or more."""
    return set(re.findall(r"[^\W\d_]{3,}", unbracketed(text)))


def _bracketed(part: Part) -> Catalog:
    path = FOLDER / LANGUAGE / "LC_MESSAGES" / f"{part}.po"
    with path.open("rb") as stream:
        known = read_po(stream, locale=LANGUAGE)
    catalogue = Catalog(LANGUAGE, charset="utf-8")
    for message in known:
        if isinstance(message.id, tuple):
            catalogue.add(message.id, (f"{OPEN}{message.id[1]}{CLOSE}",))
        elif message.id:
            catalogue.add(message.id, f"{OPEN}{message.id}{CLOSE}")
    return catalogue
