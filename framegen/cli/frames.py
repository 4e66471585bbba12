"""The command line's `frames`: list, show, check, preview and add them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framegen.cli.command import ATTENTION, FINE, complain, frames_option, phrase, print_json
from framegen.cli.help import language
from framegen.errors import AvatarUnwritable, FramegenError
from framegen.language import N_, Message, translated
from framegen.language.system import reason_of

if TYPE_CHECKING:
    from framegen.design.finding import Finding
    from framegen.frame.frame import Frame
    from framegen.frame.opening import Window

ERROR, WARNING = N_("error: {where}: {message}"), N_("warning: {where}: {message}")
# A window by its shape, as manifests call it.
WINDOWS: Mapping[str, str] = {
    "circle": N_("a circle of radius {radius:g} about ({center})"),
    "ellipse": N_("an ellipse within ({rect})"),
    "rounded-rect": N_("a rectangle of ({rect}), its corners rounded by {corner:g}"),
    "full": N_("the whole photo, clear within ({rect})"),
    "mask": N_("the white part of {file} within ({rect})"),
}


@click.group()
def frames() -> None:
    """List, show, check, preview and add frames."""


@frames.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a frame on stdout.")
@frames_option
@click.pass_context
def list_frames(ctx: click.Context, folder: Path | None, as_json: bool) -> None:
    """List the frames there are."""
    from framegen.frame.frame import Frames

    known = Frames(folder) if folder else Frames.default()
    good, broken = [], False
    for name in known:
        try:
            good.append(known[name])
        except FramegenError as error:
            complain(error, ctx)
            broken = True
    for frame in sorted(good, key=lambda frame: (frame.order, frame.name)):
        if as_json:
            english = {"title_en": frame.title_en, "summary_en": frame.summary_en}
            print_json(name=frame.name, title=frame.title, summary=frame.summary, **english)
        else:
            title, summary = _words_of(frame)
            click.echo(f"{frame.name:20}  {title}: {summary}")
    ctx.exit(ATTENTION if broken else FINE)


@frames.command("show")
@click.argument("name", metavar="FRAME")
@frames_option
def show_frame(name: str, folder: Path | None) -> None:
    """Show what is known of a FRAME."""
    from framegen.frame.frame import Frames

    frame = (Frames(folder) if folder else Frames.default())[name]
    facts = {translated(label, language()): fact for label, fact in _facts_of(frame).items()}
    width = max(map(len, facts))
    for label, fact in facts.items():
        for line_number, line in enumerate(fact.splitlines()):
            click.echo(f"{'' if line_number else label:{width}}  {line}")


def _facts_of(frame: "Frame") -> dict[str, str]:
    """What there is to know of a frame, by labels that are still to be translated."""
    title, summary = _words_of(frame)
    face = frame.opening.face
    place = N_("{height:g} of the side high, its middle at ({center})")
    sizes = N_("{size} pixels, {limit} at most")
    return {
        N_("frame"): frame.name,
        N_("title"): title,
        N_("summary"): summary,
        N_("carries"): "\n".join(frame.carries),
        N_("window"): _window_words(frame.opening.window),
        N_("face"): phrase(place, height=face.height, center=face.center),
        N_("texts"): "\n".join(f"{text.id}: {text.label}" for text in frame.texts),
        N_("logos"): "\n".join(logo.id for logo in frame.logos),
        N_("size"): phrase(sizes, size=frame.size, limit=frame.max_size),
    }


def _words_of(frame: "Frame") -> tuple[str, str]:
    """A frame's title and summary in the user's language, with a line where it has none."""
    from framegen.design.frame_words import words_in

    words = words_in(frame, language())
    if words.is_missing:
        text = N_("{frame}: there are no words in English; the Vietnamese ones are shown.")
        click.echo(phrase(text, frame=frame.name), err=True)
    return words.title, words.summary


def _window_words(window: "Window") -> str:
    """A window in a few words."""
    import msgspec

    return phrase(WINDOWS[str(window.__struct_config__.tag)], **msgspec.structs.asdict(window))


@frames.command("check")
@click.argument("named", nargs=-1, metavar="[FRAME|DIR]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding on stdout.")
@frames_option
@click.pass_context
def check_frames(
    ctx: click.Context, named: tuple[str, ...], folder: Path | None, as_json: bool
) -> None:
    """Check frames by the rules: all, or each FRAME, or each DIR that holds one.

    Errors make a frame unusable or ugly, warnings deserve a look. The exit status is 1 if there is
    an error.
    """
    from framegen.design.check import check_frame
    from framegen.frame.frame import Frames

    home = (Frames(folder) if folder else Frames.default()).folder
    folders = [_folder_of(name, home) for name in named] or _folders_in(home)
    findings: list[Finding] = []
    for each in folders:
        found = check_frame(each)
        findings += found
        for finding in found:
            _show_finding(each.name, finding, as_json=as_json)
        if not found and not as_json:
            click.echo(phrase("{frame}: fine", frame=each.name))
    errors = sum(finding.is_error for finding in findings)
    counts = phrase(
        "Frames: {frames}, errors: {errors}, warnings: {warnings}.",
        frames=len(folders),
        errors=errors,
        warnings=len(findings) - errors,
    )
    click.echo(counts, err=True)
    ctx.exit(ATTENTION if errors else FINE)


def _show_finding(frame: str, finding: "Finding", *, as_json: bool) -> None:
    """A finding as a line of JSON or of words."""
    message = finding.sentence(language())
    if not as_json:
        text = ERROR if finding.is_error else WARNING
        click.echo(phrase(text, where=finding.where, message=message))
        return
    values = {name: _plain(value) for name, value in finding.message.values.items()}
    print_json(
        frame=frame,
        kind="error" if finding.is_error else "warning",
        code=finding.code,
        where=finding.where,
        message=message,
        values=values,
    )


def _plain(value: object) -> object:
    """A message's value as JSON has it: numbers and lists as they are, all else as text."""
    if isinstance(value, Message):
        return value.render(language())
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, int | float) else str(value)


