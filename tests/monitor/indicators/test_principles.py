from __future__ import annotations

import pytest

from monitor.indicators.base import catalogue, indicator_classes
from monitor.indicators.principles import (
    BY_GROUP,
    MEANINGS,
    OWN,
    indicators_of,
    of_indicator,
    themes_of,
)
from nlp.taxonomy.themes import Principle, themes

CODES = [indicator.code for indicator in indicator_classes()]


def test_the_seven_are_told_once_each_in_their_order() -> None:
    assert [one.principle for one in MEANINGS] == list(Principle)


@pytest.mark.parametrize("code", CODES)
def test_every_indicator_serves_at_least_one_principle_and_none_twice(code: str) -> None:
    served = of_indicator(code)

    assert served
    assert len(served) == len(set(served))


def test_the_table_names_only_indicators_that_there_are() -> None:
    assert set(OWN) - set(CODES) == set()
    assert {code[:2] for code in CODES} == set(BY_GROUP)


@pytest.mark.parametrize("principle", list(Principle))
def test_every_principle_has_themes_and_indicators(principle: Principle) -> None:
    assert themes_of(principle)
    assert indicators_of(principle, catalogue())


def test_an_indicator_of_no_known_group_serves_none() -> None:
    assert of_indicator("ZZ01") == ()


def test_every_theme_stands_under_a_principle() -> None:
    assert {theme.code for principle in Principle for theme in themes_of(principle)} == {
        theme.code for theme in themes()
    }
