"""Batch: a whole list's avatars, made once each, by processes or machines."""
