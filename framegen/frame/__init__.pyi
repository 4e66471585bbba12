"""What the package offers; `__init__.py` loads each name on first use."""

from .frame import Frame as Frame
from .frame import Frames as Frames
