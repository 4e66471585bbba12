"""framegen puts a campaign's frame around a profile photo, with the face where it belongs.

from framegen import Framer

Framer().make("an.jpg", "vong-sang-kien").save("an-framed.jpg")

The public names stand in `__init__.pyi`, for type checkers and for the line below; each loads on
first use, so that `import framegen` costs next to nothing.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ = sorted(__all__)  # noqa: PLE0605 - tests/test_front_door.py holds it to the stub
