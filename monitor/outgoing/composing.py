"""Rows of the outbox become messages. A message that is composed again has the same key, items and links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from alerts.message import Item, Message, thread_of
from alerts.message import Match as Asked
from alerts.render import subject
from monitor.law.dates import uk_date
from monitor.models import Address, Alert, Event, Flag, OutgoingMessage, Reader
from monitor.outgoing.items import Seen, item_of
from monitor.outgoing.links import Links
from monitor.services import Services
from monitor.store import audience, commitments, happenings, house, notices, outbox, search
from monitor.store.chunks import chunks

BY_CHANNEL = (
    "New flags are sent over this channel: it is enabled in the settings of this Ethos (alerts.{channel}.enabled)."
)
BY_SETTINGS = "The operator of this Ethos subscribed you, by [[subscriptions]] in its settings."
BY_OPERATOR = "The operator of this Ethos subscribed you."
BY_READER = "You subscribed to this, and confirmed your address."


def compose(services: Services, session: Session, rows: Sequence[OutgoingMessage]) -> dict[str, Message]:
    """The messages that some rows of the outbox stand for, by key; one whose reader was erased has none."""
    carried = outbox.alerts_of(session, [row.key for row in rows])
    addresses = audience.addresses(session, {row.address_key for row in rows})
    readers = audience.readers(session, {address.reader_key for address in addresses.values()})
    seen = _seen(session, [event for pairs in carried.values() for _, event in pairs])
    composer = _Composer(services)
    return {
        row.key: composer.message(
            row, addresses[row.address_key], readers[addresses[row.address_key].reader_key], carried[row.key], seen
        )
        for row in rows
        if row.address_key in addresses
    }


def items(services: Services, session: Session, events: Sequence[Event]) -> dict[int, Item]:
    """Some events as items, by their numbers."""
    titles = {indicator.code: indicator.title for indicator in services.indicators}
    seen = _seen(session, events)
    return {
        event.key: item_of(event, seen[event.key], titles=titles, public_url=services.settings.web.public_url)
        for event in events
    }


class _Composer:
    def __init__(self, services: Services) -> None:
        self._root = services.settings.web.public_url.rstrip("/")
        self._titles = {indicator.code: indicator.title for indicator in services.indicators}
        self._links = Links(services.settings)
        self._personal = {channel.name for channel in services.channels if channel.is_personal}

    def message(
        self,
        row: OutgoingMessage,
        address: Address,
        reader: Reader,
        carried: Sequence[tuple[Alert, Event]],
        seen: dict[int, Seen],
    ) -> Message:
        links = self._links.of(reader, at=row.created_at)
        items = sorted(
            (self._item(alert, event, seen[event.key], links, is_house=_is_house(reader)) for alert, event in carried),
            key=lambda one: (one.published_at, one.key),
            reverse=True,
        )
        shown = tuple(items[: reader.most_items])
        left_out = items[reader.most_items :]
        return Message(
            key=row.key,
            subject=subject(items),
            created_at=row.created_at,
            items=shown,
            why=_why(reader, address),
            omitted=len(left_out),
            more_url=self._more(left_out),
            stop_url=links.stop_all if links else None,
            change_url=links.manage if links and row.channel in self._personal else None,
            one_click=links is not None,
            thread=thread_of(f"reader-{reader.key}", shown),
        )

    def _item(self, alert: Alert, event: Event, seen: Seen, links: Links.OfReader | None, *, is_house: bool) -> Item:
        told = item_of(event, seen, titles=self._titles, public_url=self._root)
        if is_house:
            return told  # the message's own words say why
        asked = tuple(
            Asked(
                subscription=str(one["name"]),
                conditions=tuple(one["reasons"]),
                url=links.stop(one["key"]) if links else None,
            )
            for one in alert.subscriptions
        )
        return replace(told, matches=asked)

    def _more(self, left_out: Sequence[Item]) -> str | None:
        """A page that shows what is left out: all flags from the day of the oldest on."""
        if not left_out:
            return None
        return f"{self._root}/flags?since={uk_date(min(one.published_at for one in left_out))}"


def _is_house(reader: Reader) -> bool:
    """Whether a reader is a channel that stands for its own settings."""
    return reader.kept_by == house.KEPT_BY and house.MARK not in reader.name


def _why(reader: Reader, address: Address) -> str:
    if _is_house(reader):
        return BY_CHANNEL.format(channel=address.channel)
    if reader.kept_by == house.KEPT_BY:
        return BY_SETTINGS
    return BY_OPERATOR if reader.kept_by == "operator" else BY_READER


def _seen(session: Session, events: Sequence[Event]) -> dict[int, Seen]:
    """What is known behind each event, by its number."""
    rows = _flags(session, events)
    flags = {(line.ocid, line.indicator): line for line in search.lines(session, list(rows.values()))}
    known = happenings.notices_of(session, events)
    keys = sorted({row.key for row in known.values()})
    texts = notices.segments(session, keys)
    themes = happenings.themes(session, keys, commitments.latest_extractor(session))
    found = {}
    for event in events:
        named = (event.ocid, event.indicator or "")
        is_cleared = named in rows and rows[named].cleared_at is not None
        notice = known.get((event.notice_id or "", event.ocid))
        key = notice.key if notice else 0
        found[event.key] = Seen(
            notice=notice,
            segments=texts.get(key, ()),
            themes=themes.get(key, {}),
            flag=flags.get(named),
            is_cleared=is_cleared,
        )
    return found


def _flags(session: Session, events: Sequence[Event]) -> dict[tuple[str, str], Flag]:
    """The flags that events tell of, as they stand."""
    wanted = {(event.ocid, event.indicator) for event in events if event.indicator}
    return {
        (row.ocid, row.indicator): row
        for part in chunks(sorted({ocid for ocid, _ in wanted}))
        for row in session.exec(select(Flag).where(col(Flag.ocid).in_(part)))
        if (row.ocid, row.indicator) in wanted
    }
