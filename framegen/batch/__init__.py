"""Batch: a whole list's avatars, made once each, by processes or machines."""

from framegen.extras import require

require("office")
