"""Result: saving, copying, sharing and deleting the finished picture."""

import pytest

from service.language import for_members

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_deleting_without_a_network_says_so(member):
    page = member.page
    member.edit()
    _, picture = member.save()
    member.context.set_offline(True)
    page.click(".keep button")
    page.locator(
        "#delete-say",
        has_text=for_members(
            "Not deleted yet. Tap again once you are online; "
            "else it still goes when its time is up.",
            "vi",
        ),
    ).wait_for()
    member.context.set_offline(False)
    page.click(".keep button")
    page.locator("h1", has_text=for_members("Deleted.", "vi")).wait_for()
    assert page.request.get(member.url + picture).status == 404


def test_what_is_gone_can_be_saved_no_more(member):
    page = member.page
    member.edit()
    member.save()
    page.clock.install()
    page.reload()
    page.locator("#expiry b", has_text="giây").wait_for()
    page.clock.fast_forward(11 * 60_000)
    assert page.locator("#expiry").inner_text() == for_members(
        "The picture has been deleted from the server.", "vi"
    )
    assert page.locator("#download").count() == 0


@pytest.mark.parametrize(
    ("error", "left"), [("AbortError", True), ("NotAllowedError", False), ("DataError", False)]
)
def test_where_no_sheet_opens_sharing_is_offered_no_more(member, error, left):
    page = member.page
    page.add_init_script(
        "navigator.canShare = () => true;"
        f"navigator.share = async () => {{ throw new DOMException('', '{error}'); }};"
    )
    member.edit()
    member.save()
    page.click("#share")
    if left:
        page.wait_for_timeout(200)
        assert page.locator("#share").is_visible()
    else:
        page.locator("#share").wait_for(state="hidden")


def test_words_that_cannot_be_copied_are_left_to_a_long_press(member):
    page = member.page
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error());"
        "document.execCommand = () => false;"
    )
    member.edit()
    member.save()
    assert not page.locator("#caption-hint").is_visible()
    page.click('[data-copy="caption"]')
    page.locator("#caption-hint").wait_for()
    assert for_members("Copied", "vi") not in page.locator('[data-copy="caption"]').inner_text()


def test_a_result_whose_scripts_do_not_come_is_still_one(member):
    page = member.page
    member.edit()
    member.save()
    page.route("**/result.js", lambda route: route.abort())
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator("#download").is_visible()
    page.locator("summary").click()
    assert page.locator("#help-in").is_visible()
