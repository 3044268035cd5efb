"""Events with all that a subscription may ask of them: the notice behind each, its themes, its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from monitor.models import Event, StoredCommitment, StoredNotice
from monitor.store import notices
from monitor.store.chunks import chunks
from monitor.subscriptions.events import EventKind, Severity
from monitor.subscriptions.happening import Happening
from monitor.subscriptions.words import Text

Notices = Mapping[tuple[str, str], StoredNotice]
NO_TEXT = Text.of(())


def notices_of(session: Session, events: Iterable[Event]) -> dict[tuple[str, str], StoredNotice]:
    """The notices that events speak of, by id and procurement, without their facts."""
    ids = sorted({event.notice_id for event in events if event.notice_id})
    return {
        (row.release_id, row.ocid): row
        for part in chunks(ids)
        for row in session.exec(
            select(StoredNotice).where(col(StoredNotice.release_id).in_(part)).options(defer(StoredNotice.facts))  # type: ignore[arg-type] # a column once the class is mapped
        )
    }


def load(
    session: Session, events: Sequence[Event], known: Notices, *, extractor: str | None, texts: bool
) -> list[Happening]:
    """Events as the matcher takes them, in their order; with ``texts`` only where some subscription asks for words."""
    rows = {event.key: known.get((event.notice_id or "", event.ocid)) for event in events}
    keys = sorted({row.key for row in rows.values() if row})
    found = themes(session, keys, extractor)
    words = _texts(session, [row for row in rows.values() if row]) if texts else {}
    return [_happening(event, rows[event.key], found, words) for event in events]


def themes(session: Session, keys: Sequence[int], extractor: str | None) -> dict[int, dict[str, int]]:
    """The themes of some notices, each with its highest level, by the notice's number."""
    found: dict[int, dict[str, int]] = {}
    for part in chunks(keys):
        rows = session.exec(
            select(StoredCommitment.notice_key, StoredCommitment.theme, func.max(StoredCommitment.level))
            .where(col(StoredCommitment.notice_key).in_(part), StoredCommitment.extractor == extractor)
            .group_by(col(StoredCommitment.notice_key), col(StoredCommitment.theme))
        )
        for key, theme, level in rows:
            found.setdefault(key, {})[theme] = level
    return found


def _happening(
    event: Event, notice: StoredNotice | None, found: Mapping[int, dict[str, int]], words: Mapping[int, Text]
) -> Happening:
    own: dict[str, Any] = {
        "kind": EventKind(event.kind),
        "ocid": event.ocid,
        "severity": Severity(event.severity),
        "at": event.at,
        "notice_id": event.notice_id,
        "indicator": event.indicator,
    }
    if notice is None:
        return Happening(**own)
    # A commitment's change is about its own theme, whatever else the notice holds.
    theme = event.facts.get("theme")
    own_themes = found.get(notice.key, {})
    return Happening(
        **own,
        buyer_key=notice.buyer_key,
        buyer_name=notice.buyer_name,
        buyer_kind=notice.buyer_kind,
        nation=notice.nation,
        region=notice.region,
        cpv=tuple(notice.cpv),
        value=_pounds(notice),
        notice_type=notice.notice_type,
        themes={theme: own_themes.get(theme, 1)} if theme else own_themes,
        text=words.get(notice.key, NO_TEXT),
    )


def _pounds(notice: StoredNotice) -> Decimal | None:
    value = notice.value_gross if notice.value_gross is not None else notice.value_net
    return value if notice.currency in (None, "GBP") else None


def _texts(session: Session, rows: Sequence[StoredNotice]) -> dict[int, Text]:
    """Buyer's name and texts, as the search's index has them."""
    by_key = {row.key: row for row in rows}
    found = notices.segments(session, list(by_key))
    return {
        key: Text.of([row.buyer_name or "", *(segment.text for segment in found[key])]) for key, row in by_key.items()
    }
