"""Notices and their texts: kept as read, found by words, buyer, date, type."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnClause,
    Select,
    and_,
    delete,
    distinct,
    func,
    insert,
    literal_column,
    or_,
    text,
    union,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from monitor.models import StoredNotice, StoredSegment
from monitor.store.chunks import chunks
from scrapers.notice import Notice, Organisation, Segment

FOLD = re.compile(r"[^a-z0-9]+")
ENGLISH: ColumnClause[Any] = literal_column("'english'::regconfig")
"""How PostgreSQL reads words: literal, as an index is used only for the very expression it was made of."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many notices were new, changed and unchanged."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def buyer_key(buyer: Organisation | None) -> str | None:
    """What a buyer is told by: its scheme and identifier, else its name without case and punctuation."""
    if buyer is None:
        return None
    if buyer.scheme and buyer.identifier:
        return f"{buyer.scheme}-{buyer.identifier}"
    return fold(buyer.name)


def fold(name: str) -> str:
    """A name without case and punctuation."""
    return FOLD.sub("-", name.lower()).strip("-")


def adopt_identifiers(session: Session) -> int:
    """Count a buyer that is named without an identifier with the one buyer of that name that has one; give how many."""
    known = aliased(StoredNotice)
    named = known.buyer_fold == col(StoredNotice.buyer_fold)
    keys = (
        select(func.min(known.buyer_key))
        .where(named, known.buyer_key != known.buyer_fold)
        .having(func.count(distinct(col(known.buyer_key))) == 1)
        .scalar_subquery()
    )
    changed = session.exec(
        update(StoredNotice)
        .where(col(StoredNotice.buyer_key) == col(StoredNotice.buyer_fold), keys.is_not(None))
        .values(buyer_key=keys)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount


def digest(notice: Notice) -> str:
    """What a notice says, whatever page it stands on, in one hash."""
    return hashlib.sha256(msgspec.json.encode(replace(notice, page_sha256=None))).hexdigest()


def keep(session: Session, fresh: Iterable[Notice], *, at: datetime) -> Kept:
    """Keep notices of one page: new ones are added, changed ones replaced, the others left as they are."""
    by_id = {(notice.source, notice.id): (notice, digest(notice)) for notice in fresh}
    if not by_id:
        return Kept()
    known = {
        (source, release_id): (key, digest)
        for source, release_id, key, digest in session.exec(
            select(StoredNotice.source, StoredNotice.release_id, StoredNotice.key, StoredNotice.digest).where(
                col(StoredNotice.release_id).in_([release_id for _, release_id in by_id])
            )
        )
    }
    new = [item for identity, item in by_id.items() if identity not in known]
    changed = [
        (known[identity][0], item)
        for identity, item in by_id.items()
        if identity in known and known[identity][1] != item[1]
    ]
    for key, item in changed:
        session.exec(delete(StoredSegment).where(col(StoredSegment.notice_key) == key))
        session.exec(update(StoredNotice).where(col(StoredNotice.key) == key).values(**_columns(*item), changed_at=at))
        _add_segments(session, [(key, item[0])])
    if new:
        keys = session.scalars(
            insert(StoredNotice).returning(col(StoredNotice.key), sort_by_parameter_order=True),
            [{**_columns(*item), "first_seen_at": at, "changed_at": at} for item in new],
        ).all()
        _add_segments(session, [(key, item[0]) for key, item in zip(keys, new, strict=True)])
    return Kept(len(new), len(changed), len(by_id) - len(new) - len(changed))


def facts(row: StoredNotice) -> Notice:
    """The notice of a row, without its texts."""
    return msgspec.json.decode(row.facts, type=Notice)


def segments(session: Session, keys: Sequence[int]) -> dict[int, list[Segment]]:
    """The texts of some notices, in order, by the notice's number."""
    found: dict[int, list[Segment]] = {key: [] for key in keys}
    for part in chunks(keys):
        rows = session.exec(
            select(StoredSegment)
            .where(col(StoredSegment.notice_key).in_(part))
            .order_by(col(StoredSegment.notice_key), col(StoredSegment.number))
        )
        for row in rows:
            found[row.notice_key].append(
                Segment(
                    pointer=row.pointer,
                    text=row.text,
                    also=tuple(row.also),
                    weight=row.weight,
                    frequency=row.frequency,
                )
            )
    return found


def by_id(session: Session, release_id: str) -> StoredNotice | None:
    """The notice with this id at its source; the first source wins where two share an id."""
    return session.exec(
        select(StoredNotice).where(StoredNotice.release_id == release_id).order_by(col(StoredNotice.source))
    ).first()


def of_procurements(session: Session, ocids: Sequence[str]) -> Iterator[StoredNotice]:
    """The notices of some procurements that count, in the order they were published."""
    for part in chunks(ocids):
        yield from session.exec(
            select(StoredNotice)
            .where(col(StoredNotice.ocid).in_(part), col(StoredNotice.twin_key).is_(None))
            .order_by(col(StoredNotice.ocid), col(StoredNotice.published_at), col(StoredNotice.release_id))
        )


def count(session: Session) -> int:
    """How many notices are kept."""
    return session.exec(select(func.count()).select_from(StoredNotice)).one()


def matching(words: str, *, sqlite: bool) -> Any:
    """A condition on ``StoredNotice.key``: its buyer's name and texts together have all these words, in any form.

    The text index is made by the migrations; a phrase in double quotes is looked for as it stands.
    """
    if sqlite:
        query = fts_query(words)
        statement: Select[Any] = select(literal_column("rowid")).select_from(text("notice_text"))
        return col(StoredNotice.key).in_(statement.where(text("notice_text MATCH :words").bindparams(words=query)))
    terms = _terms(words)
    means_something = func.numnode(func.phraseto_tsquery(ENGLISH, " ".join(terms))) > 0
    return and_(means_something, *(_has_on_postgresql(term) for term in terms))


def fts_query(words: str) -> str:
    """Words as FTS5 takes them: every term a string, so that no character of theirs is an operator."""
    return " ".join(f'"{term}"' for term in _terms(words)) or '""'


def _has_on_postgresql(term: str) -> Any:
    """A condition: the term is in the buyer's name or in one of the texts, or is too common to be looked for."""
    query = func.phraseto_tsquery(ENGLISH, term)
    in_texts = select(StoredSegment.notice_key).where(func.to_tsvector(ENGLISH, StoredSegment.text).op("@@")(query))
    in_name = select(StoredNotice.key).where(func.to_tsvector(ENGLISH, StoredNotice.buyer_name).op("@@")(query))
    return or_(func.numnode(query) == 0, col(StoredNotice.key).in_(union(in_texts, in_name)))


def _terms(words: str) -> list[str]:
    """The words and quoted phrases, without what could pass for an operator."""
    words = words.replace("\x00", " ").encode(errors="replace").decode()
    parts = re.findall(r'"([^"]+)"|(\S+)', words)
    terms = [(phrase or word).replace('"', "") for phrase, word in parts]
    return [term for term in terms if re.search(r"\w", term)]


def _add_segments(session: Session, notices: Sequence[tuple[int, Notice]]) -> None:
    rows = [
        {
            "notice_key": key,
            "number": number,
            "pointer": segment.pointer,
            "text": segment.text,
            "also": segment.also,
            "weight": segment.weight,
            "frequency": segment.frequency,
        }
        for key, notice in notices
        for number, segment in enumerate(notice.segments)
    ]
    if rows:
        session.execute(insert(StoredSegment), rows)
    if session.get_bind().dialect.name == "sqlite":
        _index_texts(session, notices)


def _index_texts(session: Session, notices: Sequence[tuple[int, Notice]]) -> None:
    session.execute(text("DELETE FROM notice_text WHERE rowid = :key"), [{"key": key} for key, _ in notices])
    session.execute(
        text("INSERT INTO notice_text (rowid, body) VALUES (:key, :body)"),
        [
            {
                "key": key,
                "body": "\n".join(
                    [notice.buyer.name if notice.buyer else "", *(segment.text for segment in notice.segments)]
                ),
            }
            for key, notice in notices
        ],
    )


def _columns(notice: Notice, digest: str) -> dict[str, Any]:
    buyer, value = notice.buyer, notice.value
    return {
        "source": notice.source,
        "release_id": notice.id,
        "ocid": notice.ocid,
        "joined_from": None,
        "notice_type": notice.notice_type.value,
        "regime": notice.regime.value,
        "published_at": notice.published_at,
        "buyer_name": buyer.name if buyer else None,
        "buyer_key": buyer_key(buyer),
        "buyer_fold": fold(buyer.name) if buyer else None,
        "buyer_kind": buyer.kind.value if buyer else "unknown",
        "nation": buyer.nation.value if buyer and buyer.nation else None,
        "title": notice.title,
        "description": notice.description,
        "category": notice.category,
        "region": notice.region or (buyer.region if buyer else None),
        "cpv": notice.cpv,
        "value_net": value.net if value else None,
        "value_gross": value.gross if value else None,
        "currency": value.currency if value else None,
        "above_threshold": notice.above_threshold,
        "url": notice.url,
        "facts": msgspec.json.encode(replace(notice, segments=())),
        "digest": digest,
        "page_sha256": notice.page_sha256 or "",
    }
