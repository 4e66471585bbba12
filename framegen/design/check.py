"""Frame check: the rules of a good frame, and what in a frame's folder breaks them."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from framegen.design.bounds import GOOD_FACE_ROOM, MAX_OFF_CENTRE, MAX_TINTED
from framegen.design.finding import Finding, error, warning
from framegen.design.measured import Case, Numbers, covers, grid, measured_frame
from framegen.design.svg_text import SIDE, Mask
from framegen.design.text_check import (
    OPAQUE,
    check_carries,
    check_logo_slots,
    check_text_slots,
    check_texts,
)
from framegen.errors import FrameInvalid
from framegen.face.head import CHIN_ROOM, FACE_WIDTH, USUAL_HAIR
from framegen.frame.frame import DEFAULT_SIZE, Frame
from framegen.frame.opening import CircleWindow, FullWindow, MaskWindow
from framegen.geometry import Box, Point
from framegen.language import N_, Message
from framegen.language.system import reason_of

# The CPU seconds that drawing the overlay may take; a cold start waits for it.
MAX_SECONDS = 1.5

# Alpha of 255: the most that may lie on a face, where it is invisible, and the most in a window
# that does not count as artwork.
MAX_ON_FACE, TINT = 4, 5

# The width of a window's soft edge, as a share of the side; and the share of the window's area that
# opaque artwork may cover.
SOFT_EDGE, MAX_COVERED = 0.02, 0.05

# The width of a ring just outside window and bleed that must be opaque, or the background shows.
RING = 0.01

# What Python's parsers of TOML and XML raise on hostile files, such as deep nesting or an unknown
# encoding.
DAMAGED = (LookupError, ValueError, RecursionError)


def check_frame(folder: Path) -> tuple[Finding, ...]:
    """Everything wrong with a frame, errors first; empty for a frame that can be published.

    A frame that cannot even be read is one finding, "frame-invalid"; nothing is raised.

    Args:
        folder: the frame's folder, with its manifest and artwork.
    """
    try:
        case = measured_frame(folder)
    except FrameInvalid as invalid:
        return (_unreadable(folder, Message.of(invalid)),)
    except OSError as failed:
        return (error("frame-invalid", str(folder), N_("{reason}."), reason=reason_of(failed)),)
    except DAMAGED:
        text = N_("A file of this frame is damaged; export it from the design again.")
        return (error("frame-invalid", str(folder), text),)
    found = [finding for rule in RULES for finding in rule(case)]
    return tuple(sorted(found, key=lambda finding: not finding.is_error))


def _unreadable(folder: Path, message: Message) -> Finding:
    """What keeps a frame from being read, at the file and the key that the error names."""
    values = message.values
    file = values.get("path") or values.get("logo") or folder
    where = f"{file}: {values['key']}" if "key" in values else str(file)
    return Finding("frame-invalid", where, message)


def _head(frame: Frame) -> Box:
    """The head of a person whose face is on the target: from the crown to below the chin."""
    (x, y), height = frame.opening.face.center, frame.opening.face.height
    side = FACE_WIDTH / 2 * height
    return Box(x - side, y - (0.5 + USUAL_HAIR) * height, x + side, y + (0.5 + CHIN_ROOM) * height)


def _check_window(case: Case) -> Iterator[Finding]:
    """The window lies within the frame, near its middle, and has room for a face."""
    window, box = case.frame.opening.window, case.frame.opening.box
    key = "window.center" if isinstance(window, CircleWindow) else "window.rect"
    beyond = max(-box.left, -box.top, box.right - 1, box.bottom - 1)
    if beyond > 1e-6:
        text = N_("The window reaches {by:.3f} past the frame's edge; move it or make it smaller.")
        yield case.error("window-outside", key, text, by=beyond)
    room = min(box.width, box.height) / 2
    if isinstance(window, MaskWindow):
        room = min(room, float(case.depth.max()))
    if room < GOOD_FACE_ROOM:
        text = N_(
            "A circle in it has a radius of {room:.3f} at most; {least:.2f} gives a face room."
        )
        yield case.warning("window-small", key, text, room=room, least=GOOD_FACE_ROOM)
    x = box.center.x
    if abs(x - 0.5) > MAX_OFF_CENTRE:
        text = N_("Its middle is at x = {x:.3f}; keep it within {limit:.2f} of 0.5.")
        yield case.warning("window-aside", key, text, x=x, limit=MAX_OFF_CENTRE)


def _check_face(case: Case) -> Iterator[Finding]:
    """A head on the target lies within the window and the face's lines."""
    face, head = case.frame.opening.face, _head(case.frame)
    if face.min_height > face.height:
        text = N_("{least:g} is over the height of {height:g}; make it the smaller one.")
        key = "face.min_height"
        yield case.error("face-min-height", key, text, least=face.min_height, height=face.height)
    outside = max(-head.left, -head.top, head.right - 1, head.bottom - 1, 0.0)
    outside = max(outside, -float(case.depth[covers(head)].min(initial=1.0)))
    if outside > 1 / SIDE:
        text = N_(
            "Face, hair and chin reach {by:.3f} past the window; lower height or move the face."
        )
        yield case.error("face-outside", "face", text, by=outside)
    if head.top < face.head_top_min:
        text = N_("The hair reaches up to {top:.3f}, above {limit:g}; lower the face.")
        key = "face.head_top_min"
        yield case.error("face-too-high", key, text, top=head.top, limit=face.head_top_min)
    if head.bottom > face.chin_max:
        text = N_("The chin reaches down to {bottom:.3f}, below {limit:g}; raise the face.")
        key = "face.chin_max"
        yield case.error("face-too-low", key, text, bottom=head.bottom, limit=face.chin_max)


