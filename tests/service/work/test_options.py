"""Options: parsed from a form or a query; wrong fields are named."""

import pytest

from framegen import Box, Crop, Face, ImageFormat
from framegen.errors import FormatUnknown, FramegenError, RequestError
from service.work.options import RenderOptions

FACES = [Face(Box(0, 0, 10, 10)), Face(Box(20, 0, 40, 20))]


def test_without_fields_it_is_the_usual():
    assert RenderOptions.of({}) == RenderOptions()
    assert RenderOptions().format is ImageFormat.JPEG
    assert (
        RenderOptions().size,
        RenderOptions().crop,
        RenderOptions().face,
        RenderOptions().level,
        RenderOptions().text,
    ) == (
        *(None, None, None),
        False,
        {},
    )


@pytest.mark.parametrize(
    ("fields", "wish"),
    [
        ({"format": "png"}, RenderOptions(ImageFormat.PNG)),
        ({"size": "512"}, RenderOptions(size=512)),
        ({"crop": "1,2,31,32"}, RenderOptions(crop=Crop(Box(1, 2, 31, 32)))),
        ({"crop": "1,2,31,32", "turn": "-7.5"}, RenderOptions(crop=Crop(Box(1, 2, 31, 32), -7.5))),
        ({"face": "0"}, RenderOptions(face=0)),
        ({"face": "3"}, RenderOptions(face=3)),
        ({"level": "true"}, RenderOptions(level=True)),
        ({"level": "1"}, RenderOptions(level=True)),
        ({"level": "TRUE"}, RenderOptions(level=True)),
        ({"level": "false"}, RenderOptions()),
        ({"level": "0"}, RenderOptions()),
        ({"text.name": "An", "text.unit": ""}, RenderOptions(text={"name": "An", "unit": ""})),
        ({"frame": "x", "text": "x", "textname": "x"}, RenderOptions()),
        (dict.fromkeys(["format", "size", "crop", "turn", "face", "level"], ""), RenderOptions()),
    ],
    ids=str,
)
def test_fields_are_read(fields, wish):
    assert RenderOptions.of(fields) == wish


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"size": "big"}, "size"),
        ({"size": "1.5"}, "size"),
        ({"size": "9" * 5000}, "size"),
        ({"face": "first"}, "face"),
        ({"face": "1e3"}, "face"),
        ({"level": "yes"}, "level"),
        ({"level": "2"}, "level"),
        ({"turn": "5"}, "turn"),
        ({"crop": "", "turn": "5"}, "turn"),
        ({"crop": "0,0,9,9", "turn": "nan"}, "turn"),
        ({"crop": "0,0,9,9", "turn": "-inf"}, "turn"),
        ({"crop": "0,0,9,9", "turn": "left"}, "turn"),
        ({"crop": "0,0,9"}, "crop"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_field_that_makes_no_sense_is_named(fields, name):
    with pytest.raises(RequestError, match=rf"^{name}: ") as raised:
        RenderOptions.of(fields)
    assert len(str(raised.value)) < 200


def test_a_format_that_is_none_is_named():
    with pytest.raises(FormatUnknown):
        RenderOptions.of({"format": "gif"})


@pytest.mark.parametrize("number", [0, 1])
def test_a_face_is_meant_by_its_number(number):
    assert RenderOptions(face=number).face_among(FACES) is FACES[number]


def test_without_a_number_no_face_is_meant():
    assert RenderOptions().face_among(FACES) is None
    assert RenderOptions().face_among([]) is None


@pytest.mark.parametrize(("number", "faces"), [(2, FACES), (-1, FACES), (0, [])])
def test_a_number_that_no_face_has_is_named(number, faces):
    with pytest.raises(FramegenError, match=rf"^face: .*there is no {number}\.$"):
        RenderOptions(face=number).face_among(faces)
