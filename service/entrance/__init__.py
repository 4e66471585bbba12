"""Entrance: who may come in, and with what."""
