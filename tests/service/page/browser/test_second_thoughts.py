"""Second thoughts: another photo, tap or step while something is under way."""

import pytest

from service.language import for_members
from tests.support.browser import astronaut, never, pair, upload

pytestmark = [pytest.mark.slow, pytest.mark.browser]
FOCUS = "document.activeElement.tagName + '#' + document.activeElement.id"
COUNT = """
window.open_ = { addresses: 0, bitmaps: 0, opened: 0 };
const { createObjectURL, revokeObjectURL } = URL;
URL.createObjectURL = (what) => {
  open_.addresses += 1;
  open_.opened += 1;
  return createObjectURL.call(URL, what);
};
URL.revokeObjectURL = (address) => { open_.addresses -= 1; revokeObjectURL.call(URL, address); };
const { close } = ImageBitmap.prototype;
ImageBitmap.prototype.close = function () { open_.bitmaps -= 1; close.call(this); };
const make = window.createImageBitmap;
window.createImageBitmap = async (...what) => {
  const bitmap = await make(...what);
  open_.bitmaps += 1;
  open_.opened += 1;
  return bitmap;
};
"""


def asked(member, end):
    """How often the server was asked for an address of this end."""
    return sum(request.url.endswith(end) for request in member.sent)


def held(page, pattern):
    """Requests that are answered only once they are let go, in their order."""
    routes = []
    page.route(pattern, lambda route: routes.append(route))  # noqa: PLW0108
    return routes


def test_the_photo_chosen_last_is_the_one(member):
    page = member.page
    given_up = []
    page.on("requestfailed", lambda request: given_up.append(request.url))
    member.ready()
    page.route("**/v1/photos", never, times=1)
    member.choose(upload(pair()))
    member.state("send")
    page.locator("#sending-h", has_text=for_members("Sending your photo", "vi")).wait_for()
    member.choose(upload(astronaut()))
    member.state("edit")
    assert given_up == [f"{member.url}/v1/photos"]
    assert page.locator("#zoom-o").text_content() == "100 %"


def test_the_photo_before_is_forgotten(member):
    member.edit()
    photo = next(a for a in member.answers if a.url.endswith("/v1/photos")).json()["id"]
    with member.page.expect_response(f"**/v1/photos/{photo}") as answer:
        member.choose(upload(pair()))
    assert answer.value.request.method == "DELETE"
    member.state("faces")


def test_saving_twice_saves_once(member):
    member.edit()
    member.page.dblclick("#save")
    member.state("done")
    assert asked(member, "/v1/avatars") == 1


def test_choosing_a_face_twice_keeps_later_changes(member):
    page = member.page
    member.ready()
    member.choose(upload(pair()))
    member.state("faces")
    page.dblclick('[data-do="face"]')
    member.state("edit")
    assert sum("/suggestions?" in request.url for request in member.sent) == 1


def test_an_abandoned_picture_does_not_appear(member):
    page = member.page
    member.edit()
    routes = held(page, "**/v1/avatars")
    page.click("#save")
    page.locator("#save[aria-disabled]").wait_for()
    page.click('[data-do="home"]:visible')
    member.state("landing")
    page.unroute("**/v1/avatars")
    assert len(routes) == 1
    member.choose(upload(astronaut()))
    member.state("edit")
    assert page.locator("#save[aria-disabled]").count() == 0
    member.save()
    assert asked(member, "/v1/avatars") == 2


def test_the_flow_works_by_keys_and_moves_the_focus(member):
    page = member.page
    member.pick(upload(astronaut()))
    member.ready()
    page.keyboard.press("Enter")
    member.state("edit")
    assert page.evaluate(FOCUS) == "H1#state"
    order = []
    for _ in range(12):
        page.keyboard.press("Tab")
        order.append(page.evaluate(FOCUS))
        if order[-1] == "BUTTON#save":
            break
    assert "CANVAS#canvas" in order
    assert "BUTTON#t-frame" in order
    page.keyboard.press("Enter")
    member.state("done")
    assert page.evaluate(FOCUS) == "H1#"
    assert page.locator(".done h1").evaluate("(h1) => h1 === document.activeElement")


def test_who_looks_at_frames_while_the_photo_is_sent_stays_there(member):
    page = member.page
    member.ready()
    routes = held(page, "**/v1/photos")
    member.choose(upload(astronaut()))
    page.locator("#sending-h", has_text=for_members("Sending your photo", "vi")).wait_for()
    page.locator("[name=frame]:checked").focus()
    page.keyboard.press("ArrowRight")
    chosen = page.locator("[name=frame]:checked").get_attribute("value")
    routes[0].continue_()
    member.state("edit")
    assert page.evaluate("document.activeElement.value") == chosen


def test_the_phones_memory_is_given_back(member):
    page = member.page
    page.add_init_script(COUNT)
    member.edit(path="/?khung=the-doan-vien")
    page.click("#t-text")
    with page.expect_response("**/lettering") as letters:
        page.locator("#fields input").first.fill("Lê Ơn")
    letters.value.finished()
    member.still()
    member.choose(upload(b"no picture", "IMG.HEIC", "image/heic"))
    member.state("trouble")
    count = page.evaluate("window.open_")
    assert count["opened"] >= 3
    assert (count["addresses"], count["bitmaps"]) == (0, 0)


def test_who_wants_no_motion_gets_none(visit):
    member = visit(reduced_motion="reduce")
    page = member.page
    moving = "document.getAnimations().length"
    member.ready()
    assert page.evaluate(moving) == 0
    member.choose(upload(astronaut()))
    member.state("edit")
    assert page.evaluate(moving) == 0
    member.save()
    assert page.evaluate(moving) == 0
