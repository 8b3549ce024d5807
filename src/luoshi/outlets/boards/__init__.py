"""How it stands, any unit, any day."""
