"""One channel a module: what is dropped in here is found, by no list."""
