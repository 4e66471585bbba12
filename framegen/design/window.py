"""Window: the clear part of an artwork, found in its opacity, and its shape.

It is measured on a copy of `WORK` pixels a side; all results are shares of the side. The limits
were measured on a thousand generated windows and on our own frames.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from framegen.design.shape import WORK, Mask, disc, filled, hull, named_shape, share, shares
from framegen.frame.manifest import Edges
from framegen.frame.opening import FullWindow, KeepOut, MaskWindow, Window
from framegen.geometry import Box

Opacity: TypeAlias = NDArray[np.uint8]

# Alpha of 255: an edge runs where it is HALF, a photo shows through below SEEN, and nothing is
# drawn below CLEAR.
HALF, SEEN, CLEAR = 128, 230, 10

# The least areas, as shares of the picture: of a hole, of a second hole, of a part beyond the
# artwork.
MIN_HOLE = 0.05
MIN_RIVAL, MIN_BEYOND = 0.02, 0.001

# A photo goes from edge to edge if the window, or tinted glass, takes this share of the border, or
# if the drawing takes less than THIN of the picture.
BLEEDS = 0.15
THIN = 0.18

# How much radius a place for a face must gain for each step away from the window's middle.
CENTRAL = 0.5

# A badge is a patch inside the window, or a notch in its edge, about as high as it is wide: the
# radii that it may have, and the share of its enclosing circle that a notch fills.
MIN_BADGE, MAX_BADGE = 0.012, 0.16
BADGE_FILL = 0.35
MAX_NOTCHES = 3

# The share of the window that notches may take for its shape to be fitted without them, and the
# share of the picture that islands may take for the window to have a shape at all.
MAX_NOTCHED = 0.08
MIN_ISLAND, MAX_ISLANDS = 0.0003, 0.04


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle in shares of the side."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True, eq=False)
class ClearPart:
    """Where an artwork lets the photo show.

    Attributes:
        window: its shape and place.
        keepouts: the badges inside it, the largest first.
        roomiest: about the largest circle, near the window's middle, inside both the window and
            the circle that platforms show.
        bottom: the lowest y of the window.
        tinted: the share of the window, away from its edge, that is not quite clear.
        tint: the median opacity of that share, 0 to 1.
        is_inside: whether artwork encloses it on all sides.
        rivals: the number of other holes that artwork encloses on all sides.
        clear: WORK x WORK, the pixels of the window without islands of artwork.
        outside: WORK x WORK, what is transparent beyond the artwork, such as the corners around a
            round one; empty where the photo is meant to show there.
    """

    window: Window
    keepouts: tuple[KeepOut, ...]
    roomiest: Circle
    bottom: float
    tinted: float
    tint: float
    is_inside: bool
    rivals: int
    clear: Mask
    outside: Mask


def find_clear_part(opacity: Opacity) -> ClearPart | None:
    """The window of an artwork, or None without one.

    Args:
        opacity: uint8 of shape (WORK, WORK), 0 where the artwork is clear.
    """
    import cv2

    opacity = np.asarray(cv2.medianBlur(opacity, 3), np.uint8)
    holes = _holes(opacity)
    chosen = _best(holes, opacity)
    if chosen is None:
        return None
    bare = holes == chosen
    beyond = _beyond(opacity, bare)
    window, keepouts = _named(bare, opacity, beyond)
    if isinstance(window, FullWindow):
        beyond = np.zeros_like(beyond)
    tinted, tint = _tint(opacity, bare)
    return ClearPart(
        window=window,
        keepouts=keepouts,
        roomiest=_roomiest(bare),
        bottom=float(np.flatnonzero(bare.any(axis=1))[-1] + 1) / WORK,
        tinted=tinted,
        tint=tint,
        is_inside=not _border(bare).any(),
        rivals=_rivals(holes, chosen),
        clear=bare,
        outside=beyond,
    )


def _holes(opacity: Opacity) -> NDArray[np.int32]:
    """The connected parts that are less than half opaque, numbered from 1, without specks."""
    import cv2

    half = (opacity < HALF).astype(np.uint8)
    opened = cv2.morphologyEx(half, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.connectedComponents(opened, connectivity=4)[1], np.int32)


def _best(holes: NDArray[np.int32], opacity: Opacity) -> int | None:
    """The number of the hole for the face: large, central, clear, not at the border."""
    areas = np.bincount(holes.ravel())
    touching = set(np.unique(_border(holes)).tolist())
    scores = {}
    for number in (np.flatnonzero(areas[1:] >= MIN_HOLE * holes.size) + 1).tolist():
        hole = holes == number
        y, x = (float(places.mean() + 0.5) / WORK for places in np.nonzero(hole))
        central = 1 - float(np.hypot(x - 0.5, y - 0.5))
        clarity = 0.25 + float((opacity[hole] < CLEAR).mean())
        scores[number] = areas[number] * central * clarity * (0.5 if number in touching else 1.0)
    return max(scores, key=lambda number: scores[number]) if scores else None


def _rivals(holes: NDArray[np.int32], chosen: int) -> int:
    """The number of other holes that do not touch the border."""
    large = np.flatnonzero(np.bincount(holes.ravel()) >= MIN_RIVAL * holes.size).tolist()
    return len(set(large) - {0, chosen} - set(np.unique(_border(holes)).tolist()))


def _border(picture: NDArray[Any]) -> NDArray[Any]:
    """The pixels along the four sides."""
    return np.concatenate((picture[0], picture[-1], picture[1:-1, 0], picture[1:-1, -1]))


def _beyond(opacity: Opacity, bare: Mask, *, apart: bool = True) -> Mask:
    """The parts at the border through which a photo would show; if apart, not the window's."""
    import cv2

    seen = (opacity < SEEN).astype(np.uint8)
    parts = np.asarray(cv2.connectedComponents(seen, connectivity=4)[1])
    large = np.flatnonzero(np.bincount(parts.ravel()) >= MIN_BEYOND * parts.size).tolist()
    joined = set(np.unique(parts[bare]).tolist()) if apart else set()
    at_border = set(np.unique(_border(parts)).tolist()) & set(large)
    found: Mask = np.isin(parts, list(at_border - joined - {0}))
    return found


