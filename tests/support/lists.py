"""Lists: a staff list that many tests read, and what was read of it, column by column."""

HEAD = ["STT", "Mã cán bộ", "Họ và tên", "Chức vụ", "Đơn vị"]
ROWS = [
    ["1", "00017", "Nguyễn Thị Quỳnh Hương", "Chủ tịch", "Phòng Tổ chức"],
    ["2", "00018", "Đặng Hữu Phước", "Ủy viên", "Phòng Kế hoạch"],
    ["3", "00203", "Lê Vũ", "Đoàn viên", "Xưởng cơ khí, hàn"],
    ["4", "01200", "Trịnh Bỉnh Ỷ", "Đoàn viên", "Phòng Kế hoạch"],
]
NAMES = [row[2] for row in ROWS]
CODES = [row[1] for row in ROWS]
UNITS = [row[4] for row in ROWS]


def names(found):
    return [person.name for person in found.people]


def units(found):
    return [person.unit for person in found.people]


def codes(found):
    return [person.code for person in found.people]


def notes(found):
    return [note.code for note in found.notes]
