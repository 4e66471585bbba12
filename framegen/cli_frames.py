"""The command line's `frames`: list, show, check, preview and add them."""

from pathlib import Path

import click

from framegen.command import ATTENTION, FINE, complain, frames_option, print_json
from framegen.errors import FramegenError


@click.group()
def frames() -> None:
    """List, show, check, preview and add frames."""


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
