"""Tests of the staff lists' rooms."""
