"""Bounds: what makes an opening good, both for checking a frame and for importing an artwork.

All lengths are shares of the frame's side.
"""

# The radius of the largest circle inside a window: below the one no face fits, below the other a
# face is hard to recognise in a small profile picture.
MIN_FACE_ROOM, GOOD_FACE_ROOM = 0.10, 0.20

# How far the window's middle may lie left or right of the frame's.
MAX_OFF_CENTRE = 0.06

# The share of the window that artwork may tint.
MAX_TINTED = 0.02
