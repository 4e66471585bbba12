"""What the package offers; `__init__.py` loads each name on first use."""

from .face import Detector as Detector
from .face import Face as Face
from .face import main_face as main_face
