"""Phrases: the wording of sections, totals, signatures and sheet names, as tables."""

import re

from framegen.staff.letters.names import plain


def _one_of(phrases: str) -> str:
    """A pattern of phrases that are separated by lines and bars."""
    each = (phrase.strip() for phrase in phrases.replace("\n", "|").split("|"))
    return f"(?:{'|'.join(filter(None, each))})"


# How a section begins: "Phòng Tổ chức". With marks Tổ differs from the surname Tô; without marks
# only words that are no surnames.
UNIT_WORDS = re.compile(
    _one_of(
        """
        phòng|ban|tổ|khoa|khối|văn phòng|trung tâm|công đoàn|cđcs|chi nhánh|xí nghiệp|phân xưởng
        đội|bộ phận|viện|trường|sở|cục|vụ|hội đồng|ủy ban|uỷ ban|ubkt|lãnh đạo|nhà máy|công ty
        đơn vị|bộ môn|chi cục|chi bộ|liên đoàn|bệnh viện|trạm|xưởng|nhóm|ca|cơ quan|cụm|kho
        tổng công ty|hạt|đài
        phong|khoi|van phong|trung tam|cong doan|chi nhanh|xi nghiep|phan xuong|bo phan|vien
        truong|hoi dong|uy ban|lanh dao|nha may|cong ty|don vi|to chuc|to cong doan|to san xuat
        benh vien|department|division|office|section|branch|unit|team|faculty
        """
    )
    + r"\b(?!\s+th[ịi]\b)",
    re.IGNORECASE,
)
# How sections are counted: I, A, II.1, 1.2; a number by itself counts people.
COUNTER = re.compile(
    r"\(?(?:(?:[IVXLC]{1,6}|[A-ZĐ])(?:[.-]?\d{1,2})*|\d{1,2}(?:\.\d{1,2})+)\s*[.):/–-]*\s*"
)
# A counter with the text behind it.
ENUMERATOR = re.compile(
    r"\(?(?:[IVXLC]{1,6}|[A-ZĐ]\d{0,2}|\d{1,2})"
    r"(?:(?:\.\d{1,2})+\s+|(?:\.\d{1,2})*(?:\s*[.):/–-]+\s*|$))"
)
# "Đơn vị: Phòng A" names Phòng A; in "Tổ: 1" the word belongs to the name.
LABEL = re.compile(
    _one_of("tên đơn vị|đơn vị công tác|đơn vị|phòng ban|bộ phận|department|dept|unit")
    + r"\s*:\s*(?=\S)",
    re.IGNORECASE,
)
HEAD_COUNT = re.compile(
    r"\s*[:(–-]?\s*\(?\s*(?:có|gồm|tổng số|total)?\s*:?\s*\d+\s*"
    + _one_of(
        """
        người|đ/c|đồng chí|cán bộ|đoàn viên|nhân viên|cb|đv|lao động
        people|persons?|members?|staff
        """
    )
    + r"\.?\s*\)?\s*$|\s*:\s*0\d+$",
    re.IGNORECASE,
)

# "Tổng cộng: 8 người", but neither "Tổng Giám đốc" nor "Tống".
TOTAL = re.compile(
    r"(tổng|cộng|tổng cộng|tổng số|cộng dồn|tong cong|tong so|cong|total|sum|grand total)\b"
    r"(?!\s+(giám đốc|thư ký|biên tập|công ty|liên đoàn|cục|kho|đội|hợp))"
    r"|(danh sách|bảng|ấn định)( này)? (danh sách )?(này )?(có|gồm)\b",
    re.IGNORECASE,
)

# What begins the foot of a list, where people sign; as `plain` gives it.
FOOT = re.compile(
    _one_of(
        r"""
        (nguoi|can bo|ke toan|thu quy) (lap|lam|tong hop)( (bieu|bang|danh sach|ds|phieu))?\b
        nguoi (duyet|kiem tra|xac nhan)|xac nhan( cua)?\b|(tm|kt|t m|k t|tl|tuq) .+
        thu truong( don vi)?\b|noi nhan\b|ghi chu\b|luu y\b|chu y\b|huong dan\b|ky ten\b
        (da )?ky (va )?(ghi ro|dong dau|ten)|.{0,40}\bngay( \d{1,2})? thang( \d{1,2})?
        prepared by|approved by|checked by|signature\b|notes?\b|lap (bieu|bang)\b|trang \d
        danh sach\b|page \d
        """
    )
)

# Names of outdated sheets, drafts and examples; as `plain` gives it.
PUT_ASIDE = re.compile(
    r"\b"
    + _one_of(
        """
        cu|old|luu|backup|nhap|mau|bieu mau|vi du|sample|template|example|huong dan
        nghi (viec|huu|khong luong)|da nghi|thoi viec|chuyen (di|cong tac)|cham dut
        """
    )
    + r"\b"
)
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20[0-4])\d(?!\d)")


def last_year(text: str) -> int:
    """The latest year that a text names; 0 where it names none."""
    return max(map(int, _YEAR.findall(text)), default=0)


# Marks for "same as above".
DITTO = frozenset({'"', "''", "”", "“", "〃", "//", "nt", "-nt-", "- nt -", "như trên", "nhu tren"})

_SURNAMES = """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý An Âu Bạch Bành
    Bế Biện Ca Cái Cao Cát Cầm Cấn Chế Chu Châu Chử Chung Chương Cù Cung Cự Danh Dư Diệp
    Doãn Đàm Đào Đậu Đèo Điền Điêu Đinh Đoàn Đồng Đổng Đới Đường Giang Giàng Giáp Hà Hàn
    Hán Hầu Hoa Hùng Hứa Hướng Hy Kha Khâu Khiếu Khoa Khổng Khuất Khúc Khương Kiều Kim
    Kông La Lã Lại Lam Lâm Lò Lô Lỗ Lục Lù Luyện Lư Lữ Lương Lường Lưu Ma Mã Mạc Mạch Mai
    Mạnh Mẫn Mông Mùa Nghiêm Ngụy Nhan Nhâm Nhữ Ninh Nông Ong Ông Phí Phó Phù Phùng Phương
    Quách Quan Quản Quang Quế Sầm Sơn Sùng Tạ Tào Tăng Thạch Thái Thàm Thân Thang Thào Thi
    Thiều Thôi Tiêu Tiết Tô Tôn Tống Trà Trang Triệu Trịnh Trình Trương Tưởng Từ Ty Ung
    Uông Ưng Vạn Văn Vàng Vi Viên Vừ Vương Xa Y Yên Kpa Ksor Rơ Siu
"""
SURNAMES = frozenset(plain(name) for name in _SURNAMES.split())
