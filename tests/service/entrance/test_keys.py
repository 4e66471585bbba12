"""Keys: an app is known by the hash of its key; malformed settings are reported."""

import hashlib
import re

import pytest

from service.entrance.keys import Keys, new_key
from service.settings import SettingInvalid

PORTAL, PORTAL_HASH = new_key()
STAFF, STAFF_HASH = new_key()


def test_a_key_is_256_random_bits_after_a_prefix():
    assert re.fullmatch(r"fg_[A-Za-z0-9_-]{43}", PORTAL)
    assert PORTAL != STAFF


def test_a_key_comes_with_the_hash_that_stands_for_it():
    assert hashlib.sha256(PORTAL.encode()).hexdigest() == PORTAL_HASH


def test_each_app_is_found_by_its_own_key():
    keys = Keys.parse(f"portal={PORTAL_HASH},staff={STAFF_HASH}")
    assert (keys.find(PORTAL), keys.find(STAFF)) == ("portal", "staff")


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(STAFF, id="another key"),
        pytest.param("", id="nothing"),
        pytest.param(PORTAL_HASH, id="the hash itself"),
        pytest.param("portal", id="the app's name"),
        pytest.param(PORTAL + " ", id="a blank more"),
        pytest.param(PORTAL.swapcase(), id="another case"),
        pytest.param("fg_\udc80ảnh", id="no text at all"),
    ],
)
def test_nobody_is_found_by(key):
    assert Keys.parse(f"portal={PORTAL_HASH}").find(key) is None


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_without_the_setting_nobody_has_a_key(text):
    assert Keys.parse(text) == Keys()


@pytest.mark.parametrize(
    "text",
    [f" portal = {PORTAL_HASH} ,\n staff={STAFF_HASH}\n", f"portal={PORTAL_HASH.upper()}"],
    ids=["blanks and lines", "capitals"],
)
def test_a_setting_may_be_written_with(text):
    assert Keys.parse(text).find(PORTAL) == "portal"


WRONG = [
    pytest.param(f"portal={PORTAL_HASH[:-1]}", 1, "64 hex", id="a hash too short"),
    pytest.param(f"portal={PORTAL_HASH}0", 1, "64 hex", id="a hash too long"),
    pytest.param(f"portal={'g' + PORTAL_HASH[1:]}", 1, "64 hex", id="no hexadecimal digit"),
    pytest.param(f"portal={PORTAL}", 1, "64 hex", id="the key in place of its hash"),
    pytest.param("portal", 1, "64 hex", id="no hash"),
    pytest.param(f"={PORTAL_HASH}", 1, "a name", id="no name"),
    pytest.param(PORTAL_HASH, 1, "64 hex", id="only a hash"),
    pytest.param(f"{PORTAL_HASH}=portal", 1, "64 hex", id="the wrong way round"),
    pytest.param(f"portal={PORTAL_HASH},", 2, "a name", id="a comma too many"),
    pytest.param(f"a={STAFF_HASH},portal={PORTAL_HASH}1", 2, "64 hex", id="the second"),
    pytest.param(f"a={STAFF_HASH},a={PORTAL_HASH}", 2, "name is there already", id="a name twice"),
    pytest.param(f"a={STAFF_HASH},b={STAFF_HASH}", 2, "hash is there already", id="a hash twice"),
]


@pytest.mark.parametrize(("text", "entry", "reason"), WRONG)
def test_a_broken_entry_is_named_without_a_key_or_a_hash(text, entry, reason):
    wrong = rf"^FRAMEGEN_API_KEYS: entry {entry}: .*{reason}.*\.$"
    with pytest.raises(SettingInvalid, match=wrong) as raised:
        Keys.parse(text)
    for secret in (PORTAL, PORTAL_HASH, STAFF_HASH):
        assert secret[:20] not in str(raised.value)
    assert raised.value.__context__ is None


def test_keys_do_not_show_their_hashes():
    assert PORTAL_HASH not in repr(Keys.parse(f"portal={PORTAL_HASH}"))
