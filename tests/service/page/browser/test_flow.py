"""Flow: from the link to the saved avatar, on phones, in both languages, without scripts."""

import re

import pytest

from service.language import for_members
from tests.support.browser import ZALO, astronaut, never, pair, upload

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FACEBOOK = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5) Mobile/15E148 [FBAN/FBIOS;FBAV/420.0.0.32.70]"
MESSENGER = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5) Mobile/15E148 [FBAN/MessengerForiOS]"
INSTAGRAM = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5) Mobile/15E148 Instagram 300.0.0.1.1"


@pytest.mark.parametrize("device", ["Pixel 7", "iPhone 13"])
def test_three_taps_from_the_link_to_the_saved_picture(visit, device):
    member = visit(device)
    page = member.page
    member.pick(upload(astronaut()))
    member.open("/?dv=bkhcn&khung=dai-lua-do")
    page.tap("#photo")
    member.state("edit")
    assert page.locator("#chip-t").inner_text() == for_members("Your face is in place", "vi")
    with page.expect_download() as download:
        page.tap("#save")
    member.state("done")
    assert download.value.suggested_filename == "Ảnh đại diện 1 triệu sáng kiến.jpg"
    picture = page.locator(".shot > img").get_attribute("src")
    assert re.fullmatch(r"/v1/avatars/[\w-]+\.jpg", picture)
    assert page.locator("#download").get_attribute("href") == f"{picture}?download"
    assert re.search(r"/anh/[\w-]+\?dv=bkhcn$", page.url)


def test_the_photo_is_framed_before_it_is_sent(member):
    page = member.page
    member.open()
    page.route("**/v1/photos", never)
    member.choose(upload(astronaut()))
    member.state("send")
    look = """() => {
      const copy = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
      const context = copy.getContext('2d');
      context.drawImage(document.getElementById('canvas'), 360, 300, 1, 1, 0, 0, 1, 1);
      return context.getImageData(0, 0, 1, 1).data[3];
    }"""
    for _ in range(40):
        page.wait_for_timeout(200)
        if page.evaluate(look) == 255:
            break
    assert page.evaluate(look) == 255
    assert not any(answer.url.endswith("/v1/photos") for answer in member.answers)


def test_the_chosen_frame_is_in_view(member):
    page = member.page
    inside = """(radio) => {
      const { left, right } = radio.closest('.frame').getBoundingClientRect();
      return left >= 0 && right <= innerWidth && scrollY === 0;
    }"""
    member.open("/?khung=the-doan-vien")
    chosen = page.locator("[name=frame]:checked")
    assert chosen.evaluate(inside)
    member.edit(path="/?khung=the-doan-vien")
    assert chosen.get_attribute("value") == "the-doan-vien"
    assert chosen.evaluate(inside)


def test_a_photo_may_be_dropped_or_pasted(member):
    member.open()
    give = """(kind) => {
      const bytes = Uint8Array.from(atob(window.photo), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'an.jpg', { type: 'image/jpeg' }));
      const event = kind === 'drop' ? new DragEvent('drop', { dataTransfer: data, bubbles: true })
        : new ClipboardEvent('paste', { clipboardData: data, bubbles: true });
      document.body.dispatchEvent(event);
    }"""
    import base64

    photo = base64.b64encode(upload(astronaut(600))["buffer"]).decode()
    for kind in ("drop", "paste"):
        member.page.evaluate("(photo) => { window.photo = photo; }", photo)
        member.page.evaluate(give, kind)
        member.state("edit")
        member.page.click('[data-do="home"]:visible')
        member.state("landing")


def test_the_editor_can_be_come_back_to(member):
    page = member.page
    member.edit()
    member.save()
    page.go_back()
    member.state("edit")
    page.click("#save")
    member.state("done")
    page.click('[data-do="edit"]')
    member.state("edit")
    page.go_back()
    member.state("landing")


def test_the_result_has_an_address_that_can_be_reloaded(member):
    page = member.page
    member.edit()
    _, picture = member.save()
    page.reload()
    page.locator("#expiry b", has_text="giây").wait_for()
    assert page.locator(".shot > img").get_attribute("src") == picture
    assert page.locator('[data-copy="caption"]').is_visible()


def test_deleting_leaves_nothing_on_the_server(member):
    page = member.page
    member.edit()
    wish, picture = member.save()
    page.click(".keep button")
    page.locator("h1", has_text=for_members("Deleted.", "vi")).wait_for()
    assert page.request.get(member.url + picture).status == 404
    assert page.request.get(f"{member.url}/v1/photos/{wish['photo']}/suggestions").status == 404


def test_somebody_among_several_is_chosen_and_then_somebody_else(member):
    page = member.page
    member.ready()
    member.choose(upload(pair()))
    member.state("faces")
    middles = []
    for number in (0, 1):
        page.locator(".pick .frame").nth(number).click()
        page.click('[data-do="face"]')
        member.state("edit")
        left, _, right, _ = member.save()[0]["crop"]["box"]
        middles.append((left + right) / 2)
        page.click('[data-do="edit"]')
        member.state("edit")
        page.click("#who")
        member.state("faces")
        assert page.locator("[name=face]").nth(number).is_checked()
    assert middles[0] < 800 < middles[1]
    assert sum(request.url.endswith("/v1/photos") for request in member.sent) == 1


