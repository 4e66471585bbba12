"""Text: a member's name in a frame's slot, every Vietnamese mark in its place and none lost."""

import itertools
import json
import re
import shutil
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

import framegen.frame.text
from framegen import Artwork, Box, Crop, Framer, Frames, Photo, TextSlot, render
from framegen.cli.main import cli
from framegen.errors import TextError, TextInvalid, TextMissing, TextTooLong
from framegen.frame.font import FAMILY, WEIGHTS
from framegen.frame.text import clean, set_text, set_texts
from framegen.testing import FixedFace, drawn_card, encoded
from service.app import create_app
from service.settings import Settings
from tests.frame.test_font import LOWER, VIETNAMESE
from tests.service.conftest import client_of, form, raw
from tests.support.places import ROOT

RIBBON, CARD, RING = "dai-lua-do", "the-doan-vien", "vong-sang-kien"
FONTS = [f"{FAMILY}:{weight}" for weight in WEIGHTS]
SHIPPED = Frames(ROOT / "frames")
SHIPPED_SLOTS = [(name, slot.id) for name, frame in SHIPPED.items() for slot in frame.texts]
USED = sorted({slot.font for frame in SHIPPED.values() for slot in frame.texts})
CLEAR = Artwork(encoded(Image.new("RGBA", (8, 8)), "PNG"))

QUYNH = "NGUYỄN THỊ QUỲNH ĐỖ ƯỚC"
TANG = "CÔNG TẰNG TÔN NỮ THỊ QUỲNH NHƯ"
UNIT = "Công đoàn Tổng công ty Đầu tư và Kinh doanh vốn Nhà nước"

SLOT = TextSlot(
    id="name",
    label="Họ và tên",
    anchor=(0.5, 0.5),
    max_width=0.9,
    size=0.05,
    min_size=0.03,
    font="Roboto:900",
    color="#FFFFFF",
)


def slot_of(**changes):
    return msgspec.structs.replace(SLOT, **changes)


def shipped_slot(frame, name):
    return next(slot for slot in SHIPPED[frame].texts if slot.id == name)


def set_in(slot, text):
    """The lettering of a text as a person gives it."""
    (lettering,) = set_texts((slot,), {slot.id: text})
    return lettering


def drawn(lettering, side):
    """Its coverage as a picture: 255 where it is solid."""
    picture = Image.new("RGB", (side, side))
    white = msgspec.structs.replace(lettering.slot, color="#FFFFFF")
    replace(lettering, slot=white).draw(picture)
    return picture.getchannel("R")


def coverage(lettering, side=1080):
    """How much of each pixel a lettering covers, 0 to 255."""
    return np.asarray(drawn(lettering, side))


def ink(lettering, side=1080, least=64):
    """Left, top, right, bottom of what is drawn, in pixels."""
    return drawn(lettering, side).point([255 * (level >= least) for level in range(256)]).getbbox()


def empty_runs(lettering, side=1000):
    """The widths of the gaps between columns of ink, in shares of the type's size."""
    columns = coverage(lettering, side).max(axis=0) >= 64
    left, right = np.flatnonzero(columns)[[0, -1]]
    runs = [len(list(run)) for filled, run in itertools.groupby(columns[left:right]) if not filled]
    return [run / (lettering.size * side) for run in runs]


def nfd(text):
    return unicodedata.normalize("NFD", text)


def plain_avatar(frame, size=1080, **options):
    """The avatar of a grey photo."""
    photo = Photo.from_image(Image.new("RGB", (300, 300), "#777777"))
    return render(photo, Crop(Box(0, 0, 300, 300)), frame, size=size, **options)


def pixels(avatar):
    return np.asarray(avatar.image).astype(int)


@pytest.fixture(scope="module")
def bare_card(frames):
    """The membership card's slots with nothing else about them."""
    return replace(frames[CARD], artwork=CLEAR)


@pytest.fixture(scope="module")
def quick(frames):
    """A Framer that detects no faces."""
    return Framer(frames, detector=FixedFace())


@pytest.fixture(scope="module")
def photo():
    return encoded(drawn_card(300, 400))


@pytest.fixture(scope="module")
def client():
    with client_of(create_app(Settings())) as client:
        yield client


@pytest.fixture(scope="module")
def needing(tmp_path_factory):
    """A folder of frames, one of which needs a name."""
    folder = tmp_path_factory.mktemp("needing")
    shutil.copytree(ROOT / "frames", folder, dirs_exist_ok=True)
    manifest = folder / RIBBON / "frame.toml"
    words = manifest.read_text(encoding="utf-8")
    assert "required = false" in words
    manifest.write_text(words.replace("required = false", "required = true"), encoding="utf-8")
    return folder


def framegen_make(folder, photo, *args):
    """`framegen make` of a photo, as a person calls it."""
    (folder / "an.jpg").write_bytes(photo)
    return CliRunner().invoke(
        cli,
        ["make", str(folder / "an.jpg"), "--size", "128", "-o", str(folder / "out.png"), *args],
        catch_exceptions=False,
    )


