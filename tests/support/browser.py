"""Browser: Chromium at the page as members meet it, and the photos that they choose.

Devices are emulated by Chromium's own engine, whatever their name: nothing here is WebKit.
"""

import contextlib
import io
import json
import os
import shutil

import skimage.data
from PIL import Image

from framegen.testing import drawn_card, encoded

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ZALO = (
    "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/120.0 Mobile Safari/537.36 Zalo android/12100723"
)
STATES = ("landing", "early", "edit", "place", "text", "faces", "none", "send", "busy", "offline")
STATES += ("trouble", "done", "sheet", "deleted")
# Machines of two busy cores are slow; what never comes is told all the same.
PATIENCE = 60_000
STILL = """async () => {
  await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})));
  const canvas = document.getElementById('canvas');
  let before;
  do {
    before = canvas.toDataURL();
    await new Promise((go) => setTimeout(go, 150));
  } while (before !== canvas.toDataURL());
}"""


def astronaut(side=1024):
    """The portrait that every clone has."""
    return Image.fromarray(skimage.data.astronaut()).resize((side, side), Image.Resampling.LANCZOS)


def pair():
    """Two people side by side, as large as each other."""
    photo = Image.new("RGB", (1600, 800))
    photo.paste(astronaut(800), (0, 0))
    photo.paste(astronaut(800), (800, 0))
    return photo


def heic():
    """The head of a HEIC file, whose photo is cut off: no browser opens it, nor does the server."""
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)


def upload(picture, name="an.jpg", kind="image/jpeg"):
    """A file as Playwright chooses it: of a picture, or of bytes."""
    data = encoded(picture) if isinstance(picture, Image.Image) else picture
    return {"name": name, "mimeType": kind, "buffer": data}


def large_photo(megapixels=12):
    """A photo as phones take them: detail everywhere."""
    side = round((megapixels * 1e6 / 12) ** 0.5)
    photo = astronaut(512).resize((side * 4, side * 3), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((side * 2, side * 3 // 2), 24).resize(photo.size)
    photo = Image.blend(photo, Image.merge("RGB", (grain,) * 3), 0.12)
    stream = io.BytesIO()
    photo.save(stream, "JPEG", quality=88)
    return stream.getvalue()


@contextlib.contextmanager
def chromium(playwright):
    """A running Chromium."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    try:
        yield browser
    finally:
        browser.close()


class Member:
    """Somebody at the page: their browser's tab, and what it complained of."""

    def __init__(self, browser, url, **context):
        self.url = url
        self.context = browser.new_context(**{"locale": "vi-VN", **context})
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints = []
        self.answers = []
        self.sent = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", lambda answer: self.answers.append(answer))  # noqa: PLW0108
        self.page.on("request", lambda request: self.sent.append(request))  # noqa: PLW0108

    def _hear(self, message):
        # A refusal shows up here whatever the page makes of it; the page's own words are tested.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def open(self, path="/"):
        """Open the page."""
        self.page.goto(self.url + path)
        self.page.wait_for_load_state("networkidle")

    def ready(self, path="/"):
        """Open the page, and wait until all that choosing a photo needs is there."""
        self.open(path)
        self.show_interest()

    def show_interest(self):
        """Give the first sign of wanting to choose a photo, on which the rest is fetched.

        The frame's artwork is what comes last.
        """
        with self.page.expect_response("**/khung/*-khung.webp") as artwork:
            self.page.locator("#photo").focus()
        artwork.value.finished()

    def choose(self, photo):
        """Choose a photo."""
        self.page.set_input_files("#photo", photo)

    def pick(self, photo):
        """Have a photo picked whenever the phone asks for one.

        To be called before the page is opened: who only begins to listen may miss what a key opens.
        """
        self.page.on("filechooser", lambda chooser: chooser.set_files(photo))

    def state(self, name):
        """Wait for a state of the flow."""
        self.page.locator(f'body[data-state="{name}"]').wait_for(state="attached")

    def still(self):
        """Wait until nothing moves any more, on the canvas or elsewhere."""
        self.page.evaluate(STILL)

    def edit(self, picture=None, path="/"):
        """Open the page, choose a photo, and be in the editor once everything has settled."""
        self.ready(path)
        self.choose(upload(picture or astronaut()))
        self.state("edit")
        self.page.wait_for_load_state("networkidle")
        self.still()

    def save(self):
        """Save the picture; what was asked of the server, and where it is."""
        self.page.click("#save")
        self.state("done")
        self.page.locator(".shot > img").wait_for()
        request = next(r for r in reversed(self.sent) if r.url.endswith("/v1/avatars"))
        return json.loads(request.post_data), self.page.locator(".shot > img").get_attribute("src")

    def close(self):
        self.context.close()


def goto(member, state, query=""):
    """Bring somebody into a state of the page, by name."""
    path = f"/{query}"
    if state == "landing":
        member.open(path)
    elif state == "early":
        member.open(path)
        member.context.set_offline(True)
        member.choose(upload(astronaut()))
        member.page.locator("#offline").wait_for()
    elif state in ("edit", "place", "text"):
        _editing(member, state, path)
    elif state in ("faces", "trouble"):
        file = upload(b"%PDF-1.7", "bao-cao-quy-3.docx", "application/pdf")
        member.open(path)
        member.choose(upload(pair()) if state == "faces" else file)
        member.state(state)
    elif state == "none":
        member.edit(drawn_card(900, 1200), path=path)
    elif state in ("send", "busy", "offline"):
        _waiting(member, state, path)
    else:
        _done(member, state, path)


def _editing(member, state, path):
    """The editor, at one of its tabs."""
    page = member.page
    member.edit(path=path)
    if state == "text":
        page.locator("[name=frame][value=the-doan-vien]").check(force=True)
    if state != "edit" and page.locator(".tabs").is_visible():
        page.click(f"#t-{state}")
    if state == "text":
        with page.expect_response("**/lettering") as letters:
            page.locator("#fields input").first.fill("Nguyễn Thị Quỳnh Hương")
        letters.value.finished()
    member.still()


def _done(member, state, path):
    """The finished picture, and what comes after."""
    page = member.page
    member.edit(path=path)
    member.save()
    if state == "sheet" and not page.locator("#sheet").is_visible():
        page.click(".help__open")
    if state == "deleted":
        page.click(".keep button")
        page.locator(".tell").wait_for()
    member.still()


def never(_route):
    """Answer a request never."""


def _waiting(member, state, path):
    """The states in which nothing is to be done but wait."""
    page = member.page
    member.ready(path)
    if state == "busy":
        busy = {"status": 503, "headers": {"Retry-After": "48"}, "body": "{}"}
        page.route("**/v1/photos", lambda route: route.fulfill(**busy))
    elif state == "offline":
        page.route("**/v1/photos", lambda route: route.abort())
    else:
        page.route("**/v1/photos", never)
    member.choose(upload(astronaut()))
    member.state(state)
    member.still()
