"""Key performance indicators that are only numbered, or promised for later."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.agreed import contracts_of, metric_evidence
from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.wording import points_elsewhere, says_nothing
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Metric, Regime


class KpisEmptyOfContent(Indicator):
    """A published KPI has a number for a name, or a promise to tell it later, and nothing else."""

    code = "OP07"
    title = "KPIs empty of content"
    definition = 'A contract is published with a KPI that says nothing of what is measured, such as "KPI 1".'
    kind = Kind.PRACTICE
    concerns = about.CONTRACTS
    legal_basis = (act("52(3)"), regulation("32(2)(r)"))
    method = (
        "For each KPI in the contract details notices take the filling words (KPI, performance, to be confirmed, see "
        "contract, numbers) out of its title and description. It is raised where nothing remains of one of them."
    )
    why = "An indicator that isn't described can't be followed: nobody outside can tell what the later rating is about."
    exclusions = ("contracts without KPIs: see OP01", "procurements outside the Procurement Act 2023")
    honest_reasons = (
        "The indicators were still being agreed when the notice was due.",
        "The contract is not one that needs KPIs, and the field was filled by habit.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "A KPI that names a subject is taken to say something, however vague.",
        "A KPI that only sends the reader to another document is left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from every KPI of every contract."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"{law.regime_title(procurement.regime)} asks for no KPIs")
        parts = [contract.measured for contract in contracts_of(procurement)]
        metrics = [(part.notice, metric) for part in parts for metric in part.contract.metrics]
        if not metrics:
            return not_applicable("no contract details notice that is held publishes KPIs")
        empty = [(notice, metric) for notice, metric in metrics if _is_empty(metric)]
        if empty:
            evidence = tuple(metric_evidence(metric, notice) for notice, metric in empty)
            return raised(f"{len(empty)} of {len(metrics)} KPIs published say nothing of what is measured", *evidence)
        away = [(notice, metric) for notice, metric in metrics if _is_elsewhere(metric)]
        if away:
            evidence = tuple(metric_evidence(metric, notice) for notice, metric in away)
            return cannot_tell("what a KPI measures is said to stand elsewhere", *evidence)
        return clear("each KPI published says what is measured", metric_evidence(metrics[0][1], metrics[0][0]))


def _is_empty(metric: Metric) -> bool:
    return says_nothing(metric.title) and says_nothing(metric.description)


def _is_elsewhere(metric: Metric) -> bool:
    texts = [text for text in (metric.title, metric.description) if not says_nothing(text)]
    return all(points_elsewhere(text) for text in texts)