def _check_keepouts(case: Case) -> Iterator[Finding]:
    """No badge reaches a head on the target."""
    head = _head(case.frame)
    for index, keepout in enumerate(case.frame.opening.keepouts):
        x, y, radius = keepout.circle
        near = Point(min(max(x, head.left), head.right), min(max(y, head.top), head.bottom))
        overlap = radius - float(np.hypot(near.x - x, near.y - y))
        if overlap > 0:
            text = N_("It reaches {by:.3f} into the place of the face; move one of them.")
            yield case.error("keepout-on-face", f"keepout[{index}].circle", text, by=overlap)


def _check_face_clear(case: Case) -> Iterator[Finding]:
    """Nothing is drawn on the face."""
    head = covers(_head(case.frame))
    covered = head & (case.opacity > MAX_ON_FACE)
    if covered.any():
        x, y = (float(line[covered].mean()) for line in grid(SIDE))
        yield error(
            "face-covered",
            case.drawing,
            N_(
                "Artwork covers {share:.1%} of the place of face, hair and chin, about ({x:.2f}, "
                "{y:.2f}), with an alpha of up to {alpha} of 255; {limit} is the most; clear it or "
                "move the face."
            ),
            share=float(covered.sum() / head.sum()),
            x=x,
            y=y,
            alpha=int(case.opacity[covered].max()),
            limit=MAX_ON_FACE,
        )


def _check_window_clear(case: Case) -> Iterator[Finding]:
    """Hardly anything is drawn in the window outside the keep-outs."""
    window = _photo_place(case.frame, case.depth)
    tinted = window & (case.opacity > TINT)
    share = float(tinted.sum() / max(1, window.sum()))
    if share >= MAX_TINTED:
        alpha = float(np.median(case.opacity[tinted])) / 255
        is_error = share > MAX_COVERED and alpha > 0.5
        report, code = (error, "window-covered") if is_error else (warning, "window-tinted")
        yield report(
            code,
            case.drawing,
            N_(
                "Artwork lies on {share:.1%} of the window at a median alpha of {alpha:.2f}; under "
                "{limit:.0%} is clear; erase it there, or name what is meant as [[keepout]]."
            ),
            share=share,
            alpha=alpha,
            limit=MAX_TINTED,
        )


def _photo_place(frame: Frame, depth: Numbers) -> Mask:
    """The part of the window that must be clear: without its soft edge and the keep-outs.

    Around a full photo the design may lie on the margin: corners, shades, folds. There it is the
    circle that a profile shows, down to the target's chin.
    """
    x, y = grid(SIDE)
    place = depth > SOFT_EDGE
    if isinstance(frame.opening.window, FullWindow):
        place &= (np.hypot(x - 0.5, y - 0.5) < frame.safe_radius) & (y < _head(frame).bottom)
    for keepout in frame.opening.keepouts:
        center_x, center_y, radius = keepout.circle
        place &= np.hypot(x - center_x, y - center_y) > radius
    return place


def _check_around(case: Case) -> Iterator[Finding]:
    """The artwork is opaque just outside the window and in the square's corners."""
    window = case.frame.opening.window
    if isinstance(window, FullWindow):
        return
    bleed = window.bleed
    ring = (case.depth <= -bleed) & (case.depth > -bleed - RING)
    thin = ring & (case.opacity < OPAQUE)
    if thin.any() and not isinstance(window, MaskWindow):
        x, y = (float(line[thin].mean()) for line in grid(SIDE))
        yield error(
            "edge-not-opaque",
            case.drawing,
            N_(
                "Just outside window and bleed, {share:.1%} of a ring of {ring:g}, about ({x:.2f}, "
                "{y:.2f}), is not opaque (alpha {alpha} of 255); close the gap or fix the window."
            ),
            share=float(thin.sum() / ring.sum()),
            ring=RING,
            x=x,
            y=y,
            alpha=int(case.opacity[thin].min()),
        )
    ends = np.ix_((0, -1), (0, -1))
    clear = int(((case.opacity[ends] < OPAQUE) & (case.depth[ends] < 0)).sum())
    if clear:
        text = N_("{count} of the square's 4 corners are not opaque; let the ground fill it.")
        yield error("corners-clear", case.drawing, text, count=clear)


def _check_cost(case: Case) -> Iterator[Finding]:
    """The artwork is fine enough, and quick to draw."""
    drawing = case.frame.artwork.drawing
    if isinstance(drawing, bytes):
        side = Image.open(io.BytesIO(drawing)).width
        if side < DEFAULT_SIZE:
            text = N_("It is {side} pixels a side and will look soft; export {least} or more.")
            yield warning("overlay-small", case.drawing, text, side=side, least=DEFAULT_SIZE)
    if case.seconds > MAX_SECONDS:
        text = N_(
            "Drawing it takes {seconds:.1f} s of CPU; {limit:g} s are the most that anyone should "
            "wait; replace filters by gradients."
        )
        seconds, limit = case.seconds, MAX_SECONDS
        yield warning("drawing-slow", case.drawing, text, seconds=seconds, limit=limit)


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    _check_window,
    _check_face,
    _check_keepouts,
    _check_face_clear,
    _check_window_clear,
    _check_around,
    check_text_slots,
    check_logo_slots,
    check_carries,
    check_texts,
    _check_cost,
)
