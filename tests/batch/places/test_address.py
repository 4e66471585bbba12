"""Addresses: whatever a file system raises becomes an error with a text of ours."""

import errno

import pytest

from framegen.batch.places.address import is_url, open_filesystem, translated_errors
from framegen.errors import AlbumUnreadable, PhotoNotFound


@pytest.mark.parametrize(
    ("place", "expected"),
    [("s3://a/b", True), ("C:/ra", False), ("ra", False), ("ra/s3://", False)],
)
def test_only_a_scheme_makes_a_url(place, expected):
    assert is_url(place) is expected


class Backend(Exception):
    """What a backend may raise."""


@pytest.mark.parametrize(
    ("raised", "message"),
    [
        (FileNotFoundError("a"), "it is not there"),
        (PermissionError("botocore says so"), "access is denied"),
        (ImportError("Install gcsfs", name="gcsfs"), 'needs the package "gcsfs"'),
        (OSError(errno.ENOSPC, "No space"), "the disk is full"),
        (OSError("no number"), r"the storage failed \(OSError\)"),
        (Backend("secret-token"), r"the storage failed \(Backend\)"),
    ],
)
def test_an_exception_is_named_without_its_own_words(raised, message):
    with (
        pytest.raises(PhotoNotFound, match=f"^s3://a: {message}\\.$") as caught,
        translated_errors("s3://a", PhotoNotFound),
    ):
        raise raised
    assert caught.value.__cause__ is raised


def test_an_error_of_ours_is_passed_on():
    with pytest.raises(AlbumUnreadable, match="ours"), translated_errors("a", PhotoNotFound):
        raise AlbumUnreadable("ours")


def test_an_unknown_scheme_is_named():
    with pytest.raises(AlbumUnreadable, match='"nosuch" is not a known kind of address'):
        open_filesystem("nosuch://a", AlbumUnreadable)
