"""Artworks: pictures as designers send them, generated with a window that is known."""

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from framegen.frame.font import font_file
from framegen.frame.opening import (
    CircleWindow,
    EllipseWindow,
    FullWindow,
    MaskWindow,
    RoundedWindow,
)

KINDS = {
    "circle": CircleWindow,
    "cut circle": CircleWindow,
    "rounded": RoundedWindow,
    "ellipse": EllipseWindow,
    "full": FullWindow,
    "free": MaskWindow,
}

# How far, in shares of the side, a measured number may lie from the true one. A full window reaches
# to where glass gets opaque, past the middle of a soft edge by less than half of its width.
TOLERANCE = {"full": 0.008}


@dataclass(frozen=True)
class Drawn:
    """An artwork with a window that is known: lengths in shares of the side."""

    image: Image.Image
    kind: str
    truth: tuple[float, ...]
    traits: str


class Generator:
    """Artworks with windows of all kinds: bitten, feathered, noisy, round, of several sizes."""

    def __init__(self, seed, sizes=(720, 1080, 1500)):
        self.rng = np.random.default_rng(seed)
        self.sizes = sizes

    def draw(self, kind):
        rng = self.rng
        self.side = int(rng.choice(self.sizes))
        places = (np.arange(self.side) + 0.5) / self.side
        self.x, self.y = np.meshgrid(places, places)
        outside, truth = getattr(self, f"_{kind.replace(' ', '_')}")()
        traits = []
        if kind != "free" and rng.random() < 0.4:
            outside = np.maximum(outside, -self._badge(outside))
            traits.append("badge")
        feather = 1.0
        if rng.random() < 0.6:
            feather = rng.uniform(3, 14)
            traits.append(f"feather {feather:.1f}")
        opacity = np.clip(0.5 + outside * self.side / feather, 0, 1)
        distance = np.hypot(self.x - 0.5, self.y - 0.5)
        if distance[outside < 0].max() < 0.46 and rng.random() < 0.5:
            rim = rng.uniform(0.475, 0.5) - distance
            opacity = np.minimum(opacity, np.clip(0.5 + rim * self.side, 0, 1))
            traits.append("round")
        if kind == "full" and rng.random() < 0.3:
            # Tinted glass beyond a ring, as on our own dai-lua-do.
            glass = np.where(distance > 0.5, rng.uniform(0.3, 0.7), distance > 0.485)
            opacity = np.maximum(opacity, glass)
            traits.append("glass")
        opacity = 255 * opacity
        if rng.random() < 0.5:
            noise = rng.uniform(1, 5)
            opacity = opacity + rng.normal(0, noise, opacity.shape)
            traits.append(f"noise {noise:.1f}")
        return Drawn(self._painted(opacity), kind, truth, f"{self.side} px, {', '.join(traits)}")

    def _painted(self, opacity):
        """Colours with rays, as frames have."""
        angle = np.arctan2(self.y - 0.5, self.x - 0.5)
        ray = 20 * (np.sin(angle * 24) > 0)
        color = self.rng.integers(30, 220, 3)
        layers = np.empty((self.side, self.side, 4), np.uint8)
        layers[..., :3] = np.clip(color + ray[..., None], 0, 255)
        layers[..., 3] = np.clip(np.rint(opacity), 0, 255)
        return Image.fromarray(layers)

    # Each gives how far outside the window a place is, and the numbers that are to be found.

    def _circle(self):
        radius = self.rng.uniform(0.25, 0.42)
        x, y = 0.5 + self.rng.uniform(-0.04, 0.04), 0.5 + self.rng.uniform(-0.05, 0.05)
        return np.hypot(self.x - x, self.y - y) - radius, (x, y, radius)

    def _cut_circle(self):
        """A plate over the lower part, straight or bowed, sometimes with a badge on it."""
        outside, (x, y, radius) = self._circle()
        line = y + radius * self.rng.uniform(0.55, 0.85)
        bow = self.rng.uniform(-0.08, 0.08)
        plate = line + bow * ((self.x - x) / radius) ** 2 - self.y
        outside = np.maximum(outside, -plate)
        if self.rng.random() < 0.5:
            badge = np.hypot(self.x - x, self.y - line) - self.rng.uniform(0.04, 0.07)
            outside = np.maximum(outside, -badge)
        return outside, (x, y, radius)

    def _rounded(self):
        width, height = self.rng.uniform(0.45, 0.8), self.rng.uniform(0.45, 0.7)
        corner = self.rng.uniform(0, 0.1)
        left = (1 - width) / 2 + self.rng.uniform(-0.03, 0.03)
        top = (1 - height) / 2 + self.rng.uniform(-0.08, 0.04)
        box = (left, top, left + width, top + height)
        u = np.abs(self.x - left - width / 2) - width / 2 + corner
        v = np.abs(self.y - top - height / 2) - height / 2 + corner
        beyond = np.hypot(np.maximum(u, 0), np.maximum(v, 0))
        return beyond + np.minimum(np.maximum(u, v), 0) - corner, (*box, corner)

    def _ellipse(self):
        across, down = self.rng.uniform(0.24, 0.4, 2)
        if abs(across / down - 1) < 0.06:
            down = across * 1.15
        u, v = (self.x - 0.5) / across, (self.y - 0.48) / down
        value = np.hypot(u, v)
        outside = (value - 1) * value / np.maximum(np.hypot(u / across, v / down), 1e-6)
        return outside, (0.5 - across, 0.48 - down, 0.5 + across, 0.48 + down)

    def _full(self):
        """Bars along some sides, straight or bowed."""
        rng = self.rng
        bottom = rng.uniform(0.62, 0.85)
        bow = rng.uniform(-0.1, 0.1)
        outside = self.y - bottom + bow * (self.x - 0.5) ** 2 * 4
        edges = [0.0, 0.0, 1.0, max(bottom, bottom - bow)]
        if rng.random() < 0.4:
            edges[1] = rng.uniform(0.05, 0.15)
            outside = np.maximum(outside, edges[1] - self.y)
        elif rng.random() < 0.3:
            edges[0] = rng.uniform(0.05, 0.2)
            outside = np.maximum(outside, edges[0] - self.x)
        return outside, tuple(edges)

    def _free(self):
        """A heart, a star, a hexagon, a shield, an arch, a flower or a slanting cut."""
        x, y = self.x - 0.5, self.y - 0.5
        angle, radius = np.arctan2(y, x), np.hypot(x, y)
        scale = self.rng.uniform(0.3, 0.38)
        shapes = {
            "heart": (
                (x / scale) ** 2 + (-y / scale * 1.1 - 0.6 * np.abs(x / scale) ** 0.7) ** 2 - 1
            )
            * scale
            / 2.5,
            "star": radius - scale * (0.75 + 0.25 * np.cos(5 * angle + math.pi / 2)),
            "hexagon": radius * np.cos((angle + math.pi / 6) % (math.pi / 3) - math.pi / 6) - scale,
            "shield": np.maximum(
                np.abs(x) - scale * 0.8, np.maximum(-y - scale, y + np.abs(x) - scale)
            ),
            "arch": np.where(
                y > 0, np.maximum(np.abs(x) - 0.8 * scale, y - scale), radius - 0.8 * scale
            ),
            "flower": radius - scale * (0.85 + 0.15 * np.cos(6 * angle)),
            "slant": np.maximum(np.maximum(np.abs(x), np.abs(y)) - scale, x + y - 0.7 * scale),
        }
        outside = shapes[str(self.rng.choice(list(shapes)))]
        inside = outside < 0
        columns, rows = np.flatnonzero(inside.any(axis=0)), np.flatnonzero(inside.any(axis=1))
        edges = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
        return outside, tuple(float(edge) / self.side for edge in edges)

    def _badge(self, outside):
        """A disc on the window's edge or inside it, in its lower half."""
        inside = np.argwhere(
            (outside > -self.rng.choice([0.01, 0.12])) & (outside < 0.01) & (self.y > 0.55)
        )
        v, u = inside[self.rng.integers(len(inside))] / self.side
        return np.hypot(self.x - u, self.y - v) - self.rng.uniform(0.035, 0.075)


