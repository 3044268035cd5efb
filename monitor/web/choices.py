"""What the forms of subscriptions offer to choose from, in the words of their readers."""

from __future__ import annotations

from zoneinfo import available_timezones

from monitor.subscriptions.events import EventKind
from monitor.subscriptions.rhythm import WEEKDAYS

ZONES = tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))

CHOICES = {
    "EVENTS": {
        "flag": "A question is raised on a notice",
        "deadline": "A deadline passes without its notice",
        "thread": "A commitment changes: weakened, met, missed, not seen again",
        "notice": "A notice is published",
    },
    "HAPPENED": {kind.value: kind.singular for kind in EventKind},
    "RHYTHMS": {"immediate": "At once", "daily": "Once a day", "weekly": "Once a week"},
    "SEVERITIES": {
        "duty": "Only what concerns a duty in law",
        "policy": "That, and government policy",
        "practice": "Everything",
    },
    "WEEKDAYS": WEEKDAYS,
    "ZONES": ZONES,
}
