"""`python -m tests.bench.picture` makes the pictures of both READMEs, of the astronaut by NASA."""

import tempfile
from pathlib import Path

import skimage.data
from PIL import Image, ImageDraw, ImageFont

from framegen import Framer, Photo, preview_sheet
from framegen.design.draft import preview
from framegen.design.importing import import_artwork
from framegen.frame.font import font_file

ROOT = Path(__file__).parents[2]
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
    with tempfile.TemporaryDirectory() as folder:
        artwork = Path(folder, "khung.png")
        designers_picture().save(artwork)
        guides = preview(import_artwork(artwork)).resize((540, 570), Image.Resampling.LANCZOS)
    guides.save(ROOT / ".readme" / "guides.jpg", quality=85, subsampling=0)


def designers_picture() -> Image.Image:
    """What an organisation's designer may export: a ground, a round hole, a plate over its edge."""
    picture = Image.new("RGBA", (1600, 1600), "#006E50")
    draw = ImageDraw.Draw(picture)
    for place in range(40):
        draw.line((0, place * 80, 1600, place * 80 - 400), fill="#007D5C", width=30)
    draw.ellipse((210, 120, 1390, 1300), fill="white")
    draw.ellipse((230, 140, 1370, 1280), fill=(0, 0, 0, 0))
    draw.rounded_rectangle((250, 1200, 1350, 1420), 60, fill="#DC1E28")
    font = ImageFont.truetype(str(font_file("Roboto:900")), 84)
    draw.text((800, 1310), "CÔNG ĐOÀN NGÀNH Y TẾ", "white", font, anchor="mm")
    return picture


if __name__ == "__main__":
    main()
