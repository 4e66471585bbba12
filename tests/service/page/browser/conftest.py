"""A browser and a service for the page's tests, or a skip with the reason."""

import os
import urllib.request

import pytest

from framegen import Frames
from tests.service.conftest import own_campaign, serving

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None


def _missing():
    """What the tests of this folder lack, None where they can run."""
    from pathlib import Path

    from tests.support.browser import CHROMIUM

    if sync_playwright is None:
        return "needs playwright: pip install -e '.[dev]'"
    return None if Path(CHROMIUM).exists() else f"needs Chromium at {CHROMIUM}, or in $CHROMIUM"


# For this package alone: while it runs, playwright holds the thread's event loop, and whoever else
# wants one would be refused.
@pytest.fixture(scope="package")
def playwright():
    missing = _missing()
    if missing:
        # Where nobody reads the skips, a missing browser must not look like a tested page.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright):
    from tests.support.browser import chromium

    with chromium(playwright) as running:
        yield running


@pytest.fixture(scope="package")
def url(tmp_path_factory):
    """A service that keeps photos for long enough, on a free port; a unit of it invites."""
    frames = own_campaign(tmp_path_factory.mktemp("own"))
    with serving(FRAMEGEN_FRAMES=str(frames), FRAMEGEN_WORK_SECONDS="30") as server:
        _draw_all(server.url, Frames(frames))
        yield server.url


def _draw_all(url, frames):
    """Have all artwork drawn, which takes long on a busy machine, and only the first time."""
    for picture in ("tat-ca", *(f"{name}-khung" for name in frames)):
        with urllib.request.urlopen(f"{url}/khung/{picture}.webp", timeout=240) as answer:
            assert answer.status == 200


@pytest.fixture
def visit(browser, url, playwright):
    """Makes members, each at a browser of their own; all must have had nothing to complain of."""
    from tests.support.browser import Member

    members = []

    def begin(device="Pixel 7", **context):
        device = playwright.devices[device] if device else {}
        members.append(Member(browser, url, **{**device, **context}))
        return members[-1]

    yield begin
    complaints = [complaint for member in members for complaint in member.complaints]
    for member in members:
        member.close()
    assert complaints == []


@pytest.fixture
def member(visit):
    """A member with a usual phone."""
    return visit()
