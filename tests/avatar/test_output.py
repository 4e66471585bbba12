"""The way out: bytes of three kinds, tagged and clean, written whole or not at all."""

import errno
import hashlib
import io
import os
import subprocess
import sys
import tempfile

import numpy as np
import pytest
from PIL import Image, ImageCms, JpegImagePlugin

from framegen import Avatar, Box, Crop, Framer, ImageFormat, Note
from framegen.errors import AvatarUnwritable, FormatUnknown
from framegen.testing import FixedFace, drawn_card, encoded
from tests.conftest import ROOT

KINDS = [kind.value for kind in ImageFormat]
SECRET = "Nguyễn Văn An, 21.0278 N"


@pytest.fixture(scope="module")
def avatar(frames, astronaut):
    image = astronaut.resize((160, 160))
    return Avatar(image, Crop(Box(0, 0, 512, 512)), frames["vong-sang-kien"])


def opened(file):
    return Image.open(io.BytesIO(file))


def profile_of(file):
    return ImageCms.ImageCmsProfile(io.BytesIO(opened(file).info["icc_profile"]))


class TestEncode:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [("jpeg", "JPEG"), ("jpg", "JPEG"), (".JPG", "JPEG"), ("PNG", "PNG"), (".webp", "WEBP")],
    )
    def test_a_format_goes_by_its_name_or_ending(self, avatar, name, kind):
        image = opened(avatar.encode(name))
        assert (image.format, image.mode, image.size) == (kind, "RGB", (160, 160))

    @pytest.mark.parametrize("name", ["gif", "", ".", "jpeg2000", "image/jpeg"])
    def test_an_unknown_format_is_refused_with_the_known(self, avatar, name):
        with pytest.raises(FormatUnknown, match="expected jpeg, png or webp, got"):
            avatar.encode(name)

    def test_a_jpeg_keeps_all_its_colour(self, avatar):
        assert JpegImagePlugin.get_sampling(opened(avatar.encode())) == 0

    def test_a_jpeg_is_of_quality_92(self, avatar):
        stream = io.BytesIO()
        avatar.image.save(stream, "JPEG", quality=92)
        tables = opened(stream.getvalue()).quantization
        assert opened(avatar.encode("jpeg")).quantization == tables
        assert opened(avatar.encode("jpeg", quality=91)).quantization != tables

    @pytest.mark.parametrize("kind", ["jpeg", "webp"])
    def test_a_lower_quality_is_a_smaller_file(self, avatar, kind):
        assert len(avatar.encode(kind, quality=50)) < 0.7 * len(avatar.encode(kind))

    @pytest.mark.parametrize("kind", ["jpeg", "webp"])
    @pytest.mark.parametrize("quality", [0, 101, -1])
    def test_a_quality_out_of_range_is_refused(self, avatar, kind, quality):
        with pytest.raises(FormatUnknown, match=f"quality: expected 1 to 100, got {quality}"):
            avatar.encode(kind, quality=quality)

    def test_a_png_is_the_picture_to_the_pixel(self, avatar):
        assert (np.asarray(opened(avatar.encode("png"))) == np.asarray(avatar.image)).all()

    @pytest.mark.parametrize(("kind", "off"), [("jpeg", 2.5), ("webp", 4)])
    def test_a_lossy_format_looks_the_same(self, avatar, kind, off):
        shown = np.asarray(opened(avatar.encode(kind))).astype(int)
        assert np.abs(shown - np.asarray(avatar.image)).mean() < off

    @pytest.mark.parametrize("kind", KINDS)
    def test_it_is_tagged_srgb(self, avatar, kind):
        named = ImageCms.getProfileDescription(profile_of(avatar.encode(kind)))
        assert named.strip().startswith("sRGB")

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_tag_changes_no_pixel(self, avatar, kind):
        card = drawn_card(256, 256)
        tag, srgb = profile_of(avatar.encode(kind)), ImageCms.createProfile("sRGB")
        shown = ImageCms.profileToProfile(card, tag, srgb)
        assert np.abs(np.asarray(shown).astype(int) - np.asarray(card)).max() <= 1

    def test_the_tag_does_not_tell_the_moment_of_making(self, avatar):
        assert profile_of(avatar.encode()).profile.creation_date.year == 2022

    @pytest.mark.parametrize("kind", KINDS)
    def test_equal_avatars_give_equal_bytes(self, avatar, kind):
        again = Avatar(avatar.image.copy(), avatar.crop, avatar.frame)
        assert again.encode(kind) == avatar.encode(kind)

    @pytest.mark.parametrize("kind", KINDS)
    def test_what_the_picture_carries_with_it_stays_behind(self, avatar, kind):
        image = avatar.image.copy()
        image.info.update(comment=SECRET.encode(), dpi=(72, 72), xmp=b"<x/>", icc_profile=b"P3")
        image.info["exif"] = b"Exif\0\0MM"
        carried = Avatar(image, avatar.crop, avatar.frame)
        assert carried.encode(kind) == avatar.encode(kind)


