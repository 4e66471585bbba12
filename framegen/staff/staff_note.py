"""StaffNote: what was guessed or left out while a list was read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framegen.staff.heading import Heading
from framegen.staff.sheet import Sheet

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
    left_out: Sequence[int],
    unnumbered: Sequence[int],
    carried: bool,
    others: Mapping[str, int],
) -> tuple[StaffNote, ...]:
    """The doubts about a sheet that was read."""
    found = []
    if sheet.encoding in CODE_WORDS:
        words = CODE_WORDS[sheet.encoding]
        found.append(
            ("legacy-encoding", f"Danh sách dùng mã {words} và đã được chuyển sang Unicode.")
        )
    if sheet.hidden:
        found.append(("hidden-sheet", f"Trang tính “{sheet.name}” đang bị ẩn trong tệp."))
    if others:
        words = _few([f"“{name}” ({count} người)" for name, count in others.items()])
        found.append(("other-sheets", f"Các trang tính khác cũng có người: {words}."))
    if not heading.rows:
        found.append(("no-heading", "Danh sách không có dòng tiêu đề."))
    found += [
        (
            "several-columns",
            f"Có hơn một cột {ROLE_WORDS[role]}; cột {letter_of(column)} “{' '.join(label)}” "
            f"không dùng, chỉ dùng cột {letter_of(heading.columns[role])}.",
        )
        for role, column in heading.others
        if role in heading.columns
        and column not in heading.columns.values()
        and (label := heading.labels[column])
    ]
    if sheet.valueless:
        found.append(
            (
                "formulas-without-values",
                f"{sheet.valueless} công thức chưa có kết quả; hãy mở tệp bằng Excel rồi lưu lại.",
            )
        )
    if carried:
        found.append(
            ("unit-carried-down", "Ô đơn vị để trống được hiểu là cùng đơn vị với dòng trên.")
        )
    if unnumbered:
        words = _few(map(str, unnumbered))
        found.append(("rows-without-number", f"Dòng không có số thứ tự vẫn được đọc: {words}."))
    if left_out:
        words = _few(map(str, left_out))
        found.append(("rows-left-out", f"Dòng có chữ ở cột tên nhưng không được đọc: {words}."))
    twice = [code for code, count in Counter(filter(None, codes)).items() if count > 1]
    if twice:
        found.append(("codes-repeated", f"Mã dùng cho hơn một người: {_few(twice)}."))
    return tuple(StaffNote(code, message) for code, message in found)


def letter_of(column: int) -> str:
    """A column's letter as sheets show it: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _few(words: "Sequence[str] | map[str]") -> str:
    """The first words of many, and how many more there are."""
    each = list(words)
    more = f" và {len(each) - SHOWN} mục nữa" if len(each) > SHOWN else ""
    return ", ".join(each[:SHOWN]) + more
