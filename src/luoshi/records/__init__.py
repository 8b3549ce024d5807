"""What was written or said: texts, files, statements."""
