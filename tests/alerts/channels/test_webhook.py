"""Real requests to receivers on loopback, which the settings let through here alone."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.base import Destination, RetrySettings, deliver
from alerts.channels.webhook import Webhook, WebhookSettings
from alerts.errors import BadAddress, BadChannel, DeliveryError, UnsafeAddress
from alerts.message import Item, Message

NOW = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
SECRET = "not-a-secret-but-long-enough-for-one"
GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "webhooks.md"
Receive = Callable[..., Any]


class FakeClock:
    """A clock that moves only when someone waits."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def webhook(*ports: int, networks: tuple[str, ...] = ("127.0.0.0/8",), clock: FakeClock | None = None) -> Webhook:
    settings = WebhookSettings.model_validate(
        {"secret": SECRET, "schemes": ["http"], "ports": ports or (80,), "allowed_networks": networks}
    )
    return Webhook(settings, now=(clock or FakeClock()).now)


def to(receiver: Any, key: str = "7") -> Destination:
    return Destination(target=receiver.url("/hook/secret-path"), key=key)


def failure_of(channel: Webhook, message: Message, destination: Destination | None) -> DeliveryError:
    with pytest.raises(DeliveryError) as failure:
        channel.send(message, destination)
    assert "secret-path" not in str(failure.value)
    assert "127.0.0.1" not in str(failure.value)
    return failure.value


def test_posts_json_that_can_be_read(receive: Receive, make_message: Callable[..., Message]) -> None:
    receiver = receive((202, {}, b""))

    webhook(receiver.port).send(make_message(), to(receiver))

    [request] = receiver.requests
    document = json.loads(request.body)
    assert request.path == "/hook/secret-path"
    assert request.headers["Content-Type"] == "application/json"
    assert document["version"] == 1
    assert document["id"] == request.headers["Ethos-Id"]
    assert [item["title"] for item in document["items"]] == ["Care of street trees"]


def test_signs_what_it_sends_with_the_secret_of_the_address(
    receive: Receive, make_message: Callable[..., Message]
) -> None:
    receiver = receive()
    channel = webhook(receiver.port)

    channel.send(make_message(), to(receiver, key="7"))
    channel.send(make_message(), to(receiver, key="8"))

    mine, other = receiver.requests
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", mine.headers["Ethos-Signature"])
    assert found is not None
    assert int(found[1]) == NOW.timestamp()
    signed = f"{found[1]}.".encode() + mine.body
    assert found[2] == hmac.new(channel.signing_secret("7").encode(), signed, hashlib.sha256).hexdigest()
    assert mine.body == other.body
    assert mine.headers["Ethos-Signature"] != other.headers["Ethos-Signature"]


def test_every_attempt_carries_the_same_id_and_body(receive: Receive, make_message: Callable[..., Message]) -> None:
    receiver = receive((503, {}, b""), (500, {}, b""), (200, {}, b""))
    clock = FakeClock()

    receipt = deliver(webhook(receiver.port, clock=clock), make_message(), clock, to(receiver))

    first, second, third = receiver.requests
    assert receipt.tries == 3
    assert first.headers["Ethos-Id"] == second.headers["Ethos-Id"] == third.headers["Ethos-Id"]
    assert first.body == second.body == third.body
    assert first.headers["Ethos-Signature"] != third.headers["Ethos-Signature"]


def test_another_message_has_another_id(receive: Receive, make_message: Callable[..., Message]) -> None:
    receiver = receive()

    for key in ("1", "2"):
        webhook(receiver.port).send(make_message(key=key), to(receiver))

    assert len({request.headers["Ethos-Id"] for request in receiver.requests}) == 2


@pytest.mark.parametrize(
    ("status", "lasting", "words"),
    [
        pytest.param(404, True, "is gone (404)", id="not found"),
        pytest.param(410, True, "is gone (410)", id="gone"),
        pytest.param(400, True, "refused the message (400)", id="not understood"),
        pytest.param(403, True, "refused the message (403)", id="not allowed"),
        pytest.param(301, True, "refused the message (301)", id="a redirect that changes the request"),
        pytest.param(408, False, "now (408)", id="too slow for it"),
        pytest.param(429, False, "now (429)", id="too many"),
        pytest.param(500, False, "now (500)", id="broken"),
        pytest.param(503, False, "now (503)", id="busy"),
    ],
)
def test_tells_lasting_refusals_from_passing_ones(
    receive: Receive, make_message: Callable[..., Message], status: int, words: str, *, lasting: bool
) -> None:
    receiver = receive((status, {"Location": "/elsewhere"} if status == 301 else {}, b"my secret-path"))

    failure = failure_of(webhook(receiver.port), make_message(), to(receiver))

    assert words in str(failure)
    assert failure.lasting is lasting


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param("120", 120, id="in seconds"),
        pytest.param("Mon, 01 Jun 2026 08:31:00 GMT", 60, id="until a time"),
        pytest.param("Mon, 01 Jun 2026 08:00:00 GMT", 0, id="until a time that has passed"),
        pytest.param("9" * 400, 86_400, id="for ever"),
        pytest.param("soon", None, id="unclear"),
        pytest.param("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None, id="until a year that no clock knows"),
        pytest.param(None, None, id="not at all"),
    ],
)
def test_hands_on_how_long_to_wait(
    receive: Receive, make_message: Callable[..., Message], header: str | None, expected: float | None
) -> None:
    receiver = receive((429, {"Retry-After": header} if header else {}, b""))

    assert failure_of(webhook(receiver.port), make_message(), to(receiver)).retry_after == expected


