"""Photo: bytes become an upright sRGB picture, within limits."""
