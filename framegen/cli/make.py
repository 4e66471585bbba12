"""The command `make`: photos in, avatars out."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framegen.avatar.image_format import ImageFormat
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
from framegen.language.system import reason_of

if TYPE_CHECKING:
    from framegen.avatar.crop import Crop
    from framegen.avatar.framer import Framer
    from framegen.avatar.output import Avatar
    from framegen.cli.files import AvatarFiles
    from framegen.frame.frame import Frame

SUMMARY = N_("{made} made, {look} to look at, {failed} failed.")


@dataclass(frozen=True, slots=True)
class _Order:
    """What the options ask for, the same for every photo of a run."""

    frame: "Frame"
    size: int | None
    format: ImageFormat | None
    quality: int | None
    text: Mapping[str, str]
    logos: Mapping[str, str]
    crop: "Crop | None"
    face: int | None
    level: bool

    def avatar(self, framer: "Framer", source: str) -> "Avatar":
        """The avatar of one photo."""
        photo = framer.load(
            bytes_of(source), size=self.size or self.frame.size, name=name_of(source)
        )
        return framer.make(
            photo,
            self.frame,
            face=None if self.face is None else framer.face(photo, self.face),
            crop=self.crop,
            text=self.text,
            logos=self.logos,
            size=self.size,
            level=self.level,
        )


@click.command()
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO...")
@click.option("-f", "--frame", "name", required=True, help="The frame: framegen frames list.")
@click.option("-o", "--output", metavar="OUT|DIR|-", help="A file, a folder, or - for stdout.")
@click.option("--size", type=int, help="Side in pixels.  [default: the frame's, 1080]")
@click.option("--format", "kind", metavar="|".join(ImageFormat), help="[default: by OUT, or jpeg]")
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
def make(  # noqa: PLR0913 - a command takes its options
    ctx: click.Context, photos: tuple[str, ...], name: str, output: str | None, size: int | None,
    kind: str | None, quality: int | None, texts: tuple[str, ...], logos: tuple[str, ...],
    crop: str | None, turn: float | None, index: int | None, level: bool, strict: bool,
    as_json: bool, folder: Path | None,
) -> None:  # fmt: skip
    """Make an avatar of each PHOTO: files, folders of photos, or - for stdin.

    Without -o one photo becomes PHOTO-FRAME.jpg here, several go into ./avatars. Each avatar's
    path is printed. A bad photo fails alone: the rest is made, the exit status is 1.
    """
    from framegen.avatar.framer import Framer
    from framegen.cli.files import AvatarFiles, photos_in

    sources = list(photos_in(photos))
    to_stdout = output == "-" or (output is None and sources == ["-"])
    _check_stdout(sources, to_stdout=to_stdout, as_json=as_json)
    framer = Framer(folder, strict=strict)
    frame, encoding = framer.frames[name], _format(kind)
    frame.checked_size(size)
    said, emblems = _pairs(texts, "--text"), _pairs(logos, "--logo")
    placed = _crop(crop, turn)
    order = _Order(frame, size, encoding, quality, said, emblems, placed, index, level)
    files = None if to_stdout else AvatarFiles(sources, output, name, encoding)
    ctx.exit(_status(sources, _each(framer, order, sources, files, as_json=as_json)))


def _each(
    framer: "Framer",
    order: _Order,
    sources: Sequence[str],
    files: "AvatarFiles | None",
    *,
    as_json: bool,
) -> list[Exception]:
    """Make and report every avatar; returns what failed."""
    failures: list[Exception] = []
    doubtful = 0
    for source in progress(sources):
        try:
            avatar = order.avatar(framer, source)
            path = _write(avatar, source, order, files)
        except (AvatarUnwritable, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - one bad photo must not end the run
            failures.append(error)
            tell_failure(click.get_current_context(), source, error, as_json=as_json)
            continue
        doubtful += bool(avatar.notes)
        _tell_avatar(source, avatar, path, as_json=as_json)
    if len(sources) > 1:
        made = len(sources) - len(failures)
        say(phrase(SUMMARY, made=made, look=doubtful, failed=len(failures)), err=True)
    return failures


def _write(avatar: "Avatar", source: str, order: _Order, files: "AvatarFiles | None") -> str:
    """Write an avatar to its file, or to stdout; returns the path, or -."""
    if files is not None:
        return str(files.write(avatar, source, quality=order.quality))
    data = avatar.encode(order.format or "jpeg", quality=order.quality)
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AvatarUnwritable("stdout: {reason}.", reason=reason_of(error)) from error
    return "-"


def _format(kind: str | None) -> ImageFormat | None:
    return ImageFormat.of(kind) if kind else None


def _crop(crop: str | None, turn: float | None) -> "Crop | None":
    from framegen.avatar.crop import Crop

    if crop is None and turn is not None:
        raise click.UsageError(phrase("--turn goes with --crop; --level turns a head upright."))
    return Crop.parse(crop, turn or 0.0) if crop else None


def _pairs(options: Sequence[str], name: str) -> dict[str, str]:
    """What `SLOT=VALUE` options say."""
    for option in options:
        if "=" not in option[1:]:
            said = phrase(
                '{option}: expected SLOT=VALUE, got "{value}".', option=name, value=option
            )
            raise click.BadParameter(said)
    return dict(option.partition("=")[::2] for option in options)


def _check_stdout(sources: Sequence[str], *, to_stdout: bool, as_json: bool) -> None:
    """Keep pictures off terminals, and two things off one stream."""
    if sources.count("-") > 1:
        raise click.UsageError(phrase("stdin can be read once."))
    if to_stdout and len(sources) > 1:
        raise click.UsageError(phrase("-o - takes one photo."))
    if to_stdout and as_json:
        raise click.UsageError(phrase("--json and a picture both want stdout; give -o FILE."))
    if to_stdout and sys.stdout.isatty():
        raise click.UsageError(phrase("A picture would fill the terminal; give -o FILE."))


def _status(sources: Sequence[str], failures: Sequence[Exception]) -> int:
    """Attention where some photo failed; wrong usage where not one of those named exists."""
    if not failures:
        return FINE
    none_there = all(isinstance(failure, PhotoNotFound) for failure in failures)
    return WRONG if none_there and len(failures) == len(sources) else ATTENTION


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
