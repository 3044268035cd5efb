"""Standstills that end before eight working days are over."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.awarding import is_bound, standstill_exemption
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Award, Notice, NoticeType, Regime


class StandstillTooShort(Indicator):
    """The standstill that an award notice states is shorter than eight working days."""

    code = "FP06"
    title = "Standstill too short"
    definition = (
        "The standstill that a contract award notice states ends before the eighth working day, the day of the notice "
        "being the first."
    )
    kind = Kind.DUTY
    concerns = about.AWARDS
    legal_basis = (act("51"), act("123"), regulation("27"))
    method = (
        "For each award of a contract award notice (UK6) that states the end of a standstill, count eight working days "
        "from the UK day of the notice, that day included; weekends and bank holidays of any part of the United "
        "Kingdom don't count. A standstill that the buyer offers of its own will must be as long."
    )
    why = "The standstill is the time in which a supplier who lost can still stop the contract; after it, only damages."
    exclusions = (
        "awards below threshold, also beside others above it, and procurements outside the Procurement Act 2023",
        "awards that need no standstill and state none: light touch, call-offs, dynamic markets, urgency",
    )
    honest_reasons = (
        "The date was entered before the notice was delayed, and the contract was signed later.",
        "The award notice was published again, and the standstill ran from the first one.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Where only an update of the award notice is held, the day from which to count is unknown.",
        "A standstill that isn't stated is left open: see OP16.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all awards together: one too short is enough to raise."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"{law.regime_title(procurement.regime)} counts another standstill")
        notices = [notice for notice in procurement.notices if notice.notice_type is NoticeType.UK6]
        if not notices:
            return not_applicable("no contract award notice is held")
        if law.above_threshold(procurement) is False:
            return not_applicable("no standstill is needed below threshold")
        stating = [
            (notice, award)
            for notice in notices
            for award in notice.awards
            if award.standstill_end and is_bound(award, notice, procurement)
        ]
        if not stating:
            return _without_end(procurement, notices[-1])
        short = [(notice, award) for notice, award in stating if _is_short(award, _start(notice, notices), law)]
        if not short:
            notice, award = stating[-1]
            return clear("the standstill lasts eight working days or more", *_evidence(notice, award, law))
        return _short(short, notices, law)


def _short(short: list[tuple[Notice, Award]], notices: list[Notice], law: Law) -> Conclusion:
    for notice, award in short:
        start = _start(notice, notices)
        if not start.is_update and award.standstill_end:
            evidence = _evidence(notice, award, law)
            end, due = law.uk_date(award.standstill_end), law.standstill_end(start.published_at)
            reason = f"the standstill ends on {end:%-d %B %Y}, and eight working days end on {due:%-d %B %Y}"
            return raised(reason, Evidence("/date", law.uk_date(start.published_at).isoformat(), start.id), *evidence)
    reason = "only an update of the award notice is held, so the first day of the standstill is unknown"
    return cannot_tell(reason, *_evidence(*short[0], law))


def _start(notice: Notice, notices: list[Notice]) -> Notice:
    """The notice a standstill runs from: an update's first version, where that is held."""
    if not notice.is_update:
        return notice
    ids = {award.id for award in notice.awards}
    earlier = (
        one
        for one in notices
        if not one.is_update and one.published_at <= notice.published_at and ids & {award.id for award in one.awards}
    )
    return next(earlier, notice)


def _is_short(award: Award, start: Notice, law: Law) -> bool:
    due = law.standstill_end(start.published_at)
    return award.standstill_end is not None and law.uk_date(award.standstill_end) < due


def _evidence(notice: Notice, award: Award, law: Law) -> tuple[Evidence, ...]:
    end = law.uk_date(award.standstill_end).isoformat() if award.standstill_end else None
    return (Evidence(f"{award.pointer}/standstillPeriod/endDate", end, notice.id),)


def _without_end(procurement: Procurement, notice: Notice) -> Conclusion:
    exemption = standstill_exemption(procurement, notice)
    if exemption is not None:
        return not_applicable(f"no standstill is needed for {exemption.title}")
    return cannot_tell("the award notice states no end of a standstill", Evidence("/awards", None, notice.id))