def test_waits_as_long_as_it_is_asked(receive: Receive, make_message: Callable[..., Message]) -> None:
    receiver = receive((429, {"Retry-After": "45"}, b""), (200, {}, b""))
    clock = FakeClock()

    receipt = deliver(webhook(receiver.port, clock=clock), make_message(), clock, to(receiver), retry=RetrySettings())

    assert receipt.delivered_at - NOW == timedelta(seconds=45)


def test_posts_to_no_private_address_unless_the_settings_name_its_network(
    receive: Receive, make_message: Callable[..., Message]
) -> None:
    receiver = receive()
    channel = webhook(receiver.port, networks=())

    failure = failure_of(channel, make_message(), to(receiver))

    assert failure.lasting
    assert receiver.requests == []
    with pytest.raises(UnsafeAddress):
        channel.check(receiver.url())


def test_takes_addresses_of_the_open_internet() -> None:
    channel = Webhook(
        WebhookSettings.model_validate({"secret": SECRET}), resolve=lambda _name, _port: ["93.184.216.34"]
    )

    assert channel.check("  https://Hooks.example ") == "https://hooks.example/"
    with pytest.raises(BadAddress, match="must start with https://"):
        channel.check("http://hooks.example/")


def test_a_name_that_can_not_be_found_now_may_be_later(make_message: Callable[..., Message]) -> None:
    def nowhere(_name: str, _port: int) -> list[str]:
        raise OSError("no such host")

    channel = Webhook(WebhookSettings.model_validate({"secret": SECRET}), resolve=nowhere)

    assert not failure_of(channel, make_message(), Destination(target="https://a.example/", key="1")).lasting


def test_posts_to_the_address_of_the_settings_where_none_is_given(
    receive: Receive, make_message: Callable[..., Message]
) -> None:
    receiver = receive()
    settings = {"schemes": ["http"], "ports": [receiver.port], "allowed_networks": ["127.0.0.0/8"]}
    channel = Webhook(WebhookSettings.model_validate({"secret": SECRET, "url": receiver.url(), **settings}))

    channel.send(make_message())

    assert channel.for_operators
    assert len(receiver.requests) == 1


def test_without_an_address_of_its_own_it_is_not_for_the_operator(make_message: Callable[..., Message]) -> None:
    assert not webhook().for_operators
    assert failure_of(webhook(), make_message(), None).lasting


@pytest.mark.parametrize("secret", [None, "short"])
def test_works_only_with_a_secret(secret: str | None) -> None:
    with pytest.raises(BadChannel, match=r"alerts\.webhook\.secret"):
        Webhook(WebhookSettings.model_validate({"secret": secret}))


def test_shows_and_logs_neither_address_nor_secret(
    receive: Receive, make_message: Callable[..., Message], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver = receive((404, {}, b""))
    clock = FakeClock()
    channel = webhook(receiver.port, clock=clock)

    with pytest.raises(DeliveryError):
        deliver(channel, make_message(), clock, to(receiver))

    shown = (
        caplog.text + repr([vars(record) for record in caplog.records]) + repr(channel.settings) + repr(to(receiver))
    )
    assert not [word for word in (SECRET, "secret-path", "127.0.0.1:", channel.signing_secret("7")) if word in shown]


def test_the_receiver_of_the_guide_takes_what_we_send_and_nothing_else(
    receive: Receive, make_message: Callable[..., Message], make_item: Callable[..., Item]
) -> None:
    [example] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    guide: dict[str, Any] = {"__name__": "guide"}
    exec(compile(example, str(GUIDE), "exec"), guide)  # noqa: S102 - our own guide is what is tested
    receiver = receive()
    channel = webhook(receiver.port)
    channel.send(make_message(make_item(title="Môn £5")), to(receiver))
    [request] = receiver.requests
    secret, header, now = channel.signing_secret("7"), request.headers["Ethos-Signature"], NOW.timestamp()

    assert guide["is_ours"](secret, header, request.body, now)
    assert not guide["is_ours"](secret, header, request.body + b" ", now)
    assert not guide["is_ours"]("another", header, request.body, now)
    assert not guide["is_ours"](secret, header, request.body, now + 301)
    assert not guide["is_ours"](secret, "nonsense", request.body, now)
