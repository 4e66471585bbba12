"""Names of avatars: legal on every system, unique, in list order."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from framegen.batch.avatar_name import MAX_NAME_BYTES, check_template, legal, names_for
from framegen.errors import RequestError
from framegen.staff.people import Person

AN = Person(5, "Nguyễn Văn An", "CB01", "Tổ 1/2", "Ủy viên")


def first(person=AN, order=7, width=3, template="{order} {name}"):
    return next(names_for(person, order, width, template))


def test_the_default_name_keeps_accents_and_order():
    assert first() == "007 Nguyễn Văn An"


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{code}_{plain}", "CB01_nguyen-van-an"),
        ("{unit}/{code}", "Tổ 1 2/CB01"),
        ("{row}.{name}", "5.Nguyễn Văn An"),
        ("{title}: {name}", "Ủy viên Nguyễn Văn An"),
    ],
)
def test_a_template_chooses_the_fields(template, name):
    assert first(template=check_template(template)) == name


def test_a_folder_for_an_empty_field_has_a_default_name():
    assert first(Person(2, "An"), template="{unit}/{name}") == "Không ghi/An"


def test_further_names_add_the_code_then_the_order():
    names = names_for(AN, 7, 3, "{name}")
    found = [next(names) for _ in range(4)]
    assert found == [
        "Nguyễn Văn An",
        "Nguyễn Văn An CB01",
        "Nguyễn Văn An 007",
        "Nguyễn Văn An 007 2",
    ]


@pytest.mark.parametrize(
    "template", ["plain", "{nmae}", "{name", "{}", "{name.x}", "../{name}", "/{name}", "a//{name}"]
)
def test_an_invalid_template_is_rejected(template):
    with pytest.raises(RequestError, match="name template"):
        check_template(template)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ('a<b>:"/\\|?*c', "a b c"),
        ("CON", "_CON"),
        ("com1.x", "_com1.x"),
        ("COM¹", "_COM¹"),
        ("console", "console"),
        ("ends. ", "ends"),
        ("..", "x"),
        ("", "x"),
        ("a\u202egpj\x00b", "agpjb"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
    ],
)
def test_characters_illegal_on_any_system_are_removed(name, made):
    assert legal(name, "x") == made


@given(st.text(max_size=300), st.text(max_size=200))
@example("", "\U00010000" * 30)
@example("Lê An", "9" * 500)
def test_no_text_makes_an_illegal_name(name, code):
    for made, _ in zip(names_for(Person(1, name, code), 12, 3, "{name}"), range(3), strict=False):
        assert made
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', made)
        assert made == made.strip(" .")
        assert len(made.encode()) <= MAX_NAME_BYTES + 1
        assert ".." not in made.split("/")


def test_a_long_name_keeps_room_for_its_ending():
    names = names_for(Person(1, "Ề" * 300, "CB9"), 4, 3, "{name}")
    next(names)
    assert next(names).endswith("Ề CB9")
