"""A batch whose photos and avatars are in an S3 bucket: the same as in folders."""

import re
import zipfile
from collections import Counter

import pytest

from framegen import BatchOptions, Framer, Frames, make_all, match, open_album, write_reports
from framegen.batch.duplicates import with_duplicates_marked
from framegen.errors import AvatarUnwritable
from framegen.testing import drawn_card, encoded
from tests.bench.batch import FRAME, people_of
from tests.support.cluster import DASK_WARNINGS
from tests.support.places import ROOT
from tests.support.s3 import BUCKET, serving_s3

pytestmark = [pytest.mark.slow, *DASK_WARNINGS]
COUNT = 6
PHOTOS, AVATARS = f"s3://{BUCKET}/anh", f"s3://{BUCKET}/ra"
LISTED = r'"GET /\S*\?\S*list-type=2'


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving_s3(tmp_path_factory.mktemp("s3")) as running:
        yield running


@pytest.fixture
def files(server):
    """The bucket with a photo of everyone and no avatars."""
    files = server.files
    for path in files.find(BUCKET):
        files.rm_file(path)
    for at, person in enumerate(people_of({}, COUNT)):
        photo = encoded(drawn_card(300 + at, 400))
        files.pipe_file(f"{BUCKET}/anh/Tổ 1/{person.code}.jpg", photo)
    return files


def run(into, photos=PHOTOS, **options):
    album = open_album(photos)
    found = match(people_of({}, COUNT), album.names()).people
    options = {"photos": album, "avatars": AVATARS, "size": 96, "jobs": 2, **options}
    framer = Framer(Frames(ROOT / "frames"))
    return list(make_all(framer, found, FRAME, into, BatchOptions(**options)))


def outcomes(results):
    return Counter(str(result.outcome) for result in results)


def test_avatars_equal_those_made_in_folders(files, tmp_path):
    results = run(tmp_path / "ra")
    assert outcomes(results) == {"made": COUNT}
    folder = tmp_path / "anh"
    files.get(f"{BUCKET}/anh/", f"{folder}/", recursive=True)
    here = run(tmp_path / "here", folder, avatars="")
    for result, other in zip(results, here, strict=True):
        assert files.cat_file(result.path.removeprefix("s3://")) == other.path.read_bytes()
        assert re.fullmatch(rf"{AVATARS}/[0-9a-f]{{2}}/{other.path.name}", result.path)
    assert len(files.find(f"{BUCKET}/ra")) == COUNT


def test_a_second_run_makes_only_new_or_deleted_avatars(files, tmp_path):
    first = run(tmp_path)
    assert outcomes(run(tmp_path)) == {"kept": COUNT}
    files.rm_file(first[0].path.removeprefix("s3://"))
    photo = encoded(drawn_card(500, 500))
    files.pipe_file(f"{BUCKET}/anh/Tổ 1/{first[1].person.code}.jpg", photo)
    again = run(tmp_path)
    assert [str(result.outcome) for result in again[:3]] == ["made", "made", "kept"]
    assert outcomes(run(tmp_path)) == {"kept": COUNT}


def test_workers_of_a_cluster_never_list_the_bucket(server, files, tmp_path):
    before = len(server.requests(LISTED))
    assert outcomes(run(tmp_path, cluster="local")) == {"made": COUNT}
    # The parent lists the photos once; the second run lists photos and avatars.
    assert len(server.requests(LISTED)) - before == 1
    written = len(server.requests('"PUT '))
    assert outcomes(run(tmp_path)) == {"kept": COUNT}
    assert len(server.requests(LISTED)) - before == 3
    assert len(server.requests('"PUT ')) == written
    assert len(files.find(f"{BUCKET}/ra")) == COUNT


def test_duplicates_are_found_by_checksum(files):
    first, second, *_ = people_of({}, COUNT)
    photo = files.cat_file(f"{BUCKET}/anh/Tổ 1/{first.code}.jpg")
    files.pipe_file(f"{BUCKET}/anh/Tổ 1/{second.code}.jpg", photo)
    album = open_album(PHOTOS)
    found = with_duplicates_marked(match(people_of({}, COUNT), album.names()), album, ())
    assert [bool(each.reason) for each in found.people] == [True, True] + [False] * (COUNT - 2)


def test_any_key_is_a_valid_name(files):
    kept = b"photo"
    names = ["/Tổ 2//Đỗ Đôi.jpg", "Trần #1 50% ?a&b+c [x].jpg", "Le\u0302 Thi\u0323 Ha\u0323nh.jpg"]
    for name in names:
        files.pipe_file(f"{BUCKET}/anh/{name}", kept)
    album = open_album(PHOTOS)
    assert set(names) <= set(album.names())
    assert [album.read(name, 100) for name in names] == [kept] * 3


def test_an_empty_photo_is_unreadable(files, tmp_path):
    person = people_of({}, COUNT)[0]
    files.pipe_file(f"{BUCKET}/anh/Tổ 1/{person.code}.jpg", b"")
    hurt, *rest = run(tmp_path)
    assert (hurt.error.code, outcomes(rest)) == ("photo-unreadable", {"made": COUNT - 1})


def test_photos_may_be_in_an_archive(files, tmp_path):
    path = tmp_path / "anh.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in files.find(f"{BUCKET}/anh"):
            archive.writestr(name, files.cat_file(name))
    files.put_file(path, f"{BUCKET}/anh.zip")
    assert outcomes(run(tmp_path / "ra", f"{PHOTOS}.zip")) == {"made": COUNT}
    assert outcomes(run(tmp_path / "ra", f"{PHOTOS}.zip")) == {"kept": COUNT}


@pytest.mark.usefixtures("files")
def test_reports_show_avatars_in_a_bucket(tmp_path):
    run(tmp_path)
    names = [path.name for path in write_reports(tmp_path)]
    assert names == ["bao-cao.xlsx", "xem-lai.html"]
    shown = (tmp_path / "xem-lai.html").read_text()
    assert len(re.findall(r"data:image/jpeg;base64,[\w+/]{100}", shown)) == COUNT


@pytest.mark.usefixtures("files")
def test_moving_to_a_url_removes_the_old_zip(tmp_path):
    for avatars, zips in (("", 1), (AVATARS, 0), ("", 1)):
        done = run(tmp_path, avatars=avatars)
        write_reports(tmp_path)
        assert len(list(tmp_path.glob("*.zip"))) == zips
    assert outcomes(done) == {"kept": COUNT}


@pytest.mark.usefixtures("files")
def test_a_missing_bucket_stops_the_batch(tmp_path):
    with pytest.raises(AvatarUnwritable, match="s3://none/ra"):
        run(tmp_path, avatars="s3://none/ra")
