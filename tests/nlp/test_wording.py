import pytest

from nlp.wording import meaning_of, normal, words_of


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("\u00a31,000", "MONEY"),
        ("40%", "PERCENT"),
        ("2027", "YEAR"),
        ("1/4/2027", "DATE"),
        ("17", "#"),
        ("tenderers", "SUP"),
        ("recycling", "recycl"),
        ("of", "of"),
    ],
)
def test_a_token_is_its_class_its_kind_or_its_stem(token: str, expected: str) -> None:
    assert normal(token) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("apprenti", "WORKJOB"), ("job", "WORKJOB"), ("MUST", "MUST"), ("lift", None)],
    ids=["start", "short", "class", "none"],
)
def test_the_beginning_of_a_word_tells_its_meaning(name: str, expected: str | None) -> None:
    assert meaning_of(name) == expected


def test_no_more_words_are_looked_at_than_a_statement_needs() -> None:
    assert len(words_of("word " * 5000)) == 160
