"""Events: what happened and may be told. Each is written in the transaction of what it tells of, and its name once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, update
from sqlmodel import Session, col, exists, select

from monitor.models import Alert, Event, Flag, OutgoingMessage, StoredNotice
from monitor.store.chunks import chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event before it is kept. ``name`` tells it from every other, for ever."""

    name: str
    kind: str
    ocid: str
    severity: str
    notice_id: str | None = None
    indicator: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def add(session: Session, happened: Iterable[Happened], *, at: datetime) -> int:
    """Keep events whose name is new; give how many."""
    by_name = {one.name: one for one in happened}
    known = _known(session, list(by_name))
    rows = [
        {
            "name": one.name,
            "kind": one.kind,
            "ocid": one.ocid,
            "notice_id": one.notice_id,
            "indicator": one.indicator,
            "severity": one.severity,
            "facts": dict(one.facts),
            "at": at,
        }
        for one in by_name.values()
        if one.name not in known
    ]
    if rows:
        session.execute(insert(Event), rows)
    return len(rows)


def of_flags(
    session: Session, flags: Sequence[Flag], *, deadlines: Collection[str], passed: Collection[str], at: datetime
) -> int:
    """Keep an event for each of these flags, raised just now; give how many.

    A flag rings once. Raised again after it was cleared, it rings again only where it speaks of another notice than
    before. Of the indicators in ``deadlines`` the event says so; ``passed`` are procurements that the same rules have
    judged before as they stand: what they raise now, a day raised.
    """
    names = {flag.key: f"flag:{flag.ocid}:{flag.indicator}" for flag in flags}
    known = _known(session, list(names.values()))
    happened = [
        Happened(
            name=names[flag.key] if names[flag.key] not in known else f"{names[flag.key]}:{flag.notice_id}",
            kind="deadline" if flag.indicator in deadlines else "flag",
            ocid=flag.ocid,
            notice_id=flag.notice_id,
            indicator=flag.indicator,
            severity=flag.kind,
            facts={"passed": True} if flag.ocid in passed else {},
        )
        for flag in flags
        if names[flag.key] not in known or known[names[flag.key]] != flag.notice_id
    ]
    return add(session, happened, at=at)


def of_notices(session: Session, ocids: Sequence[str], *, at: datetime) -> int:
    """Keep an event for each notice of these procurements that has none, and for each told one that was corrected."""
    return add(session, [*_new(session, ocids), *_corrected(session, ocids)], at=at)


def unmatched(session: Session, *, after: int = 0, until: int | None = None, limit: int = 200) -> Sequence[Event]:
    """Events for which subscriptions were not looked through yet, in the order they happened, up to a number."""
    statement = select(Event).where(col(Event.matched_at).is_(None), col(Event.key) > after)
    if until is not None:
        statement = statement.where(col(Event.key) <= until)
    return session.exec(statement.order_by(col(Event.key)).limit(limit)).all()


def last_unmatched(session: Session) -> int | None:
    """The number of the latest event that subscriptions were not looked through for, if there is one."""
    return session.exec(select(func.max(Event.key)).where(col(Event.matched_at).is_(None))).one()


def since(session: Session, moment: datetime, *, after: int = 0, limit: int = 500) -> Sequence[Event]:
    """Events from a moment on, in the order they happened, those with a greater number than ``after``."""
    return session.exec(
        select(Event).where(col(Event.at) >= moment, col(Event.key) > after).order_by(col(Event.key)).limit(limit)
    ).all()


def count_since(session: Session, moment: datetime) -> int:
    """How many events happened from a moment on."""
    return session.exec(select(func.count()).select_from(Event).where(col(Event.at) >= moment)).one()


def still_unmatched(session: Session, keys: Sequence[int]) -> set[int]:
    """Those of some events that no other process has matched since; held until the transaction ends."""
    return {
        key
        for part in chunks(keys)
        for key in session.exec(
            select(Event.key).where(col(Event.key).in_(part), col(Event.matched_at).is_(None)).with_for_update()
        )
    }


def were_matched(session: Session, keys: Sequence[int], *, at: datetime) -> None:
    """Remember that subscriptions were looked through for these."""
    for part in chunks(keys):
        session.exec(update(Event).where(col(Event.key).in_(part)).values(matched_at=at))


def told(session: Session, event: Event) -> list[Alert]:
    """What readers were told before about the notice of an event: one alert a reader, the latest."""
    rows = session.exec(
        select(Alert)
        .join(Event, col(Event.key) == col(Alert.event_key))
        .where(Event.notice_id == event.notice_id, Event.ocid == event.ocid, col(Alert.message_key).is_not(None))
        .order_by(col(Alert.id))
    )
    return list({row.reader_key: row for row in rows}.values())


def _known(session: Session, names: Sequence[str]) -> dict[str, str | None]:
    """Those of some names that are taken, with the notice that each speaks of."""
    return {
        name: notice_id
        for part in chunks(names)
        for name, notice_id in session.exec(select(Event.name, Event.notice_id).where(col(Event.name).in_(part)))
    }


def _new(session: Session, ocids: Sequence[str]) -> Iterable[Happened]:
    name = "notice:" + col(StoredNotice.source) + ":" + col(StoredNotice.release_id)
    for part in chunks(ocids):
        rows = session.exec(
            select(StoredNotice.source, StoredNotice.release_id, StoredNotice.ocid)
            .where(
                col(StoredNotice.ocid).in_(part),
                col(StoredNotice.twin_key).is_(None),
                ~exists().where(col(Event.name) == name),
            )
            .order_by(col(StoredNotice.key))
        )
        for source, release_id, ocid in rows:
            yield Happened(
                name=f"notice:{source}:{release_id}",
                kind="notice",
                ocid=ocid,
                notice_id=release_id,
                severity="practice",
            )


def _corrected(session: Session, ocids: Sequence[str]) -> Iterable[Happened]:
    """Notices whose words or figures changed after a reader had been told of them, once for each change."""
    was_told = (
        exists()
        .where(
            col(Event.notice_id) == col(StoredNotice.release_id),
            col(Event.ocid) == col(StoredNotice.ocid),
            col(Alert.event_key) == col(Event.key),
            col(OutgoingMessage.key) == col(Alert.message_key),
            col(OutgoingMessage.created_at) < col(StoredNotice.changed_at),
        )
        .correlate(StoredNotice)
    )
    for part in chunks(ocids):
        rows = session.exec(
            select(StoredNotice.source, StoredNotice.release_id, StoredNotice.ocid, StoredNotice.digest)
            .where(
                col(StoredNotice.ocid).in_(part),
                col(StoredNotice.twin_key).is_(None),
                col(StoredNotice.changed_at) > col(StoredNotice.first_seen_at),
                was_told,
            )
            .order_by(col(StoredNotice.key))
        )
        for source, release_id, ocid, digest in rows:
            yield Happened(
                name=f"corrected:{source}:{release_id}:{digest[:16]}",
                kind="corrected",
                ocid=ocid,
                notice_id=release_id,
                severity="practice",
            )
