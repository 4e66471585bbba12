"""System: what an operating system says of a file, in words of ours."""

import errno
import os

import pytest

from framegen.language.system import REASONS, reason_of


@pytest.mark.parametrize("number", REASONS, ids=lambda number: errno.errorcode[number])
def test_a_known_error_is_a_part_of_a_sentence(number):
    words = str(reason_of(OSError(number, os.strerror(number))))
    assert words[0].islower()
    assert not words.endswith(".")


def test_another_error_is_named_by_its_number():
    assert str(reason_of(OSError(71, "Protocol error"))) == "the system failed with error 71"


def test_an_error_without_a_number_is_named_as_well():
    assert str(reason_of(OSError("odd"))) == "the system failed with error 0"
