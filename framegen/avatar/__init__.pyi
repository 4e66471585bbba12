"""What the package offers; `__init__.py` loads each name on first use."""

from .image_format import ImageFormat as ImageFormat
from .note import Note as Note
from .output import Avatar as Avatar
