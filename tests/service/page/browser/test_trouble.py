"""Trouble: no network, a full service, files that are no photos; the photo is never lost."""

import json
import re

import pytest

from framegen.testing import drawn_card
from service.language import for_members
from tests.support.browser import astronaut, heic, large_photo, never, pair, upload

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_offline_in_the_middle_goes_on_by_itself(member):
    member.ready()
    member.context.set_offline(True)
    member.choose(upload(astronaut()))
    member.state("offline")
    assert for_members("You are offline", "vi") in member.page.locator(".note:visible").inner_text()
    member.context.set_offline(False)
    member.state("edit")
    member.save()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_offline_before_loading_keeps_the_photo_and_resumes(visit, language):
    member = visit(locale=language)
    note = member.page.locator("#offline")
    member.open("/?khung=dai-lua-do")
    member.context.set_offline(True)
    member.choose(upload(astronaut()))
    note.wait_for()
    assert for_members("You are offline", language) in note.inner_text()
    assert (
        for_members(
            "Your photo and changes are safe on your phone. "
            "We carry on by ourselves once you are back.",
            language,
        )
        in note.inner_text()
    )
    member.context.set_offline(False)
    member.state("edit")
    assert not note.is_visible()
    assert member.save()[0]["frame"] == "dai-lua-do"


def test_who_changes_their_mind_while_offline_gets_the_photo_chosen_last(member):
    member.open()
    member.context.set_offline(True)
    member.choose(upload(pair()))
    member.page.locator("#offline").wait_for()
    member.choose(upload(astronaut()))
    member.context.set_offline(False)
    member.state("edit")
    assert sum(request.url.endswith("/v1/photos") for request in member.sent) == 1


def test_where_the_scripts_do_not_run_the_form_does_it_all(member):
    page = member.page
    page.route("**/app.js", lambda route: route.fulfill(body="?", content_type="text/javascript"))
    member.open("/?khung=dai-lua-do&dv=bkhcn")
    member.choose(upload(astronaut()))
    page.wait_for_url("**/anh/*")
    assert page.url.endswith("?dv=bkhcn")
    page.locator(".shot > img").wait_for()


def test_an_old_browser_is_left_with_the_form(member):
    page = member.page
    page.add_init_script("delete Element.prototype.replaceChildren;")
    member.open()
    member.choose(upload(astronaut()))
    page.click("#make")
    page.wait_for_url("**/anh/*")
    assert page.locator("#download").is_visible()
    page.locator("summary").click()
    assert page.locator("#help-in").is_visible()


def test_offline_while_saving_keeps_what_was_done(member):
    page = member.page
    member.edit()
    page.click("#t-place")
    page.click('[data-do="larger"]')
    member.context.set_offline(True)
    page.click("#save")
    member.state("offline")
    member.context.set_offline(False)
    member.state("done")


def test_a_full_house_is_waited_out(member):
    page = member.page
    member.open()
    answers = [{"status": 503, "headers": {"Retry-After": "2"}, "body": "{}"}]
    page.route(
        "**/v1/photos",
        lambda route: route.fulfill(**answers.pop()) if answers else route.continue_(),
    )
    member.choose(upload(astronaut()))
    member.state("busy")
    assert int(page.locator("#secs").inner_text()) in (2, 3)
    assert page.locator("#teeth").get_attribute("stroke-dasharray").count("6 4") == 12
    member.state("edit")


def test_who_is_impatient_tries_again_at_once(member):
    page = member.page
    member.open()
    answers = [{"status": 429, "headers": {"Retry-After": "50"}, "body": "{}"}]
    page.route(
        "**/v1/photos",
        lambda route: route.fulfill(**answers.pop()) if answers else route.continue_(),
    )
    member.choose(upload(astronaut()))
    member.state("busy")
    page.click('[data-do="retry"]')
    member.state("edit")


def test_an_upload_can_be_cancelled(member):
    page = member.page
    member.open()
    page.route("**/v1/photos", never)
    member.choose(upload(astronaut()))
    member.state("send")
    page.click('.dock [data-do="home"]')
    member.state("landing")
    page.unroute("**/v1/photos")
    member.choose(upload(astronaut()))
    member.state("edit")


