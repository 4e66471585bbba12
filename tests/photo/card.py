"""The picture that tests of photos encode, and how far a decoded one is from it."""

import numpy as np

from framegen.testing import drawn_card

CARD = drawn_card(240, 320)


def difference(decoded, picture):
    """The mean difference of the pixels, 0 to 255; sizes and mode must be equal."""
    assert (decoded.mode, decoded.size) == ("RGB", picture.size)
    wanted = np.asarray(picture.convert("RGB"), dtype=float)
    return np.abs(np.asarray(decoded) - wanted).mean()


def segment(kind, payload):
    return b"\xff" + kind + (len(payload) + 2).to_bytes(2, "big") + payload
