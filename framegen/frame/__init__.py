"""Frame: what a designer made: artwork, window, texts, logos, and the campaign around them."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
