"""The grounds for a direct award, and the words of the statute and of habit that explain none of them.

The words are those of Schedule 5 and of s.43: a reason made of them says that the ground applies, not why.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.law.citation import Citation, act, schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A ground, the id that Find a Tender gives it, and its source."""

    id: str
    title: str
    source: Citation


GROUNDS = {
    row.id: row
    for row in (
        Ground(id="prototypesDevelopment", title="prototypes and development", source=schedule(5, "para 2")),
        Ground(
            id="singleSuppliersIntellectualPropertyExclusiveRights",
            title="exclusive rights of one supplier",
            source=schedule(5, "para 5"),
        ),
        Ground(
            id="singleSuppliersTechnicalReasons",
            title="no competition for technical reasons",
            source=schedule(5, "para 6"),
        ),
        Ground(
            id="additionalRepeatExtensionPartialReplacement",
            title="extension or partial replacement by the existing supplier",
            source=schedule(5, "para 7"),
        ),
        Ground(
            id="additionalRepeatFurtherFollowingCompetitiveProcedure",
            title="similar goods, services or works after a competition",
            source=schedule(5, "para 8"),
        ),
        Ground(id="urgency", title="extreme and unavoidable urgency", source=schedule(5, "para 13")),
        Ground(
            id="defenceSecurityQualifyingNewAward",
            title="new award to a qualifying defence supplier",
            source=schedule(5, "para 19"),
        ),
        Ground(
            id="defenceSecurityOperational", title="operational capability of defence", source=schedule(5, "para 20")
        ),
        Ground(id="switchingDirectAward", title="switch after no suitable tender", source=act("43")),
    )
}

_WORDS = """
absence accordance according account acquired act acts additional advantageous alternative alternatives another
apply applies applied attributable authorities authority award awarded awarding awards basis because being
cannot capability capable carried change circumstances clause commodity compatible competed competition
competitive concerned concerns conditions contract contracting contracts contractor contracted contractual could
creation defence develop development different difference difficulties difficulty direct directly
disproportionate due during earlier effectiveness ensure event exclusive exclusively exclusivity existing
extension extensions extreme foreseeable following follows goods ground grounds human ideas incompatible
incompatibility insolvency intellectual intended intends intention justification justifications justified
justifies known large legislation made maintenance market meet meets met mentioned necessary need needed needs
novel number occurrence omission only operation operational original other otherwise para paragraph paragraphs
partial particular performed person permitted placed point procedure procurement property proposed proprietary
prototype prototypes provide provided providing provider providers provision public published purchase purpose
pursuant qualifying quantity readiness reason reasonable reasonably reasons receiving regulation regulations
regime relation repeat replacement replace require required requirement requirements requires result rights
safety schedule section security service services set similar single sole solely source states strictly subject
suitable supplied supplier suppliers supplies supply switching technical tender tendering tenders terms therefore
transparency unavoidable under unforeseeable unique uniquely urgency urgent used using want whole wholly
within without work works would years above able also been both does from have having here into itself made more
most must near order over same shall should some such than that their them then there these they this those through
unless until upon very were what when where which while will with your continuation continue continuing
continuity awarding seeks wishes
"""
STATUTE_WORDS = frozenset(_WORDS.split())
