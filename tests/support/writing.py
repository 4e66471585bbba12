"""Writing: lists as offices write them, the same rows as CSV in any encoding, XLSX, XLS or ODS."""

import csv
import io
import unicodedata
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import xlwt

from framegen.staff.letters.legacy import TCVN3, TONES

TCVN3_OF = {unicode: typed for typed, unicode in TCVN3.items()}
VNI_TONE = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
VNI_CIRCUMFLEX = dict(zip("\u0301\u0300\u0309\u0303\u0323", "áàåãä", strict=True))
VNI_BREVE = dict(zip("\u0301\u0300\u0309\u0303\u0323", "éèúüë", strict=True))
VNI_ALONE = dict(zip("íìỉĩịỵđ", "íìæóòîñ", strict=True))


def as_tcvn3(text):
    """The text as typed for .VnTime, which has capitals with a tone as small letters."""
    typed = []
    for letter in text:
        if letter in TCVN3_OF:
            typed.append(TCVN3_OF[letter])
        elif not letter.isascii() and letter.lower() in TCVN3_OF:
            typed.append(TCVN3_OF[letter.lower()])
        else:
            typed.append(letter)
    return "".join(typed)


def as_vni(text):
    """The text as typed for VNI-Times."""
    return "".join(map(_vni_letter, text))


def _vni_letter(letter):
    if letter.isascii():
        return letter
    small = letter.lower()
    if small in VNI_ALONE:
        typed = VNI_ALONE[small]
    else:
        base, *marks = unicodedata.normalize("NFD", small)
        tone = next((mark for mark in marks if mark in TONES), None)
        if "\u031b" in marks:
            typed = {"o": "ô", "u": "ö"}[base] + (VNI_TONE[tone] if tone else "")
        elif "\u0302" in marks:
            typed = base + (VNI_CIRCUMFLEX[tone] if tone else "â")
        elif "\u0306" in marks:
            typed = base + (VNI_BREVE[tone] if tone else "ê")
        else:
            typed = base + (VNI_TONE[tone] if tone else "")
    return typed if letter == small else typed.upper()


def as_cp1258(text):
    """The bytes of Windows-1258: a vowel in one byte, its tone in a second one."""
    encoded = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            encoded.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in parts if mark in TONES)
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            encoded.append((base + tone).encode("cp1258"))
    return b"".join(encoded)


ENCODERS = {
    "utf-8": str.encode,
    "utf-8-sig": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "cp1258": as_cp1258,
    "tcvn3": lambda text: as_tcvn3(text).encode("latin-1"),
    "vni": lambda text: as_vni(text).encode("cp1252"),
}


def text_of(rows, delimiter=",", end="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def write_csv(path: Path, rows, *, delimiter=",", encoding="utf-8", end="\r\n"):
    path.write_bytes(ENCODERS[encoding](text_of(rows, delimiter, end)))
    return path


def write_xlsx(path: Path, *sheets, merges=(), hidden=()):
    """Write sheets of (name, rows); merges are of the last one, as "A1:B2"."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value not in {"", None}:
                    sheet.cell(number, column, value)
        if name in hidden:
            sheet.sheet_state = "hidden"
    for cells in merges:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def write_xls(path: Path, *sheets, typed=str):
    book = xlwt.Workbook()
    for name, rows in sheets:
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value not in {"", None}:
                    sheet.write(number, column, typed(value) if isinstance(value, str) else value)
    book.save(str(path))
    return path


def write_ods(path: Path, *sheets):
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(
            f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
        )
        + '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for name, rows in sheets
    )
    return write_ods_content(path, tables)


def _ods_cell(value):
    if value in {"", None}:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(value)}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def write_ods_content(path: Path, tables: str):
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", kind)
        package.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?>'
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument'
            ':xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{kind}"/></manifest:manifest>',
        )
        package.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content{spaces}><office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return path