class TestLetters:
    def test_there_are_134_with_marks_and_24_plain_vowels_and_d_among_them(self):
        marked = [letter for letter in VIETNAMESE if letter in "đĐ" or len(nfd(letter)) > 1]
        assert len({*VIETNAMESE}) == 146
        assert len(marked) == 134
        assert {*VIETNAMESE} - {*marked} == {*"aeiouyAEIOUY"}

    @pytest.mark.parametrize("font", FONTS)
    def test_all_vietnamese_letters_are_accepted(self, font):
        text = "".join(VIETNAMESE)
        assert clean(text, slot_of(font=font)) == text

    @pytest.mark.slow
    @pytest.mark.parametrize("font", FONTS)
    def test_each_looks_unlike_any_other_and_unlike_a_missing_one(self, font):
        slot = slot_of(font=font, size=0.5)
        # set_text takes what clean has let pass; so it shows what a missing letter looks like.
        shapes = {letter: coverage(set_text(letter, slot), 96).tobytes() for letter in VIETNAMESE}
        missing = coverage(set_text("\U0010fffd", slot), 96).tobytes()
        assert len({*shapes.values(), missing}) == 147

    @pytest.mark.slow
    @pytest.mark.parametrize("font", sorted({*USED, "Roboto:400"}))
    @pytest.mark.parametrize("form", ["NFD", "NFKD"])
    def test_a_letter_and_its_parts_are_the_same_to_the_pixel(self, font, form):
        slot = slot_of(font=font, max_width=1.0, size=0.08, min_size=0.01)
        for vowel in range(0, 146, 12):
            text = " ".join(VIETNAMESE[vowel : vowel + 12])
            parts = unicodedata.normalize(form, text)
            assert parts != text or not set(text) - set("đĐ ")
            assert (coverage(set_in(slot, parts), 400) == coverage(set_in(slot, text), 400)).all()

    def test_the_parts_become_the_letter_in_whatever_order_they_were_typed(self):
        for letter in VIETNAMESE:
            base, *marks = nfd(letter)
            for order in itertools.permutations(marks):
                typed = base + "".join(order)
                # Two marks above in the other order are another letter, by Unicode's own rule.
                if unicodedata.normalize("NFC", typed) == letter:
                    assert clean(typed, SLOT) == letter
        assert clean("e\u0323\u0302", SLOT) == clean("e\u0302\u0323", SLOT) == "ệ"
        assert clean("o\u0301\u031b", SLOT) == clean("o\u031b\u0301", SLOT) == "ớ"

    def test_a_text_in_parts_is_counted_in_letters(self):
        assert clean(nfd("Ễ" * 200), SLOT) == "Ễ" * 200
        with pytest.raises(TextTooLong, match="201 letters"):
            clean(nfd("Ễ" * 201), SLOT)

    @pytest.mark.parametrize("font", USED)
    @pytest.mark.parametrize("letter", "IMWmw")
    @pytest.mark.parametrize("mark", "\u0302\u0303\u0323")
    def test_a_mark_without_a_letter_of_its_own_stands_over_the_middle(self, font, letter, mark):
        """HarfBuzz does so, the basic layout does not; names of other tongues need it."""
        slot = slot_of(font=font, size=0.3, anchor=(0.5, 0.6))
        bare, marked = (coverage(set_in(slot, text), 400) for text in (letter, letter + mark))
        filled = bare.max(axis=1) >= 64
        top, bottom = np.flatnonzero(filled)[[0, -1]]
        around = marked[: top - 3] if mark != "\u0323" else marked[bottom + 4 :]
        columns = np.flatnonzero(around.max(axis=0) >= 64)
        assert columns.size
        whole = np.flatnonzero(marked[top : bottom + 1].max(axis=0) >= 64)
        off = (columns[0] + columns[-1] - whole[0] - whole[-1]) / 2
        assert abs(off) <= 0.05 * slot.size * 400

    @pytest.mark.parametrize("pair", ["AV", "TÂ", "VĂ"])
    def test_letters_that_lean_together_stand_closer(self, pair):
        one, other = (set_in(SLOT, letter).lines[0].width for letter in pair)
        assert set_in(SLOT, pair).lines[0].width < one + other - 0.02


class TestCase:
    UPPER = slot_of(case="upper")

    def test_every_small_letter_becomes_its_capital(self):
        small, large = "".join(LOWER), "".join(VIETNAMESE[len(LOWER) :])
        assert clean(small, self.UPPER) == clean(nfd(small), self.UPPER) == large

    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ("ước", "ƯỚC"),
            ("Nguyễn Thị Đào", "NGUYỄN THỊ ĐÀO"),
            ("Strauß", "STRAUSS"),
            ("ŉ", "ʼN"),
            ("iıI", "III"),
        ],
    )
    def test_words_become_capitals(self, given, shown):
        assert clean(given, self.UPPER) == shown

    def test_a_slot_may_keep_the_case(self):
        assert clean("Nguyễn thị Đào ß", SLOT) == "Nguyễn thị Đào ß"


