"""Page: what members see."""
