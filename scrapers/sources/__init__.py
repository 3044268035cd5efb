"""Sources of notices, one a module: dropping one in adds it to the catalogue."""
