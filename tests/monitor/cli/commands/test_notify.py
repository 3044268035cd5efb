from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from alerts.errors import DeliveryError
from monitor import notify
from monitor.services import Services

OFF = {"ETHOS_ALERTS__ATOM__ENABLED": "false"}


@pytest.fixture
def _given_up(make_services: Callable[..., Services], flagged: Callable[..., None], told: Any) -> None:
    """A message that was given up, in the database that ``run`` finds."""
    told.trouble = DeliveryError("the terminal is closed", lasting=True)
    services = make_services(channels=[told])
    flagged(services, 1)
    notify.run(services)
    services.close()


@pytest.fixture
def told() -> Any:
    class Told:
        name = "console"
        one_server = True
        is_personal = False
        most_items = None
        longest_text = 1000
        trouble: DeliveryError | None = None

        def send(self, _message: Any, _to: Any = None) -> None:
            if self.trouble:
                raise self.trouble

    return Told()


def test_a_test_message_goes_to_any_channel_enabled_or_not(run: Any) -> None:
    said = run("notify", "--test", "console", ETHOS_ALERTS__CONSOLE__ENABLED="false", **OFF)

    assert said.code == 0
    assert "If you can read this, alerts reach you this way." in said.out
    assert said.out.endswith("A test message was sent\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["--test", "pigeon"], "no channel is called 'pigeon'", id="no such channel"),
        pytest.param(["--test", "console", "--to", "here"], "takes no address", id="no such address"),
        pytest.param(["--to", "here"], "--to goes with --test", id="an address alone"),
        pytest.param(["--retry", "all", "--drop", "all"], "Choose one of", id="two at once"),
        pytest.param(["--retry", "m1"], "no message that was set aside is called 'm1'", id="no such message"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(run: Any, arguments: list[str], told: str) -> None:
    said = run("notify", *arguments)

    assert said.code != 0
    assert told in said.err


@pytest.mark.usefixtures("_given_up")
def test_what_was_given_up_is_listed_queued_again_and_sent(run: Any) -> None:
    listed = run("status", **OFF)
    [key] = [line["key"] for line in json.loads(run("status", "--json", **OFF).out)["given_up"]]
    queued = run("notify", "--retry", key, **OFF)
    sent = run("notify", **OFF)

    assert listed.code == 1
    assert "the terminal is closed" in listed.out
    assert queued.out == "1 queued again: 'ethos notify' sends what is due\n"
    assert "KPIs missing" in sent.out


@pytest.mark.usefixtures("_given_up")
def test_what_was_given_up_can_be_dropped(run: Any) -> None:
    dropped = run("notify", "--drop", "all", "--json", **OFF)
    status = json.loads(run("status", "--json", **OFF).out)

    assert json.loads(dropped.out) == {"dropped": 1}
    assert status["given_up"] == []
