"""Questions people ask: notices and flags by words, buyer, date, theme, level, indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Text, func, or_, select, type_coerce
from sqlmodel import Session, col

from monitor.errors import BadInput
from monitor.models import Flag, StoredCommitment, StoredNotice
from monitor.store import joins
from monitor.store.chunks import chunks
from monitor.store.coverage import day_bounds
from monitor.store.notices import matching
from monitor.subscriptions.parsing import region

Statement = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked for; a field that is ``None`` does not narrow. Dates are UK days, both included.

    ``authority`` is the buyer's kind, ``region`` and ``cpv`` are beginnings of codes, values are pounds, both included:
    VAT counts where it is told. A range the wrong way round is ``BadInput``: it would read as a clean answer.
    """

    words: str | None = None
    buyer: str | None = None
    since: date | None = None
    until: date | None = None
    notice_type: str | None = None
    theme: str | None = None
    level: int | None = None
    indicator: str | None = None
    kind: str | None = None
    ocid: str | None = None
    authority: str | None = None
    nation: str | None = None
    region: str | None = None
    cpv: str | None = None
    value_from: Decimal | None = None
    value_until: Decimal | None = None
    limit: int = 50
    offset: int = 0

    def __post_init__(self) -> None:
        _in_order(self.since, self.until, "the first day, {}, is after the last, {}: swap them")
        _in_order(self.value_from, self.value_until, "the least amount, {}, is more than the most, {}: swap them")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice in a list. ``themes`` are those at level 1 or more; ``flags`` the indicators raised on it now."""

    notice_id: str
    published_at: datetime
    notice_type: str
    regime: str
    buyer: str | None
    title: str | None
    value: Decimal | None
    currency: str | None
    themes: tuple[str, ...]
    strongest: int | None
    flags: tuple[str, ...]
    ocid: str
    source: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLine:
    """A flag in a list."""

    flag: int
    indicator: str
    kind: str
    raised_at: datetime
    published_at: datetime
    buyer: str | None
    title: str | None
    value: Decimal | None
    currency: str | None
    reason: str
    evidence: tuple[dict[str, Any], ...]
    legal_basis: tuple[Any, ...]
    notice_id: str | None
    notice_type: str | None
    ocid: str
    url: str | None
    page_sha256: str | None


def find_notices(session: Session, query: Query, *, extractor: str | None, sqlite: bool) -> list[NoticeLine]:
    """Notices that answer, newest first."""
    statement = narrowed(select(StoredNotice), query, extractor=extractor, sqlite=sqlite)
    if query.indicator or query.kind:
        statement = statement.where(col(StoredNotice.release_id).in_(_flagged(query)))
    rows = session.scalars(
        statement.order_by(col(StoredNotice.published_at).desc(), col(StoredNotice.key).desc())
        .limit(query.limit)
        .offset(query.offset)
    ).all()
    themes = _themes(session, [row.key for row in rows], extractor)
    raised = _raised(session, [row.release_id for row in rows])
    return [
        NoticeLine(
            notice_id=row.release_id,
            published_at=row.published_at,
            notice_type=row.notice_type,
            regime=row.regime,
            buyer=row.buyer_name,
            title=row.title,
            value=row.value_gross if row.value_gross is not None else row.value_net,
            currency=row.currency,
            themes=tuple(sorted(themes.get(row.key, {}))),
            strongest=max(themes.get(row.key, {}).values(), default=None),
            flags=tuple(sorted(raised.get(row.release_id, ()))),
            ocid=row.ocid,
            source=row.source,
            url=row.url,
        )
        for row in rows
    ]


def count_notices(session: Session, query: Query, *, extractor: str | None, sqlite: bool) -> int:
    """How many notices answer, whatever the limit."""
    statement = narrowed(select(func.count()).select_from(StoredNotice), query, extractor=extractor, sqlite=sqlite)
    if query.indicator or query.kind:
        statement = statement.where(col(StoredNotice.release_id).in_(_flagged(query)))
    return session.scalar(statement) or 0


def find_flags(session: Session, query: Query, *, extractor: str | None, sqlite: bool) -> list[FlagLine]:
    """Standing flags that answer, newest notice first."""
    statement: Statement = (
        select(Flag, StoredNotice)
        .join(
            StoredNotice,
            (col(StoredNotice.release_id) == col(Flag.notice_id)) & (col(StoredNotice.ocid) == col(Flag.ocid)),
        )
        .where(col(Flag.cleared_at).is_(None))
    )
    statement = narrowed(statement, query, extractor=extractor, sqlite=sqlite)
    if query.indicator:
        statement = statement.where(func.lower(col(Flag.indicator)) == query.indicator.lower())
    if query.kind:
        statement = statement.where(col(Flag.kind) == query.kind)
    statement = statement.order_by(col(StoredNotice.published_at).desc(), col(Flag.indicator), col(Flag.key))
    return [line(flag, notice) for flag, notice in session.execute(statement.limit(query.limit).offset(query.offset))]


def lines(session: Session, flags: Sequence[Flag]) -> list[FlagLine]:
    """Flags with their notices, in that order; one whose notice is gone is left out."""
    ids = [flag.notice_id for flag in flags if flag.notice_id]
    notices = {
        (row.release_id, row.ocid): row
        for part in chunks(ids)
        for row in session.scalars(select(StoredNotice).where(col(StoredNotice.release_id).in_(part)))
    }
    pairs = ((flag, notices.get((flag.notice_id or "", flag.ocid))) for flag in flags)
    return [line(flag, notice) for flag, notice in pairs if notice]


def line(flag: Flag, notice: StoredNotice) -> FlagLine:
    """A flag with its notice, as it is listed."""
    return FlagLine(
        flag=flag.key,
        indicator=flag.indicator,
        kind=flag.kind,
        raised_at=flag.raised_at,
        published_at=notice.published_at,
        buyer=notice.buyer_name,
        title=notice.title,
        value=notice.value_gross if notice.value_gross is not None else notice.value_net,
        currency=notice.currency,
        reason=flag.reason,
        evidence=tuple(flag.evidence),
        legal_basis=tuple(flag.legal_basis),
        notice_id=flag.notice_id,
        notice_type=notice.notice_type,
        ocid=flag.ocid,
        url=notice.url,
        page_sha256=notice.page_sha256,
    )


def narrowed(statement: Statement, query: Query, *, extractor: str | None, sqlite: bool) -> Statement:
    """A statement over notices, narrowed to those that answer a query and count."""
    statement = statement.where(col(StoredNotice.twin_key).is_(None))
    if query.words:
        statement = statement.where(matching(query.words, sqlite=sqlite))
    if query.buyer:
        statement = statement.where(buyer_is(query.buyer))
    if query.notice_type:
        statement = statement.where(func.lower(col(StoredNotice.notice_type)) == query.notice_type.lower())
    if query.ocid:
        statement = statement.where(col(StoredNotice.ocid) == joins.counted_under(query.ocid))
    if query.theme or query.level is not None:
        held = select(col(StoredCommitment.notice_key)).where(
            col(StoredCommitment.extractor) == extractor,
            col(StoredCommitment.level) >= (1 if query.level is None else query.level),
        )
        if query.theme:
            held = held.where(col(StoredCommitment.theme) == query.theme)
        statement = statement.where(col(StoredNotice.key).in_(held))
    return dated(_placed(statement, query), query)


def _placed(statement: Statement, query: Query) -> Statement:
    """Narrow by who buys, where, what and for how much."""
    if query.authority:
        statement = statement.where(col(StoredNotice.buyer_kind) == query.authority)
    if query.nation:
        statement = statement.where(col(StoredNotice.nation) == query.nation)
    if query.region:
        statement = statement.where(
            func.upper(col(StoredNotice.region)).startswith(region(query.region), autoescape=True)
        )
    if query.cpv:
        codes = type_coerce(col(StoredNotice.cpv), Text)
        statement = statement.where(codes.contains(f'"{query.cpv}', autoescape=True))
    if query.value_from is not None or query.value_until is not None:
        statement = statement.where(or_(col(StoredNotice.currency).is_(None), col(StoredNotice.currency) == "GBP"))
    value = func.coalesce(col(StoredNotice.value_gross), col(StoredNotice.value_net))
    if query.value_from is not None:
        statement = statement.where(value >= query.value_from)
    if query.value_until is not None:
        statement = statement.where(value <= query.value_until)
    return statement


def dated(statement: Statement, query: Query) -> Statement:
    """Narrow by when it was published."""
    if query.since:
        statement = statement.where(col(StoredNotice.published_at) >= day_bounds(query.since)[0])
    if query.until:
        statement = statement.where(col(StoredNotice.published_at) < day_bounds(query.until)[1])
    return statement


def buyer_is(text: str) -> Any:
    """A condition: the buyer's key, or a name that holds these words, whatever their case."""
    return or_(
        func.lower(col(StoredNotice.buyer_key)) == text.lower(),
        func.lower(col(StoredNotice.buyer_name)).contains(text.lower(), autoescape=True),
    )


