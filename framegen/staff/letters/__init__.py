"""Letters: the words of staff lists and the legacy encodings of Vietnamese."""
