"""The door for units, posts and accounts."""
