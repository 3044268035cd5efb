from __future__ import annotations

from collections import Counter

import pytest

from monitor.indicators.silence import STATES, Said
from monitor.indicators.standing import BuyerLine, Held, NoticeLine, of_many, of_notice
from nlp.commitment import Readability
from nlp.taxonomy.themes import Principle

READ, UNREADABLE = Readability.READ, Readability.CANNOT_TELL
WAGE = Said("fair_work", 3, "must pay the real living wage")
EQUAL = Said("equality", 1, "we value equality")
ELSEWHERE = Said("award_criteria", 0, "the weights are in the tender documents")
NOBODY: Counter[tuple[str, str]] = Counter()


def line(lines: tuple[NoticeLine, ...], principle: Principle) -> NoticeLine:
    return next(one for one in lines if one.principle == principle.value)


def total(lines: tuple[BuyerLine, ...], principle: Principle) -> BuyerLine:
    return next(one for one in lines if one.principle == principle.value)


@pytest.mark.parametrize(
    ("said", "readability", "principle", "state"),
    [
        ((WAGE, EQUAL), READ, Principle.NON_DISCRIMINATION, "published"),
        ((EQUAL,), READ, Principle.NON_DISCRIMINATION, "weak"),
        ((ELSEWHERE,), READ, Principle.TRANSPARENCY, "elsewhere"),
        ((WAGE,), READ, Principle.TRANSPARENCY, "not_published"),
        ((), UNREADABLE, Principle.INTEGRITY, "not_readable"),
        ((), None, Principle.INTEGRITY, "not_read"),
    ],
    ids=["published", "weak", "elsewhere", "not published", "not readable", "not read"],
)
def test_the_states_of_a_principle_are_told_apart(
    said: tuple[Said, ...], readability: Readability | None, principle: Principle, state: str
) -> None:
    lines = of_notice(Held(said, readability), NOBODY)

    assert line(lines, principle).state == state


def test_a_notice_is_told_by_all_seven_in_their_order() -> None:
    assert [one.principle for one in of_notice(Held((), READ), NOBODY)] == [one.value for one in Principle]


def test_words_are_counted_by_level_under_every_principle_that_their_theme_serves() -> None:
    lines = of_notice(Held((WAGE, EQUAL), READ), NOBODY)

    assert line(lines, Principle.PUBLIC_GOOD).levels == (0, 1, 0, 1, 0)
    assert line(lines, Principle.NON_DISCRIMINATION).levels == (0, 1, 0, 1, 0)
    assert line(lines, Principle.EFFICIENCY).levels == (0, 0, 0, 0, 0)
    assert line(lines, Principle.PUBLIC_GOOD).level == 3


def test_themes_that_are_silent_stand_beside_those_that_speak() -> None:
    themes = {
        one.theme: one for one in line(of_notice(Held((WAGE,), READ), NOBODY), Principle.NON_DISCRIMINATION).themes
    }

    assert (themes["fair_work"].state, themes["fair_work"].level) == ("published", 3)
    assert (themes["equality"].state, themes["equality"].level) == ("not_published", None)


def test_findings_count_under_the_principles_that_their_indicators_serve() -> None:
    findings = Counter({("OP01", "raised"): 2, ("OP13", "clear"): 3, ("FP02", "cannot_tell"): 1, ("SV01", "raised"): 1})

    lines = of_notice(Held((), READ), findings)

    transparency = line(lines, Principle.TRANSPARENCY).asked
    assert (transparency.raised, transparency.clear, transparency.flags) == (2, 3, ("OP01",))
    assert line(lines, Principle.FAIR_TREATMENT).asked.cannot_tell == 1
    assert line(lines, Principle.PUBLIC_GOOD).asked.flags == ("SV01",)


def test_each_notice_of_a_buyer_counts_once_by_its_firmest_words() -> None:
    notices = [Held((WAGE, EQUAL), READ), Held((EQUAL,), READ), Held((), READ), Held((), UNREADABLE), Held((), None)]

    found = total(of_many(notices, NOBODY), Principle.NON_DISCRIMINATION)

    assert found.notices == 5
    assert found.firmest == (0, 1, 0, 1, 0)
    assert found.levels == (0, 2, 0, 1, 0)
    assert found.states == {
        **dict.fromkeys(STATES, 0),
        "published": 1,
        "weak": 1,
        "not_published": 1,
        "not_readable": 1,
        "not_read": 1,
    }


def test_themes_of_a_buyer_count_the_notices_that_speak_of_them() -> None:
    notices = [Held((WAGE, WAGE), READ), Held((WAGE,), READ), Held((), READ)]

    themes = {one.theme: one for one in total(of_many(notices, NOBODY), Principle.PUBLIC_GOOD).themes}

    assert (themes["fair_work"].notices, themes["fair_work"].levels) == (2, (0, 0, 0, 3, 0))
    assert themes["climate"].notices == 0
