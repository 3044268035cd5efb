"""Those who can be told: their standing subscriptions, and where each is told now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import Session, col, exists, select

from monitor.models import Address, Reader, StoredNotice, Subscription
from monitor.store.chunks import chunks


def standing(session: Session) -> list[tuple[Subscription, Reader]]:
    """The subscriptions of readers with a confirmed address that are not paused, with their readers, by number."""
    rows = session.exec(
        select(Subscription, Reader)
        .join(Reader, col(Reader.key) == col(Subscription.reader_key))
        .where(
            col(Subscription.paused_at).is_(None),
            exists().where(col(Address.reader_key) == col(Reader.key), col(Address.confirmed_at).is_not(None)),
        )
        .order_by(col(Subscription.key))
    )
    return [(subscription, reader) for subscription, reader in rows]


def still_standing(session: Session, keys: Collection[int]) -> set[int]:
    """Those of some readers' subscriptions that stand now."""
    return {
        key
        for part in chunks(sorted(keys))
        for key in session.exec(
            select(Subscription.key).where(
                col(Subscription.reader_key).in_(part), col(Subscription.paused_at).is_(None)
            )
        )
    }


def kinds(session: Session, buyers: Collection[str]) -> dict[str, tuple[str, str | None]]:
    """The kind of some buyers, and the nation whose rules they are under, as their latest notice that tells it says."""
    return {
        str(key): (kind, nation)
        for part in chunks(sorted(buyers))
        for key, kind, nation in session.exec(
            select(StoredNotice.buyer_key, StoredNotice.buyer_kind, StoredNotice.nation)
            .where(col(StoredNotice.buyer_key).in_(part))
            .order_by(col(StoredNotice.buyer_kind) != "unknown", col(StoredNotice.published_at))
        )
    }


def buyer_names(session: Session, buyers: Collection[str]) -> dict[str, str]:
    """The names of some buyers by their keys, as their latest notice says."""
    return {
        str(key): name
        for part in chunks(sorted(buyers))
        for key, name in session.exec(
            select(StoredNotice.buyer_key, StoredNotice.buyer_name)
            .where(col(StoredNotice.buyer_key).in_(part), col(StoredNotice.buyer_name).is_not(None))
            .order_by(col(StoredNotice.published_at))
        )
        if name
    }


def readers(session: Session, keys: Collection[int]) -> dict[int, Reader]:
    """Readers by number; those who are no more are left out."""
    return {
        row.key: row
        for part in chunks(sorted(keys))
        for row in session.exec(select(Reader).where(col(Reader.key).in_(part)))
    }


def addresses(session: Session, keys: Collection[int]) -> dict[int, Address]:
    """Addresses by number."""
    return {
        row.key: row
        for part in chunks(sorted(keys))
        for row in session.exec(select(Address).where(col(Address.key).in_(part)))
    }


def best_addresses(session: Session, keys: Sequence[int]) -> dict[int, Address]:
    """The best address of each reader that is confirmed and works; readers who have none are left out."""
    found: dict[int, Address] = {}
    for part in chunks(keys):
        rows = session.exec(
            select(Address)
            .where(
                col(Address.reader_key).in_(part),
                col(Address.confirmed_at).is_not(None),
                col(Address.failed_at).is_(None),
            )
            .order_by(col(Address.rank), col(Address.key))
        )
        for row in rows:
            found.setdefault(row.reader_key, row)
    return found


def next_address(session: Session, address: Address) -> Address | None:
    """The address that stands in for one that failed, if its reader has any further one."""
    return session.exec(
        select(Address)
        .where(
            Address.reader_key == address.reader_key,
            col(Address.confirmed_at).is_not(None),
            col(Address.failed_at).is_(None),
            or_(
                col(Address.rank) > address.rank,
                (col(Address.rank) == address.rank) & (col(Address.key) > address.key),
            ),
        )
        .order_by(col(Address.rank), col(Address.key))
        .limit(1)
    ).first()


def address_failed(session: Session, key: int, *, trouble: str, at: datetime) -> None:
    """Remember that an address failed for good: it is not tried again until someone says so."""
    session.exec(update(Address).where(col(Address.key) == key).values(failed_at=at, trouble=trouble))
