"""Notices that must confirm a conflicts assessment, and don't."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators.base import (
    Conclusion,
    Evidence,
    Indicator,
    Kind,
    cannot_tell,
    clear,
    not_applicable,
    quoted,
    raised,
)
from monitor.indicators.concerns import Concern
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, NoticeType, Regime

_CONFIRMING = {
    NoticeType.UK4: "tender notice",
    NoticeType.UK5: "transparency notice",
    NoticeType.UK7: "contract details notice",
    NoticeType.UK10: "contract change notice",
    NoticeType.UK14: "dynamic market notice",
}
# Private utilities need publish neither.
_VOLUNTARY = frozenset({NoticeType.UK7, NoticeType.UK10})


class ConflictsAssessmentNotStated(Indicator):
    """A notice above threshold doesn't confirm that a conflicts assessment was prepared or revised."""

    code = "OP15"
    title = "Conflicts assessment not stated"
    definition = (
        "A notice above threshold that must confirm a conflicts assessment has neither the confirmation nor a word on "
        "conflicts of interest."
    )
    kind = Kind.PRACTICE
    concerns = Concern(frozenset(_CONFIRMING), "no notice that must confirm it is held")
    legal_basis = (act("83(5)"), act("83(8)"))
    themes = ("integrity",)
    method = (
        "In each tender, transparency, contract details, contract change and dynamic market establishment notice above "
        "threshold look for the entry on the conflicts assessment, or for words read as integrity."
    )
    why = "The buyer must look for conflicts of interest and confirm in public that it did."
    exclusions = (
        "contracts below threshold, and procurements outside the Procurement Act 2023",
        "contract details and change notices of private utilities, which need not publish them",
    )
    honest_reasons = (
        "The assessment was made and confirmed, and the entry was not carried into the published data.",
        "The notice is one that corrects another, which has the confirmation.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "The assessment itself need not be published: its entry reads 'not published', and counts as confirmation.",
        "How the confirmation is published is known from practice, so this is not raised as a duty.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from each kind of notice that must confirm it: one notice of the kind is enough."""
        above = law.above_threshold(procurement)
        held: dict[NoticeType, list[Notice]] = {}
        for notice in procurement.notices:
            voluntary = procurement.is_private_utility and notice.notice_type in _VOLUNTARY
            if notice.notice_type in _CONFIRMING and not voluntary:
                held.setdefault(notice.notice_type, []).append(notice)
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"it is read under {law.regime_title(procurement.regime)}")
        exempt = (
            (not held, "no notice that must confirm it is held"),
            (above is False, "contracts below threshold need no conflicts assessment"),
        )
        for holds, reason in exempt:
            if holds:
                return not_applicable(reason)
        said = {kind: self._said(procurement, notices) for kind, notices in held.items()}
        silent = {kind: notices for kind, notices in held.items() if said[kind] is None}
        if not silent:
            found = tuple(part for part in said.values() if part is not None)
            return clear("a conflicts assessment is confirmed, or conflicts of interest are spoken of", *found)
        evidence = tuple(Evidence("/tender/documents", None, notices[-1].id) for notices in silent.values())
        if above is None:
            return cannot_tell("it can't be told whether the contract is above threshold", *evidence)
        stages = " and ".join(f"the {_CONFIRMING[kind]}" for kind in silent)
        return raised(f"no conflicts assessment is confirmed in {stages}", *evidence)

    def _said(self, procurement: Procurement, notices: list[Notice]) -> Evidence | None:
        for notice in notices:
            for document in notice.documents:
                if document.type == "conflictOfInterest":
                    return Evidence(f"{document.pointer}/documentType", document.type, notice.id)
        told = procurement.commitments_of(self.themes, notices)
        return quoted(told[0]) if told else None
