"""Work: a photo's bytes become an avatar's, in another process."""
