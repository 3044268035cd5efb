from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import EventKind, Severity
from monitor.subscriptions.rhythm import Hours, Rhythm
from monitor.subscriptions.settings import HoursSettings, PeopleSettings, Recipient, Subscriptions, SubscriptionSettings

TABLE: dict[str, Any] = {
    "name": "Wales, duties",
    "to": ["email:tips@northmere.example", "atom"],
    "conditions": {"nation": "wales", "kind": "duty"},
    "events": ["flag", "deadline"],
    "rhythm": "daily",
    "hours": {
        "timezone": "Europe/London",
        "digest_hour": 7,
        "digest_weekday": "friday",
        "quiet_from": "22:00",
        "quiet_until": "06:30",
        "breaks_through": "duty",
    },
}


def test_a_table_becomes_a_subscription() -> None:
    read = SubscriptionSettings.model_validate(TABLE)

    assert read.to == (Recipient("email", "tips@northmere.example"), Recipient("atom"))
    assert read.conditions == Conditions(nation=("wales",), kind=("duty",))
    assert read.events == {EventKind.FLAG, EventKind.DEADLINE}
    assert read.rhythm is Rhythm.DAILY
    assert read.hours.hours() == Hours(
        digest_hour=7, digest_weekday=4, quiet_from=1320, quiet_until=390, breaks_through=Severity.DUTY
    )


def test_a_name_and_one_recipient_are_enough() -> None:
    read = SubscriptionSettings.model_validate({"name": "All", "to": "console"})

    assert read.to == (Recipient("console"),)
    assert not read.conditions.narrows
    assert read.events == {EventKind.FLAG}
    assert read.rhythm is Rhythm.IMMEDIATE
    assert read.hours.hours() == Hours()


def test_no_address_shows_where_a_subscription_is_printed() -> None:
    assert "tips@northmere.example" not in repr(SubscriptionSettings.model_validate(TABLE))


@pytest.mark.parametrize(
    ("wrong", "key", "told"),
    [
        ({"colour": "red"}, "colour", "Extra inputs"),
        ({"name": ""}, "name", "at least 1 character"),
        ({"to": []}, "to", "must name a channel"),
        ({"to": "pigeon:42"}, "to", "must begin with a channel: "),
        ({"to": [7]}, "to", "must begin with a channel"),
        ({"conditions": {"nation": "england"}}, "conditions", "the condition nation can't be used"),
        ({"conditions": {"colour": "red"}}, "conditions", "no condition is called 'colour'"),
        ({"conditions": "wales"}, "conditions", "must be a table"),
        ({"events": []}, "events", "must be one or several of flag, notice, thread, deadline"),
        ({"events": ["corrected"]}, "events", "must be one or several"),
        ({"rhythm": "hourly"}, "rhythm", "'immediate', 'daily' or 'weekly'"),
        ({"hours": {"digest_weekday": "someday"}}, "digest_weekday", "must be a weekday"),
        ({"hours": {"quiet_from": "25:00", "quiet_until": "06:00"}}, "quiet_from", "must be a time of day"),
        ({"hours": {"quiet_from": "22:00"}}, "hours", "give both or neither"),
        ({"hours": {"timezone": "Northmere"}}, "hours", "'Northmere' is no time zone"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(wrong: dict[str, Any], key: str, told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        SubscriptionSettings.model_validate(TABLE | wrong)

    [error] = caught.value.errors()
    assert key in error["loc"]
    assert told in error["msg"]
    assert "tips@northmere.example" not in str(caught.value)


def test_no_two_subscriptions_have_one_name() -> None:
    tables: TypeAdapter[Any] = TypeAdapter(Subscriptions)

    assert len(tables.validate_python([TABLE, TABLE | {"name": "Another"}])) == 2
    with pytest.raises(ValidationError, match="two are called 'Wales, duties'"):
        tables.validate_python([TABLE, TABLE])


def test_people_have_limits_and_no_secret_by_default() -> None:
    people = PeopleSettings()

    assert people.secret is None
    assert (people.most_subscriptions, people.most_confirmations, people.oldest_days) == (50, 3, 7)


def test_the_secret_does_not_show() -> None:
    people = PeopleSettings.model_validate({"secret": "a long secret for tests"})

    assert "long secret" not in repr(people)


def test_hours_are_their_readers_own_from_midnight_on() -> None:
    assert HoursSettings.model_validate({"quiet_from": "00:00", "quiet_until": "23:59"}).hours().quiet_until == 1439
