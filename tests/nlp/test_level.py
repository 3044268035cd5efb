from decimal import Decimal

import pytest

from nlp.commitment import Level, Modality, Slots
from nlp.level import Said, level

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
        ("performance", Slots(), Said(), 2, "no measure"),
        ("performance", Slots(), Said(what=True), 3, "measure is named"),
        ("performance", Slots(rate="monthly"), Said(what=True), 4, "frequency"),
    ],
)
def test_the_level_follows_from_what_is_said(theme: str, slots: Slots, said: Said, expected: int, reason: str) -> None:
    found, words = level(theme, slots, said)

    assert found == expected
    assert reason in words
