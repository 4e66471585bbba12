"""AvatarName: an avatar's file name from a template, legal on Windows, macOS and Linux."""

import hashlib
import re
import string
import unicodedata
from collections.abc import Iterator

from framegen.errors import RequestError
from framegen.staff.letters.names import plain
from framegen.staff.people import Person

DEFAULT_TEMPLATE = "{order} {name}"
FIELDS = ("order", "row", "name", "plain", "code", "unit", "title", "shard")
# Object stores take so many writes a second for one beginning of a name: 256 of them share a list.
SHARDED_TEMPLATE = f"{{shard}}/{DEFAULT_TEMPLATE}"
# The folder of those for whom the list does not say what the folder is named after.
NO_FOLDER = "Không ghi"
# Bytes of a name without its ending: file systems take 255, paths on Windows 260 signs in all.
MOST_BYTES = 120

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Devices of old, also before an ending and with small figures.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\s*$)", re.IGNORECASE)


def check_template(template: str) -> str:
    """A template for avatars' names, such as "{unit}/{order} {name}", as it was given.

    Raises:
        RequestError: a field that is not there, a brace alone, or a way out of the folder.
    """
    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(template) if field]
        template.format(**dict.fromkeys(FIELDS, "x"))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise RequestError(f'name template "{template}": {_offer(error)}') from error
    if not fields or not set(fields) <= set(FIELDS):
        raise RequestError(f'name template "{template}": {_offer(None)}')
    parts = template.replace("\\", "/").split("/")
    if not all(part.strip(" .") for part in parts):
        raise RequestError(f'name template "{template}": it leads out of the folder.')
    return template


def names_for(person: Person, order: int, width: int, template: str) -> Iterator[str]:
    """The names that a person's avatar may have, without ending, the wanted one first.

    The second one adds the staff code, the others the place on the list, which is nobody else's.
    """
    number = str(order).zfill(width)
    told = {
        "order": number,
        "row": str(person.row),
        "name": person.name,
        # Only where it is wanted, for it remembers every name it has seen.
        "plain": plain(person.name).replace(" ", "-") if "{plain" in template else "",
        "code": person.code,
        "unit": person.unit,
        "title": person.title,
        "shard": hashlib.sha256((person.code or person.name).encode()).hexdigest()[:2],
    }
    # What comes from the list makes no folders, whatever it holds.
    told = {key: _FORBIDDEN.sub(" ", value) for key, value in told.items()}
    parts = template.replace("\\", "/").split("/")
    filled = [part.format(**told) for part in parts]
    folders, last = [legal(part, NO_FOLDER) for part in filled[:-1]], filled[-1]
    for ending in ("", f" {told['code']}" if told["code"] else f" {number}", f" {number}"):
        yield "/".join([*folders, legal(last, number, ending)])
    for more in range(2, 1000):
        yield "/".join([*folders, legal(last, number, f" {number} {more}")])


def legal(name: str, otherwise: str, ending: str = "") -> str:
    """A name for a file that every system takes; `otherwise` where nothing is left of it."""
    tail = _bounded(ending, MOST_BYTES // 2)
    seen = _bounded(name, MOST_BYTES - (len(tail.encode()) + 1 if tail else 0))
    if tail:
        seen = f"{seen} {tail}"
    seen = seen.strip(" .") or otherwise
    return f"_{seen}" if _RESERVED.match(seen) else seen


def _bounded(text: str, most: int) -> str:
    """A text without what no file's name may hold, cut to so many bytes."""
    seen = "".join(
        letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co"}
    )
    seen = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", seen)).split())
    return seen.encode()[:most].decode(errors="ignore").strip()


def _offer(error: Exception | None) -> str:
    why = f"{error}; " if isinstance(error, ValueError) else ""
    return f"{why}the fields are {', '.join(f'{{{field}}}' for field in FIELDS)}."
