"""One matter, its words, its search."""
