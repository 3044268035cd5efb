from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from monitor.tracing.likeness import MATCH, likeness
from monitor.tracing.statements import Statement
from monitor.tracing.thread import Stage
from nlp.commitment import Level, Slots

Make = Callable[..., Any]


@pytest.fixture
def said(notice: Make) -> Callable[..., Statement]:
    def make(text: str, theme: str = "jobs_skills", *, is_kpi: bool = False, **slots: Any) -> Statement:
        return Statement(
            notice=notice("UK4", 1),
            stage=Stage.ASKED,
            theme=theme,
            themes=frozenset({theme}),
            quote=text,
            pointer="/tender/description",
            start=0,
            end=len(text),
            level=Level.SPECIFIED,
            text=text,
            slots=Slots(**slots),
            is_kpi=is_kpi,
        )

    return make


def test_the_same_words_are_wholly_alike(said: Make) -> None:
    found = likeness(said("Twelve apprentices  a year"), said("twelve apprentices a year"))

    assert (found.score, found.reasons) == (1.0, ("same theme", "word for word the same"))


def test_reasons_name_theme_words_number_and_slots(said: Make) -> None:
    one = said("12 apprentices from local schools", place="the borough of Northmere")
    other = said("Apprentices: 12 apprentices started", place="Northmere borough")

    found = likeness(one, other)

    assert found.reasons == (
        "same theme",
        "1 of 2 content words",
        "same number: 12 apprentices",
        "same place: Northmere borough",
    )
    assert found.score == 0.85


def test_a_number_that_changed_still_counts_by_its_unit(said: Make) -> None:
    found = likeness(said("12 apprentices from local schools"), said("8 apprentices in the trade"))

    assert "same unit: 12 apprentices, then 8 apprentices" in found.reasons
    assert found.score >= MATCH


@pytest.mark.parametrize(
    ("words", "others", "theme"),
    [
        ("Forty school visits about careers", "Twelve apprentices from the borough", "jobs_skills"),
        ("95% of jobs each quarter", "98% of calls each month", "performance"),
        ("Waste to landfill", "Trees planted in the park", "environment"),
    ],
)
def test_the_same_theme_alone_is_no_match(said: Make, words: str, others: str, theme: str) -> None:
    assert likeness(said(words, theme), said(others, theme)).score < MATCH


def test_themes_with_nothing_in_common_are_unlike(said: Make) -> None:
    assert likeness(said("Carbon cut by 8%", "climate"), said("Pay raised by 8%", "fair_work")).score == 0


def test_an_indicator_without_a_theme_needs_the_words(said: Make) -> None:
    ask = said("Emissions cut by 8% from the first figure", "climate")

    assert likeness(ask, said("Emissions cut by 8%", "performance", is_kpi=True)).score >= MATCH
    assert likeness(ask, said("Calls answered", "performance", is_kpi=True)).score < MATCH


def test_only_the_same_words_are_wholly_alike(said: Make) -> None:
    slots = {"place": "Northmere", "deadline": "2027", "rate": "a year", "check": "report"}

    assert likeness(said("12 apprentices, local", **slots), said("12 apprentices local", **slots)).score == 0.95
