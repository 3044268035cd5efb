"""A lease is one holder's, however long it waits, and a dead one's is taken over."""

from __future__ import annotations

from typing import Any

from monitor.store import leases


def test_a_lease_is_one_holders_until_it_lapses_or_is_given_back(store: Any, clock: Any) -> None:
    with leases.held(store, clock, name="source", owner="elsewhere:1:1") as first:
        with leases.held(store, clock, name="source", owner="elsewhere:2:1") as second:
            assert second == "elsewhere:1:1"
        assert not isinstance(first, str)
        clock.sleep(leases.LASTS.total_seconds() + 1)
        with leases.held(store, clock, name="source", owner="elsewhere:2:1") as later:
            assert not isinstance(later, str)


def test_a_dead_process_on_this_machine_holds_nothing(store: Any, clock: Any) -> None:
    gone = leases.me().rpartition(":")[0] + ":1"
    with store.writing() as session:
        assert leases.take(session, name="source", owner=gone, now=clock.now()) is None

    with leases.held(store, clock, name="source") as held:
        assert not isinstance(held, str)


def test_a_long_wait_keeps_the_lease_alive(store: Any, clock: Any) -> None:
    with leases.held(store, clock, name="source", owner="elsewhere:1:1") as held:
        assert not isinstance(held, str)
        held.sleep(leases.LASTS.total_seconds() * 3)

        with leases.held(store, clock, name="source", owner="elsewhere:2:1") as second:
            assert second == "elsewhere:1:1"
