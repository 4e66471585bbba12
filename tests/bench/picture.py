"""`python -m tests.bench.picture` draws the pictures of both READMEs, with NASA's astronaut."""

import tempfile
from pathlib import Path

import skimage.data
from PIL import Image, ImageDraw, ImageFont

from framegen import Framer, Photo, preview_sheet
from framegen.design.guides import draw_guides
from framegen.design.importing import import_artwork
from framegen.frame.font import font_file

ROOT = Path(__file__).parents[2]
SIDE, GAP, COLUMNS = 300, 20, 3
TEXT = {"name": "Eileen Collins", "unit": "Johnson Space Center"}


def main() -> None:
    """Write before-after.jpg, frames.jpg and guides.jpg."""
    photo = Photo.from_image(Image.fromarray(skimage.data.astronaut()), "astronaut")
    framer = Framer(ROOT / "frames")
    frames = sorted(framer.frames.values(), key=lambda frame: frame.order)
    avatars = [
        framer.make(photo, frame, text={slot.id: TEXT[slot.id] for slot in frame.texts}).image
        for frame in frames
    ]
    sheet = side_by_side([photo.image, *avatars])
    sheet.save(ROOT / ".readme" / "before-after.jpg", quality=85, subsampling=0)
    family = preview_sheet(framer, frames)
    half = (family.width // 2, family.height // 2)
    family.resize(half, Image.Resampling.LANCZOS).save(
        ROOT / ".readme" / "frames.jpg", quality=85, subsampling=0
    )
    with tempfile.TemporaryDirectory() as folder:
        artwork = Path(folder, "khung.png")
        designers_picture().save(artwork)
        guides = draw_guides(import_artwork(artwork)).resize((540, 570), Image.Resampling.LANCZOS)
    guides.save(ROOT / ".readme" / "guides.jpg", quality=85, subsampling=0)


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Pictures in rows, each SIDE pixels a side."""
    rows = -(-len(pictures) // COLUMNS)
    step = SIDE + GAP
    sheet = Image.new("RGB", (COLUMNS * step - GAP, rows * step - GAP), "white")
    for place, picture in enumerate(pictures):
        small = picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        sheet.paste(small, (place % COLUMNS * step, place // COLUMNS * step))
    return sheet


def designers_picture() -> Image.Image:
    """An artwork as designers export it: a ground, a round hole, a plate over its edge."""
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
