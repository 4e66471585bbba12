"""Benchmarks and pictures: nothing here is a test but what is called so."""