def _named(bare: Mask, opacity: Opacity, beyond: Mask) -> tuple[Window, tuple[KeepOut, ...]]:
    """The window as the shape that fits it, and its badges."""
    islands = _badges(filled(bare) & ~bare, fill=0.0, least=MIN_ISLAND)
    notches = _badges(hull(bare) & ~filled(bare), fill=BADGE_FILL, least=MIN_BADGE**2 * 4)
    whole = filled(bare)
    if _is_full(bare, opacity, beyond):
        seen = _beyond(opacity, bare, apart=not _tinted_border(opacity))
        return FullWindow(rect=_extent(bare | seen)), _largest(islands + notches)
    if sum((island.area for island in islands), 0.0) > MAX_ISLANDS:
        return MaskWindow(file="mask.png", rect=_extent(bare)), _largest(islands)
    taken = sum((notch.area for notch in notches), 0.0)
    if len(notches) <= MAX_NOTCHES and taken <= MAX_NOTCHED * whole.mean():
        for notch in notches:
            whole |= notch.mask
        if shape := named_shape(whole):
            return shape, _largest(islands + notches)
    if shape := named_shape(filled(bare)):
        return shape, _largest(islands + notches)
    return MaskWindow(file="mask.png", rect=_extent(bare)), _largest(islands)


def _is_full(bare: Mask, opacity: Opacity, beyond: Mask) -> bool:
    """Whether the photo is meant to go from edge to edge."""
    if _border(bare).mean() > BLEEDS or _tinted_border(opacity):
        return True
    inside = disc(0.48)
    return _thin(opacity) and bool((beyond & inside).mean() > 0.01)


