"""Principles: one notice, or all notices of a buyer, read by the seven principles that procurement reform promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.errors import NothingFound
from monitor.indicators import standing
from monitor.indicators.silence import Said
from monitor.indicators.standing import BuyerLine, Held, NoticeLine
from monitor.services import Services
from monitor.store import commitments, judgements, notices, pages, principles
from nlp.commitment import Readability


def of_notice(services: Services, notice_id: str) -> tuple[NoticeLine, ...]:
    """The notice with this id by each principle, with the findings on its procurement, or ``NothingFound``."""
    with services.store.reading() as session:
        row = notices.by_id(session, notice_id)
        if row is None:
            raise NothingFound(f"no notice has the id {notice_id[:80]!r}: 'ethos notices' lists those that are kept")
        extractor = commitments.latest_extractor(session) or ""
        found = commitments.of_notices(session, [row.key], extractor=extractor)[row.key]
        reading = commitments.readings(session, [row.key], extractor=extractor).get(row.key)
        held = Held(
            said=tuple(Said(one.theme, one.level, one.quote) for one in found),
            readability=commitments.readability(reading) if reading else None,
        )
        findings = Counter((one.indicator, one.status) for one in judgements.findings_on(session, row.ocid))
    return standing.of_notice(held, findings)


def of_buyer(services: Services, key: str) -> tuple[BuyerLine, ...]:
    """All notices of the buyer with this key by each principle, or ``NothingFound``."""
    with services.store.reading() as session:
        if pages.buyer(session, key) is None:
            raise NothingFound(
                f"no buyer has the key {key[:80]!r}: 'ethos buyers' lists those that notices are kept of"
            )
        extractor = commitments.latest_extractor(session) or ""
        readings = principles.readings(session, key, extractor=extractor)
        words = principles.said(session, key, extractor=extractor)
        rules = judgements.latest_rules(session)
        findings = principles.findings(session, key, rules=rules) if rules else {}
    return standing.of_many(_held(readings, words), findings)


def _held(readings: dict[int, str | None], words: Sequence[tuple[int, str, int, str]]) -> list[Held]:
    said: dict[int, list[Said]] = {key: [] for key in readings}
    for key, theme, level, quote in words:
        said[key].append(Said(theme, level, quote))
    return [
        Held(tuple(said[key]), Readability(readability) if readability else None)
        for key, readability in readings.items()
    ]
