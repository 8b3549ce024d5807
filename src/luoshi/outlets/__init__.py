"""Windows: somebody reads."""
