"""Result: the page of a finished avatar."""

from framegen import Note
from service.language import for_members
from tests.service.conftest import (
    FRAME,
    form,
    problem_words,
)
from tests.service.page.conftest import Page, chosen, text_of


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
