"""Tenders that scored social value, and contracts none of whose indicators measures it."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.agreed import is_social, metric_evidence
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
from monitor.indicators.social_value import named_criteria, shown
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.law.policies import POLICIES, SOCIAL_VALUE_THEMES
from monitor.tracing.procurement import Procurement
from nlp.commitment import Modality
from scrapers.notice import Regime


class NoSocialValueKpi(Indicator):
    """The tender scored social value, and no published KPI of the contract is on it."""

    code = "SV05"
    title = "No social value KPI"
    definition = "A tender scored social value, and none of the KPIs published for its contracts measures any."
    kind = Kind.PRACTICE
    concerns = about.CONTRACTS
    legal_basis = (act("52"), *(policy.source for policy in POLICIES if policy.code in {"PPN 002", "PPN 026"}))
    themes = SOCIAL_VALUE_THEMES
    method = (
        "Where a tender notice has an award criterion that names social value, or scores a theme of it, look at "
        "every KPI in the contract details notices: does one name social value, or hold words read as such a theme?"
    )
    why = (
        "What won the contract should be what the contract is judged by. A promise that was scored and is then "
        "measured by nobody can lapse without anyone noticing."
    )
    exclusions = (
        "procurements of which no tender notice, or no KPI, is held: see OP01 for missing KPIs",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The contract has more indicators than the notice, which need only list the most material ones.",
        "Social value is reported on by another route, such as a yearly statement.",
    )
    limits: ClassVar[tuple[str, ...]] = ("One KPI on any social-value theme, in any contract, is enough to be clear.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the KPIs, where the tender scored social value."""
        metrics = [(notice, metric) for notice in procurement.contract_notices for metric in notice.metrics]
        if procurement.regime is not Regime.ACT_2023 or not metrics:
            return not_applicable(
                f"no KPIs are published in a notice held, under {law.regime_title(procurement.regime)}"
            )
        if not procurement.tender_notices:
            return cannot_tell("no tender notice of this procurement is held")
        scored = self._scored(procurement)
        if scored is None:
            return not_applicable("the tender notices score no social value")
        read = procurement.commitments_of(self.themes, procurement.contract_notices)
        for notice, metric in metrics:
            if is_social(metric, read):
                return clear("a published KPI measures social value", metric_evidence(metric, notice))
        if not procurement.is_readable(procurement.contract_notices):
            return cannot_tell("the KPIs are in a language or form that is not read", scored)
        reason = f"the tender scored social value, and none of the {len(metrics)} KPIs published measures any"
        return raised(reason, scored, *(metric_evidence(metric, notice) for notice, metric in metrics))

    def _scored(self, procurement: Procurement) -> Evidence | None:
        for notice, criterion in named_criteria(procurement.tender_notices):
            return shown(notice, criterion)
        read = procurement.commitments_of(self.themes, procurement.tender_notices)
        return next((quoted(mark) for mark in read if mark.modality is Modality.SCORED), None)
