"""API: what programs call."""
