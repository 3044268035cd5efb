"""What the indicators on awards share: whether one was direct, and whether it must wait for a standstill."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from monitor.law.standstill import STANDSTILL_EXEMPTIONS, StandstillExemption
from monitor.tracing.procurement import Procurement
from scrapers.notice import Award, Contract, Notice, NoticeType

MARKET = re.compile(r"\bdynamic (?:market|purchasing)|\bDPS\b", re.IGNORECASE)
"""Words for a list of suppliers of whom only the members are asked to tender."""
URGENCY = "urgency"
_UNDER_FRAMEWORK = "under framework"
CALLED_OFF = re.compile(r"\bcall(?:ed)?[ -]?off\b[^.;\n]{0,40}\bframework\b|\bframework call[ -]?off\b", re.IGNORECASE)
_UNDER_MARKET = "dynamic market"


def is_direct(notice: Notice) -> bool:
    """Whether a notice of the Act says that its award was made without competition."""
    return notice.procedure == "direct" or bool(notice.direct_award and notice.direct_award.grounds)


def is_made(award: Award) -> bool:
    """Whether an entry is a decision: lots that were not awarded are listed with none of these."""
    return award.value is not None or award.decided_at is not None or award.period is not None


def is_bound(award: Award, notice: Notice, procurement: Procurement) -> bool:
    """Whether an award isn't declared below threshold beside others of its procurement that are above it."""
    said = (contract.above_threshold for contract in notice.contracts if contract.award_id == award.id)
    declared = award.above_threshold if award.above_threshold is not None else next(said, None)
    return not (procurement.declared_above and declared is False)


def is_call_off(notice: Notice) -> bool:
    """Whether a notice is of a contract under a framework, by its fields or, where it is no open tender, its words."""
    if _UNDER_FRAMEWORK in (notice.procedure_details or "").lower():
        return True
    if any("framework" in related.relationships for related in notice.related):
        return True
    return notice.procedure != "open" and not notice.is_framework and _says_called_off(notice)


def _says_called_off(notice: Notice) -> bool:
    return any(CALLED_OFF.search(segment.text) for segment in notice.segments)


def is_under_market(notice: Notice) -> bool:
    """Whether a notice is of a contract under a dynamic market."""
    return notice.is_dynamic_market or _UNDER_MARKET in (notice.procedure_details or "").lower()


def grounds(notices: Iterable[Notice]) -> frozenset[str]:
    """The grounds for a direct award that any of the notices states."""
    return frozenset(ground for notice in notices if notice.direct_award for ground in notice.direct_award.grounds)


def standstill_exemption(procurement: Procurement, notice: Notice) -> StandstillExemption | None:
    """Why an award needs no mandatory standstill, or ``None``."""
    return next((STANDSTILL_EXEMPTIONS[code] for code in _exempting(procurement, notice)), None)


def _exempting(procurement: Procurement, notice: Notice) -> Iterator[str]:
    if procurement.is_light_touch:
        yield "light_touch"
    if is_call_off(notice):
        yield "framework"
    if is_under_market(notice):
        yield "dynamic_market"
    if procurement.is_private_utility and is_direct(notice):
        yield "private_utility"
    if URGENCY in grounds(procurement.notices):
        yield "urgency"
    if any(one.direct_award and one.direct_award.legal_basis for one in procurement.notices):
        yield "protection"


def award_notices_of(procurement: Procurement, contract: Contract, notice: Notice) -> list[Notice]:
    """The contract award notices, published before a contract's details, that announce the same award.

    Ids of awards are small numbers that several notices share, so suppliers must agree as well where both name them.
    """
    suppliers = _names(award for award in notice.awards if award.id == contract.award_id)
    return [
        earlier
        for earlier in procurement.notices
        if earlier.notice_type is NoticeType.UK6
        and earlier.published_at <= notice.published_at
        and any(award.id == contract.award_id and _agree(suppliers, _names([award])) for award in earlier.awards)
    ]


def _names(awards: Iterable[Award]) -> set[str]:
    return {supplier.id or supplier.name.casefold() for award in awards for supplier in award.suppliers}


def _agree(one: set[str], other: set[str]) -> bool:
    return not one or not other or bool(one & other)