class TestSpaces:
    @pytest.mark.parametrize(
        "given",
        [
            pytest.param("  Lê   An ", id="several"),
            pytest.param("Lê\u00a0An", id="no-break"),
            pytest.param("Lê\u202fAn", id="narrow no-break"),
            pytest.param("Lê\tAn", id="tab"),
            pytest.param("Lê\r\nAn\n", id="lines"),
            pytest.param("Lê\u2028An", id="line separator"),
            pytest.param("Lê\u3000An", id="ideographic"),
            pytest.param("Lê\u200b An", id="zero width"),
            pytest.param("\ufeffLê An", id="byte order mark"),
            pytest.param("Lê A\u00adn", id="soft hyphen"),
            pytest.param("L\u200dê\u200c An\u200f", id="joiners and directions"),
            pytest.param("Le\u200b\u0302 An", id="zero width before a mark"),
        ],
    )
    def test_are_one_between_words_and_none_around(self, given):
        assert clean(given, SLOT) == "Lê An"
        assert set_in(SLOT, given) == set_in(SLOT, "Lê An")

    @pytest.mark.parametrize("text", ["", " ", "\t\n", "\u00a0", "\u200b\ufeff\u00ad"])
    def test_alone_leave_the_slot_empty(self, text):
        assert set_texts((SLOT,), {"name": text}) == ()


class TestWordGap:
    GAP = 0.22
    BIG = slot_of(size=0.2, min_size=0.05, max_width=1.0)

    @pytest.mark.parametrize("font", FONTS)
    @pytest.mark.parametrize("end", ["NỮ", "THƠ", "Như"])
    def test_no_horn_closes_it(self, font, end):
        slot = msgspec.structs.replace(self.BIG, font=font)
        for start in ("THỊ", "Tú", "JÊ"):
            lettering = set_in(slot, f"{end} {start}")
            pixel = 1 / (lettering.size * 1000)
            assert max(empty_runs(lettering)) >= self.GAP - pixel, start

    @pytest.mark.parametrize("font", USED)
    @pytest.mark.parametrize("text", [TANG, UNIT, "Ở TƯ Y A V Ơ JÊ"])
    def test_it_is_kept_between_all_words(self, font, text):
        slot = msgspec.structs.replace(self.BIG, font=font, min_size=0.01)
        lettering = set_in(slot, text)
        # Drawn larger, since a pixel more or less must not decide.
        runs = empty_runs(lettering, 2400)
        assert sum(run >= self.GAP - 0.02 for run in runs) == text.count(" ")

    def test_it_is_a_usual_space_where_nothing_overhangs(self):
        gap = max(empty_runs(set_in(self.BIG, "AN HIM")))
        assert 0.25 < gap < 0.36


class TestSize:
    LONG = "NGUYỄN THỊ QUỲNH HƯƠNG ĐỖ ƯỚC THỦY"

    def test_a_short_text_has_the_full_size(self):
        assert set_in(SLOT, "Lê An").size == SLOT.size

    @pytest.mark.parametrize("text", [LONG, QUYNH + " AN", "N" * 25])
    def test_a_long_one_is_as_wide_as_its_slot(self, text):
        slot = slot_of(max_width=0.7)
        lettering = set_in(slot, text)
        assert slot.min_size < lettering.size < slot.size
        left, _, right, _ = ink(lettering)
        assert right - left == pytest.approx(0.7 * 1080, abs=1.5)

    def test_it_shrinks_in_proportion(self):
        sizes = [set_in(slot_of(max_width=width), self.LONG).size for width in (0.7, 0.77)]
        assert sizes[1] == pytest.approx(1.1 * sizes[0])

    def test_exactly_the_smallest_size_is_accepted(self):
        width = set_in(SLOT, self.LONG).lines[0].width
        lettering = set_in(slot_of(max_width=width * 0.0301, min_size=0.03), self.LONG)
        assert lettering.size == pytest.approx(0.0301)
        with pytest.raises(TextTooLong):
            set_in(slot_of(max_width=width * 0.0299, min_size=0.03), self.LONG)

    @pytest.mark.parametrize("letter", ["A", "Ư", "i", "Ng"])
    def test_a_too_long_text_says_how_many_letters_fit(self, letter):
        slot = slot_of(max_width=0.4)
        with pytest.raises(TextTooLong) as caught:
            set_in(slot, letter * 80)
        found = re.fullmatch(
            r"text\.name: (\d+) letters are too long; about (\d+) of this kind fit\.",
            str(caught.value),
        )
        assert found
        assert int(found[1]) == 80 * len(letter)
        fitting = int(found[2]) // len(letter)
        assert set_in(slot, letter * (fitting - 1)).size >= slot.min_size
        with pytest.raises(TextTooLong):
            set_in(slot, letter * (fitting + 2))


