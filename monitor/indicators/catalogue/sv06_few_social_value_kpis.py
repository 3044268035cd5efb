"""Large contracts with fewer social-value indicators than policy asks."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.agreed import Agreed, contracts_of, is_social, kpi_exemption, metric_evidence
from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.kpis import SOCIAL_VALUE
from monitor.law.law import Law
from monitor.law.policies import Policy
from monitor.tracing.procurement import Procurement
from scrapers.notice import Metric, Notice, NoticeType

_BEGINNINGS = frozenset({NoticeType.UK4, NoticeType.UK5})


class FewSocialValueKpis(Indicator):
    """A contract under PPN 026 publishes fewer KPIs on its outcomes than the note asks."""

    code = "SV06"
    title = "Few social value KPIs"
    definition = (
        "PPN 026 asks for three social-value KPIs in contracts of £5 million or more, and a contract that it binds "
        "publishes fewer."
    )
    kind = Kind.POLICY
    concerns = about.CONTRACTS
    legal_basis = tuple(rule.source for rule in SOCIAL_VALUE)
    themes = ("social_value", "jobs_skills", "fair_work")
    method = (
        "Where PPN 026 binds a procurement (begun from 1 January 2027), count for each contract of £5 million or more, "
        "VAT included, the published KPIs that name social value, or hold words on jobs, skills or fair work. "
        "Environmental KPIs don't count: the note leaves them to others."
    )
    why = "The note has no standard metrics: what a supplier promised is measured by these indicators or not at all."
    exclusions = (
        "procurements begun before 2027, and bodies that PPN 026 doesn't bind: see SV01",
        "contracts under £5 million, frameworks, light touch contracts, concessions and private utilities",
    )
    honest_reasons = (
        "The contract has the indicators, and the notice lists only the most material ones.",
        "The procurement began before 2027, and its tender notice isn't held.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "The note is known from public accounts that agree; its guidance of autumn 2026 has not been read.",
        "A procurement whose tender or transparency notice is not held is left open: the day it began isn't known.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all contracts together: one with too few is enough to raise."""
        scope = law.social_value_policy(procurement)
        rule = next((row for row in SOCIAL_VALUE if scope.policy is not None and row.code == scope.policy.code), None)
        if scope.binds is False or scope.policy is None or rule is None:
            return not_applicable(scope.reason if rule is None and scope.binds is False else "PPN 026 doesn't bind it")
        exempt = kpi_exemption(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        large = [one for one in contracts_of(procurement) if (one.amount or Decimal(0)) >= rule.value]
        if not large:
            return not_applicable(f"no contract is published at £{rule.value:,.0f} or more with VAT")
        if not any(notice.notice_type in _BEGINNINGS for notice in procurement.notices):
            return cannot_tell("no tender notice is held, so the day on which the procurement began isn't known")
        if scope.binds is None:
            return cannot_tell(scope.reason)
        return self._conclude(procurement, large, rule.minimum, scope.policy)

    def _conclude(self, procurement: Procurement, large: list[Agreed], minimum: int, policy: Policy) -> Conclusion:
        counted = [(one, self._social(one, procurement)) for one in large]
        contract, fewest = min(counted, key=lambda pair: len(pair[1]))
        evidence = tuple(metric_evidence(metric, notice) for metric, notice in fewest)
        if len(fewest) >= minimum:
            return clear(f"each large contract publishes the {minimum} KPIs that {policy.code} asks for", *evidence)
        if not procurement.is_readable(procurement.contract_notices):
            return cannot_tell("the KPIs are in a language or form that is not read", contract.place("agreedMetrics"))
        reason = f"{len(fewest) or 'no'} social-value KPIs are published, and {policy.code} asks for at least {minimum}"
        return raised(reason, contract.worth(), contract.place("agreedMetrics"), *evidence)

    def _social(self, contract: Agreed, procurement: Procurement) -> list[tuple[Metric, Notice]]:
        part = contract.measured
        read = procurement.commitments_of(self.themes, [part.notice])
        return [(metric, part.notice) for metric in part.contract.metrics if is_social(metric, read)]