HASHES = """
import hashlib
from framegen import Framer
from framegen.testing import FixedFace, drawn_card, encoded
framer = Framer("frames", detector=FixedFace())
avatar = framer.make(encoded(drawn_card(400, 500)), "vong-sang-kien", size=256)
print(*(hashlib.sha256(avatar.encode(kind)).hexdigest() for kind in ("jpeg", "png", "webp")))
"""


def test_other_processes_make_the_same_bytes(frames):
    others = [
        subprocess.Popen(
            [sys.executable, "-c", HASHES],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    framer = Framer(frames, detector=FixedFace())
    made = framer.make(encoded(drawn_card(400, 500)), "vong-sang-kien", size=256)
    here = [hashlib.sha256(made.encode(kind)).hexdigest() for kind in ("jpeg", "png", "webp")]
    assert [other.communicate()[0].split() for other in others] == [here, here]


def telling_photo(kind):
    """A photo that says who, where and with what, in every place that its format has for it."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 40.0)})
    options = {"exif": exif, "dpi": (300, 300)}
    if kind != "PNG":
        options["xmp"] = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    if kind == "JPEG":
        options["comment"] = SECRET.encode()
    return encoded(drawn_card(300, 300), kind, **options)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("source", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_what_the_photo_tells_comes_out(frames, source, kind):
    photo = telling_photo(source)
    assert opened(photo).getexif().get_ifd(0x8825)
    framer = Framer(frames, detector=FixedFace())
    file = framer.make(photo, "vong-sang-kien", size=128).encode(kind)
    silent = encoded(drawn_card(300, 300), source)
    assert file == framer.make(silent, "vong-sang-kien", size=128).encode(kind)
    image = opened(file)
    image.load()
    assert not image.getexif()
    assert not {"comment", "xmp", "exif", "XML:com.adobe.xmp"} & image.info.keys()
    assert not [word for word in (b"Exif", b"Nguy", b"xmpmeta", b"GPS") if word in file]


class TestSave:
    @pytest.mark.parametrize("name", ["an.jpg", "an.JPEG", "an.png", "Ảnh thẻ của Ân.webp"])
    def test_the_ending_chooses_the_format(self, avatar, tmp_path, name):
        path = tmp_path / name
        assert avatar.save(str(path)) == path
        assert path.read_bytes() == avatar.encode(path.suffix)

    def test_a_named_format_goes_before_the_ending(self, avatar, tmp_path):
        avatar.save(tmp_path / "an.dat", format="png")
        assert opened((tmp_path / "an.dat").read_bytes()).format == "PNG"

    def test_the_quality_is_handed_on(self, avatar, tmp_path):
        avatar.save(tmp_path / "an.jpg", quality=40)
        assert (tmp_path / "an.jpg").read_bytes() == avatar.encode(quality=40)

    @pytest.mark.parametrize("name", ["an", "an.gif", ".jpg"])
    def test_an_ending_of_no_format_of_ours_writes_nothing(self, avatar, tmp_path, name):
        with pytest.raises(FormatUnknown):
            avatar.save(tmp_path / name)
        assert not list(tmp_path.iterdir())

    def test_a_file_that_was_there_is_replaced(self, avatar, tmp_path):
        (tmp_path / "an.jpg").write_bytes(b"old")
        avatar.save(tmp_path / "an.jpg")
        assert [path.read_bytes() for path in tmp_path.iterdir()] == [avatar.encode()]

    def test_a_folder_that_is_not_there_is_an_error(self, avatar, tmp_path):
        with pytest.raises(AvatarUnwritable, match=r"an\.jpg: there is no such folder"):
            avatar.save(tmp_path / "absent" / "an.jpg")

    def test_a_folder_in_the_files_place_is_an_error(self, avatar, tmp_path):
        (tmp_path / "an.jpg").mkdir()
        with pytest.raises(AvatarUnwritable, match=r"an\.jpg: cannot be written"):
            avatar.save(tmp_path / "an.jpg")
        assert [path.name for path in tmp_path.iterdir()] == ["an.jpg"]

    def test_a_file_in_the_folders_place_is_an_error(self, avatar, tmp_path):
        (tmp_path / "folder").touch()
        with pytest.raises(AvatarUnwritable, match="cannot be written"):
            avatar.save(tmp_path / "folder" / "an.jpg")

    def test_a_name_that_no_file_can_have_is_an_error(self, avatar, tmp_path):
        with pytest.raises(AvatarUnwritable):
            avatar.save(tmp_path / "a\0n.jpg")
        assert not list(tmp_path.iterdir())

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_without_the_right_to_write_is_an_error(self, avatar, tmp_path):
        tmp_path.chmod(0o500)
        with pytest.raises(AvatarUnwritable, match="cannot be written"):
            avatar.save(tmp_path / "an.jpg")

    def test_a_refused_right_says_so(self, avatar, tmp_path, monkeypatch):
        def refuse(*_, **__):
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
        with pytest.raises(
            AvatarUnwritable, match=r"an\.jpg: cannot be written \(there is no right"
        ):
            avatar.save(tmp_path / "an.jpg")

    @pytest.mark.parametrize("old", [None, b"the old picture"], ids=["new file", "old file"])
    def test_a_full_disk_leaves_all_as_it_was(self, avatar, tmp_path, monkeypatch, old):
        if old:
            (tmp_path / "an.jpg").write_bytes(old)
        make = tempfile.NamedTemporaryFile

        def full(*args, **options):
            stream = make(*args, **options)
            stream.write = lambda data: stream.file.write(data[:99]) and refuse()
            return stream

        def refuse():
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
        with pytest.raises(AvatarUnwritable, match=r"an\.jpg: the disk is full"):
            avatar.save(tmp_path / "an.jpg")
        assert [path.read_bytes() for path in tmp_path.iterdir()] == ([old] if old else [])

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
    @pytest.mark.parametrize(("umask", "rights"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
    def test_a_file_gets_the_rights_that_its_user_gives(self, tmp_path, umask, rights):
        code = (
            "import framegen.avatar.whole_file as a, pathlib; "
            "a.write_whole(pathlib.Path('an.jpg'), b'x')"
        )
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, umask=umask, check=True)
        assert (tmp_path / "an.jpg").stat().st_mode & 0o777 == rights


class TestNote:
    @pytest.mark.parametrize("note", Note)
    def test_it_says_its_doubt_in_a_sentence(self, note):
        assert note.sentence[0].isupper()
        assert note.sentence.endswith(".")

    def test_no_two_say_the_same(self):
        assert len({note.sentence for note in Note}) == len(Note)

    def test_its_names_are_those_of_the_contract(self):
        assert {*Note} >= {
            *("no-face", "several-faces", "upscaled", "extended"),
            *("turned", "tilted", "blurred", "bad-profile"),
        }


@pytest.mark.parametrize(
    ("kind", "suffix", "media_type"),
    [
        (ImageFormat.JPEG, ".jpg", "image/jpeg"),
        (ImageFormat.PNG, ".png", "image/png"),
        (ImageFormat.WEBP, ".webp", "image/webp"),
    ],
)
def test_a_format_knows_its_ending_and_its_type(kind, suffix, media_type):
    assert (kind.suffix, kind.media_type) == (suffix, media_type)
    assert ImageFormat.of(kind.suffix) is kind
