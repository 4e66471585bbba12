"""Batch: an avatar for each person of a list; what is up to date is kept, failures stay alone.

options = BatchOptions(photos="anh")
for result in make_all(framer, matching.people, "dai-lua-do", "out", options):
    print(result.person.name, result.outcome, result.path)
"""

import contextlib
import os
import warnings
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass, replace
from pathlib import Path

from framegen.avatar.framer import Framer
from framegen.avatar.image_format import ImageFormat
from framegen.batch.avatar_name import DEFAULT_TEMPLATE, SHARDED_TEMPLATE, check_template
from framegen.batch.dry_run import DryRun
from framegen.batch.ledger.folder_lock import locked
from framegen.batch.ledger.ledger import AVATARS, LOCK, PLACE, Ledger
from framegen.batch.options import BatchOptions
from framegen.batch.places.address import is_url
from framegen.batch.places.album import Album, open_album
from framegen.batch.places.folder_album import FolderAlbum
from framegen.batch.places.store import UrlStore, open_store
from framegen.batch.pool import Pool, WorkerPool
from framegen.batch.result import Result
from framegen.batch.run import BatchRun
from framegen.batch.task import Style, Task, TaskResult, WorkerContext, open_context, work
from framegen.errors import AvatarUnwritable
from framegen.extras import require
from framegen.frame.frame import Frame
from framegen.language.system import reason_of
from framegen.staff.match import PersonMatch

# Positions in names are padded to at least 001.
MIN_ORDER_WIDTH = 3


@dataclass(frozen=True, slots=True)
class _Batch:
    """A batch with all its arguments checked."""

    context: WorkerContext
    people: Iterable[PersonMatch]
    into: Path
    options: BatchOptions


def make_all(
    framer: Framer,
    people: Iterable[PersonMatch],
    frame: str | Frame,
    into: str | os.PathLike[str],
    options: BatchOptions | None = None,
    **old_options: object,
) -> Iterator[Result]:
    """Make an avatar of each person who has a photo, in processes; yields results in list order.

    Another run makes only what is new: a changed photo, frame, text or option. Since it starts
    processes, a script must call it under `if __name__ == "__main__":`.

    Args:
        framer: makes the avatars; each process gets a copy, so its detector must be picklable.
        people: as returned by `match`.
        frame: a frame or the name of one.
        into: the output folder; the avatars go into "anh-dai-dien" in it.
        options: see BatchOptions.
        old_options: deprecated, fields of BatchOptions as keyword arguments.

    Raises:
        FrameError, RequestError: at once.
        ClusterUnusable: its machines cannot be reached or were lost; another run goes on.
        ExtraMissing: a cluster was asked for and Dask is not installed.
        FolderBusy: another batch is running in the folder.
        AvatarUnwritable: no permission or no space; the avatars made until then are kept.
    """
    if old_options:
        options, dry_run = _options_of(old_options)
        if dry_run:
            return plan_all(framer, people, frame, into, options)
    return _run(_checked(framer, people, frame, into, options or BatchOptions()))


def plan_all(
    framer: Framer,
    people: Iterable[PersonMatch],
    frame: str | Frame,
    into: str | os.PathLike[str],
    options: BatchOptions | None = None,
) -> Iterator[Result]:
    """What `make_all` would do, without making or writing anything.

    A person who would get a new avatar is WAITING, and `why` has the reason. It may be called
    while a batch is running in the folder.

    Args:
        framer: as for `make_all`, like all arguments.
        people: as returned by `match`.
        frame: a frame or the name of one.
        into: the output folder.
        options: see BatchOptions.

    Raises:
        FrameError, RequestError: at once.
    """
    return _dry_run(_checked(framer, people, frame, into, options or BatchOptions()))


