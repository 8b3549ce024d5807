"""Each view parses, makes one call, renders or goes on."""
