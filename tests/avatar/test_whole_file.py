"""A file is written whole, or what was there before stays."""

import errno
import os
import subprocess
import sys
import tempfile

import pytest

from framegen.avatar.whole_file import whole_file, write_whole
from framegen.errors import AvatarUnwritable
from tests.support.places import ROOT


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Ảnh thẻ.jpg"


def contents(folder):
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def write_half(path, error):
    with whole_file(path) as stream:
        stream.write(b"half of it")
        raise error


def test_a_new_file_has_the_data(path):
    write_whole(path, b"new")
    assert contents(path.parent) == {path.name: b"new"}


def test_an_old_file_is_replaced(path):
    path.write_bytes(b"old")
    write_whole(path, b"new")
    assert contents(path.parent) == {path.name: b"new"}


def test_the_old_file_stays_until_the_end_of_the_block(path):
    path.write_bytes(b"old")
    with whole_file(path) as stream:
        stream.write(b"new")
        stream.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_exception_in_the_block_leaves_all_as_it_was(path, error):
    path.write_bytes(b"old")
    with pytest.raises(error):
        write_half(path, error())
    assert contents(path.parent) == {path.name: b"old"}


@pytest.mark.parametrize("old", [None, b"old"], ids=["new file", "old file"])
def test_a_full_disk_leaves_all_as_it_was(path, old):
    if old:
        path.write_bytes(old)
    with pytest.raises(AvatarUnwritable, match=r"\.jpg: the disk is full"):
        write_half(path, OSError(errno.ENOSPC, "No space left on device"))
    assert contents(path.parent) == ({path.name: old} if old else {})


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(AvatarUnwritable, match=r"an\.jpg: there is no such folder"):
        write_whole(tmp_path / "absent" / "an.jpg", b"")


def test_a_folder_in_place_of_the_file_is_an_error(path):
    path.mkdir()
    with pytest.raises(AvatarUnwritable, match=r"\.jpg: cannot be written \(it is a folder\)"):
        write_whole(path, b"")
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_in_place_of_the_folder_is_an_error(path):
    path.touch()
    with pytest.raises(AvatarUnwritable, match="cannot be written"):
        write_whole(path / "an.jpg", b"")


@pytest.mark.parametrize("name", ["a\0n.jpg", "a\ud800n.jpg"], ids=["null", "lone surrogate"])
def test_an_impossible_name_writes_nothing(tmp_path, name):
    with pytest.raises(AvatarUnwritable, match="does not accept the name"):
        write_whole(tmp_path / name, b"")
    assert contents(tmp_path) == {}


def test_a_denied_permission_says_so(path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    with pytest.raises(AvatarUnwritable, match=r"cannot be written \(there is no right to do so\)"):
        write_whole(path, b"")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_an_error(path):
    path.parent.chmod(0o500)
    with pytest.raises(AvatarUnwritable, match="cannot be written"):
        write_whole(path, b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
@pytest.mark.parametrize(("umask", "rights"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_the_permissions_follow_the_umask(tmp_path, umask, rights):
    code = (
        "import framegen.avatar.whole_file as a, pathlib; "
        "a.write_whole(pathlib.Path('an.jpg'), b'x')"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, umask=umask, check=True)
    assert (tmp_path / "an.jpg").stat().st_mode & 0o777 == rights