def _options_of(old_options: dict[str, object]) -> tuple[BatchOptions, bool]:
    """The options of keyword arguments, as until version 0.1, and whether it is a dry run."""
    warnings.warn(
        "make_all takes options=BatchOptions(...) instead of keyword arguments; "
        "plan_all(...) replaces dry_run=True",
        DeprecationWarning,
        stacklevel=3,
    )
    given = {name: value for name, value in old_options.items() if value is not None}
    dry_run = bool(given.pop("dry_run", False))
    return BatchOptions(**given), dry_run  # type: ignore[arg-type]


def _checked(
    framer: Framer,
    people: Iterable[PersonMatch],
    frame: str | Frame,
    into: str | os.PathLike[str],
    options: BatchOptions,
) -> _Batch:
    frame = framer.frames[frame] if isinstance(frame, str) else frame
    style = Style(frame.checked_size(options.size), ImageFormat.of(options.format), options.level)
    # Other machines do not share this process's working directory.
    into = Path(into).absolute() if options.cluster else Path(into)
    # Absolute, since the ledger stores it for runs from other directories.
    avatars = options.avatars
    elsewhere = avatars if is_url(avatars) or not avatars else Path(avatars).absolute()
    store = open_store(elsewhere or into / AVATARS)
    default = SHARDED_TEMPLATE if isinstance(store, UrlStore) else DEFAULT_TEMPLATE
    options = replace(options, template=check_template(options.template or default))
    context = WorkerContext(framer, frame, _album(options.photos), store, style)
    return _Batch(context, people, into, options)


def _album(photos: str | os.PathLike[str] | Album) -> Album:
    if not isinstance(photos, str | os.PathLike):
        return photos
    path = Path(photos).absolute()
    return FolderAlbum(path) if path.is_dir() and not is_url(photos) else open_album(photos)


def _run(batch: _Batch) -> Iterator[Result]:
    """Everyone's result; while it runs the folder is locked and the processes live."""
    context, options = batch.context, batch.options
    place = batch.into / PLACE
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AvatarUnwritable(
            "{path}: {reason}.", path=batch.into, reason=reason_of(error)
        ) from error
    with (
        locked(place / LOCK, batch.into),
        contextlib.closing(Ledger(batch.into, store=context.store)) as ledger,
    ):
        context.store.clear()
        _enroll(batch, ledger)
        if options.decisions:
            ledger.keep_decisions(options.decisions, (each.person for each in ledger.results()))
        ledger.remember("frame", context.frame.title)
        ledger.remember("frame_en", context.frame.title_en)
        ledger.remember("list", options.listed)
        pool = _pool(context, options)
        finished = False
        try:
            yield from BatchRun(context, ledger, options, pool).results()
            finished = True
        finally:
            pool.close(now=not finished)


def _dry_run(batch: _Batch) -> Iterator[Result]:
    ledger = Ledger(batch.into, store=batch.context.store, in_memory=True)
    with contextlib.closing(ledger):
        _enroll(batch, ledger)
        yield from DryRun(batch.context, ledger, batch.options).results()


def _enroll(batch: _Batch, ledger: Ledger) -> None:
    known = len(batch.people) if isinstance(batch.people, Sized) else 0
    ledger.enroll(
        batch.people,
        width=max(MIN_ORDER_WIDTH, len(str(known))),
        template=batch.options.template,
        suffix=batch.context.style.kind.suffix,
    )


def _pool(context: WorkerContext, options: BatchOptions) -> Pool[Task, TaskResult]:
    """Where the avatars are made: on a cluster, or in local processes."""
    preload = ["cv2"]
    if not options.cluster:
        return WorkerPool(
            work,
            jobs=options.processes,
            timeout=options.timeout,
            set_up=open_context,
            context=context,
            preload=preload,
        )
    require("cluster")
    from framegen.batch.cluster import ClusterPool
    from framegen.batch.cluster_worker import ClusterJob

    job = ClusterJob(work, options.timeout, open_context, context, preload)
    return ClusterPool(options.cluster, job, jobs=options.processes)
