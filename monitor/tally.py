"""Tally: what notices publish, what the Act asks of them, and the lawful exceptions taken off by name.

Counts are of what is handed in, whatever period that covers. Rows that follow a total break it up: each contract or
procurement stands in one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.indicators.agreed import Agreed, contracts_of
from monitor.indicators.base import Conclusion, Indicator, Kind, Status, assess
from monitor.indicators.catalogue.op01_kpis_missing import KpisMissing
from monitor.indicators.catalogue.op02_contract_details_late import ContractDetailsLate
from monitor.law.dates import day_number
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement, pounds
from scrapers.notice import Contract, Notice, NoticeType, Regime

_ENDINGS = {
    Status.RAISED: "raised",
    Status.CLEAR: "clear",
    Status.NOT_APPLICABLE: "not applicable",
    Status.CANNOT_TELL: "cannot tell",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A count in a table, and the count that it is a part of."""

    table: str
    what: str
    count: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A contract as one notice gives it, and the contract through all of its notices."""

    notice: Notice
    contract: Contract
    agreed: Agreed
    procurement: Procurement


def run(procurements: Sequence[Procurement], law: Law, indicators: tuple[Indicator, ...]) -> list[Row]:
    """Every table, in the order a reader would ask for them."""
    acting = [procurement for procurement in procurements if procurement.regime is Regime.ACT_2023]
    entries = [
        _Entry(part.notice, part.contract, agreed, procurement)
        for procurement in acting
        for agreed in contracts_of(procurement)
        for part in agreed.parts
    ]
    notices = [notice for procurement in procurements for notice in procurement.notices]
    return [
        *_notices(notices),
        *_special_regimes(notices),
        *_conflicts(notices),
        *_kpis(entries, law),
        *_details(entries, law),
        *_duties(procurements, law, indicators),
    ]


def _notices(notices: Sequence[Notice]) -> Iterator[Row]:
    counted = Counter(notice.notice_type for notice in notices)
    return (Row("Notices", kind.value, counted[kind]) for kind in NoticeType if counted[kind])


def _special_regimes(notices: Sequence[Notice]) -> Iterator[Row]:
    of = Counter(notice.notice_type for notice in notices)
    counted = Counter((notice.notice_type, name) for notice in notices for name in notice.special_regimes)
    for (kind, name), count in sorted(counted.items()):
        yield Row("Special regimes", f"{kind.value}: {name}", count, of[kind])


def _conflicts(notices: Sequence[Notice]) -> Iterator[Row]:
    entries = [document for notice in notices for document in notice.documents if document.type == "conflictOfInterest"]
    told = sum(bool((document.description or "").strip()) for document in entries)
    yield Row("Conflicts assessment", "entries", len(entries))
    yield Row("Conflicts assessment", "entries with a text", told, len(entries))
    yield Row("Conflicts assessment", "entries without a text", len(entries) - told, len(entries))


def _kpis(entries: Sequence[_Entry], law: Law) -> Iterator[Row]:
    """Who publishes KPIs, and of large contracts who need not."""
    table = "KPIs in contract details notices (UK7)"
    of = _notices_of(entries)
    yield Row(table, "notices with a contract", of)
    yield Row(table, "notices with KPIs", _notices_of(one for one in entries if one.contract.metrics), of)
    yield Row(table, "notices with a reason for having none", _notices_of(filter(_gives_reason, entries)), of)
    line = law.money_line("kpis")
    large = [one for one in entries if (pounds(one.contract.value) or Decimal(0)) > line]
    yield Row(table, f"contracts over £{line:,.0f} with VAT", len(large))
    measured = [one for one in large if one.contract.metrics]
    rest = [one for one in large if not one.contract.metrics]
    reasoned = [one for one in rest if _gives_reason(one)]
    neither = [one for one in rest if not _gives_reason(one)]
    yield Row(table, "of these with KPIs", len(measured), len(large))
    yield Row(table, "of these with a reason for having none", len(reasoned), len(large))
    yield Row(table, "of these with neither", len(neither), len(large))
    yield from _endings(table, "neither", [_alone(KpisMissing(), one, law) for one in neither])


def _notices_of(entries: Iterable[_Entry]) -> int:
    return len({(one.procurement.ocid, one.notice.id) for one in entries})


def _gives_reason(entry: _Entry) -> bool:
    return bool((entry.contract.no_metrics_reason or "").strip())


def _details(entries: Sequence[_Entry], law: Law) -> Iterator[Row]:
    """Which contracts were published when, and which late ones need not have been earlier."""
    table = "Days from signature to contract details (UK7)"
    limit = law.contract_details_days(light_touch=False)
    signed = [one for one in entries if one.contract.signed_at is not None]
    late = [one for one in signed if _day(one) > limit]
    yield Row(table, "contracts with a signature date", len(signed))
    yield Row(table, f"published later than day {limit}", len(late), len(signed))
    yield from _endings(table, "later", [_alone(ContractDetailsLate(), one, law) for one in late])


def _day(entry: _Entry) -> int:
    if entry.contract.signed_at is None:
        return 0
    return day_number(Law.uk_date(entry.contract.signed_at), Law.uk_date(entry.notice.published_at))


def _alone(indicator: Indicator, entry: _Entry, law: Law) -> Conclusion:
    """What an indicator concludes where the procurement's other contracts are left out."""
    kept = [part.contract for part in entry.agreed.parts]
    notices = tuple(
        replace(notice, contracts=tuple(one for one in notice.contracts if one in kept))
        if notice.notice_type is NoticeType.UK7
        else notice
        for notice in entry.procurement.notices
    )
    return indicator.assess(replace(entry.procurement, notices=notices), law)


def _duties(procurements: Sequence[Procurement], law: Law, indicators: tuple[Indicator, ...]) -> Iterator[Row]:
    """What each duty ends in, procurement by procurement."""
    duties = tuple(indicator for indicator in indicators if indicator.kind is Kind.DUTY)
    ended: dict[str, list[Conclusion]] = {indicator.code: [] for indicator in duties}
    for procurement in procurements:
        for finding in assess(procurement, law, duties):
            ended[finding.indicator].append(Conclusion(finding.status, finding.reason))
    for indicator in duties:
        table = f"{indicator.code} {indicator.title}"
        yield Row(table, "procurements", len(ended[indicator.code]))
        yield from _endings(table, None, ended[indicator.code])


def _endings(table: str, of_what: str | None, conclusions: Sequence[Conclusion]) -> Iterator[Row]:
    """How conclusions ended; those that set a rule aside or leave it open by their reason, the most frequent first."""
    before = f"{of_what}: " if of_what else ""
    for status in (Status.RAISED, Status.CLEAR, Status.NOT_APPLICABLE, Status.CANNOT_TELL):
        same = [one for one in conclusions if one.status is status]
        told = status in {Status.RAISED, Status.CLEAR}
        counted = Counter("" if told else f", {one.reason}" for one in same)
        for reason, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
            yield Row(table, f"{before}{_ENDINGS[status]}{reason}", count, len(conclusions))
