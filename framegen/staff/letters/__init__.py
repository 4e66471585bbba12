"""Letters: the words of staff lists and the encodings that they were written in."""