class TestEllipsis:
    SHORT = slot_of(overflow="ellipsis", max_width=0.4)
    TEXT = "Công đoàn cơ quan Bộ Khoa học, Công nghệ và Môi trường"

    def test_says_that_words_are_left_out_and_fits(self):
        lettering = set_in(self.SHORT, self.TEXT)
        shown = " ".join(lettering.lines[0].words)
        assert shown.endswith("…")
        assert self.TEXT.startswith(shown.removesuffix("…"))
        assert self.SHORT.min_size <= lettering.size <= self.SHORT.size
        left, _, right, _ = ink(lettering)
        assert right - left <= 0.4 * 1080 + 1

    def test_keeps_as_many_words_as_fit(self):
        words = self.TEXT.split()
        kept = len(set_in(self.SHORT, self.TEXT).lines[0].words)
        more = set_text(
            f"{' '.join(words[: kept + 1])}…",
            msgspec.structs.replace(self.SHORT, min_size=0.0),
        )
        assert 0 < kept < len(words)
        assert more.size < self.SHORT.min_size

    @pytest.mark.slow
    def test_stands_at_no_comma(self):
        for width in np.arange(0.3, 0.9, 0.02):
            words = set_in(slot_of(overflow="ellipsis", max_width=width), self.TEXT).lines[0].words
            assert not re.search(r"[,.;]…", words[-1])

    def test_stays_away_where_all_fits(self):
        assert set_in(self.SHORT, "Lê An").lines[0].words == ("Lê", "An")

    def test_never_cuts_a_word(self):
        with pytest.raises(TextTooLong, match=r'text\.name: "Ư{60}" alone is too long'):
            set_in(self.SHORT, "Ư" * 60)


class TestTwoLines:
    TWO = slot_of(lines=2, max_width=0.5)
    TEXT = "Công đoàn cơ quan Bộ Khoa học và Công nghệ"

    def test_are_taken_where_the_text_is_then_larger(self):
        one = set_in(slot_of(max_width=0.5, min_size=0.01), self.TEXT)
        two = set_in(self.TWO, self.TEXT)
        assert (len(one.lines), len(two.lines)) == (1, 2)
        assert two.size > 1.3 * one.size

    def test_hold_all_words_in_order(self):
        two = set_in(self.TWO, self.TEXT)
        assert [*two.lines[0].words, *two.lines[1].words] == self.TEXT.split()

    @pytest.mark.parametrize("text", [TEXT, QUYNH + " THỦY", UNIT, "Bộ Tài nguyên và Môi trường"])
    def test_are_as_equal_as_the_words_let_them_be(self, text):
        slot = slot_of(lines=2, max_width=0.4, min_size=0.01)
        two, words = set_in(slot, text), text.split()
        longest = max(line.width for line in two.lines)
        halves = [(words[:at], words[at:]) for at in range(1, len(words))]
        assert len(two.lines) == 2
        for halved in halves:
            widths = [set_text(" ".join(half), SLOT).lines[0].width for half in halved]
            assert max(widths) >= longest - 1e-9

    def test_are_not_taken_where_one_is_enough(self):
        assert len(set_in(self.TWO, "Lê Văn An").lines) == 1

    def test_are_not_made_of_one_word(self):
        assert len(set_in(slot_of(lines=2, max_width=0.5), "N" * 18).lines) == 1

    def test_stand_evenly_about_the_anchor(self):
        two = set_in(msgspec.structs.replace(self.TWO, anchor=(0.5, 0.61)), self.TEXT)
        above, below = two.baselines
        assert (above + below) / 2 == pytest.approx(0.61)
        assert 1.2 * two.size < below - above < 1.3 * two.size
        assert set_in(self.TWO, "Lê An").baselines == (0.5,)

    @pytest.mark.parametrize("font", USED)
    @pytest.mark.parametrize("deep", ["Ộ", "Ỵ", "g", "ỵ", "Ặ"])
    @pytest.mark.parametrize("high", ["Ẫ", "Ẳ", "Ẵ", "Ỗ"])
    def test_never_touch(self, font, deep, high):
        slot = slot_of(lines=2, max_width=0.5, size=0.2, font=font)
        two = set_in(slot, f"{deep}NNN {high}NNN")
        assert [line.words[0][0] for line in two.lines] == [deep, high]
        alone = [
            ink(set_text(letter, slot_of(font=font, size=two.size, anchor=(0.5, y))))
            for letter, y in zip((deep, high), two.baselines, strict=True)
        ]
        assert alone[0][3] <= alone[1][1] + 1

    def test_are_both_inside_the_slot(self):
        two = set_in(self.TWO, self.TEXT)
        left, top, right, bottom = ink(two)
        assert right - left <= 0.5 * 1080 + 1
        assert abs(left + right - 1080) <= 2
        assert top >= (0.5 - 1.7 * two.size) * 1080
        assert bottom <= (0.5 + 0.9 * two.size) * 1080


HARDEST = [
    (CARD, "name", QUYNH, 0.05),
    (CARD, "name", TANG, 0.039),
    (CARD, "unit", UNIT, 0.0235),
    (RIBBON, "name", QUYNH, 0.03),
]


