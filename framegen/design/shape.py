"""Shape: the circle, ellipse or rounded rectangle that fits the edge of a region."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from framegen.frame.manifest import Edges
from framegen.frame.opening import CircleWindow, EllipseWindow, RoundedWindow, Window
from framegen.geometry import Box

Mask: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
AnyFloats: TypeAlias = NDArray[np.floating[Any]]

# The side in pixels of the copy in which windows are found: a pixel is .0014 of the side.
WORK = 720

# Shapes are fitted by RANSAC (Fischler and Bolles 1981), so that a badge or a plate over the edge
# does not pull them aside: DRAWS samples of a fixed seed; points within NEAR pixels are inliers.
NEAR = 2.0
DRAWS, SEED = 300, 20_200_520

# What makes a window a shape: the least intersection over union, and the least share of inliers of
# its edge. A circle wins against shapes with at most SIMPLER more inliers.
SAME, SAME_EDGE = 0.96, 0.6
SIMPLER = 0.08

# What makes a window a shape of which something is cut off: the least share of inliers, the least
# intersection over union, and the most of it that may lie outside the shape. Three straight sides
# fit many shapes, so a rectangle needs more.
CUT_ROUND, CUT_STRAIGHT = (0.55, 0.75), (0.8, 0.88)
LEAVES = 0.02


@dataclass(frozen=True, slots=True)
class _Oval:
    """An upright ellipse: its middle and its half axes, in pixels."""

    x: float
    y: float
    across: float
    down: float

    def outside(self, x: AnyFloats, y: AnyFloats) -> Floats:
        """The distance of places from it to first order (Taubin 1991); negative inside."""
        u, v = (x - self.x) / self.across, (y - self.y) / self.down
        value = np.sqrt(u * u + v * v)
        slope = np.hypot(u / self.across, v / self.down)
        return np.asarray((value - 1) * value / np.maximum(slope, 1e-9), np.float64)

    def window(self) -> Window | None:
        """The window of this shape; None if it is larger than a frame."""
        x, y, across, down = (side / WORK for side in (self.x, self.y, self.across, self.down))
        if across != down:
            return EllipseWindow(rect=shares(x - across, y - down, x + across, y + down))
        # A circle that touches all four sides may be measured slightly larger than the frame.
        if across > 0.505:
            return None
        center = (share(x), share(y))
        return CircleWindow(center=center, radius=min(0.5, share(across)))


@dataclass(frozen=True, slots=True)
class _Rounded:
    """A rectangle with round corners, in pixels."""

    box: Box
    corner: float

    def outside(self, x: AnyFloats, y: AnyFloats) -> Floats:
        """The distance of places from it; negative inside."""
        middle = self.box.center
        u = np.abs(x - middle.x) - self.box.width / 2 + self.corner
        v = np.abs(y - middle.y) - self.box.height / 2 + self.corner
        beyond = np.hypot(np.maximum(u, 0), np.maximum(v, 0))
        return np.asarray(beyond + np.minimum(np.maximum(u, v), 0) - self.corner, np.float64)

    def window(self) -> Window:
        """The window of this shape."""
        rect = shares(*self.box.scaled(1 / WORK).edges)
        return RoundedWindow(rect=rect, corner=share(self.corner / WORK))


def named_shape(whole: Mask) -> Window | None:
    """The circle, ellipse or rounded rectangle that fits a region, whole or cut; else None."""
    edge = _edge(whole)
    free = edge[((edge > 2) & (edge < WORK - 2)).all(axis=1)]
    tried = (
        (_oval(free, axes=1), CUT_ROUND, 0.0),
        (_oval(free, axes=2), CUT_ROUND, SIMPLER),
        (_rounded(edge), CUT_STRAIGHT, SIMPLER),
    )
    best, best_shown = None, 0.0
    for shape, (least_edge, least_area), handicap in tried:
        if shape is None:
            continue
        shown = float((np.abs(shape.outside(edge[:, 0], edge[:, 1])) < NEAR).mean())
        shared, leaves = _compared(whole, shape)
        cut = shown >= least_edge and shared >= least_area and leaves <= LEAVES
        if (cut or (shared >= SAME and shown >= SAME_EDGE)) and shown - handicap > best_shown:
            best, best_shown = shape, shown - handicap
    return best.window() if best else None


def _edge(whole: Mask) -> Floats:
    """The middles x, y of a region's outermost pixels, shape (n, 2)."""
    import cv2

    contours, _ = cv2.findContours(whole.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    longest = max(contours, key=len)
    return np.asarray(longest, np.float64).reshape(-1, 2) + 0.5


def _compared(whole: Mask, shape: "_Oval | _Rounded") -> tuple[float, float]:
    """Intersection over union of a region and a shape, and the region's share outside it."""
    places = np.arange(WORK) + 0.5
    inside = shape.outside(places[None, :], places[:, None]) <= 0
    both = int((whole & inside).sum())
    area = int(whole.sum())
    return both / (area + int(inside.sum()) - both), 1 - both / area


def _oval(edge: Floats, *, axes: int) -> _Oval | None:
    """The circle (one axis) or upright ellipse (two) with the most inliers of an edge.

    Both solve x^2 = a x + b y + c - k y^2, with k = 1 for the circle, by Kasa's least squares.
    """
    if len(edge) < 40:
        return None
    picks = np.random.default_rng(SEED).integers(len(edge), size=(DRAWS, axes + 2))
    sparse = edge[:: max(1, len(edge) // 500)]
    best, inliers = None, 0
    for pick in picks:
        shape = _solved(edge[pick], axes)
        if shape is None:
            continue
        count = int((np.abs(shape.outside(sparse[:, 0], sparse[:, 1])) < NEAR).sum())
        if count > inliers:
            best, inliers = shape, count
    for _ in range(3):
        if best is None:
            return None
        best = _solved(edge[np.abs(best.outside(edge[:, 0], edge[:, 1])) < NEAR], axes)
    # The edge runs through the middles of pixels, half a pixel inside.
    return best and _Oval(best.x, best.y, best.across + 0.5, best.down + 0.5)


def _solved(points: Floats, axes: int) -> _Oval | None:
    """The oval that fits points best; None if it is not of a window's size."""
    if len(points) < axes + 2:
        return None
    x, y = (points / WORK - 0.5).T
    terms = [x, y, np.ones_like(x)] + [-y * y] * (axes - 1)
    wanted = x * x + (y * y if axes == 1 else 0)
    solution = np.linalg.lstsq(np.stack(terms, axis=1), wanted, rcond=None)[0]
    a, b, c = solution[:3].tolist()
    k = float(solution[3]) if axes == 2 else 1.0
    if k <= 0.1 or k > 10:
        return None
    square = c + a * a / 4 + b * b / (4 * k)
    if not 0.01 < square < 0.5:
        return None
    across = float(np.sqrt(square))
    down = across if axes == 1 else float(np.sqrt(square / k))
    middle = (a / 2 + 0.5, b / (2 * k) + 0.5)
    return _Oval(*(WORK * length for length in (*middle, across, down)))


def _rounded(edge: Floats) -> _Rounded | None:
    """The rounded rectangle whose sides are the median of a region's outermost edges."""
    sides = []
    for column, pick, half in (
        (0, np.min, -0.5),
        (1, np.min, -0.5),
        (0, np.max, 0.5),
        (1, np.max, 0.5),
    ):
        along = edge[:, column]
        sides.append(float(np.median(along[np.abs(along - pick(along)) < NEAR])) + half)
    box = Box(*sides)
    longest = min(box.width, box.height) / 2

    def misses(corner: float) -> float:
        away = np.abs(_Rounded(box, corner).outside(edge[:, 0], edge[:, 1]) + 0.5)
        return float(np.minimum(away, 2 * NEAR).mean())

    coarse = min(np.linspace(0, longest, 41).tolist(), key=misses)
    step = longest / 40
    near = np.linspace(max(0, coarse - step), min(longest, coarse + step), 21).tolist()
    return _Rounded(box, min(near, key=misses))


def share(length: float) -> float:
    """A share of the side as manifests write it: 0 to 1, rounded to a tenth of a pixel."""
    return round(min(1.0, max(0.0, float(length))), 4)


def shares(left: float, top: float, right: float, bottom: float) -> Edges:
    """Four edges as manifests write them."""
    return share(left), share(top), share(right), share(bottom)


def filled(mask: Mask) -> Mask:
    """A connected region with its holes filled."""
    import cv2

    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    canvas = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(canvas, contours, -1, 1, cv2.FILLED)
    return canvas.astype(bool)


def hull(mask: Mask) -> Mask:
    """The convex hull of a region."""
    import cv2

    points = np.argwhere(mask)[:, ::-1].astype(np.int32)
    canvas = np.zeros(mask.shape, np.uint8)
    cv2.fillConvexPoly(canvas, cv2.convexHull(points), 1)
    return canvas.astype(bool)


def disc(radius: float) -> Mask:
    """The disc of that radius about the middle, radius a share of the side."""
    places = (np.arange(WORK) + 0.5) / WORK - 0.5
    inside: Mask = np.hypot(places[None, :], places[:, None]) <= radius
    return inside
