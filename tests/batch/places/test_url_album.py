"""Photos at a URL: the same album, listed once."""

import pickle

import fsspec
import pytest

from framegen import open_album
from framegen.batch.places.url_album import UrlAlbum
from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge

MOST = 1000
URL = "memory://anh"


@pytest.fixture
def files():
    """A file system in memory, empty before and after."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    for name in ("b.JPG", "Tổ 1/a.png", "ghi chú.txt"):
        system.pipe_file(f"/anh/{name}", name.encode())
    yield system
    system.store.clear()


@pytest.mark.usefixtures("files")
def test_photos_and_those_in_folders_are_found_in_order():
    album = open_album(f"{URL}/")
    assert album.names() == ["Tổ 1/a.png", "b.JPG"]
    assert album.read("Tổ 1/a.png", MOST) == "Tổ 1/a.png".encode()


def test_avatars_among_them_are_left_out(files):
    files.pipe_file("/anh/ra/ab/001 An.jpg", b"avatar")
    album = open_album(URL, without=["here", f"{URL}/ra/"])
    assert album.names() == ["Tổ 1/a.png", "b.JPG"]


def test_a_stamp_changes_with_the_photo(files):
    before = open_album(URL).stamp("b.JPG")
    assert before == open_album(URL).stamp("b.JPG") != ""
    files.pipe_file("/anh/b.JPG", b"other")
    assert open_album(URL).stamp("b.JPG") not in (before, "")
    assert open_album(URL).stamp("none.jpg") == ""


@pytest.mark.usefixtures("files")
def test_a_photo_may_be_too_large_or_gone():
    album = open_album(URL)
    assert album.read("b.JPG", 5) == b"b.JPG"
    with pytest.raises(PhotoTooLarge, match=r"b\.JPG: more than 4 bytes"):
        album.read("b.JPG", 4)
    with pytest.raises(PhotoNotFound, match=r"none\.jpg: it is not there"):
        album.read("none.jpg", MOST)


def test_another_process_gets_the_address_and_no_list(files, monkeypatch):
    album = open_album(URL)
    there = pickle.loads(pickle.dumps(album))
    assert vars(there) == {"url": URL, "without": ()}
    monkeypatch.setattr(type(files), "find", None)
    assert there.read("b.JPG", MOST) == b"b.JPG"


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("memory://none", "there are no photos in it"),
        ("nosuch://anh", "nosuch"),
        ("gs://bucket/anh", "gcsfs"),
    ],
)
def test_a_url_that_is_of_no_use_is_refused_with_a_reason(url, said):
    with pytest.raises(AlbumUnreadable, match=said):
        open_album(url)


def test_without_the_package_it_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(AlbumUnreadable, match=r'pip install "framegen\[url\]"'):
        UrlAlbum("s3://bucket/anh").names()
