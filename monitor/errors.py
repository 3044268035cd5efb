"""What can go wrong in the application. Doors turn each into one sentence and an exit code.

MonitorError
├── BadSettings            config.toml or an ETHOS_ variable is not right: names the key (exit 2)
├── BadInput               a file or argument that can't be used: names it (exit 2)
├── NothingFound           what was asked for is not in the database: says what to run (exit 2)
└── DatabaseUnreachable    the database can't be opened, read or written (exit 3)
"""

from __future__ import annotations


class MonitorError(Exception):
    """Root of all errors of the application."""


class BadSettings(MonitorError):
    """A setting is not right."""


class BadInput(MonitorError):
    """A file or argument can't be used."""


class NothingFound(MonitorError):
    """What was asked for is not there."""


class DatabaseUnreachable(MonitorError):
    """The database can't be opened, read or written."""
