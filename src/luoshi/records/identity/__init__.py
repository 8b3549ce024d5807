"""Who spoke: encrypted, one key a person, apart from what was said."""
