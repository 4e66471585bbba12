"""StaffNote: what was guessed or left out while a list was read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from framegen.staff.cells.sheet import Sheet
from framegen.staff.heading import Heading

SHOWN = 8
ROLE_WORDS = {
    "stt": "số thứ tự",
    "code": "mã",
    "name": "họ và tên",
    "surname": "họ đệm",
    "middle": "tên đệm",
    "given": "tên",
    "title": "chức vụ",
    "unit": "đơn vị",
    "photo": "ảnh",
}
CODE_WORDS = {
    "cp1258": "Windows-1258",
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
    "cp1252": "Windows-1252",
    "utf-8-twice": "UTF-8 mã hóa hai lần",
}


@dataclass(frozen=True, slots=True)
class StaffNote:
    """Something about a list that a person should look at.

    Attributes:
        code: a stable word for programs, such as "rows-left-out".
        message: a sentence in Vietnamese.
    """

    code: str
    message: str


def notes_on(
    *,
    sheet: Sheet,
    heading: Heading,
    codes: Sequence[str],
    lost: Sequence[int],
    left_out: Sequence[int],
    unnumbered: Sequence[int],
    carried: bool,
    others: Mapping[str, int],
) -> tuple[StaffNote, ...]:
    """The doubts about a sheet that was read."""
    found = [*_on_sheet(sheet, others), *_on_columns(heading)]
    if carried:
        words = "Ô đơn vị để trống được hiểu là cùng đơn vị với dòng trên."
        found.append(StaffNote("unit-carried-down", words))
    if unnumbered:
        words = f"Dòng không có số thứ tự vẫn được đọc: {_few(map(str, unnumbered))}."
        found.append(StaffNote("rows-without-number", words))
    if left_out:
        words = f"Dòng có chữ ở cột tên nhưng không được đọc: {_few(map(str, left_out))}."
        found.append(StaffNote("rows-left-out", words))
    if lost:
        words = (
            f"Tên có dấu “?” vì chữ bị mất khi lưu tệp: dòng {_few(map(str, lost))}; "
            "hãy lưu lại thành .xlsx hoặc “CSV UTF-8”."
        )
        found.append(StaffNote("letters-lost", words))
    twice = [code for code, count in Counter(filter(None, codes)).items() if count > 1]
    if twice:
        found.append(StaffNote("codes-repeated", f"Mã dùng cho hơn một người: {_few(twice)}."))
    return tuple(found)


def _on_sheet(sheet: Sheet, others: Mapping[str, int]) -> Iterator[StaffNote]:
    if sheet.encoding in CODE_WORDS:
        code = CODE_WORDS[sheet.encoding]
        words = f"Danh sách dùng mã {code} và đã được chuyển sang Unicode."
        yield StaffNote("legacy-encoding", words)
    if sheet.hidden:
        yield StaffNote("hidden-sheet", f"Trang tính “{sheet.name}” đang bị ẩn trong tệp.")
    if others:
        names = _few(f"“{name}” ({count} người)" for name, count in others.items())
        yield StaffNote("other-sheets", f"Các trang tính khác cũng có người: {names}.")
    if sheet.open_quote:
        words = (
            f"Dấu ngoặc kép mở ở dòng {sheet.open_quote} không được đóng đúng chỗ: các dòng sau bị "
            "dồn vào một ô, có thể thiếu hoặc sai người; hãy sửa dấu ngoặc kép đó."
        )
        yield StaffNote("quote-never-closed", words)
    if sheet.valueless:
        words = f"{sheet.valueless} công thức chưa có kết quả; hãy mở tệp bằng Excel rồi lưu lại."
        yield StaffNote("formulas-without-values", words)


def _on_columns(heading: Heading) -> Iterator[StaffNote]:
    if not heading.rows:
        yield StaffNote("no-heading", "Danh sách không có dòng tiêu đề.")
    for role, column in heading.others:
        used = heading.columns.get(role)
        label = " ".join(heading.labels[column])
        if used is not None and column not in heading.columns.values():
            yield StaffNote(
                "several-columns",
                f"Có hơn một cột {ROLE_WORDS[role]}; cột {letter_of(column)} “{label}” không dùng, "
                f"chỉ dùng cột {letter_of(used)}.",
            )


def letter_of(column: int) -> str:
    """A column's letter as sheets show it: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _few(words: Iterable[str]) -> str:
    """The first words of many, and how many more there are."""
    each = list(words)
    more = f" và {len(each) - SHOWN} mục nữa" if len(each) > SHOWN else ""
    return ", ".join(each[:SHOWN]) + more
