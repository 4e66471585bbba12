"""What the package offers; `__init__.py` loads each name on first use."""

from .load import Photo as Photo
