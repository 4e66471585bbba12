"""Screenshots of every state: `python -m tests.bench.screenshots FOLDER`.

At three widths, light and dark. They are for eyes: ugly is a bug that no test finds.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.service.conftest import own_campaign, serving
from tests.support.browser import STATES, ZALO, Member, chromium, goto

WIDTHS = {360: 740, 768: 1024, 1280: 800}


def main(folder, states):
    """Write a PNG for each state, width and theme."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as own,
        serving(FRAMEGEN_FRAMES=str(own_campaign(Path(own)))) as server,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
    ):
        for width, height in WIDTHS.items():
            for theme in ("light", "dark"):
                for state in states:
                    path = folder / f"{state}-{width}-{theme}.png"
                    _shoot(browser, server.url, state, path, width, height, theme)
                    print(path)  # noqa: T201 - what the command is for


def _shoot(browser, url, state, path, width, height, theme):
    member = Member(
        browser,
        url,
        viewport={"width": width, "height": height},
        color_scheme=theme,
        has_touch=width < 1000,
        user_agent=ZALO if state == "sheet" else None,
    )
    try:
        goto(member, state, "?dv=bkhcn")
        member.page.screenshot(path=path, full_page=state in ("landing", "done"))
    finally:
        member.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or STATES)
