"""Places: where photos are read and avatars are written."""
