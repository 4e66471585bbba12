"""Window: the clear part of an artwork, found in its opacity and named by its shape.

Everything is measured on a small copy, `WORK` pixels a side; all results are shares of the side.
The limits were measured on a thousand drawn windows and on our own frames.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from framegen.design.shape import WORK, Mask, disc, filled, hull, named_shape, share, shares
from framegen.frame.manifest import Edges
from framegen.frame.opening import (
    FullWindow,
    KeepOut,
    MaskWindow,
    Window,
)
from framegen.geometry import Box

Opacity: TypeAlias = NDArray[np.uint8]

# Half opaque is where an edge is; below LEAST a hole is none, and less than SEEN lets a photo show.
HALF, SEEN, CLEAR = 128, 230, 10
LEAST_HOLE = 0.05
LEAST_RIVAL, LEAST_BEYOND = 0.02, 0.001

# A window that takes so much of the border, or a border tinted so far, means a photo that goes
# from edge to edge. So does a thin drawing, of less than THIN of the picture, in the middle of one.
BLEEDS = 0.15
THIN = 0.18

# How much radius a place for a face must gain for each step aside from the window's middle.
CENTRAL = 0.5

# What a badge is: a patch inside the window or a notch in its edge, about as high as it is wide.
LEAST_BADGE, MOST_BADGE = 0.012, 0.16
BADGE_FILL = 0.35
MOST_NOTCHES = 3

# Of the window's own area, what notches may take for its shape to be judged without them; and of
# the picture, what islands may take for the window to be a shape at all.
MOST_FILLED = 0.08
LEAST_ISLAND, MOST_ISLANDS = 0.0003, 0.04


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
        roomiest: about the largest circle inside both the window and the circle that platforms
            leave, near the window's middle.
        bottom: the lowest line that the window reaches.
        tinted: the share of the window, away from its edge, that is not quite clear.
        tint: the median opacity of that share, 0 to 1.
        is_inside: whether artwork encloses it on all sides.
        rivals: how many other holes there are, enclosed by artwork like the window.
        clear: WORK x WORK, where the window is, islands of artwork left out.
        outside: WORK x WORK, what lies transparent beyond the artwork, such as a round one's
            corners; nothing where the photo is meant to show there.
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
    """The window of an artwork, or None where it has none.

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
    """What is clear by half, each connected part numbered from 1; specks are left out."""
    import cv2

    half = (opacity < HALF).astype(np.uint8)
    opened = cv2.morphologyEx(half, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.connectedComponents(opened, connectivity=4)[1], np.int32)


def _best(holes: NDArray[np.int32], opacity: Opacity) -> int | None:
    """The number of the hole that a face belongs in: large, central, clear, not at the border."""
    areas = np.bincount(holes.ravel())
    touching = set(np.unique(_border(holes)).tolist())
    scores = {}
    for number in (np.flatnonzero(areas[1:] >= LEAST_HOLE * holes.size) + 1).tolist():
        hole = holes == number
        y, x = (float(places.mean() + 0.5) / WORK for places in np.nonzero(hole))
        central = 1 - float(np.hypot(x - 0.5, y - 0.5))
        clarity = 0.25 + float((opacity[hole] < CLEAR).mean())
        scores[number] = areas[number] * central * clarity * (0.5 if number in touching else 1.0)
    return max(scores, key=lambda number: scores[number]) if scores else None


def _rivals(holes: NDArray[np.int32], chosen: int) -> int:
    """How many other holes there are that do not run out at the border."""
    large = np.flatnonzero(np.bincount(holes.ravel()) >= LEAST_RIVAL * holes.size).tolist()
    return len(set(large) - {0, chosen} - set(np.unique(_border(holes)).tolist()))


def _border(picture: NDArray[Any]) -> NDArray[Any]:
    """The pixels along the four sides."""
    return np.concatenate((picture[0], picture[-1], picture[1:-1, 0], picture[1:-1, -1]))


def _beyond(opacity: Opacity, bare: Mask, *, apart: bool = True) -> Mask:
    """What a photo would show through at the border; only what artwork cuts off when apart."""
    import cv2

    seen = (opacity < SEEN).astype(np.uint8)
    parts = np.asarray(cv2.connectedComponents(seen, connectivity=4)[1])
    large = np.flatnonzero(np.bincount(parts.ravel()) >= LEAST_BEYOND * parts.size).tolist()
    joined = set(np.unique(parts[bare]).tolist()) if apart else set()
    at_border = set(np.unique(_border(parts)).tolist()) & set(large)
    found: Mask = np.isin(parts, list(at_border - joined - {0}))
    return found


