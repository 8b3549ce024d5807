"""Pages of documents: parse, one call, render."""
