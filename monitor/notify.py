"""Notify: what happened becomes alerts, alerts become messages, messages are sent, and what came of each is kept.

Each part is a transaction of its own, so that a run killed anywhere neither loses nor doubles: see ``outgoing``.
"""

from __future__ import annotations

from alerts.base import Destination, catalogue, deliver
from alerts.message import Item, Message
from monitor.errors import BadInput, NothingFound
from monitor.outgoing import binding, house, matching
from monitor.outgoing.sending import Worker
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import outbox, queues
from monitor.subscribing import asking

MOST_SENTENCES = 5


def run(services: Services, *, progress: Progress = silent) -> Outcome:
    """Tell everybody what they are owed now; one failing channel or address never stops the next."""
    house.stand(services)
    asking.forget(services)
    matching.run(services)
    took = binding.run(services)
    sent = Worker(services, progress).run()
    with services.store.reading() as session:
        left = queues.waiting(session) + queues.owed(session, now=services.clock.now()).total
    return Outcome(
        step="notify",
        took=took,
        made=sent.made,
        left=left,
        failed=sent.failed,
        failures=tuple(sent.failures)[:MOST_SENTENCES],
    )


def retry(services: Services, keys: tuple[str, ...]) -> int:
    """Queue messages again that were set aside, all where none is named; give how many."""
    with services.store.writing() as session:
        return _some(outbox.retry(session, keys, now=services.clock.now()), keys)


def drop(services: Services, keys: tuple[str, ...]) -> int:
    """Forget messages that were set aside, all where none is named; give how many."""
    with services.store.writing() as session:
        return _some(outbox.drop(session, keys), keys)


def try_out(services: Services, channel: str, target: str | None = None) -> None:
    """Send a test message over a channel, enabled or not, or raise ``AlertError`` with what is wrong with it."""
    if channel not in catalogue() and channel not in {one.name for one in services.channels}:
        raise BadInput(f"no channel is called {channel!r}: there are {', '.join(sorted(catalogue()))}")
    enabled = {one.name: one for one in services.channels}
    used = enabled.get(channel) or catalogue()[channel](getattr(services.settings.alerts, channel))
    to = Destination(target=used.check(target), key="test") if target else None
    deliver(used, _test_message(services), services.clock, to, retry=services.settings.alerts.retry)


def _some(number: int, keys: tuple[str, ...]) -> int:
    if keys and not number:
        raise NothingFound(f"no message that was set aside is called {keys[0]!r}: 'ethos status' lists them")
    return number


def _test_message(services: Services) -> Message:
    now = services.clock.now()
    return Message(
        key=f"test-{now.isoformat()}",
        subject="Ethos: a test message",
        created_at=now,
        items=(
            Item(
                key=f"test-{now.isoformat()}",
                title="A notice that does not exist",
                buyer="This Ethos",
                published_at=now,
                heading="Test",
                reason="If you can read this, alerts reach you this way.",
                page_url=f"{services.settings.web.public_url.rstrip('/')}/status",
            ),
        ),
        why="The operator of this Ethos ran 'ethos notify --test'.",
    )
