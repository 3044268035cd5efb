"""Publish: what is kept, as files that others can use. No personal contact details are among it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlmodel import Session, SQLModel, col, select

from monitor.models import Flag, StoredCommitment, StoredNotice
from monitor.services import Services
from monitor.store import commitments, verdicts

KINDS = ("notices", "commitments", "findings", "flags")
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
BATCH = 1000


def rows(services: Services, kind: str) -> Iterator[dict[str, Any]]:
    """Every row of a kind (``KINDS``), by its number or key, a batch at a time."""
    makers = {"notices": _notices, "commitments": _commitments, "findings": _findings, "flags": _flags}
    with services.store.reading() as session:
        yield from makers[kind](session)


def lines(services: Services, kind: str, form: str) -> Iterator[bytes]:
    """The rows of a kind as JSON lines (``jsonl``) or comma-separated values (``csv``)."""
    if form == "jsonl":
        encoder = msgspec.json.Encoder(decimal_format="number")
        yield from (encoder.encode(row) + b"\n" for row in rows(services, kind))
        return
    buffer = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows(services, kind):
        if writer is None:
            writer = csv.DictWriter(buffer, fieldnames=list(row))
            writer.writeheader()
        writer.writerow({key: plain(value) for key, value in row.items()})
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def plain(value: Any) -> Any:
    """A value for a table: structures as JSON, and no text that a spreadsheet takes for a formula."""
    if isinstance(value, (list, tuple, dict)):
        return msgspec.json.encode(value).decode()
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


def _notices(session: Session) -> Iterator[dict[str, Any]]:
    query = select(StoredNotice).order_by(col(StoredNotice.key)).execution_options(yield_per=BATCH)
    for row in session.exec(query):
        yield _fields(row, without=("key", "facts", "twin_key"))


def _commitments(session: Session) -> Iterator[dict[str, Any]]:
    extractor = commitments.latest_extractor(session)
    query = (
        select(StoredCommitment, StoredNotice.release_id, StoredNotice.source, StoredNotice.ocid)
        .join(StoredNotice, col(StoredNotice.key) == col(StoredCommitment.notice_key))
        .where(StoredCommitment.extractor == extractor)
        .order_by(col(StoredCommitment.key))
        .execution_options(yield_per=BATCH)
    )
    for row, release_id, source, ocid in session.exec(query):
        yield {"notice_id": release_id, "source": source, "ocid": ocid, **_fields(row, without=("key", "notice_key"))}


def _findings(session: Session) -> Iterator[dict[str, Any]]:
    return (_fields(row) for row in verdicts.every_finding(session))


def _flags(session: Session) -> Iterator[dict[str, Any]]:
    query = select(Flag).order_by(col(Flag.key)).execution_options(yield_per=BATCH)
    for row in session.exec(query):
        yield _fields(row, without=("key",))


def _fields(row: SQLModel, *, without: Sequence[str] = ()) -> dict[str, Any]:
    """The fields of a row in the order that its table declares them."""
    return {name: getattr(row, name) for name in type(row).model_fields if name not in without}
