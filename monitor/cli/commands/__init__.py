"""One module a command. Its docstring's first line is its line in ``ethos --help``."""
