"""Face: where the faces of a photo are, and which one is meant."""
