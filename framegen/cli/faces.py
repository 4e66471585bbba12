"""The command `faces`: what the detector sees."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framegen.cli.command import (
    ATTENTION,
    FINE,
    bytes_of,
    face_json,
    name_of,
    phrase,
    print_json,
    progress,
    say,
    tell_failure,
)

if TYPE_CHECKING:
    from framegen.face.face import Detector, Face
    from framegen.photo.load import Photo


@click.command()
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The photo with boxes drawn.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a photo on stdout.")
@click.pass_context
def faces(ctx: click.Context, photos: tuple[str, ...], output: Path | None, as_json: bool) -> None:
    """Say which faces each PHOTO shows, numbered from 0, and which one would be framed."""
    from framegen.cli.files import photos_in
    from framegen.face.default_detector import default_detector

    sources = list(photos_in(photos))
    if output is not None and len(sources) > 1:
        raise click.UsageError(phrase("-o takes one photo."))
    detector = default_detector()
    failed = False
    for source in progress(sources):
        try:
            photo, found = _detected(detector, source)
        except Exception as error:  # noqa: BLE001 - one bad photo must not end the run
            failed = True
            tell_failure(ctx, source, error, as_json=as_json)
            continue
        chosen = _main_of(photo, found)
        (_print_faces if as_json else _tell_faces)(source, photo, found, chosen)
        if output is not None:
            _draw_boxes(photo, found, chosen, output)
    ctx.exit(ATTENTION if failed else FINE)


def _detected(detector: "Detector", source: str) -> "tuple[Photo, list[Face]]":
    from framegen.photo.load import Photo

    photo = Photo.load(bytes_of(source), short_side=1080, name=name_of(source))
    return photo, list(detector.detect(photo))


def _main_of(photo: "Photo", found: "Sequence[Face]") -> int | None:
    """The number of the face that would be framed."""
    from framegen.face.face import main_face

    main = main_face(found, photo.size)
    return None if main is None else found.index(main)


def _print_faces(source: str, photo: "Photo", found: "Sequence[Face]", chosen: int | None) -> None:
    rows = [face_json(face, eyes=True) for face in found]
    print_json(photo=source, size=list(photo.size), faces=rows, main=chosen)


def _tell_faces(source: str, photo: "Photo", found: "Sequence[Face]", chosen: int | None) -> None:
    name = photo.name if source == "-" else source
    if len(found) == 1:
        say(phrase("{photo}: 1 face", photo=name))
    else:
        say(phrase("{photo}: {count} faces", photo=name, count=len(found)))
    for number, face in enumerate(found):
        values = {
            "number": number,
            "box": ", ".join(f"{edge:.0f}" for edge in face.box.edges),
            "score": face.score,
            "tilt": face.roll,
        }
        line = phrase("  {number}: {box}  score {score:.2f}, tilt {tilt:+.0f}", **values)
        say(line + (phrase("  <- framed") if number == chosen else ""))


def _draw_boxes(photo: "Photo", found: "Sequence[Face]", chosen: int | None, output: Path) -> None:
    """Write the photo with a numbered box about each face, the chosen one in red."""
    from PIL import ImageDraw

    from framegen.avatar.output import save_image

    picture = photo.to_srgb(photo.decoded).copy()
    draw = ImageDraw.Draw(picture)
    width = max(2, round(max(picture.size) / 250))
    for number, face in enumerate(found):
        color = "#E5231B" if number == chosen else "#FFC726"
        box = face.box.scaled(photo.scale)
        draw.rectangle(box.edges, outline=color, width=width)
        draw.text((box.left + 2 * width, box.top + width), str(number), color, font_size=10 * width)
    save_image(picture, output)
