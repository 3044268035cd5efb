from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from alerts.briefs import brief
from alerts.marks import Dialect
from alerts.message import Item, Message

STOP = "https://ethos.example/stop/1"
MORE = "https://ethos.example/flags"


@pytest.fixture
def digest(make_message: Callable[..., Message], make_item: Callable[..., Item]) -> Message:
    items = [make_item(key=str(number), title=f"Notice {number}") for number in range(5)]
    return make_message(*items, subject="5 questions on Borough of Northmere", stop_url=STOP, more_url=MORE)


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param("Social value named but weak: Notice 0", id="what and which"),
        pytest.param("Borough of Northmere, 1 June 2026, £1,200,000", id="buyer, date and value"),
        pytest.param("A question of government policy", id="kind"),
        pytest.param("For bidders, “social value is welcome”, where they can offer it.", id="the words, marked"),
        pytest.param("The law: Procurement Act 2023, s.12(1) https://law.example/12", id="law"),
        pytest.param("The rule: https://ethos.example/indicators/S02", id="rule"),
        pytest.param("The notice: https://notices.example/000123-2026", id="notice"),
        pytest.param("Our page: https://ethos.example/notices/000123-2026", id="our page"),
        pytest.param("Archived copy: https://ethos.example/archive/abc", id="archived copy"),
        pytest.param("Why: your subscription “Trees”: buyer is Borough of Northmere; theme is jobs", id="why"),
        pytest.param("Change or stop: https://ethos.example/subscriptions/7", id="how to stop this"),
        pytest.param(f"To stop this: {STOP}", id="how to stop it all"),
    ],
)
def test_says_everything_where_there_is_room(digest: Message, expected: str) -> None:
    assert expected in brief(digest, Dialect.PLAIN, room=10_000).splitlines()


@pytest.mark.parametrize("room", [500, 700, 1000, 1500])
def test_counts_what_has_no_room_and_says_where_it_is(digest: Message, room: int) -> None:
    words = brief(digest, Dialect.PLAIN, room=room)

    shown = sum(f"Notice {number}" in words for number in range(5))
    assert len(words) <= room
    assert 0 < shown < 5
    assert f"And {5 - shown} more: {MORE}" in words
    assert STOP in words


@pytest.mark.parametrize("room", [20, 100, 160])
def test_where_not_one_item_fits_the_subject_still_does(digest: Message, room: int) -> None:
    words = brief(digest, Dialect.PLAIN, room=room)

    assert 0 < len(words) <= room
    assert words.startswith("5 questions")


def test_measures_as_the_service_does(digest: Message) -> None:
    words = brief(digest, Dialect.PLAIN, room=700, measure=lambda words: len(words) * 2)

    assert len(words) <= 350


def test_says_the_subject_only_where_nothing_else_does(digest: Message) -> None:
    assert brief(digest, Dialect.PLAIN, room=9000).startswith("5 questions on")
    assert not brief(digest, Dialect.PLAIN, room=9000, titled=True).startswith("5 questions on")


@pytest.mark.parametrize("room", [60, 1000])
def test_says_what_to_do_where_the_message_is_our_own(make_message: Callable[..., Message], room: int) -> None:
    url = "https://ethos.example/confirm/1"
    message = replace(make_message(subject="Please confirm"), items=(), body=("Somebody gave this.",), action="Say yes")

    words = brief(replace(message, action_url=url), Dialect.PLAIN, room=room)

    assert words.startswith("Please confirm\n")
    assert url in words
    assert ("Somebody gave this." in words) is (room == 1000)


def test_says_corrected(make_message: Callable[..., Message], make_item: Callable[..., Item]) -> None:
    assert "Corrected: Social value" in brief(make_message(make_item(corrected=True)), Dialect.PLAIN, room=9000)


@pytest.mark.parametrize("field", ["title", "buyer", "reason", "value"])
def test_escapes_every_foreign_word(
    make_message: Callable[..., Message], make_item: Callable[..., Item], field: str
) -> None:
    words = brief(make_message(make_item(**{field: "*x* @all\n# y"})), Dialect.MARKDOWN, room=9000)

    assert r"\*x\* @" in words
    assert "@all" not in words
    assert "\n# y" not in words
