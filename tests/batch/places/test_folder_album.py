"""Photos of a folder and of the folders in it: each file as it is, however often it changes."""

import os
import pickle
import platform

import pytest

from framegen import open_album
from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge

MOST = 20 * 2**20


def test_photos_in_folders_within_folders_are_found_in_order(tmp_path):
    for name in ("b.JPG", "Tổ 1/a.png", "Tổ 1/Nhóm/c.heic", "list.csv", ".an.jpg", "._b.jpg"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    album = open_album(tmp_path)
    assert album.names() == ["Tổ 1/Nhóm/c.heic", "Tổ 1/a.png", "b.JPG"]
    assert album.read("Tổ 1/a.png", MOST) == b"T\xe1\xbb\x95 1/a.png"


def test_the_output_folder_within_it_is_left_out(tmp_path):
    (tmp_path / "out/anh-dai-dien").mkdir(parents=True)
    (tmp_path / "out/anh-dai-dien/a.jpg").write_bytes(b"x")
    (tmp_path / "b.jpg").write_bytes(b"x")
    assert open_album(tmp_path, without=[tmp_path / "out", "s3://elsewhere"]).names() == ["b.jpg"]


def test_a_stamp_changes_with_the_bytes_even_where_size_and_time_are_put_back(tmp_path):
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"one")
    album = open_album(tmp_path)
    before, told = album.stamp("a.jpg"), photo.stat()
    photo.write_bytes(b"two")
    os.utime(photo, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert album.stamp("a.jpg") != before
    assert album.stamp("b.jpg") == ""


def test_what_is_not_there_or_too_large_is_told(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"12345")
    album = open_album(tmp_path)
    assert album.read("a.jpg", 5) == b"12345"
    with pytest.raises(PhotoTooLarge, match="more than 4 bytes"):
        album.read("a.jpg", 4)
    with pytest.raises(PhotoNotFound, match=r"b\.jpg: No such file"):
        album.read("b.jpg", 5)


def test_a_machine_that_does_not_see_the_folder_says_so(tmp_path):
    at = tmp_path / "anh"
    at.mkdir()
    (at / "a.jpg").write_bytes(b"photo")
    there = pickle.loads(pickle.dumps(open_album(at)))
    at.rename(tmp_path / "elsewhere")
    with pytest.raises(AlbumUnreadable, match=platform.node()):
        there.read("a.jpg", MOST)
