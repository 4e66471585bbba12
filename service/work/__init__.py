"""Work: turns a photo's bytes into an avatar's, in other processes."""
