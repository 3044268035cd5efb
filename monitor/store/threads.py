"""The threads that tracing made: kept in place of earlier ones, with the changes of state that readers may be owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select
from sqlmodel import Session, col

from monitor.models import StoredProcurement, StoredThread
from monitor.store import events
from monitor.store.chunks import chunks
from monitor.store.events import Happened
from monitor.tracing.procurement import Procurement
from monitor.tracing.thread import Step, Thread

Statement = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A thread that changed its state. ``before`` is absent where the thread is new, ``after`` where it is no more."""

    id: str
    ocid: str
    theme: str
    before: str | None
    after: str | None
    notice_id: str | None = None
    reason: str = ""
    quote: str | None = None
    pointer: str = ""
    is_news: bool = False
    """Whether a notice that was not held before brought it about, and not another reading of the same notices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadQuery:
    """What is asked for; a field that is ``None`` does not narrow. ``overdue_on``: the next notice was due before."""

    ocid: str | None = None
    state: str | None = None
    theme: str | None = None
    overdue_on: date | None = None
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLine:
    """A thread in a list, with the title and buyer of its procurement."""

    id: str
    ocid: str
    theme: str
    state: str
    reason: str
    level: int
    quote: str | None
    notices: int
    next_type: str | None
    next_by: date | None
    latest_at: datetime
    buyer: str | None
    title: str | None


def put(session: Session, procurements: Iterable[Procurement], *, at: datetime) -> list[Moved]:
    """Keep the threads of some procurements in place of earlier ones; give those that changed their state, by id."""
    traced = {one.ocid: one for one in procurements}
    known = _known(session, sorted(traced))
    rows: list[dict[str, Any]] = []
    moved: list[Moved] = []
    for procurement in traced.values():
        for position, thread in enumerate(procurement.threads):
            before = known.pop(thread.id, None)
            rows.append(_columns(thread, procurement, position, _since(before, thread, at)))
            if before is None or before.state != thread.state.value:
                moved.append(_moved(before, thread, procurement))
    gone = (Moved(id=row.id, ocid=row.ocid, theme=row.theme, before=row.state, after=None) for row in known.values())
    moved.extend(gone)
    for part in chunks(sorted(traced)):
        session.execute(delete(StoredThread).where(col(StoredThread.ocid).in_(part)))
    if rows:
        session.execute(insert(StoredThread), rows)
    return sorted(moved, key=lambda one: one.id)


def tell(session: Session, moved: Iterable[Moved], *, at: datetime) -> int:
    """Keep an event for each thread that a new notice put into another state; give how many."""
    happened = (
        Happened(
            name=f"thread:{one.id}:{one.after}:{one.notice_id}",
            kind="thread",
            ocid=one.ocid,
            notice_id=one.notice_id,
            severity="practice",
            facts={
                "theme": one.theme,
                "from": one.before,
                "to": one.after,
                "reason": one.reason,
                "quote": one.quote,
                "pointer": one.pointer,
            },
        )
        for one in moved
        if one.is_news
    )
    return events.add(session, happened, at=at)


def of_procurement(session: Session, ocid: str) -> list[StoredThread]:
    """The threads of one procurement, in the order of their first words."""
    query = select(StoredThread).where(col(StoredThread.ocid) == ocid).order_by(col(StoredThread.position))
    return list(session.scalars(query))


def find(session: Session, query: ThreadQuery) -> list[ThreadLine]:
    """The threads that answer, those whose notices are newest first."""
    thread = StoredThread
    statement = (
        _narrowed(select(thread, col(StoredProcurement.buyer_name), col(StoredProcurement.title)), query)
        .order_by(col(thread.latest_at).desc(), col(thread.ocid), col(thread.position))
        .limit(query.limit)
        .offset(query.offset)
    )
    return [_line(row, buyer, title) for row, buyer, title in session.execute(statement)]


def count(session: Session, query: ThreadQuery) -> int:
    """How many threads answer."""
    return session.scalar(_narrowed(select(func.count()).select_from(StoredThread), query)) or 0


def _narrowed(statement: Statement, query: ThreadQuery) -> Statement:
    thread = StoredThread
    statement = statement.outerjoin(StoredProcurement, col(StoredProcurement.ocid) == col(thread.ocid))
    for column, wanted in ((thread.ocid, query.ocid), (thread.state, query.state), (thread.theme, query.theme)):
        if wanted is not None:
            statement = statement.where(col(column) == wanted)
    if query.overdue_on is not None:
        statement = statement.where(col(thread.next_by) < query.overdue_on)
    return statement


def _line(row: StoredThread, buyer: str | None, title: str | None) -> ThreadLine:
    return ThreadLine(
        id=row.id,
        ocid=row.ocid,
        theme=row.theme,
        state=row.state,
        reason=row.reason,
        level=row.level,
        quote=row.quote,
        notices=len({step["notice_id"] for step in row.steps}),
        next_type=row.next_type,
        next_by=row.next_by,
        latest_at=row.latest_at,
        buyer=buyer,
        title=title,
    )


def _known(session: Session, ocids: Sequence[str]) -> dict[str, StoredThread]:
    """The threads that were kept of some procurements, let go of: they are about to be replaced."""
    known: dict[str, StoredThread] = {}
    for part in chunks(ocids):
        for row in session.scalars(select(StoredThread).where(col(StoredThread.ocid).in_(part))):
            known[row.id] = row
            session.expunge(row)
    return known


def _since(before: StoredThread | None, thread: Thread, at: datetime) -> datetime:
    return before.changed_at if before is not None and before.state == thread.state.value else at


def _moved(before: StoredThread | None, thread: Thread, procurement: Procurement) -> Moved:
    shown = next((step for step in reversed(thread.steps) if step.quote), thread.first)
    return Moved(
        id=thread.id,
        ocid=thread.ocid,
        theme=thread.theme,
        before=before.state if before is not None else None,
        after=thread.state.value,
        notice_id=procurement.latest.id,
        reason=thread.reason,
        quote=shown.quote,
        pointer=shown.pointer,
        is_news=before is not None and len(procurement.notices) > before.held,
    )


def _columns(thread: Thread, procurement: Procurement, position: int, changed_at: datetime) -> dict[str, Any]:
    following = thread.next_notice
    return {
        "id": thread.id,
        "ocid": thread.ocid,
        "position": position,
        "held": len(procurement.notices),
        "changed_at": changed_at,
        "theme": thread.theme,
        "state": thread.state.value,
        "reason": thread.reason,
        "level": int(thread.level),
        "quote": thread.first.quote,
        "is_ended": thread.is_ended,
        "steps": [_step(step) for step in thread.steps],
        "next_type": following.notice_type.value if following else None,
        "next_by": following.by if following else None,
        "next_why": following.why if following else None,
        "began_at": thread.first.published_at,
        "latest_at": thread.steps[-1].published_at,
    }


def _step(step: Step) -> dict[str, Any]:
    """A step as a plain structure, without what is absent."""
    return {name: value for name, value in asdict(step).items() if value not in (None, (), "", False)}