def test_a_photo_that_is_held_no_more_is_sent_again(member):
    page = member.page
    member.edit()
    photo = next(a for a in member.answers if a.url.endswith("/v1/photos")).json()["id"]
    assert page.request.delete(f"{member.url}/v1/photos/{photo}").status == 204
    wish, _ = member.save()
    assert wish["photo"] != photo
    assert sum(request.url.endswith("/v1/photos") for request in member.sent) == 2


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        (
            upload(b"some words", "loi.txt", "text/plain"),
            for_members("This file does not open", "vi"),
        ),
        (upload(b"some words", "loi.jpg"), "Tệp này không mở được."),
        (upload(heic(), "IMG_1.HEIC", "image/heic"), "Tệp này không mở được."),
        (upload(b"\0" * (20 * 2**20 + 1), "phim.heic", "image/heic"), "Ảnh nặng quá 20 MB"),
    ],
    ids=["text", "text called a photo", "broken heic", "too large"],
)
def test_what_is_no_photo_is_told_in_a_sentence(member, sent, title):
    page = member.page
    member.pick(upload(astronaut()))
    member.open("/?khung=dai-lua-do")
    member.choose(sent)
    member.state("trouble")
    assert page.locator("#trouble-h").inner_text() == title
    assert page.locator("#trouble-f").inner_text() == sent["name"]
    page.click('[data-do="choose"]')
    member.state("edit")
    assert page.locator("[name=frame]:checked").get_attribute("value") == "dai-lua-do"


def test_a_refusal_of_the_server_is_told_in_its_words(member):
    page = member.page
    member.open()
    said = {"code": "photo-too-large", "title": "Ảnh lớn quá.", "hint": "Bạn chọn ảnh khác."}
    page.route("**/v1/photos", lambda route: route.fulfill(status=413, body=json.dumps(said)))
    member.choose(upload(astronaut()))
    member.state("trouble")
    assert page.locator("#trouble-h").inner_text() == said["title"]
    assert page.locator("#trouble-p").inner_text() == said["hint"]


def test_a_mistake_of_the_server_can_be_tried_again(member):
    page = member.page
    member.open()
    page.route("**/v1/photos", lambda route: route.fulfill(status=500, body="<html>"), times=1)
    member.choose(upload(astronaut()))
    member.state("trouble")
    assert page.locator("#trouble-h").inner_text() == for_members("Something went wrong", "vi")
    page.click("#again")
    member.state("edit")


def test_a_photo_that_only_the_server_opens_is_edited(member):
    """As HEIC on Android: the browser's own decoders are taken away, the file is a good one."""
    page = member.page
    page.add_init_script(
        "window.createImageBitmap = ((real) => (file, ...more) => file.name === 'IMG.HEIC'"
        " ? Promise.reject(new Error()) : real(file, ...more))(window.createImageBitmap);"
        "Object.defineProperty(HTMLImageElement.prototype, 'onload', { set(f) {"
        " this.addEventListener('load', () => this.src.startsWith('blob:') ? this.onerror() : f());"
        "} });"
    )
    member.open()
    data = upload(astronaut())["buffer"]
    member.choose(upload(data, "IMG.HEIC", "image/heic"))
    member.state("edit")
    assert any(
        answer.url.endswith(".jpg") and "/photos/" in answer.url for answer in member.answers
    )
    assert page.locator("#sending-p").text_content() == for_members("Pick a frame meanwhile.", "vi")
    member.save()


def test_no_face_is_no_trouble(member):
    page = member.page
    member.edit(drawn_card(900, 1200))
    assert page.locator("#doubt-h").inner_text() == for_members("No face found yet", "vi")
    assert page.locator("#t-place").get_attribute("aria-selected") == "true"
    member.save()


def test_a_photo_as_phones_take_them_is_light_and_quickly_so(member):
    page = member.page
    photo = upload(large_photo())
    member.ready()
    session = member.context.new_cdp_session(page)
    page.evaluate(
        "() => document.getElementById('photo').addEventListener('change',"
        " () => { window.began = performance.now(); }, true)"
    )
    seconds = []
    # Who shares this machine may have been busy: the best of three tells of the page.
    while len(seconds) < 3 and not any(each <= 2 for each in seconds):
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        with page.expect_request("**/v1/photos"):
            member.choose(photo)
        seconds.append(page.evaluate("performance.now() - window.began") / 1000)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        member.state("edit")
    kilobytes = int(re.search(r"(\d+) kB", page.locator("#sending-p").text_content())[1])
    print(f"\n12 megapixels: {kilobytes} kB after {min(seconds):.2f} s at a quarter of the speed")  # noqa: T201
    assert 0 < kilobytes <= 800
    assert min(seconds) <= 2
