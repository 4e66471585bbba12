"""Reason: why a person has to decide, as a code, values and a sentence."""

import pickle

from framegen.staff.reason import SENTENCES, Reason, ReasonCode

SHARED = Reason(ReasonCode.SAME_PHOTO, {"others": ["Lê Vũ (a.jpg)", "Tô Lan (b.jpg)"]})


def test_every_code_has_a_sentence():
    assert set(SENTENCES) == set(ReasonCode)


def test_a_reason_is_told_in_either_language():
    assert str(SHARED) == "Same photo as Lê Vũ (a.jpg), Tô Lan (b.jpg)"
    assert SHARED.message.render("vi") == "Cùng một ảnh với Lê Vũ (a.jpg), Tô Lan (b.jpg)"


def test_a_reason_may_be_any_text():
    assert str(Reason(ReasonCode.OTHER, {"text": "{x} is no value"})) == "{x} is no value"


def test_a_reason_goes_from_process_to_process():
    assert pickle.loads(pickle.dumps(SHARED)) == SHARED
    assert hash(SHARED) == hash(Reason(ReasonCode.SAME_PHOTO))
