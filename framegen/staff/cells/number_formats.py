"""NumberFormats: numbers that an XLSX shows with leading zeros, as it does with many staff codes.

A code typed as 17 in cells of the format "00000" is shown and known as 00017; the reader of cells
gives the number alone.
"""

import io
import re
import zipfile
from collections.abc import Mapping

STYLES, BOOK, LINKS = "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^<>]*)>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\s([^<>]*)>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*(?:<(?:\w+:)?f[^<>]*>[^<>]*</(?:\w+:)?f>)?\s*<(?:\w+:)?v>\s*\d"
)
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ZEROS = re.compile(rb"0{2,30}")
_PLACE = re.compile(rb"[A-Z]{1,3}[1-9]\d{0,6}")


def zeros_shown(data: bytes) -> list[Mapping[str, int]]:
    """The cells with leading zeros and their least number of digits, sheet by sheet.

    Cells are named as in "B2", sheets come in the book's order. Empty where no format of the book
    has leading zeros.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if not {STYLES, BOOK, LINKS} <= set(package.namelist()):
            return []
        widths = _widths(package.read(STYLES))
        if not widths:
            return []
        links = {link[b"Id"]: link[b"Target"] for link in _all(_LINK, package.read(LINKS))}
        found: list[Mapping[str, int]] = []
        for sheet in _all(_SHEET, package.read(BOOK)):
            ids = (value for key, value in sheet.items() if key.endswith(b":id"))
            target = links.get(next(ids, b""), b"").decode("utf-8", "replace")
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            part = package.read(path) if path in package.namelist() else b""
            found.append(_cells(part, widths))
    return found


def _widths(styles: bytes) -> dict[bytes, int]:
    """The least number of digits of each style with such a format, by the style's number."""
    formats = {
        each.get(b"numFmtId"): len(code)
        for each in _all(_FORMAT, styles)
        if _ZEROS.fullmatch(code := each.get(b"formatCode", b""))
    }
    block = _STYLES.search(styles)
    if block is None:
        return {}
    used = (formats.get(style.get(b"numFmtId")) for style in _all(_STYLE, block[0]))
    return {b"%d" % number: width for number, width in enumerate(used) if width}


def _cells(part: bytes, widths: Mapping[bytes, int]) -> dict[str, int]:
    found = {}
    for cell in _CELL.finditer(part):
        values = dict(_pairs(cell[1]))
        width = widths.get(values.get(b"s", b""))
        place = values.get(b"r", b"")
        if width and values.get(b"t", b"n") == b"n" and _PLACE.fullmatch(place):
            found[place.decode()] = width
    return found


def _all(pattern: re.Pattern[bytes], part: bytes) -> list[dict[bytes, bytes]]:
    return [dict(_pairs(found[1])) for found in pattern.finditer(part)]


def _pairs(attributes: bytes) -> list[tuple[bytes, bytes]]:
    return [(key, one or other) for key, one, other in _ATTRIBUTE.findall(attributes)]
