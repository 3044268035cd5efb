"""Social value that is named, and nothing firmer."""

from __future__ import annotations

from typing import Annotated, ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, quoted, raised
from monitor.indicators.social_value import strongest
from monitor.law.citation import Citation, act
from monitor.law.law import Law
from monitor.law.policies import SOCIAL_VALUE_THEMES
from monitor.tracing.procurement import Procurement
from nlp.commitment import Level

NOTHING = not_applicable("no tender notice names social value")
UNREAD = cannot_tell("a notice is in a language or form that is not read")


class WeakSocialValueCommitments(Indicator):
    """The notices name social value, but say neither what is to be done nor how much it counts."""

    code = "SV02"
    title = "Weak social value commitments"
    definition = "A tender names social value, and no notice says what is to be done or how much it counts."
    kind = Kind.PRACTICE
    concerns = about.TENDERS
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
        "procurements whose tender names no social value, or only rules it out",
        "procurements of which only earlier notices are held: they bind nobody yet",
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
        if not procurement.tender_notices:
            return not_applicable("no tender notice of this procurement is held, and earlier notices bind nobody yet")
        named = procurement.commitments_of(self.themes, procurement.tender_notices)
        firmest = strongest(procurement.commitments_of(self.themes))
        readable = procurement.is_readable(procurement.notices)
        if not named or firmest is None:
            return NOTHING if readable else UNREAD
        if firmest.level is Level.RULED_OUT:
            return not_applicable("social value is ruled out, not named", quoted(firmest))
        if firmest.level >= self.minimum_level:
            return clear("at least one commitment says what is to be done or how much it counts", quoted(firmest))
        if not readable:
            return UNREAD
        themes = ", ".join(sorted({mark.theme.replace("_", " ") for mark in named if mark.level > Level.RULED_OUT}))
        return raised(
            f"the tender speaks of {themes}, and says neither what is to be done nor how much it counts",
            quoted(firmest),
        )
