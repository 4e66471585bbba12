"""Entrance: who may send requests, and what they may carry."""
