"""Posting to real receivers on loopback, which the guard lets through here alone."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from alerts.client import Answer, post
from alerts.errors import BadAddress, DeliveryError, UnsafeAddress
from alerts.guarding import Guard

Receive = Callable[..., Any]
GuardFor = Callable[..., Guard]
KEYS = Path(__file__).parent / "channels" / "loopback.pem"


def send(url: str, guard: Guard, **changes: Any) -> Answer:
    fields: dict[str, Any] = {"body": b"{}", "headers": {"Ethos-Id": "1"}, "guard": guard, "seconds": 5}
    return post(url, **(fields | changes))


def test_posts_the_body_with_its_headers(receive: Receive, guard_for: GuardFor) -> None:
    receiver = receive((204, {}, b""))

    answer = send(receiver.url("/a?b=1"), guard_for(receiver.port), body=b'{"a":1}')

    [request] = receiver.requests
    assert answer == Answer(status=204)
    assert (request.path, request.body, request.headers["Ethos-Id"]) == ("/a?b=1", b'{"a":1}', "1")


def test_passes_on_what_the_receiver_asks(receive: Receive, guard_for: GuardFor) -> None:
    receiver = receive((429, {"Retry-After": "30"}, b"slower"))

    assert send(receiver.url(), guard_for(receiver.port)) == Answer(status=429, retry_after="30")


@pytest.mark.parametrize("status", [307, 308])
def test_follows_a_redirect_with_the_same_request(receive: Receive, guard_for: GuardFor, status: int) -> None:
    last = receive()
    first = receive((status, {"Location": last.url("/new")}, b""))

    answer = send(first.url(), guard_for(first.port, last.port), body=b"words")

    assert answer.status == 200
    assert [(request.path, request.body) for request in last.requests] == [("/new", b"words")]


def test_follows_a_relative_redirect(receive: Receive, guard_for: GuardFor) -> None:
    receiver = receive((308, {"Location": "/new"}, b""), (200, {}, b""))

    assert send(receiver.url(), guard_for(receiver.port)).status == 200
    assert [request.path for request in receiver.requests] == ["/hook", "/new"]


@pytest.mark.parametrize("status", [301, 302, 303])
def test_follows_no_redirect_that_changes_the_request(receive: Receive, guard_for: GuardFor, status: int) -> None:
    receiver = receive((status, {"Location": "/new"}, b""))

    assert send(receiver.url(), guard_for(receiver.port)).status == status
    assert len(receiver.requests) == 1


def test_follows_three_redirects_and_no_more(receive: Receive, guard_for: GuardFor) -> None:
    receiver = receive((307, {"Location": "/again"}, b""))

    with pytest.raises(DeliveryError, match="sent us on more than 3 times") as failure:
        send(receiver.url(), guard_for(receiver.port))

    assert failure.value.lasting
    assert len(receiver.requests) == 4


@pytest.mark.parametrize("location", ["https://[bad", "//[", "http://[::1"])
def test_a_redirect_to_no_address_is_a_sentence(receive: Receive, guard_for: GuardFor, location: str) -> None:
    receiver = receive((307, {"Location": location}, b""))

    with pytest.raises(BadAddress, match="sent us on to what is no web address"):
        send(receiver.url(), guard_for(receiver.port))


def test_follows_no_redirect_into_this_machine(receive: Receive, guard_for: GuardFor) -> None:
    inner = receive()
    with socket.create_server(("127.0.0.2", 0)) as door:  # stands for the open internet
        port = door.getsockname()[1]
        serving = Thread(target=_redirect_once, args=(door, inner.url()))
        serving.start()

        with pytest.raises(UnsafeAddress, match="private or reserved"):
            send(f"http://127.0.0.2:{port}/", guard_for(port, inner.port, networks=(ip_network("127.0.0.2/32"),)))

        serving.join()
    assert inner.requests == []


def test_a_name_that_changes_between_two_looks_is_refused(receive: Receive, guard_for: GuardFor) -> None:
    receiver = receive()
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    guard = guard_for(receiver.port, networks=(), resolve=lambda _name, _port: answers.pop(0))

    with pytest.raises(UnsafeAddress, match="private or reserved"):
        send(receiver.url(host="rebinding.example"), guard)

    assert answers == []
    assert receiver.requests == []


def test_connects_to_the_address_that_was_checked_under_the_name_that_was_given(
    receive: Receive, guard_for: GuardFor
) -> None:
    receiver = receive()

    send(receiver.url(host="hooks.example"), guard_for(receiver.port, resolve=lambda _name, _port: ["127.0.0.1"]))

    assert receiver.requests[0].headers["Host"] == f"hooks.example:{receiver.port}"


def test_tries_each_address_of_a_name(receive: Receive, guard_for: GuardFor) -> None:
    receiver = receive()
    guard = guard_for(receiver.port, resolve=lambda _name, _port: ["127.0.0.9", "127.0.0.1"])

    assert send(receiver.url(host="hooks.example"), guard).status == 200


def test_goes_nowhere_that_the_guard_does_not_allow(receive: Receive, guard_for: GuardFor) -> None:
    receiver = receive()

    with pytest.raises(BadAddress):
        send(receiver.url(), guard_for(receiver.port + 1))

    assert receiver.requests == []


def test_an_answer_that_drips_ends_in_time(guard_for: GuardFor) -> None:
    ended = Event()

    def drip(door: socket.socket) -> None:
        connection, _ = door.accept()
        with connection:
            while not ended.wait(0.02):
                try:
                    connection.sendall(b"H")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        dripping = Thread(target=drip, args=(door,))
        dripping.start()

        with pytest.raises(DeliveryError, match="took too long") as failure:
            send(f"http://127.0.0.1:{port}/", guard_for(port), seconds=0.3)

        ended.set()
        dripping.join()
    assert not failure.value.lasting


def test_a_refused_connection_passes_and_names_nobody(guard_for: GuardFor) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

        with pytest.raises(DeliveryError, match="can't be reached") as failure:
            send(f"http://127.0.0.1:{port}/secret-path", guard_for(port))

    assert not failure.value.lasting
    assert "127.0.0.1" not in str(failure.value)
    assert failure.value.__suppress_context__


@pytest.mark.parametrize(
    ("trusted", "words"),
    [pytest.param(True, "", id="a certificate that is"), pytest.param(False, "certificate", id="one that is not")],
)
def test_trusts_only_certificates_it_can_check(guard_for: GuardFor, words: str, *, trusted: bool) -> None:
    context = ssl.create_default_context(cafile=KEYS) if trusted else ssl.create_default_context()
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(KEYS)
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        serving = Thread(target=_serve_once, args=(door, server))
        serving.start()
        guard = guard_for(port, schemes=("https",))

        if trusted:
            assert send(f"https://127.0.0.1:{port}/", guard, context=context).status == 200
        else:
            with pytest.raises(DeliveryError, match=words):
                send(f"https://127.0.0.1:{port}/", guard, context=context)

        serving.join()


def test_logs_no_host(receive: Receive, guard_for: GuardFor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    receiver = receive()

    send(receiver.url(host="127.0.0.1"), guard_for(receiver.port))

    assert "127.0.0.1" not in caplog.text


def _read_request(connection: socket.socket) -> None:
    words = b""
    while not words.endswith(b"{}"):
        words += connection.recv(65536)


def _redirect_once(door: socket.socket, location: str) -> None:
    connection, _ = door.accept()
    with connection:
        _read_request(connection)
        connection.sendall(f"HTTP/1.1 307 Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())


def _serve_once(door: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = door.accept()
    try:
        with context.wrap_socket(connection, server_side=True) as secure:
            _read_request(secure)
            secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    except ssl.SSLError:
        connection.close()
