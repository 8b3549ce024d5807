"""Tests of the command line, the catalogue and the start."""
