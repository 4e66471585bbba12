"""Output: three formats, tagged as sRGB, without metadata, written whole."""

import hashlib
import io
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageCms, JpegImagePlugin

from framegen import Avatar, Box, Crop, Framer, ImageFormat
from framegen.errors import AvatarUnwritable, FormatUnknown
from framegen.testing import FixedFace, drawn_card, encoded
from tests.support.places import ROOT

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
    def test_a_format_is_found_by_name_or_extension(self, avatar, name, kind):
        image = opened(avatar.encode(name))
        assert (image.format, image.mode, image.size) == (kind, "RGB", (160, 160))

    @pytest.mark.parametrize("name", ["gif", "", ".", "jpeg2000", "image/jpeg"])
    def test_an_unknown_format_is_refused_naming_the_known(self, avatar, name):
        with pytest.raises(FormatUnknown, match=f"expected {', '.join(ImageFormat)}, got"):
            avatar.encode(name)

    def test_a_jpeg_has_no_chroma_subsampling(self, avatar):
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

    def test_the_profile_has_no_time_of_creation(self, avatar):
        assert profile_of(avatar.encode()).profile.creation_date.year == 2022

    @pytest.mark.parametrize("kind", KINDS)
    def test_equal_avatars_give_equal_bytes(self, avatar, kind):
        again = Avatar(avatar.image.copy(), avatar.crop, avatar.frame)
        assert again.encode(kind) == avatar.encode(kind)

    @pytest.mark.parametrize("kind", KINDS)
    def test_metadata_of_the_picture_is_dropped(self, avatar, kind):
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
    """A photo with personal metadata in every place of its format."""
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
def test_no_metadata_of_the_photo_is_in_the_avatar(frames, source, kind):
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
    def test_the_extension_chooses_the_format(self, avatar, tmp_path, name):
        path = tmp_path / name
        assert avatar.save(str(path)) == path
        assert path.read_bytes() == avatar.encode(path.suffix)

    def test_an_explicit_format_overrides_the_extension(self, avatar, tmp_path):
        avatar.save(tmp_path / "an.dat", format="png")
        assert opened((tmp_path / "an.dat").read_bytes()).format == "PNG"

    def test_the_quality_is_passed_to_the_encoder(self, avatar, tmp_path):
        avatar.save(tmp_path / "an.jpg", quality=40)
        assert (tmp_path / "an.jpg").read_bytes() == avatar.encode(quality=40)

    @pytest.mark.parametrize("name", ["an", "an.gif", ".jpg"])
    def test_an_unknown_extension_writes_nothing(self, avatar, tmp_path, name):
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


@pytest.mark.parametrize(
    ("kind", "suffix", "media_type"),
    [
        (ImageFormat.JPEG, ".jpg", "image/jpeg"),
        (ImageFormat.PNG, ".png", "image/png"),
        (ImageFormat.WEBP, ".webp", "image/webp"),
    ],
)
def test_a_format_has_an_extension_and_a_media_type(kind, suffix, media_type):
    assert (kind.suffix, kind.media_type) == (suffix, media_type)
    assert ImageFormat.of(kind.suffix) is kind
