"""Photos in a ZIP archive; malicious archives are rejected."""

import json
import pickle
import platform
import stat
import unicodedata
import zipfile

import fsspec
import pytest

from framegen import open_album
from framegen.errors import AlbumUnreadable, PhotoError, PhotoTooLarge, PhotoUnreadable
from tests.support.places import SHARED, corpus

MOST = 20 * 2**20


def zipped(path, members):
    """Write an archive of names and bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def raw_named(path, raw, data=b"photo"):
    """Write an archive with one name of raw bytes, without the UTF-8 flag."""
    stand_in = "x" * len(raw)
    zipped(path, [(stand_in, data)])
    path.write_bytes(path.read_bytes().replace(stand_in.encode(), raw))
    return path


def test_members_are_read_in_place(tmp_path):
    path = zipped(tmp_path / "a.zip", [("Tổ 1/a.jpg", b"one"), ("b.png", b"two" * 999)])
    album = open_album(path)
    other = pickle.loads(pickle.dumps(album))
    for each in (album, other):
        assert each.names() == ["Tổ 1/a.jpg", "b.png"]
        assert each.read("b.png", MOST) == b"two" * 999
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.zip"]


def test_system_files_and_other_files_are_ignored(tmp_path):
    names = ["a.jpg", "__MACOSX/._a.jpg", "._a.jpg", ".DS_Store", "Thumbs.db", "ds.xlsx", "d/"]
    path = zipped(tmp_path / "a.zip", [(name, b"x") for name in names])
    assert open_album(path).names() == ["a.jpg"]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("Nguyễn.jpg".encode(), id="UTF-8, composed"),
        pytest.param(unicodedata.normalize("NFD", "Nguyễn.jpg").encode(), id="UTF-8, apart"),
        pytest.param(b"Nguy\xea\xden.jpg", id="Windows-1258"),
    ],
)
def test_unflagged_names_get_their_real_encoding(tmp_path, raw):
    (name,) = open_album(raw_named(tmp_path / "a.zip", raw)).names()
    assert unicodedata.normalize("NFC", name) == "Nguyễn.jpg"


def test_backslashes_separate_folders(tmp_path):
    path = zipped(tmp_path / "a.zip", [("xx1/a.jpg", b"x")])
    path.write_bytes(path.read_bytes().replace(b"xx1/a", b"xx1\\a"))
    assert open_album(path).names() == ["xx1/a.jpg"]


def test_a_symbolic_link_is_no_photo(tmp_path):
    link = zipfile.ZipInfo("link.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.jpg", b"x")
    assert open_album(tmp_path / "a.zip").names() == ["a.jpg"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["../a.jpg"], "leads out"),
        (["a/../../b.jpg"], "leads out"),
        (["/etc/a.jpg"], "leads out"),
        (["..\\a.jpg"], "leads out"),
        (["C:\\a.jpg"], "leads out"),
        (["a.jpg", "a.jpg"], 'two files have the name "a.jpg"'),
        (["list.csv"], "no photos"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_malicious_or_empty_archive_is_rejected(tmp_path, names, message):
    with pytest.raises(AlbumUnreadable, match=message):
        open_album(zipped(tmp_path / "a.zip", [(name, b"x") for name in names]))


def test_a_too_large_member_is_never_extracted(tmp_path):
    album = open_album(zipped(tmp_path / "a.zip", [("a.jpg", bytes(30 * 2**20))]))
    with pytest.raises(PhotoTooLarge, match=r"31,457,280 bytes"):
        album.read("a.jpg", MOST)


def test_a_damaged_member_fails_alone(tmp_path):
    path = zipped(tmp_path / "a.zip", [("a.jpg", b"one" * 50), ("b.jpg", b"two" * 50)])
    data = bytearray(path.read_bytes())
    data[36] ^= 0xFF
    path.write_bytes(data)
    album = open_album(path)
    with pytest.raises(PhotoUnreadable, match="damaged in the archive"):
        album.read("a.jpg", MOST)
    assert album.read("b.jpg", MOST) == b"two" * 50


def test_a_stamp_follows_the_content(tmp_path):
    stamps = [
        open_album(zipped(tmp_path / f"{at}.zip", [("a.jpg", data)])).stamp("a.jpg")
        for at, data in enumerate((b"one", b"one", b"two"))
    ]
    assert stamps[0] == stamps[1] != stamps[2]


def test_a_machine_without_the_archive_is_named(tmp_path):
    at = zipped(tmp_path / "a.zip", [("a.jpg", b"photo")])
    there = pickle.loads(pickle.dumps(open_album(at)))
    at.rename(tmp_path / "elsewhere")
    with pytest.raises(AlbumUnreadable, match=platform.node()):
        there.read("a.jpg", MOST)


def archives():
    manifest = SHARED / "hostile/manifest.json"
    if not manifest.is_file():
        return []
    listed = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    return [entry for entry in listed if entry["kind"] == "archive"]


@pytest.mark.corpus
@pytest.mark.parametrize("entry", archives(), ids=lambda entry: entry["path"])
def test_an_archive_of_the_corpus_is_read_or_rejected(entry):
    got = outcomes(corpus("hostile") / entry["path"])
    allowed = {"ok": [{"read"}], "reject": [{"refused"}]}
    either = [{"read"}, {"refused"}, {"lost"}, {"read", "lost"}]
    assert got in allowed.get(entry["expect"], either)


def outcomes(path):
    """What happens to an archive: rejected as a whole, or its photos read or lost."""
    try:
        album = open_album(path)
    except AlbumUnreadable:
        return {"refused"}
    return {outcome(album, name) for name in album.names()}


def outcome(album, name):
    try:
        return "read" if len(album.read(name, MOST)) <= MOST else "too much"
    except PhotoError:
        return "lost"


def test_an_encrypted_archive_is_rejected_at_once(tmp_path):
    path = zipped(tmp_path / "a.zip", [("a.jpg", b"x" * 99)])
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(AlbumUnreadable, match="locked with a password"):
        open_album(path)


def test_overlapping_members_are_rejected(tmp_path):
    path = zipped(tmp_path / "a.zip", [("a.jpg", b"x" * 99), ("b.jpg", b"y" * 99)])
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = bytes(4)
    path.write_bytes(data)
    with pytest.raises(AlbumUnreadable, match="overlap"):
        open_album(path)


@pytest.fixture
def files():
    """A file system in memory, empty before and after."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_an_archive_at_a_url_is_read_in_blocks(tmp_path, files, monkeypatch):
    path = zipped(tmp_path / "a.zip", [("Tổ 1/a.jpg", b"one"), ("b.png", b"two" * 999)])
    files.pipe_file("/anh/2026.ZIP", path.read_bytes())
    album = open_album("memory://anh/2026.ZIP")
    assert album.names() == open_album(path).names()
    assert album.stamp("b.png") == open_album(path).stamp("b.png")
    # Another machine neither lists nor checks it again.
    monkeypatch.setattr(type(files), "find", None)
    assert pickle.loads(pickle.dumps(album)).read("b.png", MOST) == b"two" * 999


def test_a_url_without_an_archive_is_rejected(files):
    files.pipe_file("/anh.zip", b"<html>")
    with pytest.raises(AlbumUnreadable, match=r"anh\.zip: no ZIP archive"):
        open_album("memory://anh.zip")
    files.pipe_file("/tu.zip/a.jpg", b"photo")
    assert open_album("memory://tu.zip").names() == ["a.jpg"]
    with pytest.raises(AlbumUnreadable, match="no photos"):
        open_album("memory://none.zip")
