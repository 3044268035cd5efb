"""What a reading by principle is made from: a buyer's notices with the words in them, and the findings on it."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from monitor.models import (
    StoredCommitment,
    StoredFinding,
    StoredInapplicable,
    StoredJudgement,
    StoredNotice,
    StoredProcurement,
    StoredReading,
)
from monitor.store.verdicts import NOT_APPLICABLE


def readings(session: Session, buyer_key: str, *, extractor: str) -> dict[int, str | None]:
    """Whether each notice of a buyer that counts could be read, by its number; nothing where it was not read yet."""
    made = and_(col(StoredReading.notice_key) == col(StoredNotice.key), col(StoredReading.extractor) == extractor)
    rows = session.execute(
        select(col(StoredNotice.key), col(StoredReading.readability))
        .outerjoin(StoredReading, made)
        .where(col(StoredNotice.buyer_key) == buyer_key, col(StoredNotice.twin_key).is_(None))
        .order_by(col(StoredNotice.key))
    )
    return {key: readability for key, readability in rows}  # noqa: C416 - dict() would take a result for a mapping


def said(session: Session, buyer_key: str, *, extractor: str) -> list[tuple[int, str, int, str]]:
    """The notice, theme, level and words of each commitment in a buyer's notices that count."""
    rows = session.execute(
        select(
            col(StoredCommitment.notice_key),
            col(StoredCommitment.theme),
            col(StoredCommitment.level),
            col(StoredCommitment.quote),
        )
        .join(StoredNotice, col(StoredNotice.key) == col(StoredCommitment.notice_key))
        .where(
            col(StoredNotice.buyer_key) == buyer_key,
            col(StoredNotice.twin_key).is_(None),
            col(StoredCommitment.extractor) == extractor,
        )
        .order_by(col(StoredCommitment.key))
    )
    return [(key, theme, level, quote) for key, theme, level, quote in rows]


def findings(session: Session, buyer_key: str, *, rules: str) -> Counter[tuple[str, str]]:
    """How often each indicator came to each status on a buyer's procurements under these rules."""
    found: Counter[tuple[str, str]] = Counter()
    own = select(col(StoredProcurement.ocid)).where(col(StoredProcurement.buyer_key) == buyer_key)
    for indicator, status, number in session.execute(
        select(col(StoredFinding.indicator), col(StoredFinding.status), func.count())
        .where(col(StoredFinding.ocid).in_(own), col(StoredFinding.rules) == rules)
        .group_by(col(StoredFinding.indicator), col(StoredFinding.status))
    ):
        found[indicator, status] += number
    for reasons, number in session.execute(
        select(col(StoredInapplicable.reasons), func.count())
        .join(StoredJudgement, col(StoredJudgement.inapplicable) == col(StoredInapplicable.key))
        .where(col(StoredJudgement.ocid).in_(own), col(StoredJudgement.rules) == rules)
        .group_by(col(StoredInapplicable.key), col(StoredInapplicable.reasons))
    ):
        for indicator in reasons:
            found[indicator, NOT_APPLICABLE] += number
    return found
