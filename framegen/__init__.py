"""framegen puts a campaign's frame around a profile photo, with the face where it belongs.

from framegen import Framer

Framer().make("an.jpg", "vong-sang-kien").save("an-framed.jpg")

`__init__.pyi` lists the public names for type checkers and for the line below; each loads on first
use, so that `import framegen` takes milliseconds.
"""

import importlib
import warnings

import lazy_loader

__version__ = "0.1.0"

# Old public names and where they are now; they work, with a warning, until the next version.
MOVED = {
    name: f"errors.{name}"
    for name in (
        *("AlbumUnreadable", "AvatarUnwritable", "ClusterUnusable", "ColumnMissing", "CropInvalid"),
        *("DecisionInvalid", "FaceError", "FolderBusy", "FormatUnknown", "FrameError"),
        *("FrameInvalid", "FrameNotFound", "LedgerNotFound", "LedgerUnusable", "LogoInvalid"),
        *("NoFaceFound", "PhotoCrashed", "PhotoError", "PhotoNotFound", "PhotoTooLarge"),
        *("PhotoTooSlow", "PhotoTooSmall", "PhotoUnreadable", "RequestError", "SeveralFaces"),
        *("SheetNotFound", "SizeInvalid", "StaffError", "StaffListNotFound", "StaffListTooLarge"),
        *("StaffListUnreadable", "TextError", "TextInvalid", "TextMissing", "TextTooLong"),
    )
}

_public_name, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ = sorted(__all__)  # noqa: PLE0605 - tests/test_front_door.py compares it with the stub


def __getattr__(name: str) -> object:
    if name not in MOVED:
        return _public_name(name)
    module, _, new = MOVED[name].rpartition(".")
    text = f"framegen.{name} is now framegen.{MOVED[name]}"
    warnings.warn(text, DeprecationWarning, stacklevel=2)
    return getattr(importlib.import_module(f"{__name__}.{module}"), new)
