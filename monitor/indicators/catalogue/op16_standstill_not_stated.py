"""Award notices that must tell how long the contract waits, and don't."""

from __future__ import annotations

import re
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.awarding import is_direct, is_made, standstill_exemption
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.unflagged import standstill_doubt
from monitor.indicators.wording import is_searched
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, NoticeType, Regime

_NAMED = re.compile(r"\bstand-?\s?still\b", re.IGNORECASE)


class StandstillNotStated(Indicator):
    """An award above threshold is announced, and the end of its standstill is not."""

    code = "OP16"
    title = "Standstill not stated"
    definition = (
        "A contract award notice of an award that must wait eight working days tells neither when its standstill ends "
        "nor anything else about one."
    )
    kind = Kind.DUTY
    concerns = about.AWARDS
    legal_basis = (act("51"), regulation("27(2)(s)"))
    method = (
        "In the contract award notices (UK6) of awards above threshold look for the end of a standstill, then for the "
        "word in any text. It is raised where neither is found and no ground for going without a standstill is told."
    )
    why = "A supplier who lost must know until when the contract can still be stopped."
    exclusions = (
        "awards that need no standstill: light touch, call-offs, dynamic markets, urgency",
        "direct awards by private utilities",
        "awards below threshold, and procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The standstill was kept and told to the bidders, and its end was not entered in the notice.",
        "The award is light touch, a call-off or under a dynamic market, and the notice doesn't flag it as such.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Direct awards whose ground no notice states are left open: urgency needs no standstill.",
        "Awards whose texts speak of a market, a call-off or light touch that no field flags are left open.",
        "Whether the contract waited is another question: see FP07.",
        "In Wales the same is asked by regulations of its own, under other numbers.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all award notices together: one that tells the end is enough."""
        notices = [
            notice
            for notice in procurement.notices
            if notice.notice_type is NoticeType.UK6 and any(is_made(award) for award in notice.awards)
        ]
        above = law.above_threshold(procurement)
        exempt = (
            (
                procurement.regime is not Regime.ACT_2023,
                f"{law.regime_title(procurement.regime)} counts another standstill",
            ),
            (not notices, "no contract award notice with an award is held"),
            (above is False, "no standstill is needed below threshold"),
        )
        for holds, reason in exempt:
            if holds:
                return not_applicable(reason)
        told = _told(notices, law)
        return clear("the notice tells of a standstill", told) if told else _silent(procurement, notices, above=above)


def _silent(procurement: Procurement, notices: list[Notice], *, above: bool | None) -> Conclusion:
    exemption = next(filter(None, (standstill_exemption(procurement, notice) for notice in notices)), None)
    if exemption is not None:
        return not_applicable(f"no standstill is needed for {exemption.title}")
    searched = Evidence(f"{notices[-1].awards[0].pointer}/standstillPeriod", None, notices[-1].id)
    doubt = _doubt(procurement, notices, above=above)
    if doubt is not None:
        return cannot_tell(doubt, searched)
    return raised("the award notice tells neither the end of a standstill nor why there would be none", searched)


def _told(notices: list[Notice], law: Law) -> Evidence | None:
    """The end of a standstill, or else the word for one in a text."""
    for notice in notices:
        for award in notice.awards:
            if award.standstill_end is not None:
                end = law.uk_date(award.standstill_end).isoformat()
                return Evidence(f"{award.pointer}/standstillPeriod/endDate", end, notice.id)
    for notice in notices:
        for segment in notice.segments:
            word = _NAMED.search(segment.text)
            if word:
                return Evidence(segment.pointer, word.group(), notice.id)
    return None


def _doubt(procurement: Procurement, notices: list[Notice], *, above: bool | None) -> str | None:
    """Why silence on a standstill doesn't decide."""
    grounded = any(one.direct_award and one.direct_award.grounds for one in procurement.notices)
    direct = any(is_direct(notice) for notice in notices)
    doubts = (
        (all(notice.is_update for notice in notices), "only an update of the award notice is held"),
        (above is None, "it can't be told whether the contract is above threshold"),
        (direct and not grounded, "no notice states the ground of the direct award, and urgency needs no standstill"),
        (not is_searched(procurement, notices), "the award notice is in a language or form that is not read"),
    )
    return next((reason for holds, reason in doubts if holds), standstill_doubt(procurement))
