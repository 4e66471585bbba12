"""Thumbnail: a small JPEG of an avatar, for reports."""

import io

from PIL import Image


def thumbnail(avatar: bytes | None, side: int, *, quality: int = 82) -> bytes | None:
    """The avatar as a JPEG of `side` pixels; None if it is missing or not a picture."""
    if avatar is None:
        return None
    try:
        with Image.open(io.BytesIO(avatar)) as image:
            # Decodes a JPEG at a fraction of its size, in a fraction of the time.
            image.draft("RGB", (side, side))
            small = image.convert("RGB").resize((side, side), Image.Resampling.LANCZOS)
    except (OSError, ValueError):
        return None
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()
