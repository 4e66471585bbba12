"""Preload: imported by the process that workers are forked from, so that they start warm.

Drawing a frame's artwork takes up to a second. Drawn here, all workers inherit and share it.
"""

import contextlib
import os

from framegen import Framer
from framegen.errors import FramegenError

from ..settings import Settings

# Errors are reported where frames are used; here they would keep workers from starting.
with contextlib.suppress(FramegenError):
    for frame in Framer(Settings.from_env(os.environ).frames or None).frames.values():
        frame.artwork.overlay(frame.size)