def _flagged(query: Query) -> Statement:
    statement = select(col(Flag.notice_id)).where(col(Flag.cleared_at).is_(None), col(Flag.notice_id).is_not(None))
    if query.indicator:
        statement = statement.where(func.lower(col(Flag.indicator)) == query.indicator.lower())
    if query.kind:
        statement = statement.where(col(Flag.kind) == query.kind)
    return statement


def _themes(session: Session, keys: list[int], extractor: str | None) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    query = (
        select(col(StoredCommitment.notice_key), col(StoredCommitment.theme), func.max(col(StoredCommitment.level)))
        .where(col(StoredCommitment.extractor) == extractor, col(StoredCommitment.level) >= 1)
        .group_by(col(StoredCommitment.notice_key), col(StoredCommitment.theme))
    )
    for part in chunks(keys):
        for key, theme, level in session.execute(query.where(col(StoredCommitment.notice_key).in_(part))):
            found.setdefault(key, {})[theme] = level
    return found


def _raised(session: Session, ids: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = select(col(Flag.notice_id), col(Flag.indicator)).where(col(Flag.cleared_at).is_(None))
    for part in chunks(ids):
        for notice_id, indicator in session.execute(query.where(col(Flag.notice_id).in_(part))):
            found.setdefault(str(notice_id), []).append(indicator)
    return found


def _in_order(first: Any, last: Any, words: str) -> None:
    if first is not None and last is not None and first > last:
        raise BadInput(words.format(first, last))