def _named(bare: Mask, opacity: Opacity, beyond: Mask) -> tuple[Window, tuple[KeepOut, ...]]:
    """The window by its shape, and its badges."""
    islands = _badges(filled(bare) & ~bare, fill=0.0, least=LEAST_ISLAND)
    notches = _badges(hull(bare) & ~filled(bare), fill=BADGE_FILL, least=LEAST_BADGE**2 * 4)
    whole = filled(bare)
    if _is_full(bare, opacity, beyond):
        seen = _beyond(opacity, bare, apart=not _tinted_border(opacity))
        return FullWindow(rect=_extent(bare | seen)), _largest(islands + notches)
    if sum((island.area for island in islands), 0.0) > MOST_ISLANDS:
        return MaskWindow(file="mask.png", rect=_extent(bare)), _largest(islands)
    taken = sum((notch.area for notch in notches), 0.0)
    if len(notches) <= MOST_NOTCHES and taken <= MOST_FILLED * whole.mean():
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
    """Whether a photo shows, tinted, along the border: glass is there to be seen through."""
    return bool(_border((opacity > 255 - SEEN) & (opacity < SEEN)).mean() > BLEEDS)


def _thin(opacity: Opacity) -> bool:
    """Whether the drawing covers so little that it lies on a photo instead of around one."""
    return bool((opacity >= HALF).mean() < THIN)


def _extent(mask: Mask) -> Edges:
    """Left, top, right, bottom of what is set."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    box = Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    return shares(*box.scaled(1 / WORK).edges)


@dataclass(frozen=True, slots=True, eq=False)
class _Badge:
    """A patch of artwork in the window: its circle, its pixels, their share of the picture."""

    circle: Circle
    mask: Mask
    area: float


def _badges(patches: Mask, *, fill: float, least: float) -> list[_Badge]:
    """The patches that are badges: of a badge's size, and filling that much of their circle."""
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
        if fill == 0 or (is_round and LEAST_BADGE <= circle.radius <= MOST_BADGE):
            badges.append(_Badge(circle, mask, area))
    return badges


def _largest(badges: list[_Badge], most: int = 12) -> tuple[KeepOut, ...]:
    """The circles of the largest badges."""
    chosen = sorted(badges, key=lambda badge: -badge.area)[:most]
    return tuple(
        KeepOut((share(at.x), share(at.y), share(at.radius)))
        for at in (badge.circle for badge in chosen)
    )


def _roomiest(bare: Mask) -> Circle:
    """The largest circle inside the window and the middle circle, unless it lies aside.

    Beside a badge there may be more room than above it, but a face belongs in the middle: each
    pixel aside has to be worth half a pixel of radius. Of many places as good, the middle one.
    """
    import cv2

    room = (bare & disc(0.5)).astype(np.uint8)
    # A frame of zeros: beyond the picture there is no room.
    depth = cv2.distanceTransform(np.pad(room, 1), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    columns = np.flatnonzero(bare.any(axis=0))
    aside = np.abs(np.arange(WORK) - (columns[0] + columns[-1]) / 2)
    worth = np.where(room > 0, depth - CENTRAL * aside, -np.inf)
    best = np.unravel_index(int(np.argmax(worth)), worth.shape)
    y, x = (float(at.mean()) for at in np.nonzero(worth >= worth[best] - 0.015 * depth[best]))
    # In two equal bays of a window the middle lies between them, on artwork.
    if depth[round(y), round(x)] < 0.97 * depth[best]:
        y, x = float(best[0]), float(best[1])
    radius = float(depth[round(y), round(x)] - 0.5) / WORK
    return Circle((x + 0.5) / WORK, (y + 0.5) / WORK, radius)


def _tint(opacity: Opacity, bare: Mask) -> tuple[float, float]:
    """The share of the window that is tinted away from its soft edge, and its median opacity."""
    import cv2

    depth = cv2.distanceTransform(bare.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    near = cv2.dilate((depth == 1).astype(np.uint8), np.ones((25, 25), np.uint8)).astype(bool)
    soft = near & (opacity > 255 - SEEN) & (opacity < SEEN)
    width = float(soft.sum() / max(1, (depth == 1).sum()))
    stained = (depth > max(6.0, 4 * width)) & (opacity > 5)
    share = float(stained.sum() / bare.sum())
    return share, float(np.median(opacity[stained])) / 255 if stained.any() else 0.0
