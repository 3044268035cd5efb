"""Which notice would be the next to look for, and by when: by the law's periods, and the days the notices promise.

A day is only named where it follows from a rule that binds this contract, or from what the buyer published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.law.dates import last_day, uk_date
from monitor.law.deadlines import DEADLINES
from monitor.law.kpis import STATUTORY
from monitor.law.performance import PERFORMANCE
from monitor.tracing.thread import NextNotice
from scrapers.notice import Contract, NoticeType, Regime

if TYPE_CHECKING:
    from monitor.tracing.procurement import Procurement

_DEADLINES = {row.code: row for row in DEADLINES}
_AGREED = frozenset({NoticeType.UK7, NoticeType.UK9, NoticeType.UK10})
_OLDER_ENDS = frozenset({NoticeType.AWARD, NoticeType.CHANGE, NoticeType.IMPLEMENTATION})
_PLANNING = frozenset({NoticeType.UK1, NoticeType.UK2, NoticeType.UK3})


def next_notice(procurement: Procurement, *, contracts: Collection[str], is_kpi: bool) -> NextNotice | None:
    """The notice that would say more of a commitment; of some contracts where it is an indicator of these.

    ``None`` where no further notice is owed, or none is known. A procurement that has ended is not asked about.
    """
    types = {notice.notice_type for notice in procurement.notices}
    if types & _AGREED:
        return _after_details(procurement, contracts, is_kpi=is_kpi)
    if types & _OLDER_ENDS:
        return None
    if NoticeType.UK6 in types:
        return _details(procurement)
    if NoticeType.UK5 in types:
        due = _latest(award.signature_due for notice in procurement.notices for award in notice.awards)
        return NextNotice(
            notice_type=NoticeType.UK6, by=due, why="an award notice must precede the signature of the contract (s.50)"
        )
    return _outcome(procurement, types)


def _outcome(procurement: Procurement, types: AbstractSet[NoticeType]) -> NextNotice | None:
    """The notice after a tender or planning notice."""
    due = _latest(notice.award_due for notice in procurement.notices)
    if NoticeType.UK4 in types and procurement.declared_above is False:
        why = "below threshold the contract details are the first notice of the outcome, with no fixed day (s.87)"
        return NextNotice(notice_type=NoticeType.UK7, by=None, why=why)
    if NoticeType.UK4 in types:
        why = "the tender notice expects the award by then" if due else "the tender notice names no day for the award"
        return NextNotice(notice_type=NoticeType.UK6, by=due, why=why)
    if NoticeType.TENDER in types:
        why = "the contract notice expects the award by then" if due else "the contract notice names no day"
        return NextNotice(notice_type=NoticeType.AWARD, by=due, why=why)
    planned = _latest(notice.next_notice_due for notice in procurement.notices)
    why = "the planning notice expects it by then" if planned else "the planning notice names no day"
    if types & _PLANNING:
        return NextNotice(notice_type=NoticeType.UK4, by=planned, why=why)
    return NextNotice(notice_type=NoticeType.TENDER, by=planned, why=why) if NoticeType.PLANNING in types else None


def _details(procurement: Procurement) -> NextNotice | None:
    """The contract details notice after an award."""
    if procurement.is_private_utility:
        return None
    signature = _latest(award.signature_due for notice in procurement.notices for award in notice.awards)
    row = _DEADLINES["contract_details"]
    days = row.light_touch_days if procurement.is_light_touch and row.light_touch_days else row.days
    if signature is None or procurement.regime is not Regime.ACT_2023 or procurement.declared_above is False:
        return NextNotice(notice_type=NoticeType.UK7, by=None, why="the award notice names no day for the signature")
    why = f"{days} days from the signature planned for {_day(signature)} ({row.source.section})"
    return NextNotice(notice_type=NoticeType.UK7, by=last_day(signature, days), why=why)


def _after_details(procurement: Procurement, contracts: Collection[str], *, is_kpi: bool) -> NextNotice | None:
    """A performance notice for an indicator, else the notice of the contract's end."""
    if procurement.is_private_utility or procurement.regime is not Regime.ACT_2023:
        return None
    published = [part.contract for part in procurement.published_contracts]
    concerned = [one for one in published if not contracts or (one.id or "") in contracts] or published
    end = _end(procurement, concerned)
    if not is_kpi:
        return end
    assessment = _assessment(procurement, concerned)
    if end is not None and end.by and assessment.by and _ends_by(concerned, assessment.by):
        return end
    return assessment


def _assessment(procurement: Procurement, contracts: Iterable[Contract]) -> NextNotice:
    """The yearly results of the indicators (s.71), owed where s.52 asked for them."""
    results = [notice for notice in procurement.notices if notice.notice_type is NoticeType.UK9]
    assessed = uk_date(results[-1].published_at) if results else None
    owed = [
        PERFORMANCE.last_day(uk_date(one.signed_at), assessed=assessed)
        for one in contracts
        if one.signed_at is not None and _is_owed(procurement, one)
    ]
    if not owed:
        why = "its results may be published, and no day follows from what is held"
        return NextNotice(notice_type=NoticeType.UK9, by=None, why=why)
    since = "the last results" if assessed else "the signature"
    why = f"indicators are assessed at least once in the twelve months from {since}, or from January 2026 (s.71)"
    return NextNotice(notice_type=NoticeType.UK9, by=min(owed), why=why)


def _is_owed(procurement: Procurement, contract: Contract) -> bool:
    """Whether s.52 asks this contract for indicators."""
    excepted = procurement.is_framework or procurement.is_light_touch or procurement.is_concession
    value = contract.value
    amount = value.payable if value and value.currency in {None, "GBP"} else None
    return not excepted and (amount or Decimal(0)) > STATUTORY.value


def _end(procurement: Procurement, contracts: Iterable[Contract]) -> NextNotice | None:
    """The notice of the contract's end (s.80)."""
    if procurement.declared_above is False:
        return None
    row = _DEADLINES["termination"]
    end = _latest(one.period.end for one in contracts if one.period)
    if end is None:
        return NextNotice(notice_type=NoticeType.UK11, by=None, why="no end of the contract is published")
    why = f"{row.days} days from the contract's end on {_day(end)}, later if it is extended ({row.source.section})"
    return NextNotice(notice_type=NoticeType.UK11, by=last_day(end, row.days), why=why)


def _ends_by(contracts: Iterable[Contract], day: date) -> bool:
    end = _latest(one.period.end for one in contracts if one.period)
    return end is not None and end <= day


def _latest(moments: Iterable[datetime | None]) -> date | None:
    """The UK day of the latest that are told."""
    told = [moment for moment in moments if moment is not None]
    return uk_date(max(told)) if told else None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
