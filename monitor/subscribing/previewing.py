"""What a subscription would have sent lately, so that nobody subscribes blindly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from monitor.law.dates import uk_date
from monitor.models import Event
from monitor.outgoing.matching import is_news
from monitor.services import Services
from monitor.store import audience, commitments, events, happenings
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import EventKind
from monitor.subscriptions.matcher import Happening, Match, Matcher, Standing
from monitor.subscriptions.rhythm import Hours, Rhythm, due_at

DAYS = 30
FEWER = (14, 7, 3, 1)
MOST_EVENTS = 12_000
"""Anybody may ask for a preview: where more happened than this, it looks back over fewer days."""
BATCH = 500
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One thing that would have been told."""

    event: str
    at: datetime
    notice_id: str | None
    ocid: str
    indicator: str | None
    buyer: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would have been sent in the last ``days`` days: items, messages, and how many items each UK day.

    ``days`` are fewer than ``DAYS`` where too much happened in those.
    """

    days: int
    items: int
    messages: int
    by_day: tuple[tuple[date, int], ...]
    latest: tuple[Sample, ...]
    events_held: int
    """How many events are held of those days in all: where there are none, nothing can be told of the rhythm."""


def run(
    services: Services,
    conditions: Conditions,
    *,
    events_wanted: frozenset[EventKind] = frozenset({EventKind.FLAG}),
    rhythm: Rhythm = Rhythm.DAILY,
    hours: Hours | None = None,
    most: int = MOST_EVENTS,
) -> Preview:
    """Match what happened in the last days against conditions that nobody has subscribed to yet."""
    hours = hours or Hours()
    until = services.clock.now()
    samples: list[Sample] = []
    due: set[datetime] = set()
    with services.store.reading() as session:
        look_back, held = _looked_at(session, until, most)
        since = until - timedelta(days=look_back)
        for _, happening, match in matched(services, session, conditions, events_wanted, since=since):
            samples.append(_sample(happening, match))
            due.add(due_at(happening.at, rhythm, happening.severity, hours))
    days = Counter(uk_date(sample.at) for sample in samples)
    first = uk_date(since)
    every = [first + timedelta(days=number) for number in range(1, look_back + 1)]
    return Preview(
        days=look_back,
        items=len(samples),
        messages=len(due),
        by_day=tuple((day, days[day]) for day in every),
        latest=tuple(reversed(samples[-MOST_SHOWN:])),
        events_held=held,
    )


def _looked_at(session: Session, until: datetime, most: int) -> tuple[int, int]:
    """Over how many days to look back, and how many events there are in them."""
    days, held = DAYS, events.count_since(session, until - timedelta(days=DAYS))
    for fewer in FEWER:
        if held <= most:
            break
        days, held = fewer, events.count_since(session, until - timedelta(days=fewer))
    return days, held


def matched(
    services: Services, session: Session, conditions: Conditions, wanted: frozenset[EventKind], *, since: datetime
) -> Iterator[tuple[Event, Happening, Match]]:
    """What happened since a moment that these conditions ask for, oldest first, as news alone are told."""
    buyers = audience.kinds(session, [conditions.peers_of]) if conditions.peers_of else {}
    standing = Standing(key=0, reader_key=0, conditions=conditions, created_at=since, events=wanted)
    matcher = Matcher([standing], buyers=buyers)
    oldest = timedelta(days=services.settings.people.oldest_days)
    extractor = commitments.latest_extractor(session)
    after = 0
    while batch := events.since(session, since, after=after, limit=BATCH):
        after = batch[-1].key
        batch = [event for event in batch if _may_match(event, conditions, wanted)]
        known = happenings.notices_of(session, batch)
        news = [event for event in batch if is_news(event, known.get((event.notice_id or "", event.ocid)), oldest)]
        loaded = happenings.load(session, news, known, extractor=extractor, texts=bool(conditions.words))
        for event, happening in zip(news, loaded, strict=True):
            for match in matcher.matches(happening):
                yield event, happening, match


def _may_match(event: Event, conditions: Conditions, wanted: frozenset[EventKind]) -> bool:
    """Whether the event itself does not rule it out, so that the notices of the others need not be loaded."""
    return (
        event.kind in wanted
        and (not conditions.indicator or (event.indicator or "").upper() in conditions.indicator)
        and (not conditions.kind or event.severity in conditions.kind)
        and (not conditions.ocid or event.ocid in conditions.ocid)
    )


def _sample(happening: Happening, match: Match) -> Sample:
    return Sample(
        event=happening.kind.value,
        at=happening.at,
        notice_id=happening.notice_id,
        ocid=happening.ocid,
        indicator=happening.indicator,
        buyer=happening.buyer_name,
        reasons=match.reasons,
    )
