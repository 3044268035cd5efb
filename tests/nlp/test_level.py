from decimal import Decimal

import pytest

from nlp.commitment import Level, Modality, Slots
from nlp.level import Firm, Said, level, settled

MUST = Modality.MUST


@pytest.mark.parametrize(
    ("theme", "slots", "said", "expected", "reason"),
    [
        ("climate", Slots(), Said(ruled_out=True), 0, "there will be none"),
        ("climate", Slots(), Said(), 1, "nobody is bound"),
        ("climate", Slots(), Said(modality=Modality.MAY, what=True), 1, "nobody is bound"),
        ("climate", Slots(), Said(modality=MUST), 2, "not said"),
        ("climate", Slots(), Said(modality=MUST, what=True), 3, "definite act"),
        ("climate", Slots(quantity=Decimal(2), unit="%"), Said(modality=MUST, what=True), 3, "definite act"),
        (
            "climate",
            Slots(quantity=Decimal(2), unit="%", rate="each year"),
            Said(modality=MUST, what=True),
            4,
            "each year",
        ),
        ("social_value", Slots(weight=Decimal(10)), Said(modality=Modality.SCORED), 3, "weight of 10"),
        ("social_value", Slots(weight=Decimal(40)), Said(modality=Modality.SCORED, shared=True), 2, "own share"),
        ("social_value", Slots(weight=Decimal(10)), Said(modality=Modality.SCORED, cap=Level.REQUIRED), 2, "no more"),
        ("award_criteria", Slots(), Said(), 2, "without weights"),
        ("award_criteria", Slots(), Said(formula=True), 1, "statute"),
        ("award_criteria", Slots(weight=Decimal(60)), Said(), 3, "weights"),
        ("justification", Slots(), Said(formula=True), 1, "statute"),
        ("justification", Slots(), Said(), 2, "reason is given"),
        ("justification", Slots(), Said(what=True), 3, "facts"),
        ("engagement", Slots(), Said(modality=Modality.MAY), 1, "wish"),
        ("engagement", Slots(), Said(modality=Modality.REPORTED), 2, "under way"),
        ("engagement", Slots(), Said(what=True), 3, "form"),
        ("engagement", Slots(), Said(modality=Modality.REPORTED, formula=True), 1, "wished for"),
        ("performance", Slots(), Said(), 2, "no measure"),
        ("performance", Slots(), Said(what=True), 3, "measure is named"),
        ("performance", Slots(rate="monthly"), Said(what=True), 4, "frequency"),
    ],
)
def test_the_level_follows_from_what_is_said(theme: str, slots: Slots, said: Said, expected: int, reason: str) -> None:
    found, words = level(theme, slots, said)

    assert found == expected
    assert reason in words


@pytest.mark.parametrize(
    ("theme", "ruled", "firm", "most", "expected"),
    [
        ("climate", Level.RULED_OUT, Firm(3.0, Level.SPECIFIED), Level.MEASURABLE, 0),
        ("climate", Level.NAMED, Firm(2.8, Level.SPECIFIED), Level.MEASURABLE, 2),
        ("climate", Level.REQUIRED, Firm(3.4, Level.SPECIFIED), Level.REQUIRED, 2),
        ("climate", None, Firm(3.1, Level.SPECIFIED), Level.MEASURABLE, 3),
        ("justification", Level.REQUIRED, Firm(2.7, Level.SPECIFIED), Level.MEASURABLE, 3),
        ("justification", Level.SPECIFIED, Firm(2.5, Level.SPECIFIED), Level.MEASURABLE, 2),
        ("justification", Level.NAMED, Firm(2.2, Level.REQUIRED), Level.NAMED, 1),
    ],
    ids=["ruled out", "half way", "capped", "no rule", "sure", "in doubt lower", "statute"],
)
def test_one_level_is_made_of_the_rules_and_the_judge(
    theme: str, ruled: Level | None, firm: Firm, most: Level, expected: int
) -> None:
    assert settled(theme, ruled, firm, most) == expected


def test_a_statutes_words_carry_no_more_than_a_name() -> None:
    assert Said(formula=True).most is Level.NAMED
    assert Said(cap=Level.REQUIRED).most is Level.REQUIRED
    assert Said().most is Level.MEASURABLE
