"""Fitting: shortens a person's name and unit until they fit a frame's text slots.

A long name keeps its first and last word and gets initials in between; a unit gets the usual
office abbreviations, then an ellipsis. A text that still does not fit, or has a letter that cannot
be drawn, is left out. Either leaves a note on the avatar.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from framegen.avatar.note import Note
from framegen.errors import TextError, TextTooLong
from framegen.frame.text import TextSlot, clean, set_text
from framegen.staff.letters.abbreviations import ABBREVIATIONS


def fitted_texts(
    slots: Sequence[TextSlot], texts: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Note, ...]]:
    """The texts that fit the slots, and notes on what was shortened or left out.

    Args:
        slots: the frame's; texts without a slot are ignored.
        texts: by slot id: name, unit, title, code.
    """
    fitted: dict[str, str] = {}
    notes: dict[Note, None] = {}
    for slot in slots:
        text = texts.get(slot.id, "")
        form = _fitted(text, slot) if text else ""
        if form:
            fitted[slot.id] = form
        if form != text:
            notes[Note.TEXT_SHORTENED if form else Note.TEXT_LEFT_OUT] = None
    return fitted, tuple(notes)


def _fitted(text: str, slot: TextSlot) -> str:
    """The first form that fits; empty if none does or a letter cannot be drawn."""
    forms = _short_names(text) if slot.id == "name" else _short_units(text)
    for form in (text, *forms):
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
    """The unit abbreviated, then with fewer and fewer words and an ellipsis."""
    short = unit
    for long, brief in ABBREVIATIONS:
        short = re.sub(rf"\b{re.escape(long)}\b", brief, short, flags=re.IGNORECASE)
    yield short
    words = short.split()
    for count in range(len(words) - 1, 0, -1):
        yield f"{' '.join(words[:count]).rstrip(',.;-–')}…"
