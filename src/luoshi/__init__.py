"""Luoshi (落实): what a meeting asks for, followed until somebody else has seen that it is done."""
