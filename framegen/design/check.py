"""Frame check: a frame's folder held against every rule that a good frame keeps, in numbers."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from framegen.design.finding import Finding
from framegen.design.measured import Case, Numbers, covers, grid, measured_frame
from framegen.design.svg_text import SIDE, Mask
from framegen.design.text_check import (
    OPAQUE,
    check_logo_slots,
    check_text_slots,
    check_texts,
    check_words,
)
from framegen.errors import FrameInvalid
from framegen.face.head import CHIN_ROOM, FACE_WIDTH, USUAL_HAIR
from framegen.frame.frame import DEFAULT_SIZE, Frame
from framegen.frame.opening import CircleWindow, FullWindow, MaskWindow
from framegen.geometry import Box, Point

# The CPU seconds that a cold start may wait for a drawing.
SLOW = 1.5

# Of 255: what may lie on a face unseen, and what counts as artwork in a window. The
# soft edge of a window is a share of the side, the others shares of the window's area.
UNSEEN, TINT = 4, 5
SOFT, TINTED, COVERED = 0.02, 0.02, 0.05

# Just outside window and bleed, so wide a ring must be opaque, or the background shows in it.
RING = 0.01

# How far aside a window is noticed, and the least radius in it that has room for a face.
ASIDE, ROOM = 0.06, 0.20

# What reading a frame raises: besides our own error, Python's parsers of TOML and XML fail on their
# way through hostile files (nested too deep, an encoding that there is none of).
UNREADABLE = (FrameInvalid, LookupError, ValueError, RecursionError, OSError)


def check_frame(folder: Path) -> tuple[Finding, ...]:
    """All that is wrong with a frame, errors first; nothing for a frame that can be published.

    A frame that cannot even be read is one finding, "frame-invalid"; nothing is raised.

    Args:
        folder: of the frame: its manifest and its artwork.
    """
    try:
        case = measured_frame(folder)
    except UNREADABLE as error:
        return (_unreadable(folder, str(error) or type(error).__name__),)
    found = [finding for rule in RULES for finding in rule(case)]
    return tuple(sorted(found, key=lambda finding: not finding.is_error))


def _unreadable(folder: Path, words: str) -> Finding:
    """An error's sentence, "frames/x/frame.toml: window.radius: expected ...", as a finding."""
    place = rf"({re.escape(str(folder))}[^:]*(?:: [a-z_][\w.\[\]]*)?): (.+)"
    found = re.fullmatch(place, words, re.DOTALL)
    where, message = found.groups() if found else (str(folder), words)
    return Finding("frame-invalid", where, message[:1].upper() + message[1:])


def _head(frame: Frame) -> Box:
    """The place of a head whose face is on the target: from the crown to under the chin."""
    (x, y), height = frame.opening.face.center, frame.opening.face.height
    side = FACE_WIDTH / 2 * height
    return Box(x - side, y - (0.5 + USUAL_HAIR) * height, x + side, y + (0.5 + CHIN_ROOM) * height)


def _check_window(case: Case) -> Iterator[Finding]:
    """The window lies on the frame, about its middle, and has room for a face."""
    window, box = case.frame.opening.window, case.frame.opening.box
    key = "window.center" if isinstance(window, CircleWindow) else "window.rect"
    beyond = max(-box.left, -box.top, box.right - 1, box.bottom - 1)
    if beyond > 1e-6:
        text = f"The window reaches {beyond:.3f} past the frame's edge; move it or make it smaller."
        yield case.error("window-outside", key, text)
    room = min(box.width, box.height) / 2
    if isinstance(window, MaskWindow):
        room = min(room, float(case.depth.max()))
    if room < ROOM:
        text = f"A circle in it has a radius of {room:.3f} at most; {ROOM:.2f} gives a face room."
        yield replace(case.error("window-small", key, text), is_error=False)
    if abs(box.center.x - 0.5) > ASIDE:
        text = f"Its middle is at x = {box.center.x:.3f}; keep it within {ASIDE:.2f} of 0.5."
        yield replace(case.error("window-aside", key, text), is_error=False)


def _check_face(case: Case) -> Iterator[Finding]:
    """A head on the target is within the window and the lines, and no badge reaches it."""
    face, head = case.frame.opening.face, _head(case.frame)
    if face.min_height > face.height:
        text = (
            f"{face.min_height:g} is over the height of {face.height:g}; make it the smaller one."
        )
        yield case.error("face-min-height", "face.min_height", text)
    outside = max(-head.left, -head.top, head.right - 1, head.bottom - 1, 0.0)
    outside = max(outside, -float(case.depth[covers(head)].min(initial=1.0)))
    if outside > 1 / SIDE:
        text = f"Face, hair and chin reach {outside:.3f} past the window; lower height or move it."
        yield case.error("face-outside", "face", text)
    if head.top < face.head_top_min:
        text = (
            f"The hair reaches up to {head.top:.3f}, above {face.head_top_min:g}; lower the face."
        )
        yield case.error("face-too-high", "face.head_top_min", text)
    if head.bottom > face.chin_max:
        text = (
            f"The chin reaches down to {head.bottom:.3f}, below {face.chin_max:g}; raise the face."
        )
        yield case.error("face-too-low", "face.chin_max", text)
    for index, keepout in enumerate(case.frame.opening.keepouts):
        x, y, radius = keepout.circle
        near = Point(min(max(x, head.left), head.right), min(max(y, head.top), head.bottom))
        overlap = radius - float(np.hypot(near.x - x, near.y - y))
        if overlap > 0:
            text = (
                f"It reaches {overlap:.3f} into the place of the face; move the one or the other."
            )
            yield case.error("keepout-on-face", f"keepout[{index}].circle", text)


