"""What may happen that a reader is told of, and how grave it is."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """What happened."""

    FLAG = "flag"
    NOTICE = "notice"
    THREAD = "thread"
    DEADLINE = "deadline"
    CORRECTED = "corrected"

    @property
    def singular(self) -> str:
        """What it is called, of one."""
        return _TITLES[self][0]

    @property
    def plural(self) -> str:
        """What they are called, of several."""
        return _TITLES[self][1]

    def is_wanted(self, chosen: frozenset[EventKind]) -> bool:
        """Whether who chose these kinds is told of this one: followers of flags or notices are told of corrections."""
        return not chosen.isdisjoint(_TOLD_TO.get(self, (self,)))


_TITLES = {
    EventKind.FLAG: ("new flag", "new flags"),
    EventKind.NOTICE: ("new notice", "new notices"),
    EventKind.THREAD: ("commitment that changed state", "commitments that changed state"),
    EventKind.DEADLINE: ("deadline passed without its notice", "deadlines passed without their notice"),
    EventKind.CORRECTED: ("corrected notice", "corrected notices"),
}
_TOLD_TO = {EventKind.CORRECTED: (EventKind.FLAG, EventKind.NOTICE)}

CHOICES = (EventKind.FLAG, EventKind.NOTICE, EventKind.THREAD, EventKind.DEADLINE)
"""The kinds that a subscription may choose. Corrections come with them."""


class Severity(StrEnum):
    """How grave it is, the gravest first: a duty in law, a policy of government, good practice."""

    DUTY = "duty"
    POLICY = "policy"
    PRACTICE = "practice"

    def reaches(self, least: Severity) -> bool:
        """Whether it is as grave as another, or graver."""
        order = list(Severity)
        return order.index(self) <= order.index(least)
