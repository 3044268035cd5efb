"""The seven principles: what each means, and which themes and indicators serve it.

Themes name their principles in ``nlp/taxonomy``. Indicators are placed here, each by what its question is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.indicators.base import Indicator
from monitor.law.citation import Citation, act
from nlp.taxonomy.themes import Principle, Theme, themes


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A principle in the words of its readers, and where the Act has it."""

    principle: Principle
    title: str
    meaning: str
    law: tuple[Citation, ...]
    note: str


MEANINGS = (
    Meaning(
        principle=Principle.VALUE_FOR_MONEY,
        title="Value for money",
        meaning="The best mix of cost, quality and lasting worth, and a contract that is watched until it ends.",
        law=(act("12(1)(a)"), act("52")),
        note="An objective that contracting authorities must have regard to.",
    ),
    Meaning(
        principle=Principle.PUBLIC_GOOD,
        title="The public good",
        meaning="What a purchase leaves behind beyond what is bought: jobs, skills, communities, the environment.",
        law=(act("12(1)(b)"), act("13(9)")),
        note="The Act says maximising public benefit, which is where social value stands.",
    ),
    Meaning(
        principle=Principle.INTEGRITY,
        title="Integrity",
        meaning="To act, and be seen to act, honestly: conflicts of interest dealt with, exceptions given a reason.",
        law=(act("12(1)(d)"), act("81"), act("83")),
        note="An objective, with duties on conflicts of interest in Part 5.",
    ),
    Meaning(
        principle=Principle.EFFICIENCY,
        title="Efficiency",
        meaning="No more time, forms and cost than the purchase needs, for buyers and for those who bid.",
        law=(act("54(1)(e)"),),
        note="An aim of the reform, and none of the Green Paper's six: the Act has no such objective in section 12.",
    ),
    Meaning(
        principle=Principle.FAIR_TREATMENT,
        title="Fair treatment of suppliers",
        meaning="The same terms, time and information for all who bid, small firms among them, and prompt payment.",
        law=(act("12(2)"), act("12(4)"), act("54"), act("68")),
        note="Suppliers are treated the same unless a difference between them justifies otherwise.",
    ),
    Meaning(
        principle=Principle.NON_DISCRIMINATION,
        title="Non-discrimination",
        meaning="Nobody kept out for where they come from or who they are.",
        law=(act("90"), act("91")),
        note="The Act forbids it by nationality. Promises on equality are listed here too, as they serve the same end.",
    ),
    Meaning(
        principle=Principle.TRANSPARENCY,
        title="Transparency",
        meaning="What is wanted, how it is decided, what was agreed and what came of it, told in time to all.",
        law=(act("12(1)(c)"), act("21"), act("50"), act("53"), act("71")),
        note="An objective, with a duty to publish at each stage of a procurement.",
    ),
)
_P = Principle
BY_GROUP = {
    "SV": (_P.PUBLIC_GOOD,),
    "OP": (_P.TRANSPARENCY,),
    "FP": (_P.FAIR_TREATMENT,),
    "CH": (_P.TRANSPARENCY, _P.VALUE_FOR_MONEY),
}
OWN = {
    "SV03": (_P.PUBLIC_GOOD, _P.TRANSPARENCY),
    "SV05": (_P.PUBLIC_GOOD, _P.VALUE_FOR_MONEY),
    "SV06": (_P.PUBLIC_GOOD, _P.VALUE_FOR_MONEY),
    "SV10": (_P.PUBLIC_GOOD, _P.VALUE_FOR_MONEY),
    "OP01": (_P.TRANSPARENCY, _P.VALUE_FOR_MONEY, _P.EFFICIENCY),
    "OP03": (_P.TRANSPARENCY, _P.FAIR_TREATMENT, _P.NON_DISCRIMINATION),
    "OP04": (_P.TRANSPARENCY, _P.FAIR_TREATMENT),
    "OP05": (_P.TRANSPARENCY, _P.FAIR_TREATMENT, _P.NON_DISCRIMINATION),
    "OP06": (_P.TRANSPARENCY, _P.VALUE_FOR_MONEY, _P.EFFICIENCY),
    "OP07": (_P.TRANSPARENCY, _P.VALUE_FOR_MONEY, _P.EFFICIENCY),
    "OP08": (_P.TRANSPARENCY, _P.VALUE_FOR_MONEY),
    "OP10": (_P.TRANSPARENCY, _P.VALUE_FOR_MONEY, _P.EFFICIENCY),
    "OP11": (_P.TRANSPARENCY, _P.EFFICIENCY),
    "OP12": (_P.TRANSPARENCY, _P.VALUE_FOR_MONEY),
    "OP14": (_P.TRANSPARENCY, _P.INTEGRITY),
    "OP15": (_P.INTEGRITY, _P.TRANSPARENCY),
    "OP16": (_P.FAIR_TREATMENT, _P.TRANSPARENCY),
    "FP01": (_P.INTEGRITY, _P.TRANSPARENCY),
    "FP02": (_P.FAIR_TREATMENT, _P.NON_DISCRIMINATION),
    "FP03": (_P.FAIR_TREATMENT, _P.NON_DISCRIMINATION),
    "FP04": (_P.TRANSPARENCY, _P.INTEGRITY),
    "FP05": (_P.INTEGRITY, _P.VALUE_FOR_MONEY),
    "FP07": (_P.FAIR_TREATMENT, _P.INTEGRITY),
    "FP08": (_P.TRANSPARENCY, _P.EFFICIENCY, _P.FAIR_TREATMENT),
    "FP10": (_P.VALUE_FOR_MONEY, _P.FAIR_TREATMENT),
    "FP11": (_P.FAIR_TREATMENT, _P.EFFICIENCY),
    "FP13": (_P.EFFICIENCY, _P.VALUE_FOR_MONEY),
    "FP15": (_P.FAIR_TREATMENT, _P.VALUE_FOR_MONEY),
    "CH01": (_P.VALUE_FOR_MONEY, _P.TRANSPARENCY),
    "CH02": (_P.PUBLIC_GOOD, _P.VALUE_FOR_MONEY),
    "CH03": (_P.FAIR_TREATMENT, _P.NON_DISCRIMINATION),
    "CH04": (_P.FAIR_TREATMENT, _P.TRANSPARENCY),
    "CH05": (_P.TRANSPARENCY, _P.INTEGRITY),
    "CH06": (_P.TRANSPARENCY,),
}
"""Indicators that serve other principles than the group their code begins with."""


def of_indicator(code: str) -> tuple[Principle, ...]:
    """The principles that an indicator serves: its own, else those of its group; none where the group is unknown."""
    return OWN.get(code, BY_GROUP.get(code[:2], ()))


def indicators_of(principle: Principle, indicators: Iterable[Indicator]) -> list[Indicator]:
    """The indicators that serve a principle, in their order."""
    return [one for one in indicators if principle in of_indicator(one.code)]


def themes_of(principle: Principle) -> tuple[Theme, ...]:
    """The themes that serve a principle, in their order."""
    return tuple(theme for theme in themes() if principle in theme.principles)