def _check_clear(case: Case) -> Iterator[Finding]:
    """Nothing is drawn on the face, and hardly anything in the window but what was announced."""
    covered = covers(_head(case.frame)) & (case.opacity > UNSEEN)
    if covered.any():
        share = covered.sum() / covers(_head(case.frame)).sum()
        most = case.opacity[covered].max()
        x, y = (float(line[covered].mean()) for line in grid(SIDE))
        text = (
            f"Artwork covers {share:.1%} of the place of face, hair and chin, about ({x:.2f}, "
            f"{y:.2f}), with an alpha of up to {most} of 255; {UNSEEN} is the most; clear it or "
            "move the face."
        )
        yield Finding("face-covered", case.drawing, text)
    window = _photo_place(case.frame, case.depth)
    tinted = window & (case.opacity > TINT)
    share = tinted.sum() / max(1, window.sum())
    if share >= TINTED:
        alpha = float(np.median(case.opacity[tinted])) / 255
        is_error = bool(share > COVERED and alpha > 0.5)
        text = (
            f"Artwork lies on {share:.1%} of the window at a median alpha of {alpha:.2f}; under "
            f"{TINTED:.0%} is clear; erase it there, or name what is meant as [[keepout]]."
        )
        yield Finding(
            "window-covered" if is_error else "window-tinted", case.drawing, text, is_error
        )


def _photo_place(frame: Frame, depth: Numbers) -> Mask:
    """The part of the window that must be clear: without its soft edge and the keep-outs.

    In a full photo the design itself lies on the photo's margin: corners, shades, folds. There it
    is the circle that a profile shows, as far down as the target's chin.
    """
    x, y = grid(SIDE)
    place = depth > SOFT
    if isinstance(frame.opening.window, FullWindow):
        place &= (np.hypot(x - 0.5, y - 0.5) < frame.safe_radius) & (y < _head(frame).bottom)
    for keepout in frame.opening.keepouts:
        center_x, center_y, radius = keepout.circle
        place &= np.hypot(x - center_x, y - center_y) > radius
    return place


def _check_around(case: Case) -> Iterator[Finding]:
    """Outside the window the artwork is opaque: at once, and in the square's corners."""
    window = case.frame.opening.window
    if isinstance(window, FullWindow):
        return
    bleed = window.bleed
    ring = (case.depth <= -bleed) & (case.depth > -bleed - RING)
    thin = ring & (case.opacity < OPAQUE)
    if thin.any() and not isinstance(window, MaskWindow):
        share, least = thin.sum() / ring.sum(), case.opacity[thin].min()
        x, y = (float(line[thin].mean()) for line in grid(SIDE))
        text = (
            f"Just outside window and bleed, {share:.1%} of a ring of {RING:g}, about ({x:.2f}, "
            f"{y:.2f}), is not opaque (alpha {least} of 255); close the gap or mend the window."
        )
        yield Finding("edge-not-opaque", case.drawing, text)
    ends = np.ix_((0, -1), (0, -1))
    clear = (case.opacity[ends] < OPAQUE) & (case.depth[ends] < 0)
    if clear.any():
        text = f"{clear.sum()} of the square's 4 corners are not opaque; let the ground fill it."
        yield Finding("corners-clear", case.drawing, text)


def _check_cost(case: Case) -> Iterator[Finding]:
    """The artwork is fine enough, and quick to draw."""
    drawing = case.frame.artwork.drawing
    if isinstance(drawing, bytes):
        side = Image.open(io.BytesIO(drawing)).width
        if side < DEFAULT_SIZE:
            text = f"It is {side} pixels a side and will look soft; export {DEFAULT_SIZE} or more."
            yield Finding("overlay-small", case.drawing, text, is_error=False)
    if case.seconds > SLOW:
        text = (
            f"Drawing it takes {case.seconds:.1f} s of CPU; {SLOW:g} s are the most that anyone "
            "should wait; replace filters by gradients."
        )
        yield Finding("drawing-slow", case.drawing, text, is_error=False)


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    _check_window,
    _check_face,
    _check_clear,
    _check_around,
    check_text_slots,
    check_logo_slots,
    check_words,
    check_texts,
    _check_cost,
)
