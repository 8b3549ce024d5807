"""The door for inspections: planned, drawn blind, seen on the spot, written down with facts, open to objection."""
