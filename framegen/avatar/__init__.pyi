"""What the package offers; `__init__.py` loads each name on first use."""

from .note import Note as Note
from .output import Avatar as Avatar
from .output import ImageFormat as ImageFormat
