"""What I have to do today."""
