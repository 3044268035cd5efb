from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from pydantic import SecretStr

from alerts.base import Channel, ChannelSettings, Destination, RetrySettings, catalogue, channel_of, deliver
from alerts.errors import BadAddress, BadChannel, DeliveryError
from alerts.message import Item, Message, Quote


class FakeClock:
    """A clock that moves only when someone waits."""

    def __init__(self) -> None:
        self.time = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += timedelta(seconds=seconds)


class PostSettings(ChannelSettings):
    """Settings of a channel that exists in tests alone."""

    password: SecretStr | None = None
    token: SecretStr = SecretStr("")
    host: str = ""


class Post(Channel):
    """Fails as often as it is told, then keeps what it is sent."""

    title = "Post"
    settings_type = PostSettings
    most_items = 2
    longest_text = 20

    def __init__(self, settings: ChannelSettings, *errors: DeliveryError) -> None:
        self.settings = settings
        self.errors = list(errors)
        self.sent: list[Message] = []
        self.told: list[Destination | None] = []

    def send(self, message: Message, to: Destination | None = None) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(message)
        self.told.append(to)


def busy(times: int) -> list[DeliveryError]:
    return [DeliveryError("the post is busy: try later") for _ in range(times)]


def test_delivers_and_says_when(make_message: Callable[..., Message]) -> None:
    clock = FakeClock()
    channel = Post(PostSettings())

    receipt = deliver(channel, make_message(), clock)

    assert (receipt.channel, receipt.key, receipt.tries) == ("post", "message-1", 1)
    assert receipt.delivered_at == clock.now()
    assert clock.waits == []


def test_tries_again_after_growing_waits(make_message: Callable[..., Message]) -> None:
    clock = FakeClock()
    channel = Post(PostSettings(), *busy(3))

    receipt = deliver(channel, make_message(), clock, retry=RetrySettings(first_wait_seconds=2, longest_wait_seconds=5))

    assert receipt.tries == 4
    assert clock.waits == [2, 4, 5]
    assert len(channel.sent) == 1


def test_gives_up_after_the_last_try(make_message: Callable[..., Message]) -> None:
    clock = FakeClock()
    channel = Post(PostSettings(), *busy(9))

    with pytest.raises(DeliveryError, match="the post is busy"):
        deliver(channel, make_message(), clock, retry=RetrySettings(tries=3))

    assert len(clock.waits) == 2
    assert channel.sent == []


def test_does_not_try_again_what_can_not_help(make_message: Callable[..., Message]) -> None:
    clock = FakeClock()
    channel = Post(PostSettings(), DeliveryError("no such street: correct it", lasting=True))

    with pytest.raises(DeliveryError, match="no such street"):
        deliver(channel, make_message(), clock)

    assert clock.waits == []
    assert channel.sent == []


def test_hands_on_where_the_message_goes(make_message: Callable[..., Message]) -> None:
    channel = Post(PostSettings())
    to = Destination(target="2 Elm Road", key="7")

    deliver(channel, make_message(), FakeClock(), to)
    deliver(channel, make_message(), FakeClock())

    assert channel.told == [to, None]
    assert "Elm" not in repr(to)


def test_a_channel_that_takes_no_address_says_so() -> None:
    with pytest.raises(BadAddress, match="post takes no address"):
        Post(PostSettings()).check("2 Elm Road")


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        pytest.param(0.5, [2.0], id="less than we would wait"),
        pytest.param(30, [30.0], id="more than we would wait"),
        pytest.param(61, None, id="more than we ever wait: left to a later run"),
    ],
)
def test_waits_as_long_as_the_receiver_asks(
    make_message: Callable[..., Message], asked: float, waits: list[float] | None
) -> None:
    clock = FakeClock()
    channel = Post(PostSettings(), DeliveryError("too many letters", retry_after=asked))

    if waits is None:
        with pytest.raises(DeliveryError) as failure:
            deliver(channel, make_message(), clock)
        assert failure.value.retry_after == asked
        assert not failure.value.lasting
    else:
        deliver(channel, make_message(), clock)

    assert clock.waits == (waits or [])


def test_shortens_to_the_limits_of_the_channel(
    make_message: Callable[..., Message], make_item: Callable[..., Item]
) -> None:
    channel = Post(PostSettings())
    quote = Quote(text="said " * 9, before="words that stand right before them ", after=" and words after them")
    items = [make_item(key=str(number), reason="many words " * 10, quotes=(quote,)) for number in range(5)]

    deliver(channel, make_message(*items, omitted=1), FakeClock())

    [sent] = channel.sent
    assert [item.key for item in sent.items] == ["0", "1"]
    assert sent.omitted == 4
    assert all(len(item.reason) <= 20 for item in sent.items)
    quotes = [quote for item in sent.items for quote in item.quotes]
    assert all(len(words) <= 20 for quote in quotes for words in (quote.text, quote.before, quote.after))
    assert quotes[0].before.endswith("right before them ")


def test_logs_events_with_fields_and_no_payload(
    make_message: Callable[..., Message], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="alerts")

    deliver(Post(PostSettings(), *busy(1)), make_message(), FakeClock())

    assert [record.getMessage() for record in caplog.records] == ["delivery to be tried again", "delivered"]
    assert {(vars(record)["channel"], vars(record)["key"]) for record in caplog.records} == {("post", "message-1")}
    assert not [record for record in caplog.records if "Northmere" in str(vars(record))]


def test_names_its_secrets_by_their_type() -> None:
    assert PostSettings.secrets() == ("password", "token")


def test_finds_every_channel_without_a_list() -> None:
    found = catalogue()

    assert {"apprise", "atom", "console", "email", "webhook"} <= set(found)
    for name, channel in found.items():
        assert channel.name == name
        assert channel.__module__ == f"alerts.channels.{name}"
        assert channel.title
        assert issubclass(channel.settings_type, ChannelSettings)


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([], id="no channel"),
        pytest.param(["Other"], id="a channel with another name"),
        pytest.param(["Pigeon", "Other"], id="two channels"),
    ],
)
def test_refuses_a_module_without_its_one_channel(names: list[str]) -> None:
    module = ModuleType("alerts.channels.pigeon")
    for name in names:
        setattr(module, name, type(name, (Post,), {"__module__": module.__name__}))

    with pytest.raises(BadChannel, match=r"alerts\.channels\.pigeon must declare one channel, named Pigeon"):
        channel_of(module)
