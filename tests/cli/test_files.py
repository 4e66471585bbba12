"""Files: which photos a command line names, and where their avatars go."""

import errno
import os
from pathlib import Path

import pytest
from PIL import Image

from framegen import Avatar, Box, Crop, ImageFormat
from framegen.cli.files import AvatarFiles, photos_in
from framegen.errors import AvatarUnwritable, PhotoNotFound, RequestError
from framegen.photo.formats import PHOTO_SUFFIXES


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def avatar(frames):
    """An avatar that costs nothing."""
    crop = Crop(Box(0, 0, 64, 64))
    return Avatar(Image.new("RGB", (64, 64), "#C8141F"), crop, frames["vong-sang-kien"])


def touched(*names):
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


class TestPhotos:
    @pytest.mark.parametrize("suffix", [*PHOTO_SUFFIXES, ".JPG", ".Heic"])
    def test_of_a_folder_are_its_pictures(self, suffix):
        touched(f"photos/an{suffix}", "photos/an.txt", "photos/an")
        assert list(photos_in(["photos"])) == [f"photos/an{suffix}"]

    def test_of_a_folder_come_sorted(self):
        touched("photos/c.jpg", "photos/a.png", "photos/b.webp")
        assert list(photos_in(["photos"])) == ["photos/a.png", "photos/b.webp", "photos/c.jpg"]

    def test_of_a_folder_are_not_its_hidden_ones_nor_those_deeper_down(self):
        touched("photos/a.jpg", "photos/.b.jpg", "photos/._a.jpg", "photos/deep/c.jpg")
        assert list(photos_in(["photos"])) == ["photos/a.jpg"]

    def test_come_in_the_order_in_which_they_are_named(self):
        touched("z.jpg", "photos/a.jpg")
        assert list(photos_in(["z.jpg", "photos", "-"])) == ["z.jpg", "photos/a.jpg", "-"]

    @pytest.mark.parametrize("name", ["-", "missing.jpg", "letter.txt"])
    def test_are_what_is_named_whatever_its_ending(self, name):
        touched("letter.txt")
        assert list(photos_in([name])) == [name]

    def test_are_missing_in_a_folder_without_any(self, here):
        (here / "empty").mkdir()
        with pytest.raises(PhotoNotFound, match=r"^empty: there are no photos in this folder\.$"):
            list(photos_in(["empty"]))

    def test_of_a_folder_that_may_not_be_read_are_a_failure_with_words(self, here, monkeypatch):
        def forbidden(self):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))

        (here / "locked").mkdir()
        monkeypatch.setattr(Path, "iterdir", forbidden)
        monkeypatch.setattr(os, "scandir", forbidden)
        with pytest.raises(Exception, match="locked") as failure:
            list(photos_in(["locked"]))
        assert hasattr(failure.value, "hint")


class TestAvatarsGo:
    @pytest.mark.parametrize(
        ("photos", "output", "kind", "written"),
        [
            pytest.param(["d/an.png"], None, None, ["an-f.jpg"], id="one, here"),
            pytest.param(["-"], None, None, ["avatar-f.jpg"], id="stdin, here"),
            pytest.param(["d/an.png"], "x.webp", None, ["x.webp"], id="one, into a file"),
            pytest.param(["an.png"], "out/", None, ["out/an-f.jpg"], id="one, into a new folder"),
            pytest.param(["an.png"], "d", None, ["d/an-f.jpg"], id="one, into a folder"),
            pytest.param(
                ["a.png", "b.png"], None, None, ["avatars/a-f.jpg", "avatars/b-f.jpg"], id="two"
            ),
            pytest.param(
                ["a.png", "b.png"], "x.d", None, ["x.d/a-f.jpg", "x.d/b-f.jpg"], id="two, named"
            ),
            pytest.param(
                ["a.png", "a.jpg", "d/A.jpg"],
                "o",
                None,
                ["o/a-f.jpg", "o/a-f-2.jpg", "o/A-f-3.jpg"],
                id="same stems",
            ),
            pytest.param(
                ["a-f-2.png", "a.jpg", "a.png"],
                "o",
                None,
                ["o/a-f-2-f.jpg", "o/a-f.jpg", "o/a-f-2.jpg"],
                id="stems that look numbered",
            ),
            pytest.param(["an.jpg"], None, ImageFormat.PNG, ["an-f.png"], id="a format"),
            pytest.param(["a.b.c.jpg"], None, None, ["a.b.c-f.jpg"], id="a name with dots"),
            pytest.param(["Đỗ Thị Hà.jpg"], None, None, ["Đỗ Thị Hà-f.jpg"], id="Vietnamese"),
        ],
    )
    def test_where_they_are_wanted(self, here, avatar, photos, output, kind, written):
        (here / "d").mkdir()
        files = AvatarFiles(photos, output, "f", kind)
        assert [files.write(avatar, photo) for photo in photos] == list(map(Path, written))
        for path in written:
            with Image.open(path) as image:
                expected = ImageFormat.of(Path(path).suffix)
                assert (image.format, image.size) == (expected.upper(), (64, 64))

    def test_in_the_format_asked_for_whatever_the_files_ending(self, avatar):
        path = AvatarFiles(["a.jpg"], "x.jpg", "f", ImageFormat.PNG).write(avatar, "a.jpg")
        with Image.open(path) as image:
            assert image.format == "PNG"

    def test_over_the_avatar_of_an_earlier_run(self, avatar):
        for _ in range(2):
            path = AvatarFiles(["a.jpg"], None, "f", None).write(avatar, "a.jpg")
        assert path == Path("a-f.jpg")
        assert not Path("a-f-2.jpg").exists()

    def test_nowhere_before_they_are_written(self, here):
        AvatarFiles(["a.jpg", "b.jpg"], "out", "f", None)
        assert not (here / "out").exists()

    def test_never_over_their_own_photo(self):
        touched("a.jpg")
        with pytest.raises(RequestError, match=r"a\.jpg would be overwritten"):
            AvatarFiles(["a.jpg"], "a.jpg", "f", None)

    def test_never_over_another_photo_of_the_run(self, avatar):
        touched("a.jpg", "a-f.jpg")
        photos = ["a.jpg", "a-f.jpg"]
        try:
            files = AvatarFiles(photos, ".", "f", None)
            written = [files.write(avatar, photo) for photo in photos]
        except RequestError:
            written = []
        assert Path("a-f.jpg") not in written

    def test_never_into_a_folder_that_cannot_be_made(self, avatar):
        touched("file")
        files = AvatarFiles(["a.jpg", "b.jpg"], "file", "f", None)
        with pytest.raises(AvatarUnwritable, match=r"^file: "):
            files.write(avatar, "a.jpg")