def test_who_is_alone_is_not_asked_for_somebody_else(member):
    member.edit()
    assert not member.page.locator("#who").is_visible()


def test_a_face_on_the_photo_can_be_tapped(member):
    page = member.page
    member.open()
    member.choose(upload(pair()))
    member.state("faces")
    for number in (1, 0):
        page.locator("#rings g").nth(number).click(position={"x": 20, "y": 20})
        assert page.locator("[name=face]").nth(number).is_checked()


def test_a_name_is_seen_as_it_will_be_saved(member):
    page = member.page
    member.edit(path="/?khung=the-doan-vien")
    page.click("#t-text")
    with page.expect_response("**/lettering") as answer:
        page.locator("#fields input").first.fill("Nguyễn Thị Quỳnh Hương")
    assert answer.value.status == 200
    assert "Nguyễn" not in answer.value.url
    wish, _ = member.save()
    assert wish["text"] == {"name": "Nguyễn Thị Quỳnh Hương"}


def test_a_name_that_does_not_fit_is_told_at_once(member):
    page = member.page
    member.edit(path="/?khung=dai-lua-do")
    page.click("#t-text")
    page.locator("#fields input").first.fill("Công Tằng Tôn Nữ " * 4)
    page.locator("#text-say", has_text="Chữ dài quá").wait_for()
    page.click("#save")
    page.locator("#text-say", has_text="Chữ dài quá").wait_for()
    assert page.locator("body").get_attribute("data-state") == "edit"


def test_another_frame_keeps_what_was_done_to_the_photo(member):
    page = member.page
    member.edit()
    page.click("#t-place")
    page.click('[data-do="larger"]')
    page.click('[data-do="right"]')
    page.click("#t-frame")
    page.locator("[name=frame][value=dai-lua-do]").check(force=True)
    member.still()
    page.click("#t-place")
    assert page.locator("#zoom-o").inner_text() == "110 %"
    assert page.locator("#turn-o").inner_text() == "90°"
    page.click('[data-do="reset"]')
    assert page.locator("#zoom-o").inner_text() == "100 %"


@pytest.mark.parametrize(
    "agent",
    [ZALO, FACEBOOK, MESSENGER, INSTAGRAM],
    ids=("Zalo", "Facebook", "Messenger", "Instagram"),
)
def test_inside_other_apps_help_comes_unasked_and_nothing_is_forced(visit, agent):
    member = visit(user_agent=agent)
    page = member.page
    downloads = []
    page.on("download", lambda download: downloads.append(download))  # noqa: PLW0108
    member.edit()
    _, picture = member.save()
    page.locator("#sheet[open]").wait_for()
    assert page.evaluate("document.querySelector('.shot > img').src").startswith("http")
    href = page.locator("#download").get_attribute("href")
    answer = page.request.get(member.url + href)
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E1%BA%A2nh" in answer.headers["content-disposition"]
    assert picture in href
    page.keyboard.press("Escape")
    assert not page.locator("#sheet").is_visible()
    assert downloads == []


def test_a_phone_that_can_share_shares_the_picture_itself(member):
    page = member.page
    page.add_init_script(
        "navigator.canShare = ({ files }) => files.length === 1;"
        "navigator.share = async ({ files: [one] }) => { window.shared = [one.type, one.size]; };"
    )
    member.edit()
    _, picture = member.save()
    page.click("#share")
    kind, size = page.evaluate("window.shared")
    assert kind == "image/jpeg"
    assert size == len(page.request.get(member.url + picture).body())


def test_the_invitation_can_be_copied_with_who_invites(member):
    page = member.page
    member.context.grant_permissions(["clipboard-read", "clipboard-write"])
    member.edit(path="/?dv=bkhcn&khung=dai-lua-do")
    member.save()
    for button, copied in (
        ('[data-copy="caption"]', "#1trieusangkien"),
        (".row [data-copy^='/']", f"{member.url}/?dv=bkhcn&khung=dai-lua-do"),
    ):
        page.click(button)
        page.locator(button, has_text=for_members("Copied", "vi")).wait_for()
        assert page.evaluate("navigator.clipboard.readText()").endswith(copied)


def test_english_is_english_throughout(visit):
    member = visit(locale="en-GB")
    member.open("/?dv=bkhcn")
    page = member.page
    assert page.locator("html").get_attribute("lang") == "en"
    member.choose(upload(astronaut()))
    member.state("edit")
    assert page.locator("#chip-t").inner_text() == "Your face is in place"
    member.save()
    assert "Lovely" in page.locator(".done h1").inner_text()


def test_without_script_the_form_does_it_all(visit):
    member = visit(java_script_enabled=False)
    page = member.page
    member.open("/?lang=en")
    page.set_input_files("#photo", upload(astronaut()))
    page.click("#make")
    assert "/anh/" in page.url
    page.locator(".shot > img").wait_for()
    assert page.locator("#download").get_attribute("href").endswith(".jpg?download")
    page.locator("summary").click()
    page.locator("#help-in").wait_for()
    page.click(".keep button")
    assert page.locator("h1").inner_text() == "Deleted."
