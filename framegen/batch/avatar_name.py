"""AvatarName: an avatar's file name from a template, legal on Windows, macOS and Linux."""

import hashlib
import re
import string
import unicodedata
from collections.abc import Iterator

from framegen.batch.person_fields import TEXT_FIELDS, texts_of
from framegen.errors import RequestError
from framegen.staff.letters.names import plain
from framegen.staff.people import Person

DEFAULT_TEMPLATE = "{order} {name}"
FIELDS = ("order", "row", *TEXT_FIELDS, "plain", "shard")
# Object stores limit the writes a second per key prefix, so keys are spread over 256 prefixes.
SHARDED_TEMPLATE = f"{{shard}}/{DEFAULT_TEMPLATE}"
# The folder name where the field that names the folder is empty; data, in any language.
NO_FOLDER = "Không ghi"
# Length of a name in bytes, without its suffix: file systems allow 255, Windows paths 260 in all.
MAX_NAME_BYTES = 120

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Reserved DOS device names, also with an extension or superscript digits.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\s*$)", re.IGNORECASE)


def check_template(template: str) -> str:
    """Return a valid template for avatar names, such as "{unit}/{order} {name}", unchanged.

    Raises:
        RequestError: an unknown field, an unbalanced brace, or a path that leaves the folder.
    """
    if not _has_known_fields(template):
        raise RequestError(
            'name template "{template}": the fields are {fields}.',
            template=template,
            fields=[f"{{{field}}}" for field in FIELDS],
        )
    parts = template.replace("\\", "/").split("/")
    if not all(part.strip(" .") for part in parts):
        raise RequestError(
            'name template "{template}": it leads out of the folder.', template=template
        )
    return template


def _has_known_fields(template: str) -> bool:
    try:
        fields = {field for _, field, _, _ in string.Formatter().parse(template) if field}
        template.format(**dict.fromkeys(FIELDS, "x"))
    except (ValueError, KeyError, IndexError, AttributeError):
        return False
    return bool(fields) and fields <= set(FIELDS)


def names_for(person: Person, order: int, width: int, template: str) -> Iterator[str]:
    """Candidate names for a person's avatar, without suffix, in order of preference.

    The second one appends the staff code, the others the unique position in the list.
    """
    number = str(order).zfill(width)
    values = {
        **texts_of(person),
        "order": number,
        "row": str(person.row),
        # Only on demand, since `plain` caches every name it is given.
        "plain": plain(person.name).replace(" ", "-") if "{plain" in template else "",
        "shard": hashlib.sha256((person.code or person.name).encode()).hexdigest()[:2],
    }
    # Values from the list never create folders.
    values = {key: _FORBIDDEN.sub(" ", value) for key, value in values.items()}
    parts = template.replace("\\", "/").split("/")
    filled = [part.format(**values) for part in parts]
    folders, last = [legal(part, NO_FOLDER) for part in filled[:-1]], filled[-1]
    for ending in ("", f" {values['code']}" if values["code"] else f" {number}", f" {number}"):
        yield "/".join([*folders, legal(last, number, ending)])
    for more in range(2, 1000):
        yield "/".join([*folders, legal(last, number, f" {number} {more}")])


def legal(name: str, otherwise: str, ending: str = "") -> str:
    """A file name that every system accepts; `otherwise` if nothing of `name` remains."""
    tail = _bounded(ending, MAX_NAME_BYTES // 2)
    kept = _bounded(name, MAX_NAME_BYTES - (len(tail.encode()) + 1 if tail else 0))
    if tail:
        kept = f"{kept} {tail}"
    kept = kept.strip(" .") or otherwise
    return f"_{kept}" if _RESERVED.match(kept) else kept


def _bounded(text: str, max_bytes: int) -> str:
    """A text without forbidden characters, cut to a number of bytes."""
    visible = "".join(
        letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co"}
    )
    clean = " ".join(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", visible)).split())
    return clean.encode()[:max_bytes].decode(errors="ignore").strip()
