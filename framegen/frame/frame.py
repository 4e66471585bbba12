"""Frame: what goes around a photo, read from a designer's manifest.

A frame is a folder with a `frame.toml` and its artwork. All lengths in a manifest and in the values
here are shares of the frame's side; the origin is its top left corner.
"""

import difflib
import functools
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
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
from framegen.language import Message

MANIFEST = "frame.toml"
DEFAULT_SIZE = 1080
MIN_SIZE = 64
MIN_WINDOW = 0.05


class Safe(Table, frozen=True):
    """The circle around the centre to which Facebook and Zalo crop the square."""

    radius: Annotated[float, msgspec.Meta(gt=0, le=0.5)] = 0.48


# A file in the frame's own folder; no path leads out of it.
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
    """A frame: its description, its artwork and its opening.

    Attributes:
        name: the name of its folder, as used in commands and addresses.
        title, summary: its description in Vietnamese; `title_en` and `summary_en` in English.
        carries: the slogans on it, verbatim.
        artwork: what is drawn over the photo.
        opening: where the photo shows and the face goes.
        order: its place in lists of frames.
        safe_radius: the radius of the circle to which Facebook and Zalo crop the avatar.
        texts, logos: the slots for personal texts and logos; `own_logos` fills some by their ids.
        size: the side of an avatar in pixels, by default.
        max_size: the largest side for which the artwork has enough detail.
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
        """Read a frame from its folder.

        Raises:
            FrameInvalid: its manifest or artwork is broken.
        """
        folder = Path(folder)
        path = folder / MANIFEST
        manifest = read_toml(path, _Manifest)
        _check_manifest(manifest, path)
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
        """The side in pixels for an avatar; the frame's own for None.

        Raises:
            SizeInvalid: out of the range of the artwork.
        """
        size = self.size if size is None else size
        if not MIN_SIZE <= size <= self.max_size:
            raise SizeInvalid(
                "size: expected {least} to {most} pixels, got {got}.",
                least=MIN_SIZE,
                most=self.max_size,
                got=size,
            )
        return size


class Frames(Mapping[str, Frame]):
    """The frames of a folder by name, each read on first use.

    A broken frame fails alone: its name is listed, and getting it raises FrameInvalid.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """List the frames of a folder.

        Raises:
            FrameInvalid: there is no such folder.
        """
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise FrameInvalid("{folder}: there is no such folder of frames.", folder=self.folder)
        self._load = functools.cache(Frame.load)
        self._names = sorted(path.parent.name for path in self.folder.glob(f"*/{MANIFEST}"))

    @classmethod
    def default(cls) -> "Frames":
        """The frames of the folder in FRAMEGEN_FRAMES, else those that come with the package.

        Raises:
            FrameInvalid: there is no such folder.
        """
        named = os.environ.get("FRAMEGEN_FRAMES")
        package = Path(__file__).parents[1]
        packaged = package / "_frames"
        return cls(named or (packaged if packaged.is_dir() else package.parent / "frames"))

    def __getitem__(self, name: str) -> Frame:
        if name not in self._names:
            raise self._not_found(name)
        return self._load(self.folder / name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _not_found(self, name: str) -> FrameNotFound:
        """The error that offers the frame of the nearest name, or all of them."""
        near = difflib.get_close_matches(_plain(name), self._names, n=1, cutoff=0.5)
        if near:
            return FrameNotFound(
                'There is no frame "{name}"; did you mean "{near}"?', name=name, near=near[0]
            )
        return FrameNotFound(
            'There is no frame "{name}"; there are: {known}.', name=name, known=self._names
        )


def _check_manifest(manifest: _Manifest, path: Path) -> None:
    """Check what the schema cannot: the frame's name, the size of its window, its fonts."""
    if manifest.id != path.parent.resolve().name:
        raise FrameInvalid(
            '{path}: {key}: expected the folder\'s name, got "{got}".',
            path=path,
            key="id",
            got=manifest.id,
        )
    box = manifest.window.box
    if min(box.width, box.height) < MIN_WINDOW:
        raise FrameInvalid(
            "{path}: {key}: expected left, top, right, bottom of a window at least {least:g} wide "
            "and high, got {left:g}, {top:g}, {right:g}, {bottom:g}.",
            path=path,
            key="window.rect",
            least=MIN_WINDOW,
            **asdict(box),
        )
    for index, slot in enumerate(manifest.text):
        try:
            font_file(slot.font)
        except FrameInvalid as error:
            key = f"text[{index}].font"
            raise FrameInvalid(
                "{path}: {key}: {problem}", path=path, key=key, problem=Message.of(error)
            ) from error


def _logos_in(folder: Path, slots: Sequence[LogoSlot]) -> dict[str, Logo]:
    """The logos beside a manifest, by the ids of their slots: `logo-<id>.svg` or `.png`."""
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
        raise FrameInvalid(error.text, **error.values) from error


def _plain(name: str) -> str:
    """A name without diacritics, in lower case, with hyphens: "Vòng sáng" -> "vong-sang"."""
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return "-".join(letters.replace("_", " ").replace("-", " ").split())
