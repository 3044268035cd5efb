"""Events become alerts: who is owed each, by which of their subscriptions, and when.

A reader is owed an event once, however many of their subscriptions match it; the most eager of them says when. What
was published long before it happened is owed to nobody: old notices that were filled in late, and old notices read by
new rules, are no news. A day that passes without its notice is, however old the procurement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from monitor.models import Event, Reader, StoredNotice, Subscription
from monitor.services import Services
from monitor.store import audience, commitments, events, happenings, outbox
from monitor.store.outbox import Owed
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import EventKind, Severity
from monitor.subscriptions.matcher import Happening, Match, Matcher, Standing
from monitor.subscriptions.rhythm import Hours, Rhythm, due_at

BATCH = 200


@dataclass(frozen=True)
class Hearers:
    """Everybody who can be told, made ready once a run."""

    matcher: Matcher
    hours: Mapping[int, Hours]
    names: Mapping[int, str]
    asks_words: bool


def run(services: Services) -> int:
    """Look through all subscriptions for each event that waits; give how many alerts came of it.

    An event that comes meanwhile is left for the next run: who subscribed meanwhile may be owed it.
    """
    with services.store.reading() as session:
        last = events.last_unmatched(session)
        if last is None:
            return 0
        hearers = _hearers(session)
    after = made = 0
    while True:
        now = services.clock.now()
        with services.store.reading() as session:
            waiting = events.unmatched(session, after=after, until=last, limit=BATCH)
            if not waiting:
                return made
            owed = list(_owed(session, services, hearers, waiting, now))
        after = waiting[-1].key
        with services.store.writing() as session:
            made += _keep(session, [event.key for event in waiting], owed, now)


def _keep(session: Session, keys: Sequence[int], owed: Sequence[Owed], now: datetime) -> int:
    """Owe, unless another process matched these events meanwhile or the reader has left."""
    open_ = events.still_unmatched(session, keys)
    there = audience.readers(session, {one.reader_key for one in owed})
    made = outbox.owe(session, (one for one in owed if one.event_key in open_ and one.reader_key in there), at=now)
    events.were_matched(session, sorted(open_), at=now)
    return made


def _hearers(session: Session) -> Hearers:
    rows = audience.standing(session)
    standing = [_standing(subscription) for subscription, _ in rows]
    peers = {one.conditions.peers_of for one in standing if one.conditions.peers_of}
    return Hearers(
        matcher=Matcher(standing, buyers=audience.kinds(session, peers)),
        hours={reader.key: hours_of(reader) for _, reader in rows},
        names={subscription.key: subscription.name for subscription, _ in rows},
        asks_words=any(one.conditions.words for one in standing),
    )


def _standing(row: Subscription) -> Standing:
    return Standing(
        key=row.key,
        reader_key=row.reader_key,
        conditions=Conditions.of(row.query),
        created_at=row.created_at,
        events=frozenset(EventKind(kind) for kind in row.events),
        rhythm=Rhythm(row.rhythm),
    )


def hours_of(reader: Reader) -> Hours:
    """A reader's hours."""
    return Hours(
        timezone=reader.timezone,
        digest_hour=reader.digest_hour,
        digest_weekday=reader.digest_weekday,
        quiet_from=reader.quiet_from,
        quiet_until=reader.quiet_until,
        breaks_through=Severity(reader.breaks_through) if reader.breaks_through else None,
    )


def _owed(
    session: Session, services: Services, hearers: Hearers, waiting: Sequence[Event], now: datetime
) -> Iterator[Owed]:
    known = happenings.notices_of(session, waiting)
    oldest = timedelta(days=services.settings.people.oldest_days)
    news = [
        event
        for event in waiting
        if event.kind != EventKind.CORRECTED and is_news(event, known.get((event.notice_id or "", event.ocid)), oldest)
    ]
    loaded = happenings.load(
        session,
        news,
        known,
        extractor=commitments.latest_extractor(session),
        texts=hearers.asks_words,
    )
    for event, happening in zip(news, loaded, strict=True):
        yield from _matched(event, happening, hearers, now)
    for event in waiting:
        if event.kind == EventKind.CORRECTED:
            yield from _riding(session, event)


def is_news(event: Event, notice: StoredNotice | None, oldest: timedelta) -> bool:
    """Whether anybody is told of it: not of what was published long before, unless a day has just passed."""
    if event.kind == EventKind.DEADLINE and event.facts.get("passed"):
        return True
    return notice is not None and event.at - notice.published_at <= oldest


def _matched(event: Event, happening: Happening, hearers: Hearers, now: datetime) -> Iterator[Owed]:
    of_reader: dict[int, list[Match]] = {}
    for match in hearers.matcher.matches(happening):
        of_reader.setdefault(match.reader_key, []).append(match)
    for reader, matches in of_reader.items():
        hours = hearers.hours[reader]
        yield Owed(
            event_key=event.key,
            reader_key=reader,
            subscriptions=tuple(
                {
                    "key": match.subscription_key,
                    "name": hearers.names[match.subscription_key],
                    "reasons": list(match.reasons),
                }
                for match in matches
            ),
            due_at=min(due_at(now, match.rhythm, happening.severity, hours) for match in matches),
        )


def _riding(session: Session, event: Event) -> Iterator[Owed]:
    """A correction never rings: it goes along with the next message to those who were told what is now corrected."""
    for alert in events.told(session, event):
        yield Owed(
            event_key=event.key,
            reader_key=alert.reader_key,
            subscriptions=tuple(alert.subscriptions),
            due_at=None,
        )
