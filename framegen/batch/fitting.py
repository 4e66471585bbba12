"""Fitting: a person's name and unit made to fit a frame's slots, so that no avatar is lost to them.

A name that is too long keeps its first and last word whole and has initials between; a unit gets
the abbreviations that offices use, then an ellipsis. What still does not fit, or has a letter that
cannot be drawn, is left out; each of these is a note for a person to look at.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from framegen.avatar.note import Note
from framegen.errors import TextError, TextTooLong
from framegen.frame.text import TextSlot, clean, set_text

# What Vietnamese offices write short themselves, the longer ones first.
ABBREVIATIONS = (
    ("Công đoàn cơ sở thành viên", "CĐCSTV"),
    ("Tổng Liên đoàn Lao động", "TLĐLĐ"),
    ("Liên đoàn Lao động", "LĐLĐ"),
    ("Ủy ban nhân dân", "UBND"),
    ("Uỷ ban nhân dân", "UBND"),
    ("Hội đồng nhân dân", "HĐND"),
    ("Trung học phổ thông", "THPT"),
    ("Trung học cơ sở", "THCS"),
    ("Trách nhiệm hữu hạn", "TNHH"),
    ("Một thành viên", "MTV"),
    ("Công đoàn cơ sở", "CĐCS"),
    ("Khoa học và Công nghệ", "KH&CN"),
    ("Giáo dục và Đào tạo", "GD&ĐT"),
    ("Tài nguyên và Môi trường", "TN&MT"),
    ("Kế hoạch và Đầu tư", "KH&ĐT"),
    ("Văn hóa, Thể thao và Du lịch", "VHTT&DL"),
    ("Tổ chức - Hành chính", "TC-HC"),
    ("Công đoàn", "CĐ"),
    ("Trung ương", "TW"),
    ("Thành phố", "TP"),
    ("Văn phòng", "VP"),
    ("Trung tâm", "TT"),
    ("Cổ phần", "CP"),
    ("Công ty", "Cty"),
    ("Đại học", "ĐH"),
)


def fitted_texts(
    slots: Sequence[TextSlot], wishes: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Note, ...]]:
    """What the slots can say of what they should, and the notes on what was changed.

    Args:
        slots: a frame's; wishes without a slot are passed over.
        wishes: by the slot's id: name, unit, title, code.
    """
    texts: dict[str, str] = {}
    notes: dict[Note, None] = {}
    for slot in slots:
        wish = wishes.get(slot.id, "")
        said = _fitted(wish, slot) if wish else ""
        if said:
            texts[slot.id] = said
        if said != wish:
            notes[Note.TEXT_SHORTENED if said else Note.TEXT_LEFT_OUT] = None
    return texts, tuple(notes)


def _fitted(wish: str, slot: TextSlot) -> str:
    """The first form that fits; empty where none does, or a letter cannot be drawn."""
    forms = _short_names(wish) if slot.id == "name" else _short_units(wish)
    for form in (wish, *forms):
        try:
            set_text(clean(form, slot), slot)
        except TextTooLong:
            continue
        except TextError:
            return ""
        return form
    return ""


def _short_names(name: str) -> Iterator[str]:
    """Nguyễn Thị Quỳnh Hương, Nguyễn T. Quỳnh Hương, Nguyễn T. Q. Hương, N. T. Q. Hương."""
    words = name.split()
    for count in range(1, len(words) - 1):
        yield " ".join(f"{word[0]}." if 1 <= at <= count else word for at, word in enumerate(words))
    if len(words) > 1:
        yield " ".join([*(f"{word[0]}." for word in words[:-1]), words[-1]])


def _short_units(unit: str) -> Iterator[str]:
    """The unit with the usual abbreviations, then with ever fewer words and an ellipsis."""
    short = unit
    for long, brief in ABBREVIATIONS:
        short = re.sub(rf"\b{re.escape(long)}\b", brief, short, flags=re.IGNORECASE)
    yield short
    words = short.split()
    for count in range(len(words) - 1, 0, -1):
        yield f"{' '.join(words[:count]).rstrip(',.;-–')}…"
