from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from monitor.models import Flag, OutgoingMessage
from monitor.store import outbox
from monitor.store.engine import Store

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def add_flags(session: Session, number: int) -> list[int]:
    flags = [
        Flag(
            ocid=f"ocds-{one}",
            indicator="OP01",
            kind="duty",
            reason="No KPI is published.",
            evidence=(),
            legal_basis=(),
            rules="r1",
            raised_at=NOW,
        )
        for one in range(number)
    ]
    session.add_all(flags)
    session.flush()
    return [flag.key for flag in flags]


def message(key: str = "m1", **changes: object) -> OutgoingMessage:
    fields: dict[str, Any] = {"key": key, "channel": "atom", "created_at": NOW, "not_before": NOW}
    return OutgoingMessage(**(fields | changes))


def test_each_flag_is_owed_once_over_each_channel(store: Store) -> None:
    with store.writing() as session:
        made = outbox.owe(session, flags=add_flags(session, 3), channels=["atom", "email"], at=NOW)

        assert made == 6
        assert len(outbox.owed(session, channel="atom")) == len(outbox.owed(session, channel="email")) == 3


def test_the_database_takes_no_second_alert_for_a_flag_and_channel(store: Store) -> None:
    with store.writing() as session:
        flags = add_flags(session, 1)
        outbox.owe(session, flags=flags, channels=["atom"], at=NOW)

    with pytest.raises(IntegrityError), store.writing() as session:
        outbox.owe(session, flags=flags, channels=["atom"], at=NOW)


def test_alerts_that_a_message_carries_are_no_longer_owed(store: Store) -> None:
    with store.writing() as session:
        flags = add_flags(session, 1100)
        outbox.owe(session, flags=flags, channels=["atom"], at=NOW)
        outbox.carry(session, message=message(), alerts=outbox.owed(session, channel="atom"))

        assert outbox.owed(session, channel="atom") == []
        assert outbox.flags_of(session, "m1") == flags


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"channel": "email"}, id="over another channel"),
        pytest.param({"sent_at": NOW}, id="sent"),
        pytest.param({"set_aside": True}, id="given up"),
        pytest.param({"not_before": NOW + timedelta(seconds=1)}, id="not yet"),
    ],
)
def test_a_message_is_not_due(store: Store, changes: dict[str, object]) -> None:
    with store.writing() as session:
        session.add_all([message("m1"), message("m2", **changes)])
        session.flush()

        assert [one.key for one in outbox.due(session, channel="atom", now=NOW)] == ["m1"]


def test_a_queue_tells_how_its_channel_stands(store: Store) -> None:
    with store.writing() as session:
        flags = add_flags(session, 4)
        outbox.owe(session, flags=flags, channels=["atom"], at=NOW)
        waiting = {"tries": 1, "trouble": "The feed file can't be written."}
        alerts = outbox.owed(session, channel="atom")
        for alert, made in zip(
            alerts, [message("m1", sent_at=NOW), message("m2", **waiting), message("m3", set_aside=True)], strict=False
        ):
            outbox.carry(session, message=made, alerts=[alert])

        assert outbox.queues(session) == [
            outbox.Queue(
                channel="atom", owed=1, waiting=1, sent=1, set_aside=1, trouble="The feed file can't be written."
            )
        ]
