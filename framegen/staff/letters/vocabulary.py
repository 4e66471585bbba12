"""Vocabulary: the columns of staff lists, and the headings that name them.

A new column is a member of Role, its entries in ROLE_WORDS and HEADINGS, and a field of Person.
Headings are written as `plain` gives them: lower case, without marks and punctuation. They were
collected from lists in use; another wording joins a table here, and nowhere else.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from framegen.language import N_
from framegen.staff.letters.names import plain


class Role(StrEnum):
    """What a column of a list holds; the values are used in JSON and by --column."""

    NUMBER = "number"
    CODE = "code"
    NAME = "name"
    SURNAME = "surname"
    MIDDLE = "middle"
    GIVEN = "given"
    TITLE = "title"
    UNIT = "unit"
    PHOTO = "photo"
    # A known heading of a column that is not read.
    OTHER = "other"

    @classmethod
    def _missing_(cls, value: object) -> "Role | None":
        """The role by a former name, which is accepted for one version more."""
        return FORMER_ROLES.get(value) if isinstance(value, str) else None


FORMER_ROLES: Mapping[str, Role] = {"stt": Role.NUMBER}
# The columns that make up a person's name.
NAME_ROLES = (Role.NAME, Role.SURNAME, Role.MIDDLE, Role.GIVEN)
ROLE_WORDS: Mapping[Role, str] = {
    Role.NUMBER: N_("running number"),
    Role.CODE: N_("staff code"),
    Role.NAME: N_("full name"),
    Role.SURNAME: N_("surname"),
    Role.MIDDLE: N_("middle name"),
    Role.GIVEN: N_("given name"),
    Role.TITLE: N_("job title"),
    Role.UNIT: N_("unit"),
    Role.PHOTO: N_("photo file"),
}

# The headings of each column that is read. Where two columns of a list could have a role, the
# one whose heading comes first here gets it.
HEADINGS: Mapping[Role, tuple[str, ...]] = {
    Role.NUMBER: (
        *("stt", "tt", "s t t", "so tt", "so thu tu", "thu tu", "no", "number", "so"),
        *("ord", "order", "index", "sr no", "s no", "sno", "item", "tt no"),
    ),
    Role.CODE: (
        *("ma can bo", "ma nhan vien", "ma nv", "ma cb", "ma doan vien", "ma cong chuc"),
        *("ma vien chuc", "ma cbccvc", "ma cbcc", "ma cbvc", "ma cbgv", "ma cbnv", "ma cc"),
        *("ma vc", "ma giao vien", "ma gv", "ma nld", "ma nguoi lao dong", "ma lao dong"),
        *("ma so can bo", "ma so nhan vien", "ma so nv", "ma so cb", "ma hs", "ma ho so"),
        *("ma cnv", "ma cong nhan", "mnv", "mcb", "msnv", "mscb", "mscbcc", "msgv", "mssv"),
        *("msv", "ma sv", "ma sinh vien", "ma cham cong", "ma the", "ma so the", "so the"),
        *("so the doan vien", "ma the doan vien", "so the dv", "so hieu", "so hieu cb"),
        *("so hieu can bo", "so hieu cong chuc", "so hieu nv", "so hieu nhan vien"),
        *("so hieu vien chuc", "shcc", "ma so", "ma so dv", "ma", "ms", "ma dv"),
        *("staff id", "staff code", "staff no", "employee id", "employee code"),
        *("employee no", "employee number", "emp id", "emp code", "emp no", "member id"),
        *("member code", "member no", "personnel code", "personnel no", "badge"),
        *("badge no", "id no", "id", "code", "user id", "username", "card no"),
        *("payroll no", "employeeid", "staffid", "empid", "employeecode", "card id", "msqn"),
        *("shqn", "danh so", "so danh ba", "so danh bo", "ma ca nhan", "ma ho so nhan su"),
    ),
    Role.NAME: (
        *("ho va ten", "ho ten", "ho va ten khai sinh", "ho ten khai sinh"),
        *("ho ten day du", "ho va ten day du", "ten can bo", "ten nhan vien"),
        *("ten doan vien", "ten nguoi lao dong", "ten cong chuc", "ten vien chuc"),
        *("ten giao vien", "ten nld", "ten nv", "ten cb", "ten dv", "hoten"),
        *("ho va ten nld", "ten day du", "nguoi lao dong", "can bo", "doan vien"),
        *("nhan vien", "ho ten ca nhan", "quy danh", "full name", "fullname", "name"),
        *("staff name", "employee name", "member name", "name of staff"),
        *("name of employee", "employee", "name in full", "display name", "ten hien thi"),
        *("hoi vien", "dong chi", "hvt"),
    ),
    Role.SURNAME: (
        *("ho dem", "ho va dem", "ho lot", "ho va lot", "ho va ten dem", "ho ten dem"),
        *("ho chu lot", "ho va chu lot", "ho va ten lot", "ho va chu dem", "ho chu dem"),
        *("ho ten lot", "ho", "ho va tendem", "surname", "last name", "family name"),
        *("lastname",),
    ),
    Role.MIDDLE: (
        "ten dem",
        "chu lot",
        "chu dem",
        "dem",
        "lot",
        "ten lot",
        "middle name",
        "middle",
    ),
    Role.GIVEN: (
        "ten",
        "ten goi",
        "ten rieng",
        "given name",
        "first name",
        "given",
        "firstname",
        "given names",
        "first names",
        "forename",
        "forenames",
    ),
    Role.TITLE: (
        *("chuc vu", "chuc vu cong tac", "chuc vu hien tai", "chuc vu chuc danh"),
        *("chuc vu hien nay", "chuc vu cong doan", "chuc vu chinh quyen"),
        *("chuc vu chuyen mon", "chuc danh chuc vu", "chuc danh", "chuc danh nghe nghiep"),
        *("vi tri viec lam", "vi tri cong viec", "vi tri cong tac", "vi tri", "cong viec"),
        *("nhiem vu", "cv", "position", "job title", "title", "role", "job", "designation"),
        *("rank", "nghe nghiep"),
    ),
    Role.UNIT: (
        *("don vi", "don vi cong tac", "ten don vi", "co quan don vi", "don vi phong ban"),
        *("phong ban don vi", "phong ban", "phong", "ban", "bo phan", "don vi bo phan"),
        *("phong khoa", "khoa phong", "khoa", "phong ban bo phan", "bo phan cong tac"),
        *("noi cong tac", "noi lam viec", "co quan", "co quan cong tac", "cong doan co so"),
        *("cdcs", "ten cdcs", "cong doan", "cong doan bo phan", "cong doan truc thuoc"),
        *("to cong doan", "to", "to doi", "to san xuat", "to chuyen mon"),
        *("don vi truc thuoc", "chi nhanh", "phan xuong", "xuong", "xi nghiep", "truong"),
        *("to bo mon", "bo mon", "trung tam", "doi", "nhom", "khoi", "dv"),
        *("don vi sinh hoat", "department", "dept", "unit", "office", "division"),
        *("organization", "organisation", "workplace", "team", "section", "branch"),
        *("faculty", "company", "union branch", "group", "chuyen", "chuyen to", "line", "cdbp"),
        *("to cd", "to cm", "dai doi", "tieu doan", "trung doan", "lu doan", "doi san xuat"),
        *("phong giao dich", "pgd", "cum", "ten to", "lop"),
    ),
    Role.PHOTO: (
        *("file anh", "ten file anh", "ten tep anh", "tep anh", "ten anh", "anh"),
        *("hinh anh", "hinh", "anh the", "hinh the", "anh chan dung", "anh dai dien"),
        *("ten hinh", "ten file hinh", "file hinh", "tap tin anh", "ten tap tin"),
        *(
            "tap tin",
            "ten file",
            "ten tep",
            "ma anh",
            "ten tap tin anh",
            "duong dan anh",
            "link anh",
        ),
        *("anh 3x4", "anh 4x6", "photo", "photo file", "photo name", "photo filename"),
        *("photo file name", "picture", "image", "image file", "image name", "file name"),
        *("filename", "file", "avatar", "portrait", "tep", "so anh"),
    ),
}

# Other columns of lists: known as headings, but not read.
OTHERS = frozenset(
    plain(heading)
    for heading in """
    ngày sinh|năm sinh|ngày tháng năm sinh|ntns|sinh ngày|tuổi|giới tính|nam|nữ|phái|nam nữ|giới
    số điện thoại|điện thoại|sđt|đt|số đt|di động|mobile|phone|phone number|tel|email|e mail
    thư điện tử|địa chỉ|địa chỉ thường trú|quê quán|nơi sinh|nơi ở|hộ khẩu|address|nguyên quán
    chỗ ở hiện nay|cccd|cmnd|cmt|số cccd|số cmnd|số cccd cmnd|cccd cmnd|cmnd cccd|căn cước
    số căn cước|căn cước công dân|số định danh|số định danh cá nhân|mã định danh|id card
    passport|national id|hộ chiếu|ngày cấp|nơi cấp|mã số thuế|mst|mã bhxh|số bhxh|số sổ bhxh
    mã số bhxh|bhxh|bhyt|số tài khoản|stk|ngân hàng|tài khoản|ghi chú|chú thích|note|notes
    remark|remarks|comment|ký nhận|chữ ký|ký tên|signature|dân tộc|tôn giáo|trình độ
    trình độ chuyên môn|chuyên môn|chuyên ngành|học vấn|bằng cấp|lý luận chính trị|ngoại ngữ
    tin học|học hàm|học vị|học hàm học vị|degree|ngày vào đảng|đảng viên|đoàn thể|chi bộ
    ngày vào|ngày vào ngành|ngày vào làm|ngày vào công đoàn|ngày kết nạp|năm vào|start date
    ngày tuyển dụng|ngạch|mã ngạch|bậc|hệ số|hệ số lương|lương|mức lương|phụ cấp|loại hợp đồng
    hợp đồng|salary|dob|date of birth|birthday|birth date|birth year|year of birth|gender|sex
    age|status|trạng thái|tình trạng|số lượng|mã đơn vị|mã phòng|mã phòng ban|mã bộ phận
    unit code|department code|size|size áo|cỡ áo|thành tích|danh hiệu|khen thưởng
    hình thức khen thưởng|sáng kiến|tên sáng kiến|ngày|tháng|năm|đảng|stt phòng|họ tên cha
    họ tên mẹ|họ tên vợ|họ tên chồng|họ tên con|người liên hệ|quốc tịch|nationality|nhóm máu
    xếp loại|thâm niên|date|ngày bắt đầu|link|zalo|facebook|nick name|cấp bậc|quân hàm|bậc thợ
    đơn vị tính|đvt|đơn vị cấp|lớp chủ nhiệm|tên thường gọi|bí danh|tên khác|chủ hộ|supervisor
    """.replace("\n", "|").split("|")
    if heading.strip()
)

_ROLE_OF = {heading: role for role, headings in HEADINGS.items() for heading in headings}
_RANK_OF = {
    heading: rank for headings in HEADINGS.values() for rank, heading in enumerate(headings)
}

# Who a list is about, as headings name them: "Mã giảng viên", "Họ tên CBCNV".
_PEOPLE = (
    r"(?:(?:can bo|nhan vien|nhan su|cong chuc|vien chuc|doan vien|hoi vien|giang vien|giao vien"
    r"|hoc vien|cong nhan|quan nhan|nguoi lao dong|nguoi ld|nld|nv|cb|cc|vc|cb\w*vc|cbc\w*|ccvc"
    r"|cbn\w*|cbgv\w*|cnv\w*|gv|hv|qn|dv|cdv|ld|hs)\b)"
)
# Words that tell the role within a longer heading: "Họ và tên (chữ in hoa có dấu)".
_WITHIN = (
    (Role.CODE, rf"(ma|so) dinh danh {_PEOPLE}"),
    (
        Role.OTHER,
        r"(cha|me|vo|chong|con|nguoi than|phu thuoc|lien he|lien lac|bao lanh|giam ho|chu ho)",
    ),
    (
        Role.OTHER,
        r"(nguoi ky|dai dien|phu trach|gioi thieu|nguoi duyet|manager|supervisor|contact)",
    ),
    (Role.OTHER, r"(?<!don vi )(?<!phong )(?<!ban )(?<!chuc vu )quan ly"),
    (Role.OTHER, r"(cccd|cmnd|can cuoc|dinh danh|bhxh|bhyt|thue|tai khoan|dien thoai|ngay|email)"),
    (Role.OTHER, r"the (dang|xe|ngan hang|atm|bao hiem|kham)|bao hiem|ngan hang|passport|ho chieu"),
    (Role.OTHER, r"ma (so )?(don vi|phong|bo phan|to|chuc|cdcs)"),
    (Role.OTHER, r"(department|dept|unit|company|branch|section|manager|team) (id|code|no)"),
    (
        Role.PHOTO,
        r"(file|tep|tap tin|ten) (anh|hinh)|(anh|hinh) (the|chan dung|dai dien)|photo|image file",
    ),
    (Role.NAME, r"ho (va )?((ten|chu) )?(dem|lot) (va )?ten"),
    (Role.SURNAME, r"ho (va )?(ten )?(chu )?(dem|lot)"),
    (Role.NAME, rf"ho (va )?ten|full name|ten {_PEOPLE}|ten cong doan vien"),
    (Role.CODE, rf"(ma|ms|sh|id|code|the|danh so)( so| the| the so)? {_PEOPLE}|ma (so )?the"),
    (Role.CODE, r"so (hieu|the)|(staff|employee|member|worker|personnel) (id|code|no|number)"),
    (Role.TITLE, r"chuc (vu|danh)|job title|position"),
    (Role.UNIT, r"don vi|phong ban|bo phan|noi (cong tac|lam viec)|cong doan co so|department"),
    (Role.UNIT, r"to cong doan"),
)
_WITHIN_WORDS = tuple((role, re.compile(rf"\b(?:{words})\b")) for role, words in _WITHIN)
MAX_HEADING_WORDS = 12
# Ranks below the first are of a heading known as a whole, below the second of one known by a part.
SURE, LIKELY = 100, 200
SIGNS = frozenset({"#", "№", "N°", "Nº"})


class Meaning(NamedTuple):
    """What a heading says that its column holds, and how sure that is: rank 0 is best."""

    role: Role
    rank: int


def role_of(heading: str) -> Meaning | None:
    """What a heading means; None for a text that is not a heading."""
    if heading.strip() in SIGNS:
        return Meaning(Role.NUMBER, 0)
    whole = _known(plain(heading))
    if whole is not None or not heading.strip():
        return whole
    return _by_part(heading) or _by_words(plain(heading))


def _known(heading: str) -> Meaning | None:
    if heading == "":
        return None
    if heading in OTHERS:
        return Meaning(Role.OTHER, 0)
    if heading not in _ROLE_OF:
        heading = re.sub(r"\bva\b ?", "", heading).strip()
    role = _ROLE_OF.get(heading)
    return None if role is None else Meaning(role, _RANK_OF[heading])


def _by_part(heading: str) -> Meaning | None:
    """What a part of a heading means: without brackets, or on one side of a slash or dash."""
    parts = [re.sub(r"\([^)]*\)?|\*", " ", heading), *re.split(r"[/\n(|–]| - ", heading)]
    parts.append(re.split(r"\btheo\b|\bghi\b", heading, maxsplit=1, flags=re.IGNORECASE)[0])
    found = [known for part in parts if (known := _known(plain(part)))]
    if not found:
        return None
    # "Đơn vị / Họ và tên" stands above names, with the units in rows between.
    role, rank = next((each for each in found if each.role is Role.NAME), found[0])
    return Meaning(role, rank + SURE)


def _by_words(words: str) -> Meaning | None:
    """What a long heading means by the words in it."""
    if words.count(" ") >= MAX_HEADING_WORDS:
        return None
    roles = (role for role, pattern in _WITHIN_WORDS if pattern.search(words))
    role = next(roles, None)
    return None if role is None else Meaning(role, LIKELY)
