from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from monitor import notify
from monitor.models import Address, Reader, Subscription
from monitor.outgoing import house
from monitor.services import Services
from monitor.subscriptions.settings import SubscriptionSettings


@pytest.fixture
def set_up(services: Services) -> Callable[..., None]:
    """Puts standing queries into the settings, and lets them stand."""

    def put(*tables: dict[str, Any]) -> None:
        wanted = tuple(SubscriptionSettings.model_validate(table) for table in tables)
        services.settings = services.settings.model_copy(update={"subscriptions": wanted})
        house.stand(services)

    return put


def standing(services: Services) -> dict[str, tuple[Any, ...]]:
    with services.store.reading() as session:
        rows = session.exec(
            select(Subscription, Reader)
            .join(Reader, col(Reader.key) == col(Subscription.reader_key))
            .where(col(Reader.name).contains(":"))
        )
        return {row.name: (row.query, row.rhythm, reader.key) for row, reader in rows}


def test_subscriptions_of_the_settings_are_added_changed_and_removed_by_name(
    services: Services, set_up: Callable[..., None]
) -> None:
    wales = {"name": "Wales", "to": "email:desk@paper.example", "conditions": {"nation": "wales"}}
    duties = {"name": "Duties", "to": "email:desk@paper.example", "conditions": {"kind": "duty"}}

    set_up(wales, duties)
    first = standing(services)
    set_up({**wales, "rhythm": "daily"})
    second = standing(services)

    assert {name: query for name, (query, _, _) in first.items()} == {
        "Wales": {"nation": "wales"},
        "Duties": {"kind": "duty"},
    }
    assert first["Wales"][2] == first["Duties"][2], "one reader, and so one message"
    assert {name: rhythm for name, (_, rhythm, _) in second.items()} == {"Wales": "daily"}


def test_standing_twice_changes_nothing(services: Services, set_up: Callable[..., None], clock: Any) -> None:
    table = {"name": "Wales", "to": ["email:desk@paper.example", "atom"], "hours": {"quiet_from": "22:00"} | QUIET}
    set_up(table)
    clock.pass_(days=1)
    set_up(table)

    with services.store.reading() as session:
        made = {row.created_at for row in session.exec(select(Subscription))}
        places = [
            (row.channel, row.target)
            for row in session.exec(select(Address).where(Address.channel != "told").order_by(col(Address.rank)))
        ]
    assert len(made) == 1
    assert places == [("email", "desk@paper.example"), ("atom", "")]


QUIET = {"quiet_until": "07:00"}


def test_a_channel_that_is_disabled_and_enabled_again_hears_of_nothing_in_between(
    services: Services, flagged: Callable[..., None], channel: Any, clock: Any
) -> None:
    house.stand(services)
    services.channels = []
    clock.pass_(hours=1)
    flagged(services, 1)
    notify.run(services)
    services.channels = [channel]
    clock.pass_(hours=1)
    flagged(services, 2)

    notify.run(services)

    assert channel.to(None) == [["000002-2026"]]
