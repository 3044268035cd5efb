"""Procurements of two sources that may be one, as far as titles, buyers and days tell.

What is judged of one depends on all that are like it, and of those on what is like them. Taking them all together makes
the answer the same in whatever order they arrive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from monitor.models import StoredJoin, StoredNotice
from monitor.store.chunks import chunks
from monitor.store.notices import fold
from scrapers.evidence import ANOTHER_NAME, named_alike
from scrapers.folding import names, words
from scrapers.joining import may_be_one
from scrapers.notice import Notice, NoticeType, Organisation, Regime


def published_ocid(notice: type[StoredNotice] = StoredNotice) -> ColumnElement[str]:
    """The ``ocid`` a notice was published under, wherever it counts."""
    return func.coalesce(col(notice.joined_from), col(notice.ocid))


def as_published(ocids: Sequence[str], notice: type[StoredNotice] = StoredNotice) -> ColumnElement[bool]:
    """That a notice was published under one of these."""
    own = col(notice.joined_from).is_(None) & col(notice.ocid).in_(ocids)
    return own | col(notice.joined_from).in_(ocids)


def groups(session: Session, ocids: Collection[str], *, sources: Sequence[str]) -> list[list[str]]:
    """Groups of procurements that may be one, each with one of these in it; those that are like no other are left out.

    Procurements that were taken for one before stay in one group, so that this can be undone.
    """
    shelf = _Shelf(session, sources)
    near: defaultdict[str, set[str]] = defaultdict(set)
    frontier, reached = set(ocids), set(ocids)
    while frontier:
        sights = shelf.of_procurements(sorted(frontier))
        shelf.fetch(sights)
        pairs = {(one.ocid, other.ocid) for one in sights for other in shelf.beside(one)}
        pairs |= _taken_for_one(session, sorted(frontier))
        for one, other in pairs:
            near[one].add(other)
            near[other].add(one)
        frontier = {ocid for pair in pairs for ocid in pair} - reached
        reached |= frontier
    return _connected(near)


def _taken_for_one(session: Session, ocids: Sequence[str]) -> set[tuple[str, str]]:
    """The joins and twins that some procurements have a part in, as pairs of the ``ocid``s as published."""
    ours, theirs = aliased(StoredNotice), aliased(StoredNotice)
    twins = select(published_ocid(ours), col(theirs.ocid)).join(theirs, col(theirs.key) == col(ours.twin_key))
    joins = select(col(StoredJoin.ocid), col(StoredJoin.into))
    found: set[tuple[str, str]] = set()
    for part in chunks(ocids):
        for query in (
            twins.where(as_published(part, ours)),
            twins.where(col(theirs.ocid).in_(part)),
            joins.where(col(StoredJoin.ocid).in_(part)),
            joins.where(col(StoredJoin.into).in_(part)),
        ):
            found |= {(one, other) for one, other in session.execute(query)}
    return found


def _connected(near: Mapping[str, set[str]]) -> list[list[str]]:
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(near):
        group, edge = {start}, {start}
        while edge and start not in seen:
            edge = {other for one in edge for other in near[one]} - group
            group |= edge
        if start not in seen:
            found.append(sorted(group))
        seen |= group
    return found


class _Shelf:
    """The notices of two sources in short, fetched by buyer when they are first asked for."""

    def __init__(self, session: Session, sources: Sequence[str]) -> None:
        self._session = session
        self._sources = sources
        self._fetched: set[str] = set()
        self._by_word: defaultdict[tuple[str, str, str], list[Notice]] = defaultdict(list)
        self._alike: dict[str, list[str]] = {}

    def of_procurements(self, ocids: Sequence[str]) -> list[Notice]:
        """The notices that were published under these."""
        return [notice for part in chunks(ocids) for notice in self._ask(as_published(part))]

    def fetch(self, notices: Sequence[Notice]) -> None:
        """Fetch all that may stand beside some notices: those of buyers with names like theirs."""
        alike = {fold(name) for one in notices if one.buyer for name in self._buyers_like(one.buyer)}
        wanted = sorted(alike - self._fetched)
        self._fetched.update(wanted)
        for part in chunks(wanted):
            for notice in self._ask(col(StoredNotice.buyer_fold).in_(part)):
                for word in words(notice.title or ""):
                    self._by_word[notice.source, notice.buyer.name if notice.buyer else "", word].append(notice)

    def beside(self, notice: Notice) -> Iterator[Notice]:
        """Those fetched of the other source that may be of one procurement with this."""
        other = next((source for source in self._sources if source != notice.source), "")
        buyers = self._buyers_like(notice.buyer) if notice.buyer else ()
        near = {
            one.id: one
            for word in words(notice.title or "")
            for buyer in buyers
            for one in self._by_word.get((other, buyer, word), ())
        }
        return (one for one in near.values() if may_be_one(notice, one))

    def _buyers_like(self, buyer: Organisation) -> list[str]:
        if buyer.name not in self._alike:
            shared = {name for word in names(buyer.name) for name in self._buyers_by_word[word]}
            alike = {name for name in shared if named_alike(buyer.name, name) >= ANOTHER_NAME}
            self._alike[buyer.name] = sorted(alike)
        identified = self._buyers_by_key.get(buyer.identifier or "", set())
        return sorted({*self._alike[buyer.name], *identified})

    @cached_property
    def _buyers_by_word(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name, _ in self._buyers:
            for word in names(name):
                found[word].add(name)
        return found

    @cached_property
    def _buyers_by_key(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name, key in self._buyers:
            found[key].add(name)
        return found

    @cached_property
    def _buyers(self) -> list[tuple[str, str]]:
        rows = self._session.execute(
            select(col(StoredNotice.buyer_name), col(StoredNotice.buyer_key))
            .where(col(StoredNotice.source).in_(self._sources), col(StoredNotice.buyer_name).is_not(None))
            .distinct()
        )
        return [(name or "", key or "") for name, key in rows]

    def _ask(self, condition: ColumnElement[bool]) -> Iterator[Notice]:
        rows = self._session.execute(
            select(
                col(StoredNotice.source),
                col(StoredNotice.release_id),
                published_ocid(),
                col(StoredNotice.published_at),
                col(StoredNotice.title),
                col(StoredNotice.buyer_name),
                col(StoredNotice.buyer_key),
            ).where(condition, col(StoredNotice.source).in_(self._sources))
        )
        for source, release_id, ocid, published_at, title, buyer, key in rows:
            yield Notice(
                source=source,
                id=release_id,
                ocid=ocid,
                notice_type=NoticeType.TENDER,
                regime=Regime.OTHER,
                published_at=published_at,
                title=title,
                buyer=Organisation(name=buyer, identifier=key) if buyer else None,
            )
