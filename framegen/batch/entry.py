"""Batch: a list's people, one avatar each; what was done before is kept, what failed costs itself.

for result in make_all(framer, matching.people, "dai-lua-do", "out"):
    print(result.person.name, result.outcome, result.path)
"""

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sized
from pathlib import Path

from framegen.avatar.framer import Framer
from framegen.avatar.output import ImageFormat
from framegen.batch.avatar_name import DEFAULT_TEMPLATE, SHARDED_TEMPLATE, check_template
from framegen.batch.dry_run import Rehearsal
from framegen.batch.ledger.folder_lock import locked
from framegen.batch.ledger.ledger import AVATARS, LOCK, PLACE, Ledger
from framegen.batch.places.address import is_url
from framegen.batch.places.album import Album, open_album
from framegen.batch.places.folder_album import FolderAlbum
from framegen.batch.places.store import Store, UrlStore, open_store
from framegen.batch.planner import Wish
from framegen.batch.pool import Pool, WorkerPool
from framegen.batch.result import Result
from framegen.batch.run import BatchRun
from framegen.batch.task import Made, Style, Task, Workshop, open_shop, work
from framegen.errors import AvatarUnwritable, ClusterUnusable
from framegen.frame.frame import Frame
from framegen.staff.decisions import Decision
from framegen.staff.match import PersonMatch

# Seconds for one photo; 50 megapixels take two.
TIMEOUT = 30.0
# Places are numbered 001, 002 at the least.
LEAST_WIDTH = 3


def make_all(
    framer: Framer,
    people: Iterable[PersonMatch],
    frame: str | Frame,
    into: str | os.PathLike[str],
    *,
    photos: str | os.PathLike[str] | Album = ".",
    decisions: Mapping[int, Decision] | None = None,
    jobs: int | None = None,
    timeout: float = TIMEOUT,
    template: str = "",
    size: int | None = None,
    format: str = "jpeg",  # noqa: A002 - the library's word for it
    level: bool = False,
    retry_failed: bool = False,
    stop: threading.Event | None = None,
    listed: str = "",
    avatars: str | os.PathLike[str] = "",
    cluster: str = "",
    dry_run: bool = False,
) -> Iterator[Result]:
    """Make an avatar of each person who has a photo, in processes; Results come in list order.

    Run again it does only what is new: a changed photo, frame, text or wish. Like all that uses
    processes it belongs under `if __name__ == "__main__":` in a script.

    Args:
        framer: makes the avatars; each process gets a copy, so its detector must pickle.
        people: as `match` gives them.
        frame: a frame or the name of one.
        into: the output folder; the avatars go into "anh-dai-dien" in it.
        photos: the folder, ZIP archive or URL that the photos' names are relative to, or an Album.
        decisions: what somebody decided, by the person's row; remembered for later runs.
        jobs: processes; as many as there are processors by default.
        timeout: seconds for one photo.
        template: of the files' names, see `avatar_name.FIELDS`; at a URL they begin with a shard.
        size: the avatars' side in pixels; the frame's own by default.
        format: jpeg, png or webp.
        level: turn tilted heads upright.
        retry_failed: try once more what failed before.
        listed: what reports call the list.
        stop: when it is set no photo is begun any more; what is begun is finished.
        avatars: a folder or a URL as s3://bucket/avatars where they go instead of "anh-dai-dien".
        cluster: the address of a Dask scheduler whose workers see all folders under the same
            paths, or "local" for workers of this machine; see `cluster.ClusterPool`.
        dry_run: make and write nothing: who would get a new avatar is WAITING, and `why` says why.

    Raises:
        FrameError, RequestError: at once.
        ClusterUnusable: its machines cannot be reached, or were lost; run it again to go on.
        FolderBusy: another batch is at work there.
        AvatarUnwritable: no right or no room; what was made until then is kept.
    """
    frame = framer.frames[frame] if isinstance(frame, str) else frame
    style = Style(frame.checked_size(size), ImageFormat.of(format), level)
    album = _album(photos)
    # Other machines know nothing of the folder that this process stands in.
    into = Path(into).absolute() if cluster else Path(into)
    # The ledger remembers it, wherever it is asked from.
    elsewhere = avatars if is_url(avatars) or not avatars else Path(avatars).absolute()
    store = open_store(elsewhere or into / AVATARS)
    wish = Wish(
        into,
        check_template(template or _template_for(store)),
        decisions or {},
        jobs or os.cpu_count() or 1,
        timeout,
        retry_failed,
        listed,
        stop or threading.Event(),
        cluster,
    )
    shop = Workshop(framer, frame, album, store, style)
    return (_rehearsal if dry_run else _results)(shop, people, wish)


def _album(photos: str | os.PathLike[str] | Album) -> Album:
    if not isinstance(photos, str | os.PathLike):
        return photos
    path = Path(photos).absolute()
    return FolderAlbum(path) if path.is_dir() and not is_url(photos) else open_album(photos)


def _template_for(store: Store) -> str:
    return SHARDED_TEMPLATE if isinstance(store, UrlStore) else DEFAULT_TEMPLATE


def _results(shop: Workshop, people: Iterable[PersonMatch], wish: Wish) -> Iterator[Result]:
    """Everyone's result; the folder is locked and the processes live while it runs."""
    place = wish.into / PLACE
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AvatarUnwritable(f"{wish.into}: {error.strerror}.") from error
    with (
        locked(place / LOCK, wish.into),
        contextlib.closing(Ledger(wish.into, store=shop.store)) as ledger,
    ):
        shop.store.clear()
        _enroll(shop, people, wish, ledger)
        if wish.decisions:
            ledger.keep_decisions(wish.decisions, (each.person for each in ledger.results()))
        ledger.tell("frame", shop.frame.title)
        ledger.tell("list", wish.listed)
        pool = _pool(shop, wish)
        finished = False
        try:
            yield from BatchRun(shop, ledger, wish, pool).results()
            finished = True
        finally:
            pool.close(now=not finished)


def _rehearsal(shop: Workshop, people: Iterable[PersonMatch], wish: Wish) -> Iterator[Result]:
    """What a run would do; another one may be at work in the folder."""
    ledger = Ledger(wish.into, store=shop.store, rehearsal=True)
    with contextlib.closing(ledger):
        _enroll(shop, people, wish, ledger)
        yield from Rehearsal(shop, ledger, wish).results()


def _enroll(shop: Workshop, people: Iterable[PersonMatch], wish: Wish, ledger: Ledger) -> None:
    width = max(LEAST_WIDTH, len(str(len(people)))) if isinstance(people, Sized) else 0
    ledger.enroll(
        people,
        width=width or LEAST_WIDTH,
        template=wish.template,
        suffix=shop.style.kind.suffix,
    )


def _pool(shop: Workshop, wish: Wish) -> Pool[Task, Made]:
    """Where the avatars are made: on a cluster, or in processes here."""
    preload = ["cv2"]
    if not wish.cluster:
        return WorkerPool(
            work, jobs=wish.jobs, timeout=wish.timeout, set_up=open_shop, wish=shop, preload=preload
        )
    try:
        from framegen.batch.cluster import Bench, ClusterPool
    except ModuleNotFoundError as error:
        raise ClusterUnusable(
            f'the package "{error.name}" is missing: pip install "framegen[cluster]".'
        ) from error
    bench = Bench(work, wish.timeout, open_shop, shop, preload)
    return ClusterPool(wish.cluster, bench, jobs=wish.jobs)
