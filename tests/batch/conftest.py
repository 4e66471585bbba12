"""The office that tests of batches work in."""

import pytest

from framegen.testing import drawn_card, encoded
from tests.support.batch import NAMES


@pytest.fixture
def office(tmp_path):
    """Three people and their photos."""
    (tmp_path / "photos").mkdir()
    for at, name in enumerate(NAMES):
        data = encoded(drawn_card(300 + at, 400))
        (tmp_path / "photos" / f"{name}.jpg").write_bytes(data)
    return tmp_path
