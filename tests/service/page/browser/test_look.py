"""Look: every state is accessible, light, and fits the phone."""

import pytest

from tests.support.browser import STATES, ZALO, Member, goto

pytestmark = [pytest.mark.slow, pytest.mark.browser]

KILO = 1000
FETCHED = """() => ['navigation', 'resource'].flatMap((kind) =>
  performance.getEntriesByType(kind).map((entry) => entry.toJSON()))"""
SMALL = """() => [...document.querySelectorAll('a, button, input, summary, label, [tabindex="0"]')]
  .filter((e) => e.checkVisibility() && !e.closest('[inert], .skip'))
  .map((e) => [e, (e.closest('label') || e).getBoundingClientRect()])
  .filter(([e, b]) => b.width > 1 && (b.width < 43.5 || b.height < 43.5))
  .filter(([e]) => !(e.type === 'radio') && !e.matches('.go__face, .slide__top'))
  .map(([e, b]) => `${e.outerHTML.slice(0, 90)} ${b.width}x${b.height}`)"""


def member_in(browser, url, state, language="vi", width=412):
    return Member(
        browser,
        url,
        viewport={"width": width, "height": 840},
        locale=f"{language}-VN",
        reduced_motion="reduce",
        has_touch=True,
        user_agent=ZALO if state == "sheet" else None,
    )


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_use_it(browser, url, state):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = {}
    for language in ("vi", "en"):
        member = member_in(browser, url, state, language)
        try:
            goto(member, state, f"?lang={language}&dv=bkhcn")
            for theme in ("light", "dark"):
                member.page.emulate_media(color_scheme=theme)
                result = axe.run(member.page)
                if result.violations_count:
                    found[theme, language] = result.generate_report()
            assert member.complaints == []
        finally:
            member.close()
    assert found == {}, "\n".join(found.values())


@pytest.mark.parametrize("state", STATES)
def test_no_phone_is_too_narrow(browser, url, state):
    member = member_in(browser, url, state, width=320)
    try:
        goto(member, state, "?dv=bkhcn")
        page = member.page
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320
        assert page.evaluate(SMALL) == []
    finally:
        member.close()


def weigh(member):
    """What came over the wire until now: unpacked and packed, of artwork and of the rest."""
    fetched = [entry for entry in member.page.evaluate(FETCHED) if entry["transferSize"]]
    art = [entry for entry in fetched if entry["name"].endswith((".webp", ".jpg"))]
    rest = [entry for entry in fetched if entry not in art]
    return {
        "requests": len(fetched),
        "plain": sum(entry["decodedBodySize"] for entry in rest),
        "packed": sum(entry["transferSize"] for entry in rest),
        "art": sum(entry["transferSize"] for entry in art),
    }


def test_it_is_light(member):
    member.open("/?dv=bkhcn")
    first = weigh(member)
    member.show_interest()
    ready = weigh(member)
    print(f"\nopened: {first}\nready for a photo: {ready}")  # noqa: T201
    assert first["requests"] <= 10
    assert first["plain"] <= 64 * KILO
    assert first["packed"] <= 40 * KILO
    assert ready["packed"] <= 100 * KILO
    assert ready["packed"] + ready["art"] <= 300 * KILO


def test_it_is_there_soon_on_a_slow_line(member):
    session = member.context.new_cdp_session(member.page)
    session.send("Network.enable")
    line = {"offline": False, "latency": 400, "downloadThroughput": 50_000}
    session.send("Network.emulateNetworkConditions", {**line, "uploadThroughput": 50_000})
    member.page.goto(member.url, wait_until="commit")
    member.page.locator('[data-do="take"]').wait_for(state="visible")
    seconds = member.page.evaluate("performance.now()") / 1000
    print(f"\nusable after {seconds:.2f} s on slow 3G")  # noqa: T201
    assert seconds <= 3


def test_nothing_comes_from_elsewhere(member):
    member.edit()
    member.save()
    assert all(request.url.startswith((member.url, "blob:")) for request in member.sent)
    assert member.context.cookies() == []
    assert member.page.evaluate("localStorage.length + sessionStorage.length") == 0
