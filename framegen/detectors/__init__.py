"""Detectors: what finds faces; each is a file of its own and imports its library on first use."""
