"""BatchOptions: how a batch runs."""

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from framegen.batch.places.album import Album
from framegen.staff.decisions import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """How a batch runs and what its avatars are like.

    Attributes:
        photos: the folder, ZIP archive or URL that photo names are relative to, or an Album.
        decisions: decisions made by hand, by the person's row; remembered for later runs.
        jobs: processes; by default as many as there are processors.
        timeout: seconds for one photo; 50 megapixels take two.
        template: of the avatars' names, with the fields of `avatar_name.FIELDS`; at a URL the
            default begins with a shard.
        size: the side of the avatars in pixels; by default the frame's own.
        format: jpeg, png or webp.
        level: turn tilted heads upright.
        retry_failed: try again what failed in an earlier run.
        listed: the list's name in reports.
        stop: set it to start no more photos; those in progress are finished.
        avatars: a folder, or a URL such as s3://bucket/avatars, to use instead of "anh-dai-dien" in
            the output folder.
        cluster: the address of a Dask scheduler whose workers see all folders under the same
            paths, or "local" for workers of this machine; see `cluster.ClusterPool`.

    Example:
        >>> BatchOptions(photos="anh", size=720, retry_failed=True)
    """

    photos: str | os.PathLike[str] | Album = "."
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    jobs: int | None = None
    timeout: float = 30.0
    template: str = ""
    size: int | None = None
    format: str = "jpeg"
    level: bool = False
    retry_failed: bool = False
    listed: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    avatars: str | os.PathLike[str] = ""
    cluster: str = ""

    @property
    def processes(self) -> int:
        """The number of processes to use."""
        return self.jobs or os.cpu_count() or 1
