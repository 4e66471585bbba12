"""The command line's `frames`: list, show, check, preview and add them."""

from pathlib import Path

import click

from framegen.cli.command import ATTENTION, FINE, complain, frames_option, print_json
from framegen.errors import AvatarUnwritable, FramegenError


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
            print_json(name=frame.name, title=frame.title, summary=frame.summary)
        else:
            click.echo(f"{frame.name:20}  {frame.title}: {frame.summary}")
    ctx.exit(ATTENTION if broken else FINE)


@frames.command("show")
@click.argument("name", metavar="FRAME")
@frames_option
def show_frame(name: str, folder: Path | None) -> None:
    """Show what is known of a FRAME."""
    from framegen.frame.frame import Frames

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


@frames.command("check")
@click.argument("named", nargs=-1, metavar="[FRAME|DIR]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding on stdout.")
@frames_option
@click.pass_context
def check_frames(
    ctx: click.Context, named: tuple[str, ...], folder: Path | None, as_json: bool
) -> None:
    """Hold frames to the rules: all, or each FRAME, or each DIR that holds one.

    Errors make a frame unusable or ugly, warnings deserve a look. The exit status is 1 where there
    is an error.
    """
    from framegen.design.check import check_frame
    from framegen.frame.frame import Frames

    home = (Frames(folder) if folder else Frames.default()).folder
    folders = [_folder_of(name, home) for name in named] or _folders_in(home)
    errors = warnings = 0
    for each in folders:
        findings = check_frame(each)
        for finding in findings:
            errors += finding.is_error
            warnings += not finding.is_error
            kind = "error" if finding.is_error else "warning"
            if as_json:
                words = {"where": finding.where, "message": finding.message}
                print_json(frame=each.name, kind=kind, code=finding.code, **words)
            else:
                click.echo(f"{kind}: {finding.where}: {finding.message}")
        if not findings and not as_json:
            click.echo(f"{each.name}: fine")
    counts = {"frame": len(folders), "error": errors, "warning": warnings}
    told = [f"{count} {what}{'s' * (count != 1)}" for what, count in counts.items()]
    click.echo(f"{', '.join(told)}.", err=True)
    ctx.exit(ATTENTION if errors else FINE)


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

    The window is found, the place of the face worked out, and a folder written with a commented
    manifest and a preview with guides.
    """
    from framegen.design.draft import write_frame
    from framegen.design.importing import import_artwork

    imported = import_artwork(artwork)
    for finding in imported.findings:
        click.echo(f"warning: {artwork}: {finding.message}", err=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AvatarUnwritable(f"{folder}: {error.strerror}.") from error
    made = write_frame(imported, folder, name=name, title=title)
    click.echo(made)
    click.echo(
        f"Look at {made / 'preview.png'}, then:\n"
        f"  framegen frames check {made}\n"
        f"  framegen make PHOTO -f {name} --frames {folder}",
        err=True,
    )


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
    save_image(preview_sheet(framer, wanted, photos or (SAMPLE_PHOTO,)), output)
    click.echo(output)


def _folder_of(name: str, home: Path) -> Path:
    """The folder of a frame that is given by its name or by its path."""
    return home / name if (home / name).is_dir() and "/" not in name else Path(name)


def _folders_in(home: Path) -> list[Path]:
    from framegen.frame.frame import MANIFEST

    return sorted(path.parent for path in home.glob(f"*/{MANIFEST}"))
