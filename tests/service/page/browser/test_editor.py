"""Editor: gestures and keys are exact, and the preview equals the avatar."""

import base64
import io
import math

import numpy as np
import pytest
from PIL import Image
from skimage.metrics import structural_similarity

from tests.support.browser import upload

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SIDE = 540
MIDDLE = "(() => { const b = document.getElementById('canvas').getBoundingClientRect();"
MIDDLE += " return [b.left + b.width / 2, b.top + b.height / 2, b.width]; })()"

LOOK = "document.getElementById('canvas').toDataURL('image/png')"


@pytest.fixture
def editor(member):
    member.edit()
    member.fingers = member.context.new_cdp_session(member.page)
    return member


def touch(member, *moves):
    """Fingers on the glass: each move is where they are, in steps from the first to the last."""

    def send(kind, points):
        places = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]
        member.fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    send("touchStart", moves[0])
    for points in moves[1:]:
        send("touchMove", points)
    send("touchEnd", [])


def crop_of(member):
    """The crop that saving sends: the middle, the side, the turn."""
    wish, _ = member.save()
    member.page.go_back()
    member.state("edit")
    left, top, right, bottom = wish["crop"]["box"]
    return (left + right) / 2, (top + bottom) / 2, right - left, wish["crop"]["turn"]


def fingers_at(x, y, apart, degrees):
    dx, dy = (apart / 2 * f(math.radians(degrees)) for f in (math.cos, math.sin))
    return [(x - dx, y - dy), (x + dx, y + dy)]


def test_two_fingers_zoom_and_turn_exactly(editor):
    x, y, _ = editor.page.evaluate(MIDDLE)
    cx, cy, side, turn = crop_of(editor)
    steps = [fingers_at(x, y, 80 + 6 * n, 3 * n) for n in range(11)]
    touch(editor, *steps)
    after = crop_of(editor)
    assert after[2] == pytest.approx(side * 80 / 140, rel=0.01)
    assert after[3] - turn == pytest.approx(30, rel=0.01)
    assert math.dist(after[:2], (cx, cy)) < 0.01 * side


def test_one_finger_drags_exactly(editor):
    x, y, width = editor.page.evaluate(MIDDLE)
    cx, cy, side, _ = crop_of(editor)
    touch(editor, *[[(x + 4 * n, y - 2 * n)] for n in range(11)])
    after = crop_of(editor)
    assert cx - after[0] == pytest.approx(40 / width * side, rel=0.01)
    assert after[1] - cy == pytest.approx(20 / width * side, rel=0.01)


def test_the_place_under_the_wheel_stays(editor):
    x, y, width = editor.page.evaluate(MIDDLE)
    cx, _, side, _ = crop_of(editor)
    editor.page.mouse.move(x + width / 4, y)
    editor.page.mouse.wheel(0, -200)
    editor.page.locator("#zoom-o:not(:text-is('100 %'))").wait_for(state="attached")
    after = crop_of(editor)
    assert after[2] < side
    assert after[0] + after[2] / 4 == pytest.approx(cx + side / 4, abs=0.002 * side)


def test_keys_do_all_that_fingers_do(editor):
    page = editor.page
    cx, cy, side, turn = crop_of(editor)
    page.locator("#canvas").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "+", "]", "]", "]"):
        page.keyboard.press(key)
    x, y, zoomed, turned = crop_of(editor)
    assert zoomed == pytest.approx(side / 1.05)
    assert turned == pytest.approx(turn + 3)
    assert x < cx
    assert y > cy
    page.keyboard.press("Tab")
    page.click("#t-place")
    page.locator("#zoom").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#zoom-o").inner_text() == "106 %"


def test_tabs_go_by_arrow_keys(editor):
    page = editor.page
    page.locator("#t-frame").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#p-place").is_visible()
    assert page.locator("#t-place").get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowRight")
    assert page.locator("#p-frame").is_visible()


def test_the_photo_cannot_be_lost(editor):
    page = editor.page
    page.locator("#canvas").focus()
    for _ in range(60):
        page.keyboard.press("Shift+ArrowRight")
    cx, cy, side, _ = crop_of(editor)
    assert 0 <= cx <= 1024
    assert 0 <= cy <= 1024
    assert side <= 1024 * 2


def seen(member):
    """The canvas, as the member sees it once nothing moves any more."""
    member.still()
    data = member.page.evaluate(LOOK)
    picture = Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2])))
    return picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def likeness(member):
    before = seen(member)
    _, address = member.save()
    drawn = Image.open(io.BytesIO(member.page.request.get(member.url + address).body()))
    drawn = drawn.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    return structural_similarity(np.asarray(before), np.asarray(drawn), channel_axis=2)


@pytest.mark.parametrize("frame", ["vong-sang-kien", "dai-lua-do", "the-doan-vien"])
@pytest.mark.parametrize("turn", [0, 17, 90])
def test_what_is_seen_is_what_is_saved(member, frame, turn):
    page = member.page
    member.edit(path=f"/?khung={frame}")
    page.click("#t-place")
    page.click('[data-do="larger"]')
    if turn == 90:
        page.click('[data-do="right"]')
    else:
        page.locator("#canvas").focus()
        for _ in range(turn):
            page.keyboard.press("]")
    if frame == "the-doan-vien":
        page.click("#t-text")
        with page.expect_response("**/lettering") as letters:
            page.locator("#fields input").first.fill("Nguyễn Thị Quỳnh Hương")
        letters.value.finished()
    value = likeness(member)
    print(f"\n{frame} turned by {turn}: SSIM {value:.4f}")  # noqa: T201
    assert value >= 0.98


@pytest.mark.parametrize(
    ("edge", "turn"),
    [("left", 0), ("top", 0), ("right", 0), ("bottom", 0), ("left", 28), ("all", -28)],
)
def test_past_the_photos_edge_it_is_what_the_server_makes_up(member, edge, turn):
    member.edit(path="/?khung=dai-lua-do")
    keys = ["]" if turn > 0 else "["] * abs(turn)
    if edge == "all":
        keys += ["-"] * 14
    else:
        away = {"left": "Right", "top": "Down", "right": "Left", "bottom": "Up"}[edge]
        keys += [f"Shift+Arrow{away}"] * 7
    member.page.locator("#canvas").focus()
    for key in keys:
        member.page.keyboard.press(key)
    value = likeness(member)
    print(f"\npast {edge}, turned by {turn}: SSIM {value:.4f}")  # noqa: T201
    assert value >= 0.98


def test_a_photo_turned_by_its_camera_is_sent_upright(member):
    photo = Image.new("RGB", (1200, 800), "white")
    photo.paste((200, 0, 0), (0, 0, 400, 800))
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    photo.save(stream, "JPEG", exif=exif)
    member.open()
    with member.page.expect_response("**/v1/photos") as answer:
        member.choose(upload(stream.getvalue()))
    assert answer.value.json()["size"] == [800, 1200]
