"""The tests: they mirror the source, file by file."""
