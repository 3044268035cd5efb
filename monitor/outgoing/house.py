"""Those whom the settings have told: every enabled channel, and the operator's own standing queries."""

from __future__ import annotations

from monitor.services import Services
from monitor.store import house


def stand(services: Services) -> None:
    """Let them stand as readers; called before events are made, as nobody hears of what came earlier."""
    channels = [channel.name for channel in services.channels]
    wanted = services.settings.subscriptions
    with services.store.reading() as session:
        if house.stands(session, channels, wanted):
            return
    with services.store.writing() as session:
        house.keep(session, channels, wanted, at=services.clock.now())
