import numpy as np
import pytest

from nlp.commitment import Level, Modality
from nlp.components.modality import Mood
from nlp.features import Block, Case, level_blocks, theme_blocks
from nlp.fields import Field
from nlp.seen import Seen
from nlp.setting import Setting


def seen(folded: str, **more: object) -> Seen:
    return Seen(**{"folded": folded, "setting": Setting(), **more})  # type: ignore[arg-type] - each test names one field


def of(block: Block, example: int) -> tuple[float, set[int]]:
    return float(block.scales[example]), set(block.numbers[block.owners == example].tolist())


def test_a_statement_has_the_same_features_alone_and_among_others() -> None:
    texts = ["bidders must employ two apprentices a year.", "", "a", "the lift is painted blue"]

    together = theme_blocks([seen(text) for text in texts])

    for number, text in enumerate(texts):
        alone = theme_blocks([seen(text)])
        assert [of(block, number) for block in together] == [of(block, 0) for block in alone]


@pytest.mark.parametrize(
    ("one", "other"),
    [("the bidder must report", "the contractor shall report"), ("within 5 days", "within 90 days")],
    ids=["classes", "numbers"],
)
def test_words_that_say_the_same_have_the_same_features(one: str, other: str) -> None:
    assert all(of(block, 0) == of(block, 1) for block in theme_blocks([seen(one), seen(other)]))


def test_a_rule_that_matched_counts_in_full_however_long_the_statement() -> None:
    told = {"fired": (("fw-named", "fair_work"),), "standing": frozenset({"fair_work"})}

    rules = theme_blocks([seen("word"), seen("word " * 100, **told)])[1]

    assert rules.scales[0] == rules.scales[1]
    assert len(of(rules, 1)[1] - of(rules, 0)[1]) == 4


def test_longer_statements_give_each_word_less() -> None:
    words = theme_blocks([seen("lift"), seen("the lift is painted blue")])[2]

    assert words.scales[0] > words.scales[1]
    assert np.array_equal(words.owners, np.sort(words.owners))


def test_the_level_is_judged_by_the_theme_the_rules_and_the_mood() -> None:
    cases = [
        Case(seen("it will be reported"), "climate", Level.NAMED, facts=False),
        Case(seen("it will be reported", mood=Mood(modality=Modality.MUST)), "climate", Level.REQUIRED, facts=False),
    ]

    plain = level_blocks(cases)[0]

    assert of(plain, 0) != of(plain, 1)


def test_fields_of_one_kind_share_their_words() -> None:
    fields = (Field.DESCRIPTION, Field.LOT_DESCRIPTION, Field.KPI_TITLE)

    words = theme_blocks([seen("social value", setting=Setting(field=field)) for field in fields])[3]

    assert of(words, 0) == of(words, 1) != of(words, 2)
