"""Command line: data on stdout, words for people on stderr."""
