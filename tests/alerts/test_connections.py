"""The hook, in front of real sockets on loopback."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from alerts.connections import watched
from alerts.errors import UnsafeAddress


def refuse(_peer: str, _port: int) -> None:
    raise UnsafeAddress("not there")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_asks_before_each_connection(listener: socket.socket) -> None:
    asked: list[tuple[str, int]] = []

    with (
        watched(lambda peer, port: asked.append((peer, port)), seconds=5),
        socket.create_connection(listener.getsockname()),
    ):
        pass

    assert asked == [listener.getsockname()]


@pytest.mark.parametrize(
    "connect",
    [
        pytest.param(lambda sock, address: sock.connect(address), id="connect"),
        pytest.param(lambda sock, address: sock.connect_ex(address), id="connect_ex"),
    ],
)
def test_connects_nowhere_else(listener: socket.socket, connect: Callable[[socket.socket, Any], object]) -> None:
    listener.settimeout(0.05)

    with socket.socket() as sock, watched(refuse, seconds=5), pytest.raises(UnsafeAddress):
        connect(sock, listener.getsockname())

    with pytest.raises(TimeoutError):
        listener.accept()


def test_sends_no_datagram_either() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock, watched(refuse, seconds=5), pytest.raises(UnsafeAddress):
        sock.sendto(b"x", ("127.0.0.1", 9))


def test_connects_to_no_socket_of_this_machine(tmp_path: Path) -> None:
    with (
        socket.socket(socket.AF_UNIX) as sock,
        watched(lambda _peer, _port: None, seconds=5),
        pytest.raises(UnsafeAddress, match="no address of the internet"),
    ):
        sock.connect(str(tmp_path / "door"))


def test_leaves_other_threads_and_later_calls_alone(listener: socket.socket) -> None:
    reached = Event()

    def connect() -> None:
        with socket.create_connection(listener.getsockname()):
            reached.set()

    with watched(refuse, seconds=5):
        other = Thread(target=connect)
        other.start()
        other.join()
    assert reached.is_set()

    reached.clear()
    connect()
    assert reached.is_set()


def test_cuts_what_takes_too_long(listener: socket.socket) -> None:
    with watched(lambda _peer, _port: None, seconds=0.2), socket.create_connection(listener.getsockname()) as sock:
        assert sock.recv(1) == b""  # nobody has sent anything: the connection ended

        with pytest.raises(TimeoutError, match="too long"):
            socket.create_connection(listener.getsockname())
