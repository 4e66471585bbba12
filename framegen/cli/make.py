"""The command line's `make`: photos in, avatars out."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framegen.cli.command import (
    ATTENTION,
    FINE,
    WRONG,
    bytes_of,
    face_json,
    frames_option,
    name_of,
    phrase,
    print_json,
    progress,
    say,
    sentence,
    tell_failure,
)
from framegen.errors import AvatarUnwritable, PhotoNotFound
from framegen.language import N_

if TYPE_CHECKING:
    from framegen.avatar.framer import Framer
    from framegen.avatar.output import Avatar
    from framegen.face.face import Face
    from framegen.photo.load import Photo

SUM = N_("{made} made, {look} to look at, {failed} failed.")


@click.command()
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO...")
@click.option("-f", "--frame", "name", required=True, help="The frame: framegen frames list.")
@click.option("-o", "--output", metavar="OUT|DIR|-", help="A file, a folder, or - for stdout.")
@click.option("--size", type=int, help="Side in pixels.  [default: the frame's, 1080]")
@click.option("--format", "kind", metavar="jpeg|png|webp", help="[default: by OUT, or jpeg]")
@click.option("--quality", type=click.IntRange(1, 100), help="[default: 92 for JPEG, 90 for WebP]")
@click.option("--text", "texts", multiple=True, metavar="SLOT=TEXT", help="As name='Lê An'.")
@click.option("--logo", "logos", multiple=True, metavar="SLOT=FILE", help="As org=logo.svg.")
@click.option("--crop", metavar="L,T,R,B", help="The square to show, in pixels of the photo.")
@click.option("--turn", type=float, help="With --crop: degrees to turn the photo clockwise.")
@click.option("--face", "index", type=click.IntRange(0), help="Which face: framegen faces PHOTO.")
@click.option("--level", is_flag=True, help="Turn a tilted head upright.")
@click.option("--strict", is_flag=True, help="No face, or several, is a failure, not a note.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a photo on stdout.")
@frames_option
@click.pass_context
def make(
    ctx: click.Context,
    photos: tuple[str, ...],
    name: str,
    output: str | None,
    size: int | None,
    kind: str | None,
    quality: int | None,
    texts: tuple[str, ...],
    logos: tuple[str, ...],
    crop: str | None,
    turn: float | None,
    index: int | None,
    level: bool,
    strict: bool,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Make an avatar of each PHOTO: files, folders of photos, or - for stdin.

    Without -o one photo becomes PHOTO-FRAME.jpg here, several go into ./avatars. Each avatar's
    path is printed. One bad photo costs only itself: the rest is made, the exit status is 1.
    """
    from framegen.avatar.crop import Crop
    from framegen.avatar.framer import Framer
    from framegen.avatar.output import ImageFormat
    from framegen.cli.files import AvatarFiles, photos_in

    sources = list(photos_in(photos))
    to_stdout = output == "-" or (output is None and sources == ["-"])
    _check_stdout(sources, to_stdout=to_stdout, as_json=as_json)
    framer = Framer(folder, strict=strict)
    frame = framer.frames[name]
    frame.checked_size(size)
    format_asked = ImageFormat.of(kind) if kind else None
    if turn is not None and crop is None:
        raise click.UsageError("--turn goes with --crop; --level turns a head upright.")
    said, emblems = _pairs(texts, "--text"), _pairs(logos, "--logo")
    placed = Crop.parse(crop, turn or 0.0) if crop else None
    files = None if to_stdout else AvatarFiles(sources, output, name, format_asked)

    def work(source: str) -> "tuple[Avatar, str]":
        photo = framer.load(bytes_of(source), size=size or frame.size, name=name_of(source))
        face = _numbered(framer, photo, index)
        avatar = framer.make(
            photo,
            frame,
            face=face,
            crop=placed,
            text=said,
            logos=emblems,
            size=size,
            level=level,
        )
        if files is not None:
            return avatar, str(files.write(avatar, source, quality=quality))
        _write_stdout(avatar.encode(format_asked or "jpeg", quality=quality))
        return avatar, "-"

    ctx.exit(_status(sources, _each(ctx, sources, work, as_json=as_json)))


def _each(
    ctx: click.Context,
    sources: Sequence[str],
    work: "Callable[[str], tuple[Avatar, str]]",
    *,
    as_json: bool,
) -> list[Exception]:
    """Make every avatar and tell of it; what failed comes back."""
    failures: list[Exception] = []
    doubtful = 0
    for source in progress(sources):
        try:
            avatar, path = work(source)
        except (AvatarUnwritable, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - one bad photo costs only itself
            failures.append(error)
            tell_failure(ctx, source, error, as_json=as_json)
            continue
        doubtful += bool(avatar.notes)
        _tell_avatar(source, avatar, path, as_json=as_json)
    if len(sources) > 1:
        made = len(sources) - len(failures)
        say(phrase(SUM, made=made, look=doubtful, failed=len(failures)), err=True)
    return failures


def _pairs(options: Sequence[str], name: str) -> dict[str, str]:
    """What `SLOT=VALUE` options say."""
    for option in options:
        if "=" not in option[1:]:
            raise click.BadParameter(f'{name}: expected SLOT=VALUE, got "{option}".')
    return dict(option.partition("=")[::2] for option in options)


def _check_stdout(sources: Sequence[str], *, to_stdout: bool, as_json: bool) -> None:
    """Keep pictures off terminals, and two things off one stream."""
    if sources.count("-") > 1:
        raise click.UsageError("stdin can be read once.")
    if to_stdout and len(sources) > 1:
        raise click.UsageError("-o - takes one photo.")
    if to_stdout and as_json:
        raise click.UsageError("--json and a picture both want stdout; give -o FILE.")
    if to_stdout and sys.stdout.isatty():
        raise click.UsageError("a picture would fill the terminal; give -o FILE.")


def _write_stdout(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AvatarUnwritable(f"stdout: {error.strerror}.") from error


def _status(sources: Sequence[str], failures: Sequence[Exception]) -> int:
    """Attention where some photo failed; wrong usage where not one of those named exists."""
    if not failures:
        return FINE
    none_there = all(isinstance(failure, PhotoNotFound) for failure in failures)
    return WRONG if none_there and len(failures) == len(sources) else ATTENTION


def _numbered(framer: "Framer", photo: "Photo", index: int | None) -> "Face | None":
    """The face of that number."""
    if index is None:
        return None
    found = framer.faces(photo)
    if index < len(found):
        return found[index]
    from framegen.errors import NoFaceFound

    raise NoFaceFound(f"{photo.name}: there is no face {index}; {len(found)} were found.")


def _tell_avatar(source: str, avatar: "Avatar", path: str, *, as_json: bool) -> None:
    if as_json:
        crop = avatar.crop
        print_json(
            photo=source,
            path=path,
            crop={"box": list(crop.box.edges), "turn": crop.turn},
            face=face_json(crop.face) if crop.face else None,
            notes=[str(note) for note in avatar.notes],
        )
        return
    if path != "-":
        say(path)
    for note in avatar.notes:
        say(f"{name_of(source)}: {sentence(note)}", err=True)
