"""What is a reader's: seen, changed, stopped, taken along and erased."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from monitor import notify
from monitor.errors import BadInput, NothingFound
from monitor.services import Services
from monitor.subscribing import asking, managing
from monitor.subscribing.links import links_of
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.errors import ExpiredLink, ForeignLink, WithdrawnLink
from monitor.subscriptions.events import EventKind, Severity
from monitor.subscriptions.rhythm import Hours, Rhythm

ADA = "ada@readers.example"
Opens = Callable[[str | None], str]


def all_rows(services: Services) -> str:
    """Every row of every table, as one text."""
    with services.store.reading() as session:
        tables = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return "\n".join(
            f"{table} {tuple(row)}"
            for table in tables
            for row in session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608 - names from the database itself
        )


def manage(subscribing: Any, kept: Any, opens: Opens) -> str:
    return opens(links_of(subscribing.services, kept.reader).manage)


def test_hours_and_the_number_of_items_are_changed(subscribing: Any) -> None:
    kept = subscribing.subscribed()
    hours = Hours(
        timezone="Europe/Paris", digest_hour=6, quiet_from=1320, quiet_until=420, breaks_through=Severity.DUTY
    )

    managing.set_hours(subscribing.services, kept.reader.key, hours, most_items=7)

    reader = subscribing.everybody()[0].reader
    assert (reader.timezone, reader.digest_hour, reader.quiet_from, reader.quiet_until) == (
        "Europe/Paris",
        6,
        1320,
        420,
    )
    assert (reader.breaks_through, reader.most_items) == ("duty", 7)


@pytest.mark.parametrize("most", [0, 501])
def test_a_number_of_items_that_is_none_is_refused(subscribing: Any, most: int) -> None:
    kept = subscribing.subscribed()

    with pytest.raises(BadInput, match="from 1 to 500"):
        managing.set_hours(subscribing.services, kept.reader.key, Hours(), most_items=most)


def test_a_subscription_is_changed_paused_and_resumed(subscribing: Any) -> None:
    kept = subscribing.subscribed()
    reader, one = kept.reader.key, kept.subscriptions[0].key
    wanted = frozenset({EventKind.NOTICE, EventKind.FLAG})

    managing.change(subscribing.services, reader, one, rhythm=Rhythm.WEEKLY, events=wanted, paused=True)
    paused = subscribing.everybody()[0].subscriptions[0]
    managing.change(subscribing.services, reader, one, paused=False)
    resumed = subscribing.everybody()[0].subscriptions[0]

    assert (paused.rhythm, paused.events, paused.paused_at) == ("weekly", ["flag", "notice"], subscribing.clock.now())
    assert (resumed.rhythm, resumed.paused_at) == ("weekly", None)


def test_nobody_changes_what_is_anothers(subscribing: Any) -> None:
    ada, bob = subscribing.subscribed(), subscribing.subscribed("bob@readers.example")
    reader = bob.reader.key

    with pytest.raises(NothingFound, match="not among yours"):
        managing.change(subscribing.services, reader, ada.subscriptions[0].key, paused=True)
    with pytest.raises(NothingFound, match="not among yours"):
        managing.remove(subscribing.services, reader, ada.subscriptions[0].key)
    with pytest.raises(NothingFound, match="not among yours"):
        managing.remove_address(subscribing.services, reader, ada.addresses[0].key)


def test_the_last_confirmed_address_cannot_be_taken_away(subscribing: Any) -> None:
    kept = subscribing.subscribed()
    reader, first = kept.reader.key, kept.addresses[0].key
    asking.add_address(subscribing.services, reader, "email", "second@readers.example")

    with pytest.raises(BadInput, match="last confirmed address"):
        managing.remove_address(subscribing.services, reader, first)

    asking.confirm(subscribing.services, subscribing.token("second@readers.example"))
    managing.remove_address(subscribing.services, reader, first)

    assert [one.target for one in subscribing.everybody()[0].addresses] == ["second@readers.example"]


def test_what_waited_for_an_address_that_is_taken_away_goes_to_the_next(subscribing: Any, flagged: Any) -> None:
    kept = subscribing.subscribed()
    asking.add_address(subscribing.services, kept.reader.key, "email", "second@readers.example")
    asking.confirm(subscribing.services, subscribing.token("second@readers.example"))
    before = len(subscribing.channel.sent)
    subscribing.channel.fails = True
    flagged(subscribing.services, 1)
    notify.run(subscribing.services)
    subscribing.channel.fails = False

    managing.remove_address(subscribing.services, kept.reader.key, kept.addresses[0].key)
    subscribing.clock.pass_(hours=2)
    notify.run(subscribing.services)

    told = [(to, len(message.items)) for to, message in subscribing.channel.sent[before:] if to]
    assert told == [("second@readers.example", 1)]


def test_a_link_opens_what_is_its_readers_for_thirty_days(subscribing: Any, opens: Opens) -> None:
    kept = subscribing.subscribed()
    token = manage(subscribing, kept, opens)
    subscribing.clock.pass_(days=30)

    assert managing.of(subscribing.services, token).reader.key == kept.reader.key

    subscribing.clock.pass_(seconds=1)
    with pytest.raises(ExpiredLink, match="ask for another"):
        managing.of(subscribing.services, token)


def test_withdrawn_links_are_worthless_and_new_ones_are_not(subscribing: Any, opens: Opens) -> None:
    kept = subscribing.subscribed()
    old = manage(subscribing, kept, opens)

    managing.withdraw_links(subscribing.services, kept.reader.key)

    with pytest.raises(WithdrawnLink):
        managing.of(subscribing.services, old)
    assert managing.of(subscribing.services, manage(subscribing, subscribing.everybody()[0], opens))


def test_a_link_of_one_purpose_opens_nothing_else(subscribing: Any, opens: Opens) -> None:
    kept = subscribing.subscribed()
    links = links_of(subscribing.services, kept.reader)

    for url in (links.stop_all, links.stop(kept.subscriptions[0].key), links.feed(kept.subscriptions[0].key, "atom")):
        with pytest.raises(ForeignLink):
            managing.of(subscribing.services, opens(url))


def test_one_click_stops_everything_twice_and_also_after_a_withdrawal(
    subscribing: Any, opens: Opens, flagged: Any
) -> None:
    kept = subscribing.subscribed()
    subscribing.subscribed(conditions=Conditions(words="ledgers"))
    token = opens(links_of(subscribing.services, kept.reader).stop_all)
    managing.withdraw_links(subscribing.services, kept.reader.key)

    managing.stop(subscribing.services, token)
    managing.stop(subscribing.services, token)

    before = len(subscribing.channel.to(ADA))
    flagged(subscribing.services, 1)
    notify.run(subscribing.services)
    assert subscribing.everybody()[0].subscriptions == ()
    assert len(subscribing.channel.to(ADA)) == before


def test_stopping_everything_also_stops_what_waits_to_be_sent_again(
    subscribing: Any, opens: Opens, flagged: Any
) -> None:
    kept = subscribing.subscribed()
    before = len(subscribing.channel.to(ADA))
    subscribing.channel.fails = True
    flagged(subscribing.services, 1)
    notify.run(subscribing.services)
    subscribing.channel.fails = False

    managing.stop(subscribing.services, opens(links_of(subscribing.services, kept.reader).stop_all))
    subscribing.clock.pass_(days=1)
    notify.run(subscribing.services)

    assert len(subscribing.channel.to(ADA)) == before


def test_one_of_several_is_stopped_alone(subscribing: Any, opens: Opens) -> None:
    subscribing.subscribed()
    kept = subscribing.subscribed(conditions=Conditions(words="ledgers"))
    token = opens(links_of(subscribing.services, kept.reader).stop(kept.subscriptions[0].key))

    shown, one = managing.to_stop(subscribing.services, token)
    managing.stop(subscribing.services, token)
    managing.stop(subscribing.services, token)

    assert (shown.reader.key, one.key) == (kept.reader.key, kept.subscriptions[0].key)
    assert [row.query for row in subscribing.everybody()[0].subscriptions] == [{"words": "ledgers"}]


def test_an_export_holds_everything_of_one_reader_and_nothing_of_another(subscribing: Any, flagged: Any) -> None:
    ada = subscribing.subscribed(name="Mine")
    subscribing.subscribed("bob@readers.example", name="His")
    flagged(subscribing.services, 1)
    notify.run(subscribing.services)

    found = managing.export(subscribing.services, ada.reader.key)

    assert found["reader"]["key"] == ada.reader.key
    assert [one["target"] for one in found["addresses"]] == [ADA]
    assert [one["name"] for one in found["subscriptions"]] == ["Mine"]
    [told] = found["told"]
    assert (told["event"], told["channel"]) == ("flag:ocds-h6vhtk-000001:OP01", "email")
    assert told["sent_at"] is not None
    assert told["why"][0]["name"] == "Mine"
    assert "bob" not in str(found)
    assert "His" not in str(found)


def test_erasing_leaves_no_row_with_the_address_anywhere(subscribing: Any, flagged: Any) -> None:
    kept = subscribing.subscribed(name="A name of mine")
    subscribing.subscribed("bob@readers.example")
    asking.send_link(subscribing.services, ADA)
    flagged(subscribing.services, 1)
    notify.run(subscribing.services)
    assert ADA in all_rows(subscribing.services)

    managing.erase(subscribing.services, kept.reader.key)

    rows = all_rows(subscribing.services)
    assert ADA not in rows
    assert "A name of mine" not in rows
    assert "bob@readers.example" in rows


def test_the_erased_are_told_nothing_and_their_links_open_nothing(subscribing: Any, flagged: Any, opens: Opens) -> None:
    kept = subscribing.subscribed()
    token = manage(subscribing, kept, opens)
    before = len(subscribing.channel.to(ADA))
    managing.erase(subscribing.services, kept.reader.key)
    subscribing.subscribed("bob@readers.example")

    flagged(subscribing.services, 1)
    notify.run(subscribing.services)

    assert len(subscribing.channel.to(ADA)) == before
    with pytest.raises(NothingFound, match="subscribe again"):
        managing.of(subscribing.services, token)


def test_each_address_has_what_its_messages_are_signed_with(subscribing: Any) -> None:
    kept = subscribing.subscribed()

    key = kept.addresses[0].key
    assert managing.signing_secrets(subscribing.services, kept) == {key: f"signs address-{key}"}
