"""Pages: what a member meets, with no script and nothing from elsewhere."""

import gzip
import html
import io
import re
from html.parser import HTMLParser

import pytest
from PIL import Image

from framegen import Note
from service.app import create_app
from service.language import for_members
from service.page.assets import STATIC, Assets
from service.page.pages import linked
from service.settings import Settings
from tests.service.conftest import (
    AVATARS,
    FRAME,
    UNIT,
    UNIT_NAME,
    client_of,
    form,
    own_campaign,
    problem_words,
)

FRAMES = ("vong-sang-kien", "dai-lua-do")
CONTACT = "lien-he@cong-doan.example"


class Page(HTMLParser):
    """A page's tags, each a name and its attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag, **wanted):
        return [
            attributes
            for name, attributes in self.tags
            if name == tag and wanted.items() <= attributes.items()
        ]

    def values(self, *names):
        return [value for _, attrs in self.tags for name, value in attrs.items() if name in names]


def text_of(answer):
    return html.unescape(answer.text)


def chosen(answer):
    return [
        tag["value"]
        for tag in Page(answer.text).all("input", type="radio", name="frame")
        if "checked" in tag
    ]


@pytest.fixture(scope="module")
def own_client(tmp_path_factory):
    """A browser at a service whose operator filled in the campaign."""
    frames = own_campaign(tmp_path_factory.mktemp("own"), CONTACT)
    with client_of(create_app(Settings(frames=frames, workers=1))) as client:
        yield client


@pytest.fixture(scope="module")
def pages(client, made, card_jpeg):
    """Every page that there is, by what it is."""
    noted = client.post("/", **form(card_jpeg, frame=FRAME)).headers["location"]
    return {
        "form": client.get("/"),
        "form with an error": client.post("/", **form(b"word", frame=FRAME)),
        "result": client.get(made),
        "result with notes": client.get(noted),
        "deleted": client.post(f"{noted}/xoa"),
        "gone": client.get("/anh/nix"),
        "no such page": client.get("/khong-co"),
        "no such method": client.put("/"),
        "docs": client.get("/docs"),
        "problems": client.get("/problems"),
        "one problem": client.get("/problems/photo-unreadable"),
    }


PAGES = ("form", "form with an error", "result", "result with notes", "deleted", "gone")
PAGES += ("no such page", "no such method", "docs", "problems", "one problem")
each_page = pytest.mark.parametrize("name", PAGES)


class TestEveryPage:
    @each_page
    def test_is_html_in_vietnamese(self, pages, name):
        page = Page(pages[name].text)
        assert pages[name].headers["content-type"] == "text/html; charset=utf-8"
        assert pages[name].text.lower().startswith("<!doctype html>")
        assert page.all("html", lang="vi")
        assert len(page.all("title")) == len(page.all("main")) == 1
        # The form's page has a heading for each of its states, of which one is shown.
        assert len(page.all("h1")) == (3 if name.startswith("form") else 1)

    @each_page
    def test_holds_no_script_and_no_style_within(self, pages, name):
        page = Page(pages[name].text)
        scripts = page.all("script")
        assert all("src" in each or each["type"] == "application/json" for each in scripts)
        assert page.all("style") == []
        assert page.values("style") == []
        assert not [at for _, attrs in page.tags for at in attrs if at.startswith("on")]

    @each_page
    def test_takes_nothing_from_elsewhere(self, pages, name):
        page = Page(pages[name].text)
        addresses = page.values("src", "href", "action", "srcset", "xlink:href")
        assert addresses
        assert all(re.match(r"/(?!/)|#\w", address) for address in addresses)
        assert not [value for value in page.values("src", "href") if value.startswith("data:")]
        assert page.all("link", rel="stylesheet")

    @each_page
    def test_links_to_nothing_that_is_not_there(self, client, pages, name):
        page = Page(pages[name].text)
        ids = page.values("id")
        for address in set(page.values("src", "href")) - set(self.taken_back(pages)):
            if address.startswith("#"):
                assert address[1:] in ids
            else:
                assert client.get(address).status_code == 200

    def taken_back(self, pages):
        """The addresses of the avatar that was deleted."""
        return [
            a for a in Page(pages["result with notes"].text).values("src", "href") if "/v1/" in a
        ]

    @each_page
    def test_can_be_heard(self, pages, name):
        page = Page(pages[name].text)
        assert all("alt" in image for image in page.all("img"))
        assert all("aria-hidden" in drawing for drawing in page.all("svg"))
        assert len(page.values("id")) == len(set(page.values("id")))

    @each_page
    def test_is_stored_by_nobody(self, pages, name):
        assert pages[name].headers["cache-control"] == "no-store"


class TestForm:
    def test_offers_every_frame_with_a_sample(self, client, frames):
        answer = client.get("/")
        page = Page(answer.text)
        offered = [tag["value"] for tag in page.all("input", type="radio", name="frame")]
        assert answer.status_code == 200
        assert offered == sorted(frames, key=lambda name: frames[name].order)
        for name in offered:
            assert frames[name].title in text_of(answer)
            assert page.all("img", src=f"/khung/{name}-large.webp")
        assert len(page.all("image", href="/khung/tat-ca.webp")) == len(offered)

    def test_sends_the_photo_and_the_frame_by_itself(self, client):
        page = Page(client.get("/").text)
        (sent,) = page.all("form")
        assert (sent["method"], sent["action"]) == ("post", "/")
        assert sent["enctype"] == "multipart/form-data"
        assert page.all("input", type="file", name="photo")
        assert page.all("button", type="submit")

    @pytest.mark.parametrize(
        ("query", "frame"),
        [
            ("", FRAMES[0]),
            ("?khung=dai-lua-do", "dai-lua-do"),
            ("?khung=nix", FRAMES[0]),
            ('?khung="><script>', FRAMES[0]),
        ],
        ids=["none", "known", "unknown", "hostile"],
    )
    def test_has_one_frame_chosen(self, client, query, frame):
        answer = client.get(f"/{query}")
        assert chosen(answer) == [frame]
        assert '"><script' not in answer.text

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("?dv=cd-so-1.ha-noi", "cd-so-1.ha-noi mời bạn"),
            ("", None),
            ("?dv=", None),
            ("?dv=hai%20chu", None),
            (f"?dv={'a' * 33}", None),
            ("?dv=<b>x</b>", None),
        ],
    )
    def test_says_who_invites(self, client, query, shown):
        answer = client.get(f"/{query}")
        assert ("mời bạn" in text_of(answer)) is bool(shown)
        if shown:
            assert shown in text_of(answer)
            code = query.removeprefix("?dv=")
            assert Page(answer.text).all("form", action=f"/?dv={code}")

    def test_knows_units_by_their_names(self, own_client):
        assert f"{UNIT_NAME} mời bạn" in text_of(own_client.get(f"/?dv={UNIT}"))

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_says_who_answers_for_the_photos(self, client, own_client, language):
        shipped, own = (text_of(who.get(f"/?lang={language}")) for who in (client, own_client))
        for said in (shipped, own):
            assert (
                for_members("Body in charge: {name}.", language).format(
                    name="Công đoàn Viên chức Việt Nam"
                )
                in said
            )
        assert (
            for_members("With questions, turn to whoever sent you this link.", language) in shipped
        )
        assert (
            for_members("With questions, turn to whoever sent you this link.", language) not in own
        )
        assert Page(own).all("a", href=f"mailto:{CONTACT}")

    @pytest.mark.parametrize(
        ("contact", "link"),
        [
            ("lien-he@cong-doan.example", "mailto:lien-he@cong-doan.example"),
            ("024 3942.1181", "tel:02439421181"),
            ("https://cong-doan.example/hoi", "https://cong-doan.example/hoi"),
            ("Phòng 201, nhà A", None),
            ("javascript:alert(1)", None),
            ('"><script>', None),
        ],
    )
    def test_links_to_a_contact_that_can_be_tapped(self, contact, link):
        page = Page(str(linked(contact)))
        assert [a["href"] for a in page.all("a")] == ([link] if link else [])
        assert "<script" not in str(linked(contact))

    def test_leads_on_to_who_invited(self, client, astronaut_jpeg):
        sent = form(astronaut_jpeg, frame=FRAME)
        made = client.post("/?dv=bkhcn&lang=en", **sent).headers["location"]
        assert made.endswith("?lang=en&dv=bkhcn")
        page = Page(client.get(made).text)
        assert page.all("html", lang="en")
        assert page.all("a", href=f"/?lang=en&dv=bkhcn&khung={FRAME}")

    @pytest.mark.parametrize(
        ("query", "accepted", "language"),
        [
            ("", "", "vi"),
            ("", "en-GB,en;q=0.9", "en"),
            ("", "fr", "vi"),
            ("?lang=en", "vi", "en"),
            ("?lang=vi", "en", "vi"),
            ("?lang=fr", "en", "en"),
        ],
    )
    def test_speaks_the_language_that_is_asked_for(self, client, query, accepted, language):
        answer = client.get(f"/{query}", headers={"Accept-Language": accepted})
        page = Page(answer.text)
        assert page.all("html", lang=language)
        assert for_members("Your photo stays yours", language) in text_of(answer)
        other = "en" if language == "vi" else "vi"
        assert page.all("a", hreflang=other, href=f"/?khung={FRAME}&lang={other}") or query

    def test_is_known_by_a_picture_when_its_link_is_shared(self, client):
        page = Page(client.get("/?khung=dai-lua-do").text)
        (tag,) = page.all("meta", property="og:image")
        assert tag["content"] == "http://testserver/khung/dai-lua-do-the.jpg"
        with Image.open(io.BytesIO(client.get("/khung/dai-lua-do-the.jpg").content)) as image:
            assert (image.format, image.size) == ("JPEG", (1200, 630))

    def test_shows_every_frame_in_one_picture(self, client, frames):
        with Image.open(io.BytesIO(client.get("/khung/tat-ca.webp").content)) as image:
            assert image.width == len(frames) * image.height

    def test_says_the_limits_that_hold(self, client, small_client):
        assert "20 MB" in text_of(client.get("/"))
        assert "1 MB" in text_of(small_client.get("/"))


class TestPost:
    def test_leads_to_an_address_of_its_own(self, client, astronaut_jpeg):
        answer = client.post("/", **form(astronaut_jpeg, frame="dai-lua-do"))
        assert answer.status_code == 303
        assert re.fullmatch(r"/anh/[\w-]{22,}", answer.headers["location"])

    @pytest.mark.parametrize(
        ("sent", "status", "code"),
        [
            pytest.param(form(b"word", frame="dai-lua-do"), 415, "photo-unreadable", id="no photo"),
            pytest.param(form(b"", frame="dai-lua-do"), 415, "photo-unreadable", id="empty file"),
            pytest.param(
                form(b"", filename="", frame="dai-lua-do"), 422, "photo-missing", id="none chosen"
            ),
            pytest.param(form(frame="dai-lua-do"), 422, "photo-missing", id="no such field"),
        ],
    )
    def test_of_a_bad_photo_is_the_form_again_with_a_reason(self, client, sent, status, code):
        answer = client.post("/", **sent)
        title, hint = problem_words(code)
        assert answer.status_code == status
        assert title in text_of(answer)
        assert hint in text_of(answer)
        assert Page(answer.text).all("input", type="file")
        assert chosen(answer) == ["dai-lua-do"]

    @pytest.mark.parametrize("fields", [{}, {"frame": ""}, {"frame": "nix"}], ids=str)
    def test_without_a_frame_that_there_is_is_the_form_again(self, client, astronaut_jpeg, fields):
        answer = client.post("/", **form(astronaut_jpeg, **fields))
        assert answer.status_code == 404
        assert problem_words("frame-not-found")[0] in text_of(answer)

    def test_of_a_photo_too_large_is_the_form_again(self, small_client):
        answer = small_client.post("/", **form(b"\0" * 3 * 2**20, frame=FRAME))
        assert answer.status_code == 413
        assert problem_words("photo-too-large")[0] in text_of(answer)

    def test_does_not_repeat_what_was_sent(self, client):
        sent = form(b"<b>CANARY", filename="CANARY.jpg", frame="<i>CANARY")
        assert "CANARY" not in client.post("/", **sent).text


class TestResult:
    def test_shows_the_avatar_and_lets_it_be_saved(self, client, made):
        page = Page(client.get(made).text)
        picture = f"/v1/avatars/{made.removeprefix('/anh/')}.jpg"
        assert page.all("img", src=picture)
        assert page.all("a", href=f"{picture}?download")
        assert client.get(picture).status_code == 200

    def test_leads_back_to_the_same_frame(self, client, made):
        (back, *_) = Page(client.get(made).text).all("a", href=f"/?khung={FRAME}")
        assert chosen(client.get(back["href"])) == [FRAME]

    def test_says_the_doubts_in_vietnamese(self, pages):
        doubt = for_members(Note.NO_FACE.sentence, "vi")
        assert doubt in text_of(pages["result with notes"])
        assert doubt not in text_of(pages["result"])

    def test_deletes_at_once(self, client, astronaut_jpeg):
        made = client.post("/", **form(astronaut_jpeg, frame=FRAME)).headers["location"]
        page = Page(client.get(made).text)
        (delete,) = page.all("form", action=f"{made}/xoa")
        (picture, *_) = [tag["src"] for tag in page.all("img") if "/v1/" in tag["src"]]
        answer = client.post(delete["action"])
        assert (delete["method"], answer.status_code) == ("post", 200)
        assert "Đã xóa" in text_of(answer)
        assert client.get(made).status_code == client.get(picture).status_code == 404

    def test_of_an_avatar_that_is_gone_says_so(self, pages):
        assert pages["gone"].status_code == 404
        assert problem_words("avatar-gone")[0] in text_of(pages["gone"])

    def test_can_be_deleted_twice(self, client, pages):
        assert client.post("/anh/nix/xoa").status_code == pages["deleted"].status_code == 200


@pytest.mark.parametrize(
    ("name", "status"), [("no such page", 404), ("no such method", 405), ("gone", 404)]
)
def test_a_page_that_is_not_there_has_its_status(pages, name, status):
    assert pages[name].status_code == status


class TestHeaders:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/"),
            ("GET", "/healthz"),
            ("GET", "/v1/frames"),
            ("GET", "/openapi.json"),
            ("GET", f"/khung/{FRAME}-sample.webp"),
            ("GET", f"/v1/frames/{FRAME}/artwork.png?size=64"),
            ("GET", "/v1/campaign"),
            ("GET", "/readyz"),
            ("GET", "/docs"),
            ("GET", "/problems/busy"),
            ("HEAD", "/"),
            ("POST", "/v1/photos"),
            ("POST", "/v1/avatars"),
            ("GET", "/static/nix.css"),
            ("GET", "/nix"),
            ("GET", "/v1/nix"),
            ("GET", "/v1/avatars/nix.jpg"),
            ("PUT", "/"),
            ("DELETE", "/v1/frames"),
            ("POST", "/"),
            ("POST", AVATARS),
            ("POST", "/v1/frames/nix/avatars"),
        ],
    )
    def test_that_guard_are_on_every_answer(self, client, method, path):
        headers = client.request(method, path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' blob:",
            "connect-src": "'self'",
            "manifest-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }

    def test_that_guard_are_on_a_picture_and_on_the_way_to_it(self, client, made, astronaut_jpeg):
        answers = [
            client.get(f"/v1/avatars/{made.removeprefix('/anh/')}.jpg"),
            client.post("/", **form(astronaut_jpeg, frame=FRAME)),
            client.post(f"{AVATARS}?size=128", **form(astronaut_jpeg)),
        ]
        assert [answer.status_code for answer in answers] == [200, 303, 200]
        assert all("content-security-policy" in answer.headers for answer in answers)


class TestAssets:
    @pytest.fixture
    def sheet(self, client):
        (link,) = Page(client.get("/").text).all("link", rel="stylesheet")
        return link["href"]

    def test_are_named_by_their_content_and_kept_for_ever(self, client, sheet):
        answer = client.get(sheet)
        assert re.fullmatch(r"/static/[0-9a-f]{10}/style\.css", sheet)
        assert answer.headers["content-type"].startswith("text/css")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.content == (STATIC / "style.css").read_bytes()

    def test_get_another_name_with_other_content(self, tmp_path):
        addresses = []
        for text in ("a", "b", "a"):
            (tmp_path / "b.css").write_text(text)
            addresses.append(Assets(tmp_path).href("b.css"))
        assert addresses[0] == addresses[2] != addresses[1]

    def test_share_one_address_so_that_modules_find_each_other(self, tmp_path):
        for name, text in (("a.js", 'import "./b.js";'), ("b.js", "1")):
            (tmp_path / name).write_text(text)
        before = Assets(tmp_path)
        (tmp_path / "b.js").write_text("2")
        after = Assets(tmp_path)
        assert before.modules() == ["a.js", "b.js"]
        assert before.href("a.js") != after.href("a.js")
        assert after.get(before.mark, "a.js") is None

    def test_are_none_that_nobody_wrote(self, tmp_path):
        with pytest.raises(KeyError):
            Assets(tmp_path).href("a.js")

    def test_bring_the_mark_as_pictures_too(self, client):
        icons = client.get("/manifest.webmanifest").json()["icons"]
        for icon in icons:
            with Image.open(io.BytesIO(client.get(icon["src"]).content)) as image:
                assert "x".join(map(str, image.size)) == icon["sizes"]

    def test_are_packed_for_who_unpacks(self, client, sheet):
        with client.stream("GET", sheet, headers={"Accept-Encoding": "br, gzip"}) as answer:
            packed = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(packed) == (STATIC / "style.css").read_bytes()

    def test_are_plain_for_who_does_not(self, client, sheet):
        answer = client.get(sheet, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in answer.headers
        assert answer.content == (STATIC / "style.css").read_bytes()

    @pytest.mark.parametrize(
        "path",
        [
            "/static/style.css",
            "/static/0123456789/style.css",
            "/static/..%2Fapp.py",
            f"/khung/{FRAME}-nix.webp",
            "/khung/nix-sample.webp",
            f"/khung/{FRAME}.webp",
        ],
    )
    def test_that_are_not_there_are_not_found(self, client, path):
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize("frame", FRAMES)
    @pytest.mark.parametrize(("kind", "size"), [("sample", 360), ("large", 720)])
    def test_samples_are_pictures_of_a_frame(self, client, frame, kind, size):
        answer = client.get(f"/khung/{frame}-{kind}.webp")
        assert answer.headers["content-type"] == "image/webp"
        assert "max-age=" in answer.headers["cache-control"]
        with Image.open(io.BytesIO(answer.content)) as image:
            assert (image.format, image.size) == ("WEBP", (size, size))