@frames.command("add")
@click.argument("artwork", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="Its folder's name: a-z, 0-9 and hyphens.")
@click.option("--title", default="", help="Its title as people read it.  [default: the name]")
@click.option(
    "--frames",
    "folder",
    type=click.Path(path_type=Path),
    envvar="FRAMEGEN_FRAMES",
    default=Path("frames"),
    help="Where to put it.  [default: ./frames]",
)
def add_frame(artwork: Path, name: str, title: str, folder: Path) -> None:
    """Make a frame of ARTWORK: a square PNG with a transparent window, or an SVG.

    It finds the window, works out the place of the face, and writes a folder with a commented
    manifest and a preview with guides.
    """
    from framegen.design.draft import write_frame
    from framegen.design.importing import import_artwork

    imported = import_artwork(artwork)
    for finding in imported.findings:
        message = finding.sentence(language())
        click.echo(phrase(WARNING, where=artwork, message=message), err=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AvatarUnwritable(
            "{folder}: {reason}.", folder=folder, reason=reason_of(error)
        ) from error
    made = write_frame(imported, folder, name=name, title=title, language=language())
    click.echo(made)
    steps = phrase(
        "Look at {preview}, then:\n"
        "  framegen frames check {made}\n"
        "  framegen make PHOTO -f {name} --frames {folder}",
        preview=made / "preview.png",
        made=made,
        name=name,
        folder=folder,
    )
    click.echo(steps, err=True)


@frames.command("preview")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The sheet.")
@click.option("--photo", "photos", multiple=True, metavar="PHOTO", help="Instead of the sample.")
@click.argument("names", nargs=-1, metavar="[FRAME]...")
@frames_option
def preview_frames(
    output: Path, photos: tuple[str, ...], names: tuple[str, ...], folder: Path | None
) -> None:
    """Draw a sheet of all frames, or of each FRAME: square, round, and as small as in a comment."""
    from framegen.avatar.framer import Framer
    from framegen.avatar.output import save_image
    from framegen.design.preview import SAMPLE_PHOTO, preview_sheet

    framer = Framer(folder)
    wanted = [framer.frames[name] for name in names or framer.frames]
    wanted.sort(key=lambda frame: (frame.order, frame.name))
    sheet = preview_sheet(framer, wanted, photos or (SAMPLE_PHOTO,), language=language())
    save_image(sheet, output)
    click.echo(output)


def _folder_of(name: str, home: Path) -> Path:
    """The folder of a frame that is given by its name or by its path."""
    return home / name if (home / name).is_dir() and "/" not in name else Path(name)


def _folders_in(home: Path) -> list[Path]:
    from framegen.frame.frame import MANIFEST

    return sorted(path.parent for path in home.glob(f"*/{MANIFEST}"))
