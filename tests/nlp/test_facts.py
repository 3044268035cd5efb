import pytest

from nlp.facts import has_facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There are no reasonable alternatives to those goods, services or works.", False),
        ("Direct award under paragraph 6 of Schedule 5 to the Procurement Act 2023.", False),
        ("The present lease ends on 31 July 2026 and no depot is ready.", True),
        ("Tests showed that only the Quillmark scanner fits the ward's docking stations.", True),
    ],
    ids=["formula", "statute", "date", "name"],
)
def test_facts_of_a_case_are_told_from_the_words_of_a_statute(text: str, expected: bool) -> None:  # noqa: FBT001 - an outcome
    assert has_facts(text) is expected
