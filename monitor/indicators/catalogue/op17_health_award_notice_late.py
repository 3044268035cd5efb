"""Award notices of the NHS Provider Selection Regime that came after the days it gives."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import (
    Conclusion,
    Evidence,
    Indicator,
    Kind,
    cannot_tell,
    clear,
    not_applicable,
    raised,
    together,
)
from monitor.law.health import AWARD_NOTICE
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Contract, Notice, NoticeType, Regime

_INTENTION = re.compile(
    r"\bint(?:ention|ended|ends)\b[^.]{0,60}?\b(?:award|approach|conclude|notice)(?: notice)?\b", re.IGNORECASE
)
_CONFIRMED = re.compile(r"\bconfirmation of (?:\w+ ){0,2}award\b|\bhas now been (?:formally )?awarded\b", re.IGNORECASE)
_AWARDED = re.compile(
    r"\baward notice\b|\bnotice of (?:contract )?award\b|\bhas been (?:formally )?awarded\b"
    r"|\bdirect award (?:process )?[AB]\b",
    re.IGNORECASE,
)
_WALES = re.compile(r"\bPSR Wales\b|\(Wales\) Regulations? 2025|\b2025/99\b", re.IGNORECASE)


class HealthAwardNoticeLate(Indicator):
    """A health care contract was announced more days after its award than the Provider Selection Regime gives."""

    code = "OP17"
    title = "Health award notice late"
    definition = (
        "The award notice of a contract under the NHS Provider Selection Regime was published later than 30 days after "
        "the contract was concluded."
    )
    kind = Kind.DUTY
    concerns = about.AWARDS_BEFORE_THE_ACT
    legal_basis = AWARD_NOTICE.sources
    method = (
        "In award notices of the Provider Selection Regime that say in their texts that a contract has been awarded, "
        "count the UK days from the conclusion of each contract to the notice, the day after it being day 1. The award "
        "came before the conclusion or with it, so a notice late by this count is late from the award too."
    )
    why = "Under this regime most contracts are awarded without competition: the notice is where that is first seen."
    exclusions = (
        "notices of an intention, which come before the award",
        "notices of changes, and procurements outside the Provider Selection Regime",
    )
    honest_reasons = (
        "The date published is that of the start or of an earlier contract.",
        "An earlier award notice was published under another number.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Which kind of notice it is stands in its texts only: where they don't say, a late one is left open.",
        "Welsh notices of the regime are left open: their period is not confirmed.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all contracts of the award notices together: one late is enough to raise."""
        if procurement.regime is not Regime.PROVIDER_SELECTION:
            return not_applicable("it is not read under the NHS Provider Selection Regime")
        notices = [notice for notice in procurement.notices if notice.notice_type is NoticeType.AWARD]
        judged = [_judge(notice, contract, law) for notice in notices for contract in notice.contracts]
        return together(judged, not_applicable("no award notice with a contract is held"))


def _judge(notice: Notice, contract: Contract, law: Law) -> Conclusion:
    texts = "\n".join(segment.text for segment in notice.segments)
    place = f"{contract.pointer}/dateSigned"
    if _INTENTION.search(texts) and not _CONFIRMED.search(texts):
        return not_applicable("the notice tells of an intention to award")
    if contract.signed_at is None:
        return cannot_tell("no day of conclusion is published", Evidence(place, None, notice.id))
    signed, published = law.uk_date(contract.signed_at), law.uk_date(notice.published_at)
    evidence = (
        Evidence(place, signed.isoformat(), notice.id),
        Evidence("/date", published.isoformat(), notice.id),
    )
    return _count(notice, texts, signed, published, evidence)


def _count(notice: Notice, texts: str, signed: date, published: date, evidence: tuple[Evidence, ...]) -> Conclusion:
    days = (published - signed).days
    if days < 0:
        return cannot_tell("the day of conclusion published is later than the notice", *evidence)
    if published <= AWARD_NOTICE.last_day(signed):
        return clear("the award notice came within 30 days of the conclusion of the contract", *evidence)
    doubts = (
        (notice.is_update, "the notice is an update, and its first version is not held"),
        (_WALES.search(texts) is not None, "the Welsh rules are not confirmed to give the same days"),
        (
            not (_CONFIRMED.search(texts) or _AWARDED.search(_INTENTION.sub(" ", texts))),
            "the notice doesn't say whether it confirms an award",
        ),
    )
    doubt = next((reason for holds, reason in doubts if holds), None)
    if doubt is not None:
        return cannot_tell(doubt, *evidence)
    return raised(f"the award notice was published {days} days after the contract was concluded, not 30", *evidence)
