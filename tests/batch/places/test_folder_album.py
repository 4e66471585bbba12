"""Photos in a folder and its subfolders."""

import os
import pickle
import platform

import pytest

from framegen import open_album
from framegen.errors import AlbumUnreadable, PhotoNotFound, PhotoTooLarge

MOST = 20 * 2**20


def test_photos_in_subfolders_are_found_in_order(tmp_path):
    for name in ("b.JPG", "Tổ 1/a.png", "Tổ 1/Nhóm/c.heic", "list.csv", ".an.jpg", "._b.jpg"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    album = open_album(tmp_path)
    assert album.names() == ["Tổ 1/Nhóm/c.heic", "Tổ 1/a.png", "b.JPG"]
    assert album.read("Tổ 1/a.png", MOST) == b"T\xe1\xbb\x95 1/a.png"


def test_the_output_folder_inside_it_is_skipped(tmp_path):
    (tmp_path / "out/anh-dai-dien").mkdir(parents=True)
    (tmp_path / "out/anh-dai-dien/a.jpg").write_bytes(b"x")
    (tmp_path / "b.jpg").write_bytes(b"x")
    assert open_album(tmp_path, without=[tmp_path / "out", "s3://elsewhere"]).names() == ["b.jpg"]


def test_a_stamp_changes_despite_equal_size_and_time(tmp_path):
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"one")
    album = open_album(tmp_path)
    before, status = album.stamp("a.jpg"), photo.stat()
    photo.write_bytes(b"two")
    os.utime(photo, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert album.stamp("a.jpg") != before
    assert album.stamp("b.jpg") == ""


def test_a_missing_or_too_large_photo_is_reported(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"12345")
    album = open_album(tmp_path)
    assert album.read("a.jpg", 5) == b"12345"
    with pytest.raises(PhotoTooLarge, match="more than 4 bytes"):
        album.read("a.jpg", 4)
    with pytest.raises(PhotoNotFound, match=r"b\.jpg: there is no such file"):
        album.read("b.jpg", 5)


def test_a_machine_without_the_folder_is_named(tmp_path):
    at = tmp_path / "anh"
    at.mkdir()
    (at / "a.jpg").write_bytes(b"photo")
    there = pickle.loads(pickle.dumps(open_album(at)))
    at.rename(tmp_path / "elsewhere")
    with pytest.raises(AlbumUnreadable, match=platform.node()):
        there.read("a.jpg", MOST)
