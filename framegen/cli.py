"""The command line: data on stdout, words for people on stderr."""

import io
import json
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from framegen import __version__
from framegen.errors import AvatarUnwritable, FramegenError, PhotoNotFound

if TYPE_CHECKING:
    from framegen.avatar import Avatar
    from framegen.face import Face
    from framegen.framer import Framer
    from framegen.photo import Photo

C = TypeVar("C", bound=Callable[..., object])

FINE, ATTENTION, WRONG, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 130


class InternalError(FramegenError):
    """A photo met a mistake in framegen itself."""

    code = "internal"
    hint = "Please report it with what framegen -vv shows."


class _Commands(click.Group):
    """Commands whose failures are two lines: what is wrong, and what to do."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read our output has left; Python must not complain of it at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(FINE)
        except FramegenError as error:
            _complain(error, ctx)
            ctx.exit(ENVIRONMENT if isinstance(error, AvatarUnwritable) else WRONG)
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            _complain(AvatarUnwritable(f"stdout: {error.strerror}."), ctx)
            ctx.exit(ENVIRONMENT)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="framegen")
@click.option("-v", "--verbose", count=True, help="-vv shows where in the code an error arose.")
def cli(verbose: int) -> None:
    r"""Put a campaign's frame around profile photos, each face where it belongs.

    \b
    framegen frames list                                what frames there are
    framegen make an.jpg -f vong-sang-kien              one photo
    framegen make photos/ -f dai-lua-do -o avatars/     a folder of them
    cat an.jpg | framegen make - -f dai-lua-do > a.jpg  in a pipe
    framegen faces an.jpg -o boxes.png                  what it sees

    \b
    Exit status: 0 all good, 1 finished but something needs attention, 2 wrong usage or input,
    3 the environment (disk, rights), 130 interrupted.
    """
    del verbose


def frames_option(command: C) -> C:
    """The option --frames, which every command that reads frames takes."""
    return click.option(
        "--frames",
        "folder",
        type=click.Path(path_type=Path),
        envvar="FRAMEGEN_FRAMES",
        help="A folder of frames of your own. [env: FRAMEGEN_FRAMES]",
    )(command)


@cli.command()
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
    from framegen.avatar import ImageFormat
    from framegen.crop import Crop
    from framegen.files import AvatarFiles, photos_in
    from framegen.framer import Framer

    sources = list(photos_in(photos))
    to_stdout = output == "-" or (output is None and sources == ["-"])
    _check_stdout(sources, to_stdout=to_stdout, as_json=as_json)
    framer = Framer(folder, strict=strict)
    frame = framer.frames[name]
    frame.checked_size(size)
    format_asked = ImageFormat.of(kind) if kind else None
    if turn is not None and crop is None:
        raise click.UsageError("--turn goes with --crop; --level turns a head upright.")
    placed = Crop.parse(crop, turn or 0.0) if crop else None
    files = None if to_stdout else AvatarFiles(sources, output, name, format_asked)

    def work(source: str) -> "tuple[Avatar, str]":
        photo = framer.load(_bytes_of(source), size=size or frame.size, name=_name_of(source))
        face = _numbered(framer, photo, index)
        avatar = framer.make(
            photo,
            frame,
            face=face,
            crop=placed,
            text=_pairs(texts, "--text"),
            logos=_pairs(logos, "--logo"),
            size=size,
            level=level,
        )
        if files is not None:
            return avatar, str(files.write(avatar, source, quality=quality))
        _write_stdout(avatar.encode(format_asked or "jpeg", quality=quality))
        return avatar, "-"

    failures: list[Exception] = []
    doubtful = 0
    for source in _progress(sources):
        try:
            avatar, path = work(source)
        except (AvatarUnwritable, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - one bad photo costs only itself
            failures.append(error)
            _tell_failure(ctx, source, error, as_json=as_json)
            continue
        doubtful += bool(avatar.notes)
        _tell_avatar(source, avatar, path, as_json=as_json)
    if len(sources) > 1:
        made = len(sources) - len(failures)
        click.echo(f"{made} made, {doubtful} to look at, {len(failures)} failed.", err=True)
    ctx.exit(_status(sources, failures))


@cli.command()
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The photo with boxes drawn.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a photo on stdout.")
@click.pass_context
def faces(ctx: click.Context, photos: tuple[str, ...], output: Path | None, as_json: bool) -> None:
    """Say which faces each PHOTO shows, numbered from 0, and which one would be framed."""
    from framegen.detectors.yunet import YuNet
    from framegen.face import main_face
    from framegen.files import photos_in
    from framegen.photo import Photo

    sources = list(photos_in(photos))
    if output is not None and len(sources) > 1:
        raise click.UsageError("-o takes one photo.")
    detector = YuNet()
    failed = False
    for source in _progress(sources):
        try:
            photo = Photo.load(_bytes_of(source), short_side=1080, name=_name_of(source))
            found = list(detector.detect(photo))
        except Exception as error:  # noqa: BLE001 - one bad photo costs only itself
            failed = True
            _tell_failure(ctx, source, error, as_json=as_json)
            continue
        main = main_face(found, photo.size)
        chosen = None if main is None else found.index(main)
        if as_json:
            rows = [_face_json(face, eyes=True) for face in found]
            _print_json(photo=source, size=list(photo.size), faces=rows, main=chosen)
        else:
            _tell_faces(source, found, chosen)
        if output is not None:
            _draw_boxes(photo, found, chosen, output)
    ctx.exit(ATTENTION if failed else FINE)


@cli.group()
def frames() -> None:
    """List and show frames."""


@frames.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a frame on stdout.")
@frames_option
@click.pass_context
def list_frames(ctx: click.Context, folder: Path | None, as_json: bool) -> None:
    """List the frames there are."""
    from framegen.frame import Frames

    known = Frames(folder) if folder else Frames.default()
    good, broken = [], False
    for name in known:
        try:
            good.append(known[name])
        except FramegenError as error:
            _complain(error, ctx)
            broken = True
    for frame in sorted(good, key=lambda frame: (frame.order, frame.name)):
        if as_json:
            _print_json(name=frame.name, title=frame.title, summary=frame.summary)
        else:
            click.echo(f"{frame.name:20}  {frame.title}: {frame.summary}")
    ctx.exit(ATTENTION if broken else FINE)


@frames.command("show")
@click.argument("name", metavar="FRAME")
@frames_option
def show_frame(name: str, folder: Path | None) -> None:
    """Show what is known of a FRAME."""
    from framegen.frame import Frames

    frame = (Frames(folder) if folder else Frames.default())[name]
    face = frame.opening.face
    facts = {
        "name": frame.name,
        "title": f"{frame.title} ({frame.title_en})",
        "summary": f"{frame.summary} ({frame.summary_en})",
        "carries": "\n".join(frame.carries),
        "window": f"{frame.opening.window}",
        "face": f"{face.height:g} of the side high, its middle at {face.center}",
        "texts": "\n".join(f"{text.id}: {text.label}" for text in frame.texts),
        "logos": "\n".join(logo.id for logo in frame.logos),
        "size": f"{frame.size} pixels, {frame.max_size} at most",
    }
    for label, fact in facts.items():
        for line_number, line in enumerate(fact.splitlines()):
            click.echo(f"{'' if line_number else label:9} {line}")


@frames.command("preview")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The sheet.")
@click.option("--photo", "photos", multiple=True, metavar="PHOTO", help="Instead of the sample.")
@click.argument("names", nargs=-1, metavar="[FRAME]...")
@frames_option
def preview_frames(
    output: Path, photos: tuple[str, ...], names: tuple[str, ...], folder: Path | None
) -> None:
    """Draw a sheet of all frames, or of each FRAME: square, round, and as small as in a comment."""
    from framegen.avatar import save_image
    from framegen.framer import Framer
    from framegen.preview import SAMPLE_PHOTO, preview_sheet

    framer = Framer(folder)
    wanted = [framer.frames[name] for name in names or framer.frames]
    wanted.sort(key=lambda frame: (frame.order, frame.name))
    save_image(preview_sheet(framer, wanted, photos or (SAMPLE_PHOTO,)), output)
    click.echo(output)


@cli.command()
@frames_option
@click.pass_context
def doctor(ctx: click.Context, folder: Path | None) -> None:
    """Check this installation: libraries, type, face model, frames, and one avatar made."""
    from framegen.doctor import examine

    fine = True
    for finding in examine(folder):
        click.echo(f"{'ok' if finding.ok else 'BAD':3}  {finding.what}")
        fine &= finding.ok
    ctx.exit(FINE if fine else ENVIRONMENT)


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


def _pairs(options: Sequence[str], name: str) -> dict[str, str]:
    """What `SLOT=VALUE` options say."""
    pairs = dict(option.partition("=")[::2] for option in options)
    if not all(pairs):
        raise click.BadParameter(f"{name}: expected SLOT=VALUE, got {', '.join(options)}.")
    for option in options:
        if "=" not in option:
            raise click.BadParameter(f'{name}: expected SLOT=VALUE, got "{option}".')
    return pairs


def _bytes_of(source: str) -> bytes | str:
    """A path, or the bytes of stdin, one more than any limit lets pass."""
    if source != "-":
        return source
    from framegen.limits import DEFAULT_LIMITS

    return sys.stdin.buffer.read(DEFAULT_LIMITS.max_bytes + 1)


def _write_stdout(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AvatarUnwritable(f"stdout: {error.strerror}.") from error


def _name_of(source: str) -> str:
    return "stdin" if source == "-" else source


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


def _progress(sources: Sequence[str]) -> Iterable[str]:
    """The photos one by one, with a bar on a terminal where there are several."""
    if len(sources) < 2 or not sys.stderr.isatty():
        return sources
    from rich.console import Console
    from rich.progress import track

    return track(sources, description="Photos", console=Console(stderr=True), transient=True)


def _tell_avatar(source: str, avatar: "Avatar", path: str, *, as_json: bool) -> None:
    if as_json:
        crop = avatar.crop
        _print_json(
            photo=source,
            path=path,
            crop={"box": list(crop.box.edges), "turn": crop.turn},
            face=_face_json(crop.face) if crop.face else None,
            notes=[str(note) for note in avatar.notes],
        )
        return
    if path != "-":
        click.echo(path)
    for note in avatar.notes:
        click.echo(f"{_name_of(source)}: {note.sentence}", err=True)


def _tell_failure(ctx: click.Context, source: str, error: Exception, *, as_json: bool) -> None:
    """A photo's failure, as a line of JSON or as two of words."""
    if not isinstance(error, FramegenError):
        reason = f"{type(error).__name__}: {error}"
        internal = InternalError(f"{_name_of(source)}: framegen itself failed ({reason}).")
        internal.__cause__ = error
        error = internal
    if as_json:
        row = {"code": error.code, "detail": str(error), "hint": error.hint}
        _print_json(photo=source, error=row)
    else:
        _complain(error, ctx)


