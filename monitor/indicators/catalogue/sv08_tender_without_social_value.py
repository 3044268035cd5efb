"""Tenders of bodies that no policy binds, and that mention no social value at all."""

from __future__ import annotations

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
    quoted,
    raised,
)
from monitor.indicators.criteria import tenders
from monitor.indicators.social_value import named_criteria, shown, strongest, unread_mention
from monitor.law.citation import Citation, act
from monitor.law.law import Law
from monitor.law.policies import SOCIAL_VALUE_THEMES
from monitor.tracing.procurement import Procurement
from nlp.commitment import Level
from scrapers.notice import AuthorityKind, Nation, Notice, Regime

_CATEGORIES = frozenset({"services", "works"})


class TenderWithoutSocialValue(Indicator):
    """A council or other body that no policy binds invites tenders, and no notice mentions social value."""

    code = "SV08"
    title = "Tender without social value"
    definition = "A body that no social-value policy binds tenders for services or works, and its notice mentions none."
    kind = Kind.PRACTICE
    concerns = about.TENDERS_OF_THE_ACT
    legal_basis = (
        act("12(1)(b)"),
        Citation("Public Services (Social Value) Act 2012", "s.1", "https://www.legislation.gov.uk/ukpga/2012/3"),
        Citation(
            "Well-being of Future Generations (Wales) Act 2015", "s.3", "https://www.legislation.gov.uk/anaw/2015/2"
        ),
    )
    themes = SOCIAL_VALUE_THEMES
    method = (
        "Take tenders above threshold for services or works of councils and other bodies outside central government, "
        "of Welsh bodies, and of Northern Irish bodies that no policy binds. Look in every tender notice for a "
        "commitment of the ten social-value themes, for a criterion that names social value, and for the words."
    )
    why = (
        "English councils need only consider social value, and Welsh bodies pursue well-being goals of their own; most "
        "choose to ask bidders for it. A tender that doesn't is lawful, and worth a question where its peers do."
    )
    exclusions = (
        "bodies that a policy binds or may bind: see SV01; Scottish procurement law: see SV07",
        "contracts below threshold, plain supplies, private utilities and direct awards",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "Social value was considered, and nothing relevant and proportionate was found.",
        "It is asked for in the tender pack, and the notice only summarises the criteria.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Nothing obliges these bodies to score social value, or to mention it in a notice.",
        "The tender pack is not read.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the tender notices, where no policy binds."""
        if not tenders(procurement):
            return not_applicable("no tender notice under the Procurement Act 2023 is held")
        exempt = self._exemption(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        notices = tenders(procurement)
        return self._mention(procurement, notices) or self._silence(procurement, law, notices)

    def _mention(self, procurement: Procurement, notices: tuple[Notice, ...]) -> Conclusion | None:
        firmest = strongest(procurement.commitments_of(self.themes, notices))
        if firmest is not None and firmest.level > Level.RULED_OUT:
            return clear("the tender notice mentions social value", quoted(firmest))
        for notice, criterion in named_criteria(notices):
            return clear("an award criterion names social value", shown(notice, criterion))
        if firmest is not None:
            return raised("the tender notice says that no social value is asked for", quoted(firmest))
        return None

    @staticmethod
    def _silence(procurement: Procurement, law: Law, notices: tuple[Notice, ...]) -> Conclusion:
        if law.above_threshold(procurement) is None:
            return cannot_tell("it can't be told whether the contract is above threshold")
        mention = unread_mention(notices)
        if mention is not None:
            return cannot_tell("the tender notice has the words, but not as something it asks for", mention)
        if not procurement.is_readable(notices):
            return cannot_tell("the tender notice is in a language or form that is not read")
        searched = tuple(Evidence("/tender", None, notice.id) for notice in notices)
        return raised("no tender notice mentions social value, which no policy asks of this buyer", *searched)

    @staticmethod
    def _exemption(procurement: Procurement, law: Law) -> str | None:
        scope = law.social_value_policy(procurement)
        nations = {Nation.WALES, Nation.NORTHERN_IRELAND}
        local = procurement.authority is not AuthorityKind.CENTRAL or procurement.nation in nations
        line = law.threshold(procurement)
        small = line is not None and procurement.gross is not None and procurement.gross < line
        unknown = procurement.authority is AuthorityKind.UNKNOWN
        exempt = (
            (procurement.regime is not Regime.ACT_2023, f"it is read under {law.regime_title(procurement.regime)}"),
            (procurement.is_private_utility, "private utilities have no duty to the public good"),
            (small or law.above_threshold(procurement) is False, "a short notice is proportionate below threshold"),
            (procurement.category not in _CATEGORIES, "only tenders for services and works are compared"),
            (scope.binds is not False, "a policy binds this buyer, or may"),
            (not local or unknown, "the buyer is of central government, or of an unknown kind"),
        )
        return next((reason for holds, reason in exempt if holds), None)
