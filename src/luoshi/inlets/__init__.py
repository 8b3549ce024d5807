"""Doors: somebody acts."""
