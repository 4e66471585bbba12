"""Task: one person's avatar as a plain function of values, for any process of any machine."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from framegen import __version__
from framegen.avatar.crop import Crop
from framegen.avatar.framer import Framer
from framegen.avatar.note import Note
from framegen.avatar.output import Avatar, ImageFormat
from framegen.batch.fitting import fitted_texts
from framegen.batch.places.album import Album
from framegen.batch.places.store import Store
from framegen.batch.result import Failure
from framegen.errors import (
    AlbumUnreadable,
    AvatarUnwritable,
    FramegenError,
    NoFaceFound,
    PhotoTooLarge,
)
from framegen.face.face import Face
from framegen.frame.frame import Frame
from framegen.photo.load import Photo

INTERNAL = Failure("internal", "", "Please report it with what framegen doctor shows.")


@dataclass(frozen=True, slots=True)
class Style:
    """How all avatars of a batch are made.

    Attributes:
        size: the side in pixels.
        kind: the format.
        level: whether tilted heads are turned upright.
    """

    size: int
    kind: ImageFormat = ImageFormat.JPEG
    level: bool = False


@dataclass(frozen=True, slots=True)
class Workshop:
    """All that a process needs to make a batch's avatars; it travels by pickle."""

    framer: Framer
    frame: Frame
    album: Album
    store: Store
    style: Style

    @property
    def mark(self) -> str:
        """What changes when any avatar would: framegen, the frame to its last pixel, the style."""
        framer = self.framer
        detector = type(framer.detector).__qualname__
        told = (__version__, self.frame, self.style, framer.limits, framer.strict, detector)
        return hashlib.sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """One avatar to make.

    Attributes:
        photo: its name in the album.
        name: of the avatar in the store.
        words: what the frame's text slots should say, by their ids.
        crop: the crop, where somebody chose it.
        face: the number of the face, where somebody chose it.
        known: the photo's hash for which there is nothing to do.
    """

    photo: str
    name: str
    words: Mapping[str, str]
    crop: Crop | None = None
    face: int | None = None
    known: str = ""

    @property
    def mark(self) -> str:
        """What changes when this avatar would, with the photo and the workshop left the same."""
        told = (sorted(self.words.items()), self.crop, self.face)
        return hashlib.sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a task.

    Attributes:
        photo_hash: of the photo's bytes; empty where they could not be read.
        notes: the doubts.
        digest: of the avatar's bytes; empty where none was written.
        size: how many they are.
        failure: why there is none.
        stop: no avatar can be made at all: no room, no right, or no way to the photos.
        known: nothing was done, for the photo was the known one.
    """

    photo_hash: str = ""
    notes: tuple[Note, ...] = ()
    digest: str = ""
    size: int = 0
    failure: Failure | None = None
    stop: bool = False
    known: bool = False


def make_one(shop: Workshop, task: Task) -> Made:
    """Make one avatar and write it, whole or not at all; every failure comes back as a value."""
    photo_hash = ""
    try:
        data = shop.album.read(task.photo, shop.framer.limits.max_bytes)
        photo_hash = hashlib.sha256(data).hexdigest()
        if photo_hash == task.known:
            return Made(photo_hash, known=True)
        avatar, notes = _avatar(shop, task, data)
        encoded = avatar.encode(shop.style.kind)
        shop.store.write(task.name, encoded)
    except (AvatarUnwritable, AlbumUnreadable) as error:
        return Made(photo_hash, failure=Failure.of(error), stop=True)
    except FramegenError as error:
        return Made(photo_hash, failure=Failure.of(error))
    except MemoryError:
        greedy = PhotoTooLarge(f"{task.photo}: it takes more memory than a photo may.")
        return Made(photo_hash, failure=Failure.of(greedy))
    except Exception as error:  # noqa: BLE001 - one bad photo costs only itself
        detail = f"{task.photo}: framegen itself failed ({type(error).__name__}: {error})."
        return Made(photo_hash, failure=Failure(INTERNAL.code, detail, INTERNAL.hint))
    digest = hashlib.sha256(encoded).hexdigest()
    return Made(photo_hash, (*avatar.notes, *notes), digest, len(encoded))


def _avatar(shop: Workshop, task: Task, data: bytes) -> tuple[Avatar, tuple[Note, ...]]:
    framer, frame, style = shop.framer, shop.frame, shop.style
    texts, notes = fitted_texts(frame.texts, task.words)
    photo = framer.load(data, size=style.size, name=task.photo)
    face = None if task.face is None or task.crop else _numbered(framer, photo, task.face)
    avatar = framer.make(
        photo,
        frame,
        face=face,
        crop=task.crop,
        text=texts,
        size=style.size,
        level=style.level,
    )
    return avatar, notes


def _numbered(framer: Framer, photo: Photo, index: int) -> Face:
    found = framer.faces(photo)
    if index < len(found):
        return found[index]
    raise NoFaceFound(f"{photo.name}: there is no face {index}; {len(found)} were found.")


_shop: list[Workshop] = []


def open_shop(shop: Workshop) -> None:
    """Ready this process for `work`."""
    import cv2

    # The processes share the machine as they are; threads in each would only fight.
    cv2.setNumThreads(1)
    _shop[:] = [shop]


def work(task: Task) -> Made:
    """`make_one` in a process that `open_shop` made ready."""
    return make_one(_shop[0], task)
