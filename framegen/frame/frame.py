"""Frame: what a designer puts around a photo, read from its manifest.

A frame is a folder of one `frame.toml` and its artwork. Every length in a manifest, and so in the
values here, is a share of the frame's side with the origin at its top left corner.
"""

import difflib
import functools
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from framegen.errors import FrameInvalid, FrameNotFound, LogoInvalid, SizeInvalid
from framegen.frame.artwork import Artwork
from framegen.frame.font import font_file
from framegen.frame.logo import Logo, LogoSlot
from framegen.frame.manifest import Table, read_toml
from framegen.frame.opening import FaceTarget, KeepOut, Opening, Window
from framegen.frame.text import TextSlot

MANIFEST = "frame.toml"
DEFAULT_SIZE = 1080
MIN_SIZE = 64
MIN_WINDOW = 0.05


class Safe(Table, frozen=True):
    """The circle about the middle that Facebook and Zalo leave of the square."""

    radius: Annotated[float, msgspec.Meta(gt=0, le=0.5)] = 0.48


# A file in the frame's own folder, not on a way out of it.
FileName = Annotated[str, msgspec.Meta(pattern=r"^[\w-][\w.-]*$")]


class _ArtworkTable(Table, frozen=True):
    overlay: FileName
    fonts: tuple[str, ...] = ()
    background: Annotated[str, msgspec.Meta(pattern="^#[0-9A-Fa-f]{6}$")] = "#FFFFFF"
    max_side: Annotated[int, msgspec.Meta(ge=DEFAULT_SIZE, le=4096)] = 2048


class _Manifest(Table, frozen=True):
    schema: Literal[1]
    id: Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    name: str
    artwork: _ArtworkTable
    window: Window
    face: FaceTarget
    name_en: str = ""
    summary: str = ""
    summary_en: str = ""
    carries: tuple[str, ...] = ()
    order: int = 100
    keepout: tuple[KeepOut, ...] = ()
    safe: Safe = Safe()
    text: tuple[TextSlot, ...] = ()
    logo: tuple[LogoSlot, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame: its words, its artwork and its opening.

    Attributes:
        name: its folder's name, which commands and addresses use.
        title, summary: its Vietnamese words; `title_en` and `summary_en` the English ones.
        carries: the slogans on it, as they read.
        artwork: what is drawn over the photo.
        opening: where the photo shows and the face goes.
        safe_radius: what of the square Facebook and Zalo leave visible.
        texts, logos: the slots for what is personal; `own_logos` fills some, by their ids.
        size: the side of an avatar in pixels unless another is asked for.
        max_size: the largest side that its artwork is good for.
    """

    name: str
    title: str
    artwork: Artwork
    opening: Opening
    summary: str = ""
    title_en: str = ""
    summary_en: str = ""
    carries: tuple[str, ...] = ()
    order: int = 100
    safe_radius: float = 0.48
    texts: tuple[TextSlot, ...] = ()
    logos: tuple[LogoSlot, ...] = ()
    own_logos: Mapping[str, Logo] = field(default_factory=dict, hash=False)
    size: int = DEFAULT_SIZE
    max_size: int = 2048

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "Frame":
        """Read a frame's folder.

        Raises:
            FrameInvalid: its manifest or artwork is broken; the message names the key.
        """
        folder = Path(folder)
        path = folder / MANIFEST
        manifest = read_toml(path, _Manifest)
        if manifest.id != folder.resolve().name:
            raise FrameInvalid(f'{path}: id: expected the folder\'s name, got "{manifest.id}".')
        box = manifest.window.box
        if min(box.width, box.height) < MIN_WINDOW:
            edges = ", ".join(f"{edge:g}" for edge in box.edges)
            raise FrameInvalid(
                f"{path}: window.rect: expected left, top, right, bottom of a window at least "
                f"{MIN_WINDOW:g} wide and high, got {edges}."
            )
        for index, slot in enumerate(manifest.text):
            try:
                font_file(slot.font)
            except FrameInvalid as error:
                raise FrameInvalid(f"{path}: text[{index}].font: {error}") from error
        art = manifest.artwork
        artwork = Artwork.load(folder / art.overlay, fonts=art.fonts, background=art.background)
        return cls(
            name=manifest.id,
            title=manifest.name,
            artwork=artwork,
            opening=Opening(manifest.window, manifest.face, manifest.keepout),
            summary=manifest.summary,
            title_en=manifest.name_en or manifest.name,
            summary_en=manifest.summary_en or manifest.summary,
            carries=manifest.carries,
            order=manifest.order,
            safe_radius=manifest.safe.radius,
            texts=manifest.text,
            logos=manifest.logo,
            own_logos=_logos_in(folder, manifest.logo),
            max_size=art.max_side,
        )

    def checked_size(self, size: int | None) -> int:
        """The side in pixels to make, the frame's own when None.

        Raises:
            SizeInvalid: out of the range that the artwork is good for.
        """
        size = self.size if size is None else size
        if not MIN_SIZE <= size <= self.max_size:
            raise SizeInvalid(f"size: expected {MIN_SIZE} to {self.max_size} pixels, got {size}.")
        return size


class Frames(Mapping[str, Frame]):
    """The frames of a folder by name, each read when it is first asked for.

    A broken frame costs only itself: its name is listed, asking for it raises FrameInvalid.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Raises FrameInvalid where there is no such folder."""
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise FrameInvalid(f"{self.folder}: there is no such folder of frames.")
        self._load = functools.cache(Frame.load)
        self._names = sorted(path.parent.name for path in self.folder.glob(f"*/{MANIFEST}"))

    @classmethod
    def default(cls) -> "Frames":
        """The folder in FRAMEGEN_FRAMES, else the frames that came with the package."""
        named = os.environ.get("FRAMEGEN_FRAMES")
        package = Path(__file__).parents[1]
        packaged = package / "_frames"
        return cls(named or (packaged if packaged.is_dir() else package.parent / "frames"))

    def __getitem__(self, name: str) -> Frame:
        if name not in self._names:
            raise FrameNotFound(f'There is no frame "{name}"; {self._offer(name)}')
        return self._load(self.folder / name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _offer(self, name: str) -> str:
        """The words that offer what was probably meant."""
        near = difflib.get_close_matches(_plain(name), self._names, n=1, cutoff=0.5)
        return f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(self._names)}."


def _logos_in(folder: Path, slots: Sequence[LogoSlot]) -> dict[str, Logo]:
    """The logos that lie beside a manifest: `logo-` and the slot's id, as SVG or PNG."""
    paths = {slot.id: folder / f"logo-{slot.id}" for slot in slots}
    found = {
        name: path.with_suffix(suffix)
        for name, path in paths.items()
        for suffix in (".png", ".svg")
        if path.with_suffix(suffix).is_file()
    }
    try:
        return {name: Logo.load(path) for name, path in found.items()}
    except LogoInvalid as error:
        raise FrameInvalid(str(error)) from error


def _plain(name: str) -> str:
    """A name without marks, lower case, with hyphens: "Vòng sáng kiến" -> "vong-sang-kien"."""
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return "-".join(letters.replace("_", " ").replace("-", " ").split())
