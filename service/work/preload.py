"""Warm: imported once, by the process that workers are forked from, so that each is born warm.

A frame's artwork takes up to a second to draw. RenderedImage here, every worker finds it drawn, those that
replace others too, and all share its memory.
"""

import contextlib
import os

from framegen import FramegenError, Framer
from ..settings import SettingInvalid, Settings

# Whatever is broken is reported by who asks for it; here it would only keep workers from starting.
with contextlib.suppress(FramegenError, SettingInvalid):
    for frame in Framer(Settings.from_env(os.environ).frames or None).frames.values():
        frame.artwork.overlay(frame.size)
