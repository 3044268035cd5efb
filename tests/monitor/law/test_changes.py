from __future__ import annotations

import pytest

from monitor.law.changes import CHANGE_GROUNDS, ground_named


@pytest.mark.parametrize(
    ("words", "paragraph", "cap"),
    [
        ("Permitted under Schedule 8, paragraph 4.", 4, 50),
        ("See Sch. 8 para 6 of the Act", 5, 50),
        ("Schedule 8 (para. 8)", 8, 50),
        ("Schedule 8 paragraph 1", 1, None),
        ("Schedule 8 paragraph 9", 9, None),
    ],
)
def test_a_ground_is_known_by_its_paragraph(words: str, paragraph: int, cap: int | None) -> None:
    ground = ground_named(words)
    assert ground is not None
    assert (ground.paragraph, ground.cap) == (paragraph, cap)


@pytest.mark.parametrize(
    "words", [None, "", "Schedule 5 paragraph 6", "Schedule 8, paragraph 4; Schedule 8, paragraph 9"]
)
def test_no_ground_is_taken_from_other_words_or_from_several(words: str | None) -> None:
    assert ground_named(words) is None


def test_the_paragraphs_of_the_schedule_are_told_once() -> None:
    told = [number for row in CHANGE_GROUNDS for number in range(row.paragraph, row.last_paragraph + 1)]
    assert told == list(range(1, 12))
