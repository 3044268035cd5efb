"""What rules are about, by types of notice: a procurement with none of them need not be looked at to say so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scrapers.notice import NoticeType


@dataclass(frozen=True, slots=True)
class Concern:
    """The types of notice without any of which a rule never applies, and the reason then given."""

    types: frozenset[NoticeType]
    without: str

    def meets(self, types: Collection[NoticeType]) -> bool:
        """Whether a procurement with notices of these types may be one that the rule applies to."""
        return not self.types.isdisjoint(types)


def _about(*types: NoticeType, name: str) -> Concern:
    return Concern(frozenset(types), f"no {name} is held")


ANYTHING = Concern(frozenset(NoticeType), "no notice is held")
TENDERS = _about(NoticeType.UK4, NoticeType.TENDER, name="tender notice")
TENDERS_OF_THE_ACT = _about(NoticeType.UK4, name="tender notice under the Procurement Act 2023")
TENDERS_BEFORE_THE_ACT = _about(NoticeType.TENDER, name="contract notice")
TENDERS_AND_TRANSPARENCY = _about(NoticeType.UK4, NoticeType.UK5, name="tender or transparency notice")
TRANSPARENCY = _about(NoticeType.UK5, name="transparency notice")
AWARDS = _about(NoticeType.UK6, name="contract award notice")
AWARDS_AND_CONTRACTS = _about(NoticeType.UK6, NoticeType.UK7, name="contract award or contract details notice")
AWARDS_OF_ANY_LAW = _about(NoticeType.UK6, NoticeType.AWARD, name="award notice")
AWARDS_BEFORE_THE_ACT = _about(NoticeType.AWARD, name="award notice of the older forms")
FROM_TRANSPARENCY_TO_CONTRACT = _about(
    NoticeType.UK5, NoticeType.UK6, NoticeType.UK7, name="transparency, award or contract details notice"
)
FROM_TENDER_TO_CONTRACT = _about(
    NoticeType.UK4,
    NoticeType.TENDER,
    NoticeType.UK5,
    NoticeType.UK6,
    NoticeType.UK7,
    name="tender, transparency, award or contract details notice",
)
CONTRACTS = _about(NoticeType.UK7, name="contract details notice")
PERFORMANCE = _about(NoticeType.UK9, name="contract performance notice")
CHANGES = _about(NoticeType.UK10, NoticeType.CHANGE, name="change notice")
CHANGES_OF_THE_ACT = _about(NoticeType.UK10, name="contract change notice")
ENDS = _about(NoticeType.UK11, name="contract termination notice")
PAYMENTS = _about(NoticeType.UK17, name="payments compliance notice")