class TestShippedSlots:
    def test_the_unit_has_the_length_that_it_was_chosen_for(self):
        assert 56 <= len(UNIT) <= 57

    @pytest.mark.parametrize(("frame", "name", "text", "size"), HARDEST)
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_the_hardest_names_fit(self, frame, name, text, size, form):
        slot = shipped_slot(frame, name)
        lettering = set_in(slot, unicodedata.normalize(form, text))
        assert lettering.size == pytest.approx(size, abs=0.001)
        assert slot.min_size <= lettering.size <= slot.size

    @pytest.mark.parametrize(("frame", "name", "text", "size"), HARDEST)
    @pytest.mark.parametrize("side", [512, 1080, 2048])
    def test_their_ink_is_within_the_width_and_the_safe_circle(self, frame, name, text, size, side):
        del size
        slot = shipped_slot(frame, name)
        lettering = set_in(slot, text)
        left, _, right, _ = ink(lettering, side, 128)
        assert right - left <= slot.max_width * side + 1
        y, x = np.nonzero(coverage(lettering, side) >= 16)
        far = np.hypot((x + 0.5) / side - 0.5, (y + 0.5) / side - 0.5).max()
        assert far <= SHIPPED[frame].safe_radius

    @pytest.mark.parametrize(("frame", "name"), SHIPPED_SLOTS)
    def test_at_its_full_width_a_slot_lies_within_the_safe_circle(self, frame, name):
        slot = shipped_slot(frame, name)
        wide = msgspec.structs.replace(slot, min_size=slot.size, max_width=1.0)
        word = next(
            text
            for text in ("Ẫ" + "N" * count + "Ỵ" for count in range(60))
            if set_in(wide, text).lines[0].width * slot.size >= 0.97 * slot.max_width
        )
        y, x = np.nonzero(coverage(set_in(slot, word)) >= 16)
        far = np.hypot((x + 0.5) / 1080 - 0.5, (y + 0.5) / 1080 - 0.5).max()
        assert far <= SHIPPED[frame].safe_radius

    def test_the_cards_two_lines_do_not_touch(self):
        name = coverage(set_in(shipped_slot(CARD, "name"), "GỘỴỰ ỊỢỤẠẶ"))
        unit = coverage(set_in(shipped_slot(CARD, "unit"), "ẪỖỄ ẤỨỮ"))
        assert np.flatnonzero(name.max(axis=1)).max() < np.flatnonzero(unit.max(axis=1)).min()


class TestMarks:
    """Ink beyond its mask would be clipped silently; a larger mask shows all of it."""

    # The sizes in pixels of a name at 1080, of one at 2048, and of one twice as large as ours.
    @pytest.mark.parametrize("font", FONTS)
    @pytest.mark.parametrize(
        "em", [102, *(pytest.param(em, marks=pytest.mark.slow) for em in (54, 205))]
    )
    def test_none_is_clipped(self, monkeypatch, font, em):
        side = round(2.5 * em)
        slot = slot_of(font=font, size=em / side, min_size=0.1, max_width=1.0, anchor=(0.5, 0.6))
        letterings = [set_in(slot, letter) for letter in (*VIETNAMESE, *"gjpqyQ,;()[]{}|@_$/")]
        usual = [coverage(lettering, side) for lettering in letterings]
        monkeypatch.setattr(framegen.frame.text, "ASCENT", 1.4)
        monkeypatch.setattr(framegen.frame.text, "DESCENT", 0.4)
        clipped = {
            lettering.lines[0].words[0]
            for lettering, seen in zip(letterings, usual, strict=True)
            if np.abs(coverage(lettering, side).astype(int) - seen).max() > 2
        }
        assert clipped == set()

    @pytest.mark.parametrize(("frame", "name"), SHIPPED_SLOTS)
    @pytest.mark.parametrize("side", [1080, pytest.param(2048, marks=pytest.mark.slow)])
    def test_none_is_clipped_in_a_shipped_slot(self, monkeypatch, frame, name, side):
        slot = shipped_slot(frame, name)
        lettering = set_in(slot, "ẲẴẪỖ ỴỰẶ")
        seen = coverage(lettering, side).astype(int)
        monkeypatch.setattr(framegen.frame.text, "ASCENT", 1.5)
        monkeypatch.setattr(framegen.frame.text, "DESCENT", 0.6)
        assert np.abs(coverage(lettering, side) - seen).max() <= 2

    @pytest.mark.parametrize("font", USED)
    @pytest.mark.parametrize(("bare", "marked"), [("A", "Ả"), ("Ă", "Ẳ"), ("Â", "Ẫ"), ("O", "Ỏ")])
    def test_a_hook_or_tilde_is_above(self, font, bare, marked):
        slot = slot_of(font=font, size=0.1)
        tops = [ink(set_in(slot, letter))[1] for letter in (bare, marked)]
        assert tops[0] - tops[1] >= 0.06 * slot.size * 1080

    @pytest.mark.parametrize("font", USED)
    @pytest.mark.parametrize(("bare", "marked"), [("A", "Ạ"), ("Ư", "Ự"), ("E", "Ệ"), ("o", "ợ")])
    def test_a_dot_is_below(self, font, bare, marked):
        slot = slot_of(font=font, size=0.1)
        bottoms = [ink(set_in(slot, letter))[3] for letter in (bare, marked)]
        assert bottoms[1] - bottoms[0] >= 0.1 * slot.size * 1080


