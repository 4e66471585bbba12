"""Design: a designer's picture becomes a frame, is checked and previewed."""
