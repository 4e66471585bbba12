"""The campaign is read from campaign.toml and checked key by key."""

import datetime
import unicodedata

import pytest

from framegen import Campaign
from framegen.errors import FrameInvalid
from tests.support.places import ROOT

FRAMES = ROOT / "frames"
UNIT = '\n[[unit]]\ncode = "{}"\nname = "Công đoàn cơ sở số 1"\n'


@pytest.fixture(scope="module")
def campaign():
    return Campaign.load(FRAMES)


@pytest.fixture
def text():
    return (FRAMES / "campaign.toml").read_text(encoding="utf-8")


def test_the_shipped_one_has_its_title_and_slogans(campaign):
    assert campaign.title == "1 triệu sáng kiến"
    assert campaign.full_name.startswith(campaign.title)
    assert "Tự hào trí tuệ lao động Việt Nam" in campaign.slogans


def test_every_slogan_on_a_frame_belongs_to_the_campaign(campaign, frames):
    words = (*campaign.slogans, campaign.full_name, campaign.organisation)
    said = " ".join(words).casefold()
    carried = [line for frame in frames.values() for line in frame.carries]
    assert carried
    assert not [line for line in carried if line.casefold() not in said]


def test_its_caption_bears_its_hashtag(campaign):
    assert campaign.hashtag.startswith("#")
    assert campaign.caption.endswith(campaign.hashtag)


def test_its_dates_are_days_that_follow_each_other(campaign):
    days = [day for phase in campaign.dates for day in (phase.start, phase.end)]
    assert days == sorted(days)
    assert {type(day) for day in days} == {datetime.date}


def test_it_says_whom_to_report_to_and_by_when(campaign):
    assert campaign.report_to is not None
    assert campaign.report_to.before == datetime.date(2022, 6, 1)
    assert campaign.report_to.name == campaign.organisation


def test_its_texts_are_normalised_to_nfc(tmp_path, text, campaign):
    (tmp_path / "campaign.toml").write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
    assert Campaign.load(tmp_path) == campaign


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("title =", "tittle =", ("tittle: there is no such key",), id="unknown key"),
        pytest.param("hashtag =", "# ", ("hashtag: this key is missing",), id="missing key"),
        pytest.param("schema = 1", "schema = 3", ("schema:", "3"), id="another schema"),
        pytest.param(
            "start = 2022-01-08",
            "start = 8",
            ("dates[", "start: expected a date, got"),
            id="no date",
        ),
        pytest.param(
            "before = 2022-06-01",
            "by = 1",
            ("report_to.by: there is no such key",),
            id="key of a table",
        ),
        pytest.param("slogans = [", "slogans = ", ("not TOML",), id="not TOML"),
    ],
)
def test_a_broken_campaign_names_file_and_key(tmp_path, text, old, new, words):
    assert old in text
    path = tmp_path / "campaign.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FrameInvalid) as caught:
        Campaign.load(tmp_path)
    assert str(caught.value).startswith(f"{path}: ")
    assert not [word for word in words if word not in str(caught.value)]


def test_a_folder_without_one_is_refused(tmp_path):
    with pytest.raises(FrameInvalid, match=r"campaign\.toml: cannot be read"):
        Campaign.load(tmp_path)


class TestWhoAnswersForPhotos:
    def test_is_named_and_leaves_the_contact_to_the_operator(self, campaign):
        assert campaign.controller
        assert campaign.contact == ""

    def test_is_the_organisation_where_nobody_is_named(self, tmp_path, text, campaign):
        (tmp_path / "campaign.toml").write_text(text.replace("controller =", "# "), "utf-8")
        assert Campaign.load(tmp_path).controller == campaign.organisation

    def test_may_be_reached(self, tmp_path, text):
        filled = text.replace('contact = ""', 'contact = "024 3942 1181"')
        (tmp_path / "campaign.toml").write_text(filled, "utf-8")
        assert Campaign.load(tmp_path).contact == "024 3942 1181"


class TestInviters:
    def test_are_none_by_name_where_nobody_filled_them_in(self, campaign):
        assert campaign.units == ()

    def test_are_units_by_their_name(self, tmp_path, text):
        (tmp_path / "campaign.toml").write_text(text + UNIT.format("bkhcn"), "utf-8")
        assert Campaign.load(tmp_path).inviter("bkhcn") == "Công đoàn cơ sở số 1"

    def test_may_be_filled_in_as_the_file_itself_shows(self, tmp_path, text):
        head, example = text.split("# [[unit]]\n")
        shown = "[[unit]]\n" + example.replace("# ", "")
        (tmp_path / "campaign.toml").write_text(head + shown, "utf-8")
        assert Campaign.load(tmp_path).inviter("cd-so-1") == "Công đoàn cơ sở số 1"

    def test_that_the_campaign_does_not_know_are_their_code(self, campaign):
        assert campaign.inviter("cd-so-1.ha-noi") == "cd-so-1.ha-noi"

    @pytest.mark.parametrize("code", ["", "a b", "a/b", "é", "a" * 33, "a\n", "<b>"])
    def test_are_nobody_where_there_can_be_no_such_code(self, campaign, code):
        assert campaign.inviter(code) is None

    @pytest.mark.parametrize("code", ["", "hai chữ"])
    def test_have_a_code_that_fits_a_link(self, tmp_path, text, code):
        path = tmp_path / "campaign.toml"
        path.write_text(text + UNIT.format(code), encoding="utf-8")
        with pytest.raises(FrameInvalid, match=r"unit.*code"):
            Campaign.load(tmp_path)