class TestDrawing:
    @pytest.mark.parametrize("color", ["#FFD54A", "#FFFFFF", "#8E0B1E"])
    def test_the_text_has_its_colour_and_blends_into_what_is_below(self, color):
        below, slot = (10, 46, 107), slot_of(color=color, size=0.1)
        lettering = set_in(slot, "Nguyễn")
        picture = Image.new("RGB", (1080, 1080), below)
        lettering.draw(picture)
        shown, covered = np.asarray(picture).astype(int), coverage(lettering)
        wanted = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
        assert (covered == 255).sum() > 2000
        assert (shown[covered == 255] == wanted).all()
        assert (shown[covered == 0] == below).all()
        blended = np.array(below) + covered[..., None] / 255 * (np.array(wanted) - below)
        assert np.abs(shown - blended).max() <= 1

    @pytest.mark.parametrize(("frame", "name"), SHIPPED_SLOTS)
    @pytest.mark.parametrize(
        "text",
        ["Lê An", QUYNH, "Ngô Quý", "Nguyễn Thị Thúy", "Y Bhinh", "L", "Tôn I", "Ước", "Đỗ Như"],
    )
    def test_it_stands_in_the_middle_of_its_anchor(self, frame, name, text):
        slot = shipped_slot(frame, name)
        left, _, right, _ = ink(set_in(slot, text))
        assert abs((left + right) / 2 - slot.anchor[0] * 1080) <= 1

    @pytest.mark.parametrize("x", [0.3, 0.3713, 0.6241])
    def test_it_stands_there_wherever_the_anchor_is(self, x):
        left, _, right, _ = ink(set_in(slot_of(anchor=(x, 0.4), max_width=0.5), "HIỀN"))
        assert abs((left + right) / 2 - x * 1080) <= 1

    @pytest.mark.parametrize("y", [0.3, 0.4173, 0.9])
    @pytest.mark.parametrize("text", ["HIM", "Linh", "ĐẠI"])
    def test_its_letters_stand_on_the_baseline(self, y, text):
        lettering = set_in(slot_of(anchor=(0.5, y), size=0.1), text)
        # The dot below is off the line, on which the last letter stands.
        covered = coverage(lettering)
        columns = np.flatnonzero(covered.max(axis=0) >= 64)
        last = covered[:, columns[-1] - 8 :]
        assert abs(np.flatnonzero(last.max(axis=1) >= 128).max() + 1 - y * 1080) <= 1

    def test_nothing_changes_outside_the_slots(self, bare_card):
        text = {"name": TANG, "unit": UNIT}
        changed = pixels(plain_avatar(bare_card, text=text)) != pixels(plain_avatar(bare_card))
        y, x = np.nonzero(changed.any(axis=2))
        x, y = (x + 0.5) / 1080, (y + 0.5) / 1080
        inside = np.zeros(len(x), bool)
        for slot in bare_card.texts:
            (ax, ay), size = slot.anchor, slot.size
            across = np.abs(x - ax) <= slot.max_width / 2 + 1 / 1080
            mine = across & (y >= ay - 1.05 * size) & (y <= ay + 0.28 * size)
            assert mine.sum() > 1000
            inside |= mine
        assert inside.all()

    def test_each_text_is_in_its_own_slot(self, bare_card):
        none = pixels(plain_avatar(bare_card))
        rows = {}
        for slot in bare_card.texts:
            one = pixels(plain_avatar(bare_card, text={slot.id: "Lê An"}))
            rows[slot.id] = np.flatnonzero((one != none).any(axis=(1, 2)))
        assert rows["name"].max() < rows["unit"].min()

    @pytest.mark.parametrize(("frame", "name", "text", "size"), HARDEST)
    def test_it_is_at_the_same_place_at_any_size(self, frame, name, text, size):
        del size
        lettering = set_in(shipped_slot(frame, name), text)
        places = [np.array(ink(lettering, side, 128)) / side for side in (512, 1080, 2048)]
        for place in places[1:]:
            assert np.abs(place - places[0]).max() <= 1.2 / 512

    def test_it_weighs_the_same_at_any_size(self):
        lettering = set_in(SLOT, QUYNH)
        shares = [coverage(lettering, side).mean() for side in (512, 1080, 2048)]
        assert max(shares) <= 1.04 * min(shares)

    def test_it_may_reach_past_the_picture(self):
        lettering = set_in(slot_of(anchor=(0.0, 0.01), size=0.1), "NGUYỄN")
        whole = coverage(set_in(slot_of(anchor=(0.5, 0.51), size=0.1), "NGUYỄN"))
        assert (coverage(lettering)[:540, :540] == whole[540:, 540:]).all()

    def test_equal_texts_give_equal_pixels(self, bare_card):
        text = {"name": QUYNH, "unit": UNIT}
        files = {plain_avatar(bare_card, 256, text=text).encode("png") for _ in range(3)}
        assert len(files) == 1

    @pytest.mark.slow
    def test_four_threads_draw_what_one_does(self, bare_card):
        names = [f"{word} {other}" for word in QUYNH.split() for other in TANG.split()[:5]]

        def make(name):
            return plain_avatar(bare_card, 200, text={"name": name, "unit": UNIT}).encode("png")

        alone = [make(name) for name in names]
        for remembered in vars(framegen.frame.text).values():
            if hasattr(remembered, "cache_clear"):
                remembered.cache_clear()
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(make, names))
        assert together == alone
        assert len({*alone}) == len(names)

    @pytest.mark.parametrize("text", [None, {}, {"name": ""}, {"name": " \n", "unit": "\u200b"}])
    def test_an_empty_text_leaves_the_slot_empty(self, bare_card, text):
        assert plain_avatar(bare_card, 200, text=text).encode("png") == plain_avatar(
            bare_card, 200
        ).encode("png")


