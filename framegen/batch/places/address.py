"""Address: a place on another machine by its URL, as s3://bucket/folder, had through fsspec."""

import contextlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from framegen.errors import FramegenError

if TYPE_CHECKING:
    import os

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def is_url(place: "str | os.PathLike[str]") -> bool:
    """Whether a place is told by a URL; a drive such as C: is none."""
    return isinstance(place, str) and _SCHEME.match(place) is not None


def opened(url: str, refusal: type[FramegenError]) -> tuple[Any, str]:
    """The file system of a URL, and the place in it.

    Args:
        url: what fsspec takes; who may come in, its backend reads from the environment.
        refusal: the error to raise, with a sentence.

    Raises:
        FramegenError: of the class that was asked for.
    """
    try:
        from fsspec.core import url_to_fs
    except ModuleNotFoundError as error:
        raise refusal(f'{url}: needs more packages: pip install "framegen[url]".') from error
    with told(url, refusal):
        # One that others have used may remember what was there then.
        system, root = url_to_fs(url, skip_instance_cache=True)
    return system, root.rstrip("/")


@contextlib.contextmanager
def told(place: str, refusal: type[FramegenError]) -> Iterator[None]:
    """Say in our words whatever a file system complains of."""
    try:
        yield
    except FramegenError:
        raise
    except FileNotFoundError as error:
        raise refusal(f"{place}: it is not there.") from error
    except PermissionError as error:
        raise refusal(f"{place}: it may not be used ({error}).") from error
    except ImportError as error:
        raise refusal(f"{place}: {error}.") from error
    # What a file system of any kind may raise, nobody has a list of.
    except Exception as error:
        raise refusal(f"{place}: {error} ({type(error).__name__}).") from error
