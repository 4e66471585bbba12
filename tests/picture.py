"""`python -m tests.picture` makes the pictures of both READMEs, of the astronaut by NASA."""

from pathlib import Path

import skimage.data
from PIL import Image

from framegen import Framer, Photo, preview_sheet

ROOT = Path(__file__).parent.parent
SIDE, GAP = 300, 20
TEXT = {"name": "Eileen Collins", "unit": "Johnson Space Center"}


def main() -> None:
    """Lay the photo and its avatars side by side, the way a profile shows them."""
    photo = Photo.from_image(Image.fromarray(skimage.data.astronaut()), "astronaut")
    framer = Framer(ROOT / "frames")
    frames = sorted(framer.frames.values(), key=lambda frame: frame.order)
    pictures = [photo.image] + [
        framer.make(photo, frame, text={slot.id: TEXT[slot.id] for slot in frame.texts}).image
        for frame in frames
    ]
    sheet = Image.new("RGB", (3 * SIDE + 2 * GAP, 2 * SIDE + GAP), "white")
    for place, picture in enumerate(pictures):
        small = picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        sheet.paste(small, (place % 3 * (SIDE + GAP), place // 3 * (SIDE + GAP)))
    sheet.save(ROOT / ".readme" / "before-after.jpg", quality=85, subsampling=0)
    family = preview_sheet(framer, frames)
    half = (family.width // 2, family.height // 2)
    family.resize(half, Image.Resampling.LANCZOS).save(
        ROOT / ".readme" / "frames.jpg", quality=85, subsampling=0
    )


if __name__ == "__main__":
    main()
