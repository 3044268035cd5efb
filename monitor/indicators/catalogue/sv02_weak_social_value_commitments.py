"""Social value that is named, and nothing firmer."""

from __future__ import annotations

from typing import Annotated, ClassVar

from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, quoted, raised
from monitor.indicators.procurement import Procurement
from monitor.indicators.social_value import strongest
from monitor.law.citation import Citation, act
from monitor.law.law import Law
from monitor.law.policies import SOCIAL_VALUE_THEMES
from nlp.commitment import Level


class WeakSocialValueCommitments(Indicator):
    """The notices name social value, but say neither what is to be done nor how much it counts."""

    code = "SV02"
    title = "Weak social value commitments"
    definition = "The notices name social value, and none says what is to be done or how much it counts."
    kind = Kind.PRACTICE
    legal_basis = (
        act("12(1)(b)"),
        Citation("Public Services (Social Value) Act 2012", "s.1", "https://www.legislation.gov.uk/ukpga/2012/3"),
    )
    themes = SOCIAL_VALUE_THEMES
    method = (
        "Take the firmest commitment of the ten social-value themes in all notices of the procurement. It is raised "
        "where that one is below the minimum level; 3 is a definite action, standard, group or weight, 4 has a "
        "quantity and a date, rate or check as well."
    )
    why = (
        "A bare mention binds nobody: bidders can't price it, and nobody can ask later whether it was kept. A named "
        "action or a weight can be followed from tender to contract."
    )
    exclusions = (
        "procurements that name no social value, or only rule it out",
        "notices in a language or form that is not read",
    )
    honest_reasons = (
        "The tender pack says what the notice leaves out.",
        "The contract is small, and a short notice is proportionate.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "One firm commitment in any theme is enough to be clear, however many weak ones stand beside it.",
        "No law asks for firm words in a notice: this is good practice.",
    )

    minimum_level: Annotated[int, "The least level, from 1 to 4, that the firmest commitment must have"] = 3

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:  # noqa: ARG002 - practice, the same under any law
        """Conclude from the firmest commitment."""
        firmest = strongest(procurement.commitments_of(self.themes))
        if firmest is None and not procurement.is_readable(procurement.notices):
            return cannot_tell("a notice is in a language or form that is not read")
        if firmest is None:
            return not_applicable("no notice names social value")
        if firmest.level is Level.RULED_OUT:
            return not_applicable("social value is ruled out, not named", quoted(firmest))
        if firmest.level >= self.minimum_level:
            return clear("at least one commitment says what is to be done or how much it counts", quoted(firmest))
        if not procurement.is_readable(procurement.notices):
            return cannot_tell("a notice is in a language or form that is not read", quoted(firmest))
        return raised(
            "social value is named, and nothing says what is to be done or how much it counts", quoted(firmest)
        )
