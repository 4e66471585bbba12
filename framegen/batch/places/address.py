"""Address: a URL such as s3://bucket/folder, opened through fsspec."""

import contextlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from framegen.errors import FramegenError
from framegen.extras import require
from framegen.language.system import reason_of

if TYPE_CHECKING:
    import os

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def is_url(place: "str | os.PathLike[str]") -> bool:
    """Whether a place is given as a URL; a drive such as C: is not one."""
    return isinstance(place, str) and _SCHEME.match(place) is not None


def open_filesystem(url: str, error_class: type[FramegenError]) -> tuple[Any, str]:
    """The fsspec file system of a URL, and the path within it.

    Args:
        url: as fsspec takes it; backends read credentials from the environment.
        error_class: the error to raise.

    Raises:
        FramegenError: of that class.
        ExtraMissing: fsspec is not installed.
    """
    require("url")
    from fsspec.core import url_to_fs

    with translated_errors(url, error_class):
        try:
            # A cached instance may hold an outdated listing.
            system, root = url_to_fs(url, skip_instance_cache=True)
        except ValueError as error:
            scheme = url.partition(":")[0]
            raise error_class(
                '{place}: "{scheme}" is not a known kind of address.', place=url, scheme=scheme
            ) from error
    return system, root.rstrip("/")


@contextlib.contextmanager
def translated_errors(place: str, error_class: type[FramegenError]) -> Iterator[None]:
    """Raise whatever a file system raises as an error of one class, with a text of ours."""
    try:
        yield
    except FramegenError:
        raise
    except FileNotFoundError as error:
        raise error_class("{place}: it is not there.", place=place) from error
    except PermissionError as error:
        raise error_class("{place}: access is denied.", place=place) from error
    except ImportError as error:
        raise error_class(
            '{place}: needs the package "{package}".',
            place=place,
            package=error.name or getattr(error.__cause__, "name", None) or "fsspec",
        ) from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno:
            raise error_class("{place}: {reason}.", place=place, reason=reason_of(error)) from error
        # fsspec backends may raise anything.
        raise error_class(
            "{place}: the storage failed ({kind}).", place=place, kind=type(error).__name__
        ) from error