def _tinted_border(opacity: Opacity) -> bool:
    """Whether the photo shows, tinted, along the border, as behind glass."""
    return bool(_border((opacity > 255 - SEEN) & (opacity < SEEN)).mean() > BLEEDS)


def _thin(opacity: Opacity) -> bool:
    """Whether the drawing covers so little that it lies on a photo, not around it."""
    return bool((opacity >= HALF).mean() < THIN)


def _extent(mask: Mask) -> Edges:
    """Left, top, right and bottom of a mask."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    box = Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    return shares(*box.scaled(1 / WORK).edges)


@dataclass(frozen=True, slots=True, eq=False)
class _Badge:
    """A patch of artwork in the window: its enclosing circle, pixels and share of the picture."""

    circle: Circle
    mask: Mask
    area: float


def _badges(patches: Mask, *, fill: float, least: float) -> list[_Badge]:
    """The patches of that area at least which fill that share of their enclosing circle."""
    import cv2

    opened = cv2.morphologyEx(patches.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, parts = cv2.connectedComponents(opened, connectivity=4)
    badges = []
    for number in range(1, count):
        mask = parts == number
        area = float(mask.mean())
        if area < least:
            continue
        (x, y), radius = cv2.minEnclosingCircle(np.argwhere(mask)[:, ::-1].astype(np.float32))
        circle = Circle((x + 0.5) / WORK, (y + 0.5) / WORK, (radius + 0.5) / WORK)
        is_round = area >= fill * np.pi * circle.radius**2
        if fill == 0 or (is_round and MIN_BADGE <= circle.radius <= MAX_BADGE):
            badges.append(_Badge(circle, mask, area))
    return badges


def _largest(badges: list[_Badge], count: int = 12) -> tuple[KeepOut, ...]:
    """The circles of the largest badges."""
    chosen = sorted(badges, key=lambda badge: -badge.area)[:count]
    return tuple(
        KeepOut((share(at.x), share(at.y), share(at.radius)))
        for at in (badge.circle for badge in chosen)
    )


def _roomiest(bare: Mask) -> Circle:
    """About the largest circle inside the window and the circle that platforms show.

    Beside a badge there may be more room than above it, but a face belongs in the middle: each
    pixel away from it has to gain half a pixel of radius. Of places as good, the middle one.
    """
    import cv2

    room = (bare & disc(0.5)).astype(np.uint8)
    # Padded with zeros, since there is no room beyond the picture.
    depth = cv2.distanceTransform(np.pad(room, 1), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    columns = np.flatnonzero(bare.any(axis=0))
    off_centre = np.abs(np.arange(WORK) - (columns[0] + columns[-1]) / 2)
    worth = np.where(room > 0, depth - CENTRAL * off_centre, -np.inf)
    best = np.unravel_index(int(np.argmax(worth)), worth.shape)
    y, x = (float(at.mean()) for at in np.nonzero(worth >= worth[best] - 0.015 * depth[best]))
    # Between two bays that are as good, the middle lies on artwork.
    if depth[round(y), round(x)] < 0.97 * depth[best]:
        y, x = float(best[0]), float(best[1])
    radius = float(depth[round(y), round(x)] - 0.5) / WORK
    return Circle((x + 0.5) / WORK, (y + 0.5) / WORK, radius)


def _tint(opacity: Opacity, bare: Mask) -> tuple[float, float]:
    """The share of the window that is tinted, without its soft edge, and its median opacity."""
    import cv2

    depth = cv2.distanceTransform(bare.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    near = cv2.dilate((depth == 1).astype(np.uint8), np.ones((25, 25), np.uint8)).astype(bool)
    soft = near & (opacity > 255 - SEEN) & (opacity < SEEN)
    width = float(soft.sum() / max(1, (depth == 1).sum()))
    stained = (depth > max(6.0, 4 * width)) & (opacity > 5)
    share = float(stained.sum() / bare.sum())
    return share, float(np.median(opacity[stained])) / 255 if stained.any() else 0.0