FAILURES = {
    "emoji": (RIBBON, "name", "An 🙂", TextInvalid, ("text.name", '"🙂"', "U+1F642")),
    "chinese": (CARD, "unit", "王 An", TextInvalid, ("text.unit", '"王"', "U+738B")),
    "bell": (RIBBON, "name", "An\x07", TextInvalid, ("text.name", "hidden", "U+0007")),
    "private": (RIBBON, "name", "\ue000", TextInvalid, ("text.name", "hidden", "U+E000")),
    "slot": (CARD, "nmae", "An", TextInvalid, ("text.nmae", '"nmae"', "it has: name, unit")),
    "no slots": (RING, "name", "An", TextInvalid, ("text.name", "it has none")),
    "letters": (RIBBON, "name", "Ă" * 201, TextTooLong, ("text.name", "201 letters", "200")),
    "width": (RIBBON, "name", f"{TANG} {QUYNH}", TextTooLong, ("text.name", "54 letters", "fit")),
}
each_failure = pytest.mark.parametrize(
    ("frame", "name", "text", "error", "words"), FAILURES.values(), ids=FAILURES
)


class TestRefusal:
    @each_failure
    def test_the_library_names_slot_and_reason(self, quick, photo, frame, name, text, error, words):
        with pytest.raises(error) as caught:
            quick.make(photo, frame, text={name: text}, size=128)
        assert str(caught.value).endswith(".")
        assert caught.value.hint
        for word in words:
            assert word in str(caught.value)

    @each_failure
    def test_the_command_line_says_so_and_writes_nothing(
        self, tmp_path, photo, frame, name, text, error, words
    ):
        done = framegen_make(tmp_path, photo, "-f", frame, "--text", f"{name}={text}")
        assert done.exit_code in (1, 2)
        assert done.stdout == ""
        assert not (tmp_path / "out.png").exists()
        for word in (*words, f"Hint: {error.hint}"):
            assert word in done.stderr
        assert not re.search("Traceback|itself failed", done.stderr)

    @pytest.mark.slow
    @each_failure
    def test_the_service_answers_with_a_problem(
        self, client, photo, frame, name, text, error, words
    ):
        answer = client.post(
            f"/v1/frames/{frame}/avatars", **form(photo, size="128", **{f"text.{name}": text})
        )
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["code"] == error.code
        for word in words:
            assert word in problem["detail"]

    def test_the_service_says_it_in_vietnamese(self, client, photo):
        sent = form(photo, **{"text.name": "An 🙂"})
        sent["headers"]["Accept-Language"] = "vi-VN,vi;q=0.9"
        problem = client.post(f"/v1/frames/{RIBBON}/avatars", **sent).json()
        assert (problem["code"], problem["title"]) == ("text-invalid", "Có chữ không vẽ được.")

    @pytest.mark.parametrize(
        "letter",
        [
            "\x00",
            "\x02",
            "\x1b",
            "\x7f",
            "\u034f",
            "\u115f",
            "\u2800",
            "\ud800",
            "\ufe0f",
            "\U000e0100",
            "\U0010ffff",
        ],
        ids=ascii,
    )
    @pytest.mark.parametrize("around", ["{}", "A{}n"])
    def test_an_invisible_letter_is_named(self, letter, around):
        with pytest.raises(TextInvalid, match=rf"text\.name: .*U\+{ord(letter):04X}"):
            set_in(SLOT, around.format(letter))

    def test_an_unknown_slot_stops_everything(self, bare_card):
        with pytest.raises(TextInvalid, match=r"text\.Name"):
            plain_avatar(bare_card, 128, text={"name": "An", "Name": "An"})

    def test_every_refusal_is_a_text_error(self):
        assert {error.__mro__[1] for error in (TextInvalid, TextMissing, TextTooLong)} == {
            TextError
        }

    @pytest.mark.parametrize("option", ["An", "=An", "name"])
    def test_an_option_without_its_slot_is_wrong_usage(self, tmp_path, photo, option):
        done = framegen_make(tmp_path, photo, "-f", RIBBON, "--text", option)
        assert done.exit_code in (1, 2)
        assert "--text" in done.stderr
        assert "SLOT=" in done.stderr
        assert option in done.stderr
        assert not re.search("Traceback|itself failed|report it", done.stderr)