def _tell_faces(source: str, found: "Sequence[Face]", chosen: int | None) -> None:
    click.echo(f"{_name_of(source)}: {len(found)} face{'' if len(found) == 1 else 's'}")
    for number, face in enumerate(found):
        edges = ", ".join(f"{edge:.0f}" for edge in face.box.edges)
        main = "  <- framed" if number == chosen else ""
        click.echo(f"  {number}: {edges}  score {face.score:.2f}, tilt {face.roll:+.0f}{main}")


def _draw_boxes(photo: "Photo", found: "Sequence[Face]", chosen: int | None, output: Path) -> None:
    """The photo with a box about each face, the chosen one in red."""
    from PIL import ImageDraw

    from framegen.avatar import save_image

    picture = photo.to_srgb(photo.decoded).copy()
    draw = ImageDraw.Draw(picture)
    width = max(2, round(max(picture.size) / 250))
    for number, face in enumerate(found):
        color = "#E5231B" if number == chosen else "#FFC726"
        box = face.box.scaled(photo.scale)
        draw.rectangle(box.edges, outline=color, width=width)
        draw.text((box.left + 2 * width, box.top + width), str(number), color, font_size=10 * width)
    save_image(picture, output)


def _face_json(face: "Face", *, eyes: bool = False) -> dict[str, object]:
    row: dict[str, object] = {"box": list(face.box.edges), "score": face.score}
    if eyes:
        row["eyes"] = [list(eye) for eye in face.eyes] if face.eyes else None
    return row


def _print_json(**row: object) -> None:
    click.echo(json.dumps(row, ensure_ascii=False))


def _complain(error: FramegenError, ctx: click.Context) -> None:
    """What is wrong and what to do; with -vv also where in the code."""
    if ctx.find_root().params.get("verbose", 0) > 1:
        traceback.print_exception(error)
    click.echo(f"Error: {error}\nHint: {error.hint}", err=True)


def main() -> None:
    """Run the command line and leave with its status."""
    # What Pillow says of broken files; our own errors and notes say it better.
    warnings.filterwarnings("ignore", module=r"PIL\b")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name that the terminal cannot show must not end the run.
            stream.reconfigure(errors="backslashreplace")
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        status = INTERRUPTED
    sys.exit(status if isinstance(status, int) else FINE)
