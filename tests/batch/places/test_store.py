"""Where avatars go: a folder or a place at a URL; whole or not at all."""

import pickle

import fsspec
import pytest

from framegen.batch.places.store import FolderStore, UrlStore, open_store
from framegen.errors import AvatarUnwritable

NAME = "ab/001 Nguyễn Văn An.jpg"


@pytest.fixture(params=["folder", "memory", "file"])
def place(request, tmp_path):
    """A folder, a file system without folders, and one with, by its URL."""
    if request.param == "folder":
        yield tmp_path / "ra"
    elif request.param == "file":
        yield f"file://{tmp_path}/ra"
    else:
        yield "memory://ra"
        fsspec.filesystem("memory").store.clear()


def test_what_is_written_is_there(place):
    store = open_store(place)
    assert store.read(NAME) is None
    assert open_store(place).seen(NAME) is None
    store.write(NAME, b"avatar")
    assert store.read(NAME) == b"avatar"
    assert open_store(place).seen(NAME) == store.written(NAME, 6)
    assert store.written(NAME, 6).size == 6
    store.write(NAME, b"another")
    assert store.read(NAME) == b"another"


def test_what_is_removed_is_gone_and_may_be_removed_again(place):
    store = open_store(place)
    store.write(NAME, b"avatar")
    store.remove(NAME)
    store.remove(NAME)
    assert store.read(NAME) is None
    assert open_store(place).seen(NAME) is None


def test_other_processes_write_to_the_same_place(place):
    store = open_store(place)
    assert store.seen(NAME) is None
    pickle.loads(pickle.dumps(store)).write(NAME, b"avatar")
    assert store.read(NAME) == b"avatar"


def test_an_avatars_own_place_is_told(tmp_path):
    assert open_store(tmp_path).where(NAME) == tmp_path / NAME
    assert open_store("s3://a/b/").where(NAME) == f"s3://a/b/{NAME}"


def test_a_drive_is_no_url():
    assert isinstance(open_store("C:/ra"), FolderStore)
    assert isinstance(open_store("gs://ra"), UrlStore)


def test_halves_are_cleared_away(tmp_path):
    store = FolderStore(tmp_path)
    store.write(NAME, b"avatar")
    half = tmp_path / "ab/.framegen-x.part"
    half.write_bytes(b"ava")
    store.clear()
    assert not half.exists()
    assert store.read(NAME) == b"avatar"


def test_one_that_was_taken_away_at_once_is_told(tmp_path):
    with pytest.raises(AvatarUnwritable, match="removed as soon as"):
        FolderStore(tmp_path).written(NAME, 6)


def test_where_nothing_can_be_written_is_told(tmp_path):
    (tmp_path / "ab").write_bytes(b"a file where the folder should be")
    with pytest.raises(AvatarUnwritable, match="ab"):
        FolderStore(tmp_path).write(NAME, b"avatar")
    with pytest.raises(AvatarUnwritable, match="ab"):
        UrlStore(f"file://{tmp_path}").write(NAME, b"avatar")