class TestNeeded:
    """A frame may need a text."""

    @pytest.mark.parametrize("text", [None, {}, {"name": " \u00a0"}])
    def test_the_library_names_it(self, needing, photo, text):
        framer = Framer(needing, detector=FixedFace())
        with pytest.raises(TextMissing, match=r"text\.name: .*Họ và tên"):
            framer.make(photo, RIBBON, text=text, size=128)

    def test_the_command_line_names_it(self, needing, photo, tmp_path):
        done = framegen_make(tmp_path, photo, "-f", RIBBON, "--frames", str(needing))
        assert done.exit_code in (1, 2)
        assert "text.name" in done.stderr
        assert "Họ và tên" in done.stderr
        assert not (tmp_path / "out.png").exists()

    def test_the_service_names_it(self, needing, photo):
        with client_of(create_app(Settings(frames=str(needing)))) as client:
            answer = client.post(f"/v1/frames/{RIBBON}/avatars", **form(photo))
        assert (answer.status_code, answer.json()["code"]) == (422, "text-missing")
        assert "text.name" in answer.json()["detail"]

    def test_given_it_is_drawn(self, needing, photo, quick):
        framer = Framer(needing, detector=FixedFace())
        made = framer.make(photo, RIBBON, text={"name": "Lê An"}, size=128)
        free = quick.make(photo, RIBBON, text={"name": "Lê An"}, size=128)
        assert made.encode("png") == free.encode("png")


class TestWays:
    """The same name gives the same avatar whichever way it comes."""

    def test_the_shipped_frames_carry_it_in_full_colour(self, quick, photo):
        for frame, name in SHIPPED_SLOTS:
            slot = shipped_slot(frame, name)
            named = pixels(quick.make(photo, frame, text={name: "Nguyễn"}, size=512))
            unnamed = pixels(quick.make(photo, frame, size=512))
            changed = (named != unnamed).any(axis=2)
            wanted = [int(slot.color[at : at + 2], 16) for at in (1, 3, 5)]
            assert (named[changed] == wanted).all(axis=1).sum() > 0.15 * changed.sum()

    def test_the_command_line_draws_it(self, tmp_path, framer, photo):
        text = {"name": nfd("Nguyễn Thị Đào = Ước"), "unit": "Vụ Tổ chức"}
        options = [part for pair in text.items() for part in ("--text", "=".join(pair))]
        done = framegen_make(tmp_path, photo, "-f", CARD, *options)
        assert done.exit_code == 0, done.stderr
        with Image.open(tmp_path / "out.png") as image:
            shown = np.asarray(image)
        wanted = framer.make(photo, CARD, text=text, size=128)
        assert (shown == np.asarray(wanted.image)).all()

    @pytest.mark.parametrize("send", ["form", "image"])
    @pytest.mark.parametrize("name", ["Nguyễn Thị Đào", nfd("Nguyễn Thị Đào")])
    def test_the_service_draws_it(self, client, framer, photo, send, name):
        options = {"text.name": name, "text.unit": "Vụ Tổ chức", "size": "128", "format": "png"}
        path = f"/v1/frames/{CARD}/avatars"
        if send == "form":
            answer = client.post(path, **form(photo, **options))
        else:
            answer = client.post(path, params=options, **raw(photo))
        text = {"name": "Nguyễn Thị Đào", "unit": "Vụ Tổ chức"}
        assert answer.status_code == 200
        assert answer.content == framer.make(photo, CARD, text=text, size=128).encode("png")

    def test_an_empty_field_of_a_form_is_no_text(self, client, framer, photo):
        options = {"text.name": "", "size": "128", "format": "png"}
        answer = client.post(f"/v1/frames/{CARD}/avatars", **form(photo, **options))
        assert answer.content == framer.make(photo, CARD, size=128).encode("png")

    def test_a_batch_reports_the_same_with_and_without_it(self, tmp_path, photo, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for name in ("a.jpg", "b.jpg"):
            (tmp_path / name).write_bytes(photo)

        def batch(*options):
            args = ["make", "a.jpg", "b.jpg", "-f", RIBBON, "--size", "128", "--json", "-o", "out"]
            done = CliRunner().invoke(cli, [*args, *options], catch_exceptions=False)
            files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
            shutil.rmtree(tmp_path / "out")
            return done.exit_code, done.stdout, files

        without, named = batch(), batch("--text", "name=Lê An")
        assert without[:2] == named[:2]
        assert [json.loads(line)["photo"] for line in named[1].splitlines()] == ["a.jpg", "b.jpg"]
        assert without[2].keys() == named[2].keys()
        assert all(without[2][name] != named[2][name] for name in named[2])

    def test_a_batch_reports_bad_texts_by_row(self, tmp_path, photo, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for name in ("a.jpg", "b.jpg"):
            (tmp_path / name).write_bytes(photo)
        args = ["make", "a.jpg", "b.jpg", "-f", RIBBON, "--json", "--text", "name=王"]
        done = CliRunner().invoke(cli, args, catch_exceptions=False)
        assert done.exit_code in (1, 2)
        if done.stdout:
            rows = [json.loads(line) for line in done.stdout.splitlines()]
            assert {row["error"]["code"] for row in rows} == {"text-invalid"}
        else:
            assert "U+738B" in done.stderr


def test_names_are_not_cached():
    own = {
        name: held
        for name, held in vars(framegen.frame.text).items()
        if hasattr(held, "cache_info")
    }
    assert {name for name, held in own.items() if held.__module__ == "framegen.frame.text"} == {
        "_font"
    }
