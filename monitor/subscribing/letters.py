"""Our own letters: the one that asks for a yes, and the one that brings the link to all that is a reader's.

Whoever fills in the form may name an address that is not theirs. So none of their words stands in the first letter, or
Ethos would carry anybody's message to anybody.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from alerts.message import Message
from monitor.models import Subscription
from monitor.outgoing.links import Links
from monitor.store.people import Kept
from monitor.subscriptions.events import EventKind
from monitor.subscriptions.links import Purpose
from monitor.subscriptions.rhythm import Rhythm
from monitor.subscriptions.wording import any_of

ASKED = "Somebody, most likely you, gave this address to this Ethos."
HOW_SOON = {Rhythm.IMMEDIATE: "at once", Rhythm.DAILY: "once a day", Rhythm.WEEKLY: "once a week"}


def confirmation(kept: Kept, links: Links.OfReader, *, address_key: int) -> Message:
    """The letter that asks an address to say yes."""
    lasts = Purpose.CONFIRM.lasts
    days = lasts.days if lasts else 0
    return Message(
        key=_key("confirm", address_key, links.at),
        subject="Please confirm: shall Ethos write to you?",
        created_at=links.at,
        items=(),
        body=(
            "Ethos reads what UK public bodies promise when they buy. This address was given to be told of:",
            *dict.fromkeys(_asked(one) for one in kept.subscriptions),
            f"If that was you, open the link and say yes. It is good for {days} days.",
            "If it wasn't, do nothing: nothing more is sent, and your address is forgotten.",
        ),
        action="See what it is, and say yes",
        action_url=links.confirm(address_key),
        why=ASKED,
    )


def link(kept: Kept, links: Links.OfReader) -> Message:
    """The letter that brings the link to all that is a reader's."""
    lasts = Purpose.MANAGE.lasts
    days = lasts.days if lasts else 0
    return Message(
        key=_key("link", kept.reader.key, links.at),
        subject="The link to your subscriptions at Ethos",
        created_at=links.at,
        items=(),
        body=(
            "Here is the link to your subscriptions. It lets you change or stop them, and set your hours.",
            "With it you can also take your data along, or have everything erased.",
            f"Whoever has the link can do the same, so keep it to yourself. It is good for {days} days.",
        ),
        action="See and change what I get",
        action_url=links.manage,
        why=ASKED,
        stop_url=links.stop_all,
        one_click=True,
    )


def _asked(one: Subscription) -> str:
    told = any_of(EventKind(kind).plural for kind in sorted(one.events))
    return f"- {told}, {HOW_SOON[Rhythm(one.rhythm)]}"


def _key(what: str, number: int, at: datetime) -> str:
    return hashlib.sha256(f"{what}:{number}:{at.isoformat()}".encode()).hexdigest()[:32]
