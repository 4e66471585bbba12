"""Task: one person's avatar as a plain function of values, for any process on any machine."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from framegen import __version__
from framegen.avatar.crop import Crop
from framegen.avatar.framer import Framer
from framegen.avatar.image_format import ImageFormat
from framegen.avatar.note import Note
from framegen.avatar.output import Avatar
from framegen.batch.fitting import fitted_texts
from framegen.batch.places.album import Album
from framegen.batch.places.store import Store
from framegen.batch.result import Failure
from framegen.errors import (
    AlbumUnreadable,
    AvatarUnwritable,
    FramegenError,
    InternalError,
    PhotoTooLarge,
)
from framegen.frame.frame import Frame


# Part of `WorkerContext.mark` by its repr: a new name for it would make every avatar again.
@dataclass(frozen=True, slots=True)
class Style:
    """How all avatars of a batch are rendered.

    Attributes:
        size: the side in pixels.
        kind: the format.
        level: whether tilted heads are turned upright.
    """

    size: int
    kind: ImageFormat = ImageFormat.JPEG
    level: bool = False


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """Everything a process needs to make a batch's avatars; sent by pickle."""

    framer: Framer
    frame: Frame
    album: Album
    store: Store
    style: Style

    @property
    def mark(self) -> str:
        """A hash of what all avatars depend on: framegen, every pixel of the frame, the style."""
        framer = self.framer
        detector = type(framer.detector).__qualname__
        parts = (__version__, self.frame, self.style, framer.limits, framer.strict, detector)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def hash_of(self, photo: str) -> str:
        """The hash of a photo's bytes; empty if it cannot be read."""
        try:
            data = self.album.read(photo, self.framer.limits.max_bytes)
        except FramegenError:
            return ""
        return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """One avatar to make.

    Attributes:
        photo: its name in the album.
        name: the avatar's name in the store.
        texts: for the frame's text slots, by their ids.
        crop: the crop, if it was chosen by hand.
        face: the number of the face, if it was chosen by hand.
        known: the hash of a photo for which nothing is to be done.
    """

    photo: str
    name: str
    texts: Mapping[str, str]
    crop: Crop | None = None
    face: int | None = None
    known: str = ""

    @property
    def mark(self) -> str:
        """A hash of what this avatar depends on besides the photo and the context."""
        parts = (sorted(self.texts.items()), self.crop, self.face)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What a task returns.

    Attributes:
        photo_hash: of the photo's bytes; empty if they could not be read.
        notes: remarks on the avatar.
        digest: of the avatar's bytes; empty if none was written.
        size: the number of these bytes.
        failure: why there is no avatar.
        stop: no avatar can be made at all: no space, no permission, or no access to the photos.
        known: nothing was done because the photo is the known one.
    """

    photo_hash: str = ""
    notes: tuple[Note, ...] = ()
    digest: str = ""
    size: int = 0
    failure: Failure | None = None
    stop: bool = False
    known: bool = False


def make_one(context: WorkerContext, task: Task) -> TaskResult:
    """Make one avatar and write it atomically; every failure is returned as a value."""
    photo_hash = ""
    try:
        data = context.album.read(task.photo, context.framer.limits.max_bytes)
        photo_hash = hashlib.sha256(data).hexdigest()
        if photo_hash == task.known:
            return TaskResult(photo_hash, known=True)
        avatar, notes = _avatar(context, task, data)
        encoded = avatar.encode(context.style.kind)
        context.store.write(task.name, encoded)
    except (AvatarUnwritable, AlbumUnreadable) as error:
        return TaskResult(photo_hash, failure=Failure.of(error), stop=True)
    except FramegenError as error:
        return TaskResult(photo_hash, failure=Failure.of(error))
    except MemoryError:
        greedy = PhotoTooLarge("{photo}: it takes more memory than a photo may.", photo=task.photo)
        return TaskResult(photo_hash, failure=Failure.of(greedy))
    except Exception as error:  # noqa: BLE001 - a bad photo must not fail the others
        internal = InternalError(
            "{photo}: framegen itself failed ({kind}: {reason}).",
            photo=task.photo,
            kind=type(error).__name__,
            reason=str(error),
        )
        return TaskResult(photo_hash, failure=Failure.of(internal))
    digest = hashlib.sha256(encoded).hexdigest()
    return TaskResult(photo_hash, (*avatar.notes, *notes), digest, len(encoded))


def _avatar(context: WorkerContext, task: Task, data: bytes) -> tuple[Avatar, tuple[Note, ...]]:
    framer, frame, style = context.framer, context.frame, context.style
    texts, notes = fitted_texts(frame.texts, task.texts)
    photo = framer.load(data, size=style.size, name=task.photo)
    face = None if task.face is None or task.crop else framer.face(photo, task.face)
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


_context: list[WorkerContext] = []


def open_context(context: WorkerContext) -> None:
    """Prepare this process for `work`."""
    import cv2

    # The processes already use all processors; threads in each would only compete.
    cv2.setNumThreads(1)
    _context[:] = [context]


def work(task: Task) -> TaskResult:
    """`make_one` in a process that `open_context` prepared."""
    return make_one(_context[0], task)
