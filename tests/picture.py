"""`python -m tests.picture` makes the README's picture: the astronaut before and after."""

from pathlib import Path

import skimage.data
from PIL import Image

from framegen import Framer, Photo

ROOT = Path(__file__).parent.parent
SIDE, GAP = 360, 24


def main() -> None:
    """Lay the photo and its two avatars side by side, the way a profile shows them."""
    photo = Photo.from_image(Image.fromarray(skimage.data.astronaut()), "astronaut")
    framer = Framer(ROOT / "frames")
    pictures = [photo.image] + [framer.make(photo, frame).image for frame in framer.frames]
    sheet = Image.new("RGB", (3 * SIDE + 2 * GAP, SIDE), "white")
    for place, picture in enumerate(pictures):
        small = picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        sheet.paste(small, (place * (SIDE + GAP), 0))
    sheet.save(ROOT / ".readme" / "before-after.jpg", quality=88, subsampling=0)


if __name__ == "__main__":
    main()
