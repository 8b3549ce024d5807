"""What happened, append-only: streams, entries, seals."""
