"""The door for documents: read, broken down, reviewed, issued."""
