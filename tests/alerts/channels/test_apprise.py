"""Real requests, as Apprise makes them for each service, to receivers on loopback."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable
from typing import Any

import pytest
from apprise import NotifyBase

from alerts.base import Destination
from alerts.channels.apprise import SERVICES, Apprise, AppriseSettings, Open, open_service
from alerts.errors import BadAddress, DeliveryError, UnsafeAddress
from alerts.message import Item, Message

# Apprise imports it when it first looks for its services.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

Receive = Callable[..., Any]
PUBLIC = "93.184.216.34"
HOSTILE = "*bold* _slant_ <!channel> @everyone <b>big</b> [here](https://x.example)"
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"
DISCORD = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544"
GOOGLE = "gchat://workspace/key/token"
MATTERMOST = "mmost://127.0.0.1:{port}/3ccdd113474722377935511fc85d3dd4"
ROCKET = "rocket://" + "a" * 17 + "%2F" + "b" * 43 + "@127.0.0.1:{port}/"
NTFY = "ntfy://127.0.0.1:{port}/topic"


def channel(*ports: int, networks: tuple[str, ...] = ("127.0.0.0/8",), open: Open = open_service) -> Apprise:  # noqa: A002 - as the channel calls it
    services = (*SERVICES, "ntfy", "mmost", "rocket")
    settings = {"services": services, "ports": [443, *ports], "allowed_networks": networks}
    return Apprise(AppriseSettings.model_validate(settings), open=open, resolve=lambda _name, _port: [PUBLIC])


def led_to(url: str) -> Open:
    """Opens services as ever, but for the host that they always send to."""

    def opened(address: str) -> NotifyBase | None:
        service = open_service(address)
        for name in ("webhook_url", "notify_url"):
            if service is not None and isinstance(getattr(service, name, None), str):
                setattr(service, name, url)
        return service

    return opened


def sent(receiver: Any, message: Message, address: str) -> dict[str, Any]:
    """What arrives of a message to an address."""
    target = address.format(port=receiver.port)
    channel(receiver.port, open=led_to(receiver.url("/"))).send(message, Destination(target=target, key="7"))
    [request] = receiver.requests
    body: dict[str, Any] = json.loads(request.body)
    return body


@pytest.fixture
def hostile(make_message: Callable[..., Message], make_item: Callable[..., Item]) -> Message:
    item = make_item(title=HOSTILE, reason="Fish & chips", page_url="https://ethos.example/notices/a_b_c?x=1&y=2")
    return make_message(item, subject=f"One question: {HOSTILE}")


def test_slack_is_sent_no_marks_and_no_calls(receive: Receive, hostile: Message) -> None:
    body = sent(receive((200, {}, b"ok")), hostile, SLACK)

    words = body["attachments"][0]["text"]
    assert body["mrkdwn"] is False
    assert "&lt;!channel&gt;" in words
    assert "Fish &amp; chips" in words
    assert "https://ethos.example/notices/a_b_c?x=1&amp;y=2" in words
    assert not set("*~`<>") & set(words)
    assert "@everyone" not in words


@pytest.mark.parametrize(("address", "key"), [(DISCORD, "content"), (MATTERMOST, "text")])
def test_services_that_read_markdown_are_sent_none(receive: Receive, hostile: Message, address: str, key: str) -> None:
    words = sent(receive((200, {}, b"{}")), hostile, address)[key]

    assert r"\*bold\* \_slant\_ \<!channel\> @" in words
    assert r"\[here\](https://x.example)" in words
    assert "@everyone" not in words
    assert "https://ethos.example/notices/a_b_c?x=1&y=2" in words


def test_lines_stay_apart_where_the_service_reads_markdown_alone(
    receive: Receive, make_message: Callable[..., Message]
) -> None:
    words = sent(receive((200, {}, b'{"success": true}')), make_message(), ROCKET)["text"]

    assert "trees  \nBorough of Northmere" in words


def test_telegram_is_sent_html_with_no_tags_of_others(receive: Receive, hostile: Message) -> None:
    body = sent(receive((200, {}, b'{"ok": true}')), hostile, TELEGRAM)

    assert body["parse_mode"] == "HTML"
    assert "&lt;b&gt;big&lt;/b&gt;" in body["text"]
    assert "Fish &amp; chips" in body["text"]
    assert "<" not in body["text"]


def test_google_chat_is_sent_no_marks(receive: Receive, hostile: Message) -> None:
    words = sent(receive((200, {}, b"{}")), hostile, GOOGLE)["text"]

    assert "&lt;!channel&gt;" in words
    assert not set("*<>") & set(words)


def test_plain_services_are_sent_the_words_as_they_are(receive: Receive, hostile: Message) -> None:
    body = sent(receive((200, {}, b"{}")), hostile, NTFY)

    assert body["title"] == f"One question: {HOSTILE}"
    assert "*bold* _slant_ <!channel>" in body["message"]
    assert "One question" not in body["message"]


@pytest.mark.parametrize(("address", "key", "limit"), [(DISCORD, "content", 2000), (TELEGRAM, "text", 4096)])
def test_keeps_to_the_limits_of_the_service(
    receive: Receive,
    make_message: Callable[..., Message],
    make_item: Callable[..., Item],
    address: str,
    key: str,
    limit: int,
) -> None:
    items = [make_item(key=str(number), reason="<&> words " * 40) for number in range(20)]
    message = make_message(*items, omitted=17, more_url="https://ethos.example/flags")

    words = sent(receive((200, {}, b'{"ok": true}')), message, address)[key]

    assert len(words) <= limit
    assert words.count("Archived copy") < 20
    assert "more: https://ethos.example/flags" in words


@pytest.mark.parametrize(
    ("status", "lasting"),
    [
        pytest.param(404, True, id="gone"),
        pytest.param(403, True, id="no longer allowed"),
        pytest.param(429, False, id="too many"),
        pytest.param(500, False, id="broken"),
    ],
)
def test_tells_lasting_refusals_from_passing_ones(
    receive: Receive, make_message: Callable[..., Message], status: int, *, lasting: bool
) -> None:
    receiver = receive((status, {}, b"no_service"))
    target = NTFY.format(port=receiver.port)

    with pytest.raises(DeliveryError, match=str(status)) as failure:
        channel(receiver.port).send(make_message(), Destination(target=target, key="7"))

    assert failure.value.lasting is lasting


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"[]", id="of another shape"),
        pytest.param(b"[" * 100_000, id="nested without end"),
    ],
)
def test_an_answer_that_cannot_be_read_stops_nothing_else(
    receive: Receive, make_message: Callable[..., Message], answer: bytes
) -> None:
    receiver = receive((200, {"Content-Type": "application/json"}, answer))
    unusual = channel(receiver.port, open=led_to(receiver.url("/")))
    target = "twist://password:user@example.com/#room"

    with pytest.raises(DeliveryError) as failure:
        unusual.send(make_message(), Destination(target=target, key="7"))

    assert not failure.value.lasting


def test_a_refused_connection_passes(make_message: Callable[..., Message]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

        with pytest.raises(DeliveryError, match="can't be reached") as failure:
            channel(port).send(make_message(), Destination(target=NTFY.format(port=port), key="7"))

    assert not failure.value.lasting


def test_connects_to_no_private_address(receive: Receive, make_message: Callable[..., Message]) -> None:
    receiver = receive()
    target = f"ntfy://localhost:{receiver.port}/topic"

    with pytest.raises(DeliveryError, match="private or reserved") as failure:
        channel(receiver.port, networks=()).send(make_message(), Destination(target=target, key="7"))

    assert failure.value.lasting
    assert receiver.requests == []


def test_a_name_that_was_public_when_it_was_given_is_looked_at_again(
    receive: Receive, make_message: Callable[..., Message]
) -> None:
    receiver = receive()
    target = f"ntfy://localhost:{receiver.port}/topic"
    guarded = channel(receiver.port, networks=())  # whose names all lead to the open internet when they are given

    assert guarded.check(target) == target
    with pytest.raises(DeliveryError, match="private or reserved"):
        guarded.send(make_message(), Destination(target=target, key="7"))


def test_follows_no_redirect(receive: Receive, make_message: Callable[..., Message]) -> None:
    inner = receive()
    receiver = receive((307, {"Location": inner.url()}, b""))
    target = NTFY.format(port=receiver.port)

    with pytest.raises(DeliveryError):
        channel(receiver.port, inner.port).send(make_message(), Destination(target=target, key="7"))

    assert inner.requests == []


@pytest.mark.parametrize(
    "target",
    [
        SLACK,
        DISCORD,
        TELEGRAM,
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        "https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
        pytest.param(
            "https://x.logic.azure.com:443/workflows/643e69f8/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers"
            "%2Fmanual%2Frun&sv=1.0&sig=KODuebWbDGYFr0z0eu-6Rj8aUKz7108W3wrNJZxFE5A",
            id="teams",
        ),
        "ntfys://topic",
        "ntfys://ntfy.example/topic",
        "mmosts://chat.example/3ccdd113474722377935511fc85d3dd4",
    ],
)
def test_takes_the_addresses_of_services(target: str) -> None:
    settings = AppriseSettings()

    assert Apprise(settings, resolve=lambda _name, _port: [PUBLIC]).check(f" {target} ") == target


@pytest.mark.parametrize(
    ("target", "words"),
    [
        pytest.param("json://hooks.example/", "no service that is allowed", id="a service that is not listed"),
        pytest.param("file:///etc/passwd", "no service that is allowed", id="a file"),
        pytest.param("syslog://", "no service that is allowed", id="this machine's log"),
        pytest.param("https://hooks.example/secret-path", "not complete", id="a web address of no service"),
        pytest.param("slack://secret-path", "not complete", id="half an address"),
        pytest.param(f"{DISCORD}?template=/etc/passwd", "says more than", id="a file to read"),
        pytest.param(f"{DISCORD}?ping=@everyone", "says more than", id="a call to everybody"),
        pytest.param("ntfys://topic?attach=http://127.0.0.1/", "says more than", id="something to fetch"),
        pytest.param("ntfys://ntfy.example/topic?verify=no", "says more than", id="any certificate"),
        pytest.param("ntfys://ntfy.example/topic?redirect=yes", "says more than", id="redirects"),
        pytest.param("mmosts://h.example/3ccdd113474722377935511fc85d3dd4?+X=1", "says more than", id="a header"),
        pytest.param("ntfys://topic\r\nX: 1", "control characters", id="line ends"),
        pytest.param("ntfys://" + "a" * 2000, "too long", id="too long"),
        pytest.param("ntfys://ntfy.example:22/topic", "port 22", id="another port"),
        pytest.param("", "no service that is allowed", id="nothing"),
    ],
)
def test_refuses_what_may_do_harm_without_repeating_it(target: str, words: str) -> None:
    with pytest.raises(BadAddress, match=words) as refusal:
        Apprise(AppriseSettings(), resolve=lambda _name, _port: [PUBLIC]).check(target)

    assert "secret-path" not in str(refusal.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "169.254.169.254", "10.0.0.1"])
def test_refuses_private_hosts_when_they_are_given(host: str) -> None:
    with pytest.raises(UnsafeAddress):
        Apprise(AppriseSettings()).check(f"ntfys://{host}/topic")


def test_sends_to_the_address_of_the_settings_where_none_is_given(
    receive: Receive, make_message: Callable[..., Message]
) -> None:
    receiver = receive()
    fields = {"url": NTFY.format(port=receiver.port), "services": ["ntfy"], "ports": [receiver.port]}
    settings = AppriseSettings.model_validate({**fields, "allowed_networks": ["127.0.0.0/8"]})

    Apprise(settings).send(make_message())

    assert Apprise(settings).for_operators
    assert len(receiver.requests) == 1


def test_without_an_address_of_its_own_it_is_not_for_the_operator(make_message: Callable[..., Message]) -> None:
    assert not channel().for_operators
    with pytest.raises(DeliveryError, match=r"alerts\.apprise\.url"):
        channel().send(make_message())


def test_shows_and_logs_no_address(
    receive: Receive, make_message: Callable[..., Message], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver = receive((404, {}, b""))
    target = f"mmost://127.0.0.1:{receiver.port}/3ccdd113474722377935511fc85d3dd4"
    settings = AppriseSettings.model_validate({"url": target})

    with pytest.raises(DeliveryError) as failure:
        channel(receiver.port).send(make_message(), Destination(target=target, key="7"))

    shown = caplog.text + str(failure.value) + repr(settings)
    assert "3ccdd113" not in shown
    assert f"127.0.0.1:{receiver.port}" not in shown
