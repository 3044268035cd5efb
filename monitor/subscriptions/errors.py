"""What can go wrong with subscriptions, beside ``monitor.errors.BadInput`` for conditions that can't be used.

MonitorError
└── BadLink            a signed link that opens nothing
    ├── ForeignLink    it was not made here, not for this purpose, or was changed on its way
    ├── ExpiredLink    it is older than such links last
    └── WithdrawnLink  its reader had all their links made worthless
"""

from __future__ import annotations

from monitor.errors import MonitorError


class BadLink(MonitorError):
    """A signed link opens nothing."""


class ForeignLink(BadLink):
    """It was not made here, not for this purpose, or was changed on its way."""


class ExpiredLink(BadLink):
    """It is older than such links last."""


class WithdrawnLink(BadLink):
    """Its reader had all their links made worthless."""
