"""Frame: what a designer made: artwork, window, texts, logos, and the campaign around them."""
