"""Page: what members see: the form, the finished avatar, and the reference for programs."""
