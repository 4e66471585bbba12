"""The command line's `faces`: what the detector sees."""

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
    print_json,
    progress,
    say,
    tell_failure,
)

if TYPE_CHECKING:
    from framegen.face.face import Face
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
    from framegen.face.face import main_face
    from framegen.photo.load import Photo

    sources = list(photos_in(photos))
    if output is not None and len(sources) > 1:
        raise click.UsageError("-o takes one photo.")
    detector = default_detector()
    failed = False
    for source in progress(sources):
        try:
            photo = Photo.load(bytes_of(source), short_side=1080, name=name_of(source))
            found = list(detector.detect(photo))
        except Exception as error:  # noqa: BLE001 - one bad photo costs only itself
            failed = True
            tell_failure(ctx, source, error, as_json=as_json)
            continue
        main = main_face(found, photo.size)
        chosen = None if main is None else found.index(main)
        if as_json:
            rows = [face_json(face, eyes=True) for face in found]
            print_json(photo=source, size=list(photo.size), faces=rows, main=chosen)
        else:
            _tell_faces(source, found, chosen)
        if output is not None:
            _draw_boxes(photo, found, chosen, output)
    ctx.exit(ATTENTION if failed else FINE)


def _tell_faces(source: str, found: "Sequence[Face]", chosen: int | None) -> None:
    say(f"{name_of(source)}: {len(found)} face{'' if len(found) == 1 else 's'}")
    for number, face in enumerate(found):
        edges = ", ".join(f"{edge:.0f}" for edge in face.box.edges)
        main = "  <- framed" if number == chosen else ""
        say(f"  {number}: {edges}  score {face.score:.2f}, tilt {face.roll:+.0f}{main}")


def _draw_boxes(photo: "Photo", found: "Sequence[Face]", chosen: int | None, output: Path) -> None:
    """The photo with a box about each face, the chosen one in red."""
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