def lengths(window):
    """The numbers of a window in the generator's order."""
    match window:
        case CircleWindow():
            return (*window.center, window.radius)
        case RoundedWindow():
            return (*window.rect, window.corner)
        case _:
            return window.rect


def misses(drawn, imported):
    """How far the found numbers lie from the true ones, in shares of the side."""
    pairs = zip(lengths(imported.window), drawn.truth, strict=True)
    return [abs(found - true) for found, true in pairs]


def ring(side=1080, radius=0.38, *, center=(0.5, 0.5), color=(200, 20, 31, 255), hole=(0, 0, 0, 0)):
    """The plainest artwork: a square of one colour with a round hole."""
    image = Image.new("RGBA", (side, side), color)
    box = [side * (c + sign * radius) for sign in (-1, 1) for c in center]
    ImageDraw.Draw(image).ellipse(box, fill=hole)
    return image


def with_text(image, text="CÔNG ĐOÀN", place=(0.02, 0.02), size=0.03):
    font = ImageFont.truetype(font_file("Roboto:700"), size * image.width)
    ImageDraw.Draw(image).text([c * image.width for c in place], text, "white", font)
    return image


def pasted(image, color, box):
    image.paste(color, [round(edge * image.width) for edge in box])
    return image


def chequered(side=1080):
    """The hole as editors show it, exported by a screenshot: painted grey and white squares."""
    squares = (np.indices((side, side)) // 20).sum(axis=0) % 2
    painted = np.where(squares, 255, 204).astype(np.uint8)
    board = Image.merge("RGB", [Image.fromarray(painted)] * 3)
    art = ring(side)
    board.paste(art.convert("RGB"), mask=art.getchannel("A"))
    return board


def photographic(side=1080):
    """An artwork with the sample photo left in."""
    noise = np.random.default_rng(7).integers(0, 255, (54, 54, 3), np.uint8)
    photo = Image.fromarray(noise).resize((side, side))
    art = ring(side)
    photo.paste(art.convert("RGB"), mask=art.getchannel("A"))
    return photo.convert("RGBA")


def cut_out(image, radius=0.5):
    """The disc of a picture on a clear ground, as round exports are."""
    disc = ring(image.width, radius, color=(0, 0, 0, 0), hole=(0, 0, 0, 255))
    return Image.composite(image, Image.new("RGBA", image.size), disc)


def codes(imported):
    return [finding.code for finding in imported.findings]
