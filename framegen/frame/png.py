"""PNG: untrusted pictures with transparency, decoded within limits."""

import io

from PIL import Image

from framegen.errors import FrameInvalid


def decode_png(drawing: bytes, max_side: int | None = None) -> Image.Image:
    """Decode a PNG, in the mode of its file.

    Args:
        drawing: the file's bytes.
        max_side: of the longer side, in pixels; only Pillow's limit of all pixels by default.

    Raises:
        FrameInvalid: it is no PNG, broken, or too large.
    """
    try:
        image = Image.open(io.BytesIO(drawing), formats=["PNG"])
        if max_side is None or max(image.size) <= max_side:
            image.load()
            return image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FrameInvalid("the picture has too many pixels.") from error
    except Exception as error:
        raise FrameInvalid("not a PNG that can be read.") from error
    raise FrameInvalid(
        "{width:,} x {height:,} pixels; a side may have {limit:,} at most.",
        width=image.width,
        height=image.height,
        limit=max_side,
    )
