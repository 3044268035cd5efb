"""All that a procurement is judged by, kept in one row: judging again reads this and, where a rule asks, texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from itertools import islice
from typing import Any, overload

import msgspec
import sqlalchemy
from sqlalchemy import bindparam, delete, insert
from sqlmodel import Session, col, select

from monitor.models import StoredFacts, StoredSegment
from monitor.store.chunks import chunks
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Readability
from scrapers.notice import Notice, NoticeType, Segment

Fetch = Callable[[int], tuple[Segment, ...]]
_Kind = tuple[NoticeType, str | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """A procurement with all its notices, its digest, and the numbers of the notices by source and id."""

    procurement: Procurement
    digest: str
    keys: dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class _Content:
    """What a row holds: notices without their texts, the number of each, and what was read in them."""

    notices: tuple[Notice, ...]
    keys: tuple[int, ...]
    commitments: tuple[Commitment, ...] = ()
    unread: tuple[str, ...] = ()


_MOST_AT_ONCE = 128
# Built once, as it is asked for again and again.
_TEXTS = (
    sqlalchemy.select(
        col(StoredSegment.notice_key),
        col(StoredSegment.pointer),
        col(StoredSegment.text),
        col(StoredSegment.also),
        col(StoredSegment.weight),
        col(StoredSegment.frequency),
    )
    .where(col(StoredSegment.notice_key).in_(bindparam("keys", expanding=True)))
    .order_by(col(StoredSegment.notice_key), col(StoredSegment.number))
)
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Content)


class Texts(Sequence[Segment]):
    """The texts of one notice, fetched when a rule first looks at them: few do."""

    __slots__ = ("_fetch", "_held", "_key")

    def __init__(self, key: int, fetch: Fetch) -> None:
        self._key = key
        self._fetch = fetch
        self._held: tuple[Segment, ...] | None = None

    @property
    def _segments(self) -> tuple[Segment, ...]:
        if self._held is None:
            self._held = self._fetch(self._key)
        return self._held

    def __iter__(self) -> Iterator[Segment]:
        return iter(self._segments)

    def __len__(self) -> int:
        return len(self._segments)

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Segment]: ...
    def __getitem__(self, index: int | slice) -> Segment | Sequence[Segment]:
        return self._segments[index]


class Shelf:
    """The texts of many notices, fetched as they are asked for: the oftener for a kind, the more of it at a time.

    A rule that reads the texts of one contract details notice goes on to read those of most others, though it may
    leave out those of an open procedure: so type and procedure are the kind.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kinds: dict[int, _Kind] = {}
        self._unread: dict[_Kind, dict[int, None]] = {}
        self._at_once: dict[_Kind, int] = {}
        self._held: dict[int, tuple[Segment, ...]] = {}

    def expect(self, key: int, notice: Notice) -> None:
        """Know of a notice whose texts may be asked for."""
        kind = self._kinds[key] = (notice.notice_type, notice.procedure)
        self._unread.setdefault(kind, {})[key] = None

    def fetch(self, key: int) -> tuple[Segment, ...]:
        """The texts of one notice, in their order."""
        if key not in self._held:
            kind = self._kinds[key]
            unread = self._unread[kind]
            number = self._at_once.get(kind, 1)
            self._at_once[kind] = min(2 * number, _MOST_AT_ONCE)
            wanted = [key, *islice((one for one in unread if one != key), number - 1)]
            for one in wanted:
                unread.pop(one, None)
            self._held |= _texts(self._session, wanted)
        return self._held.pop(key)


def keep(session: Session, found: Iterable[Facts]) -> None:
    """Keep the facts of some procurements in place of what was known of them."""
    rows = [{"ocid": one.procurement.ocid, "digest": one.digest, "content": _encoded(one)} for one in found]
    for part in chunks(rows):
        session.exec(delete(StoredFacts).where(col(StoredFacts.ocid).in_([row["ocid"] for row in part])))
        session.execute(insert(StoredFacts), part)


def load(session: Session, ocids: Sequence[str], *, as_of: date) -> Iterator[tuple[str, Procurement]]:
    """Some procurements as they stood on a day, by ocid, each behind the digest of its facts."""
    for part in chunks(ocids):
        rows = session.exec(
            select(StoredFacts.ocid, StoredFacts.digest, StoredFacts.content)
            .where(col(StoredFacts.ocid).in_(part))
            .order_by(col(StoredFacts.ocid))
        ).all()
        shelf = Shelf(session)
        decoded = [(digest, _decoded(ocid, content, as_of, shelf)) for ocid, digest, content in rows]
        yield from decoded


def _encoded(found: Facts) -> bytes:
    procurement = found.procurement
    unread = [
        notice.id for notice in procurement.notices if procurement.readability.get(notice.id) is Readability.CANNOT_TELL
    ]
    return _ENCODER.encode(
        {
            "notices": [_told(notice) for notice in procurement.notices],
            "keys": [found.keys[notice.source, notice.id] for notice in procurement.notices],
            "commitments": [_told(commitment) for commitment in procurement.commitments],
            "unread": unread,
        }
    )


def _decoded(ocid: str, content: bytes, as_of: date, shelf: Shelf) -> Procurement:
    held = _DECODER.decode(content)
    for notice, key in zip(held.notices, held.keys, strict=True):
        # The notice was made a line ago, and nobody else has it: a copy would take as long as all the rest.
        object.__setattr__(notice, "segments", Texts(key, shelf.fetch))
        shelf.expect(key, notice)
    return Procurement(
        ocid=ocid,
        notices=held.notices,
        as_of=as_of,
        commitments=held.commitments,
        readability=dict.fromkeys(held.unread, Readability.CANNOT_TELL),
    )


def _told(value: Any) -> Any:
    """A value without the fields that are as they would be unsaid, and without texts."""
    if is_dataclass(value):
        told = ((one, getattr(value, one.name)) for one in fields(value) if one.name != "segments")
        return {one.name: _told(part) for one, part in told if one.default is MISSING or part != one.default}
    if isinstance(value, tuple):
        return [_told(part) for part in value]
    return value.value if isinstance(value, Enum) else value


def _texts(session: Session, keys: Sequence[int]) -> dict[int, tuple[Segment, ...]]:
    found: dict[int, list[Segment]] = {key: [] for key in keys}
    rows = session.connection().execute(_TEXTS, {"keys": keys}).all()
    for key, pointer, text, also, weight, frequency in rows:
        part = Segment(pointer=pointer, text=text, also=tuple(also), weight=weight, frequency=frequency)
        found[key].append(part)
    return {key: tuple(parts) for key, parts in found.items()}
