"""Avatar: a photo, a crop and a frame become one picture and its bytes."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
