"""Measured frame: a frame read, drawn and measured once, for the rules of the frame check."""

import functools
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

from framegen.design.finding import Finding, error, warning
from framegen.design.svg_text import (
    SIDE,
    Mask,
    SvgText,
    check_square,
    drawn_square,
    svg_texts,
    without_texts,
)
from framegen.errors import FrameInvalid
from framegen.frame.frame import MANIFEST, Frame
from framegen.frame.opening import CircleWindow, EllipseWindow, MaskWindow, RoundedWindow
from framegen.geometry import Box
from framegen.language import Message

Numbers: TypeAlias = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A frame with all that the rules look at.

    Attributes:
        manifest, drawing: the paths of its two files.
        depth: how far each pixel lies inside the window, as a share of the side; negative outside.
        opacity: the overlay's alpha, 0 to 255.
        color: the overlay over its background, RGB of 0 to 255.
        ground: the same without the SVG's texts.
        texts: the SVG's texts.
        seconds: CPU seconds that drawing the overlay took.

    The arrays are SIDE pixels a side.
    """

    frame: Frame
    manifest: str
    drawing: str
    depth: Numbers
    opacity: NDArray[np.uint8]
    color: Numbers
    ground: Numbers
    texts: tuple[SvgText, ...]
    seconds: float

    def error(self, code: str, key: str, text: str, /, **values: object) -> Finding:
        """An error in a key of the manifest."""
        return error(code, f"{self.manifest}: {key}", text, **values)

    def warning(self, code: str, key: str, text: str, /, **values: object) -> Finding:
        """A warning about a key of the manifest."""
        return warning(code, f"{self.manifest}: {key}", text, **values)


def measured_frame(folder: Path) -> Case:
    """Read, draw and measure a frame.

    Raises:
        FrameInvalid: its manifest or its artwork cannot be used.
    """
    frame = Frame.load(folder)
    artwork = frame.artwork
    drawing = _drawing_of(folder)
    background = np.array(ImageColor.getrgb(artwork.background), np.float32)
    depth = _depth(_inside(frame, folder))
    try:
        start = time.thread_time()
        overlay = artwork.overlay(SIDE)
        seconds = time.thread_time() - start
        check_square(overlay.color)
        color = overlay.color + overlay.clear / np.float32(255) * background
        texts: tuple[SvgText, ...] = ()
        ground = color
        if isinstance(artwork.drawing, str):
            texts = tuple(svg_texts(artwork.drawing, artwork, drawing))
        if texts:
            bare = drawn_square(without_texts(str(artwork.drawing)), artwork).astype(np.float32)
            share = bare[..., 3:] / 255
            ground = bare[..., :3] * share + background * (1 - share)
    except FrameInvalid as invalid:
        raise FrameInvalid(
            "{path}: {problem}", path=drawing, problem=Message.of(invalid)
        ) from invalid
    opacity = 255 - overlay.clear[..., 0]
    manifest = str(folder / MANIFEST)
    return Case(frame, manifest, drawing, depth, opacity, color, ground, texts, seconds)


def _drawing_of(folder: Path) -> str:
    """The path of the overlay; the manifest was validated before."""
    with (folder / MANIFEST).open("rb") as stream:
        return str(folder / tomllib.load(stream)["artwork"]["overlay"])


@functools.cache
def grid(side: int) -> tuple[Numbers, Numbers]:
    """The x and y of every pixel's middle, as shares of the side."""
    along = (np.arange(side, dtype=np.float32) + 0.5) / side
    across, down = np.meshgrid(along, along)
    return across, down


def _inside(frame: Frame, folder: Path) -> Mask:
    """The pixels of the window."""
    window = frame.opening.window
    if isinstance(window, MaskWindow):
        return _mask(folder / window.file) & covers(window.box)
    (center_x, center_y), (x, y) = window.box.center, grid(SIDE)
    across, down = np.abs(x - center_x), np.abs(y - center_y)
    half_x, half_y = window.box.width / 2, window.box.height / 2
    if isinstance(window, CircleWindow | EllipseWindow):
        return np.asarray(np.hypot(across / half_x, down / half_y) <= 1)
    corner = min(window.corner, half_x, half_y) if isinstance(window, RoundedWindow) else 0.0
    beyond_x = np.maximum(across - half_x + corner, 0)
    return np.asarray(np.hypot(beyond_x, np.maximum(down - half_y + corner, 0)) <= corner)


def _mask(path: Path) -> Mask:
    """The white part of a window's mask; FrameInvalid if it cannot be read or is black."""
    try:
        with Image.open(path, formats=["PNG"]) as image:
            white = np.asarray(image.convert("L").resize((SIDE, SIDE))) > 127
    except Exception as broken:
        # Pillow may raise anything on hostile bytes.
        raise FrameInvalid(
            "{path}: not a PNG that can be read; export it again.", path=str(path)
        ) from broken
    if not white.any():
        raise FrameInvalid(
            "{path}: nothing in it is white, where the photo would show.", path=str(path)
        )
    return white


def covers(box: Box) -> Mask:
    """The pixels whose middles lie in a box."""
    x, y = grid(SIDE)
    return (x >= box.left) & (x < box.right) & (y >= box.top) & (y < box.bottom)


def _depth(inside: Mask) -> Numbers:
    """How far each pixel lies inside, as a share of the side; negative outside."""
    import cv2

    inward, outward = (
        cv2.distanceTransform(part.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        for part in (inside, ~inside)
    )
    return np.asarray((inward - outward) / SIDE, np.float32)
