"""Award criteria that are called "Social Value" and say nothing more."""

from __future__ import annotations

import re
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, quoted, raised
from monitor.indicators.social_value import NAMED, named_criteria, shown
from monitor.indicators.wording import points_elsewhere, says_nothing
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.law.policies import SOCIAL_VALUE_THEMES
from monitor.tracing.procurement import Procurement
from nlp.commitment import Level
from scrapers.notice import Criterion

_FORMAL = re.compile(
    r"\b(?:approach|assess(?:ed|ment)?|envelope|evaluat\w+|marks?|max(?:imum)?|method|model|offer|outputs?|percent|points"
    r"|proposals?|quality|questions?|questionnaire|responses?|scor(?:e|ed|ing)|stage|statement|technical|weight\w*)\b",
    re.IGNORECASE,
)

_SHARED = re.compile(r"\b(?:and|with|inc\w*)\b|[&+/]", re.IGNORECASE)


class BareSocialValueCriterion(Indicator):
    """Bidders are scored on social value, and no tender notice says what is wanted."""

    code = "SV04"
    title = "Bare social value criterion"
    definition = "A tender scores social value under that name alone, and no tender notice says what is wanted."
    kind = Kind.PRACTICE
    concerns = about.TENDERS
    legal_basis = (act("12(1)(b)"), act("23"), regulation("18(2)(k)"))
    themes = SOCIAL_VALUE_THEMES
    method = (
        "Find the structured award criteria that name social value. Take the name itself, figures and the words of "
        "form (question, method statement, score) out of their names and descriptions; then look in all tender notices "
        "for a commitment on a theme of its own (jobs, fair work, climate and so on) that is at least required."
    )
    why = (
        'A weight tells bidders how much social value counts; only words tell them what it is. "Social Value, 10%" '
        "lets each bidder choose, and leaves nothing to hold the winner to."
    )
    exclusions = ("tenders without a criterion that names social value", "direct awards")
    honest_reasons = (
        "The tender pack has the questions and the outcomes, and the notice is a summary.",
        "The contract is small, and a short notice is proportionate.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "The law lets a notice summarise its criteria: this is good practice.",
        "A theme asked for anywhere in the tender notice is enough to be clear.",
        "A criterion shared with another subject is left open, and so is one that sends bidders to another document.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:  # noqa: ARG002 - practice, the same under any law
        """Conclude from the criteria that name social value, and from all else that the tender asks."""
        criteria = named_criteria(procurement.tender_notices)
        if not criteria:
            return not_applicable("no award criterion of a tender notice that is held names social value")
        asked = [
            mark
            for mark in procurement.commitments_of(self.themes, procurement.tender_notices)
            if mark.level >= Level.REQUIRED and (mark.theme != "social_value" or not _is_bare(mark.quote))
        ]
        if asked:
            return clear("the tender says what is wanted beyond the name of social value", quoted(asked[0]))
        evidence = tuple(shown(notice, criterion) for notice, criterion in criteria)
        if not procurement.is_readable(procurement.tender_notices):
            return cannot_tell("the tender notice is in a language or form that is not read", *evidence)
        if any(points_elsewhere(criterion.description) for _, criterion in criteria):
            return cannot_tell("what is scored as social value is said to stand elsewhere", *evidence)
        if not all(_is_bare_criterion(criterion) for _, criterion in criteria):
            return cannot_tell("social value shares a criterion, or is described in words that are not read", *evidence)
        return raised("a criterion names social value, and no tender notice says what is wanted", *evidence)


def _is_bare_criterion(criterion: Criterion) -> bool:
    shared = _SHARED.search(NAMED.sub(" ", criterion.name or ""))
    return shared is None and _is_bare(criterion.name) and _is_bare(criterion.description)


def _is_bare(text: str | None) -> bool:
    return says_nothing(_FORMAL.sub(" ", NAMED.sub(" ", text or "")))
