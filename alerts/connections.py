"""Every connection that a thread makes is looked at before it is made, and ended when its time is up.

For libraries that bring their own way of connecting: Python asks an audit hook first (https://peps.python.org/pep-0578/).
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from threading import Timer

from alerts.errors import UnsafeAddress

Check = Callable[[str, int], None]

_CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


@contextmanager
def watched(check: Check, *, seconds: float) -> Iterator[None]:
    """While it lasts, this thread connects only where ``check`` raises nothing.

    After so many seconds its connections are cut: the timeouts of most libraries begin anew with every byte that comes.
    """
    _install()
    watch = _Watch(check, seconds)
    token = _current.set(watch)
    try:
        yield
    finally:
        _current.reset(token)
        watch.close()


class _Watch:
    def __init__(self, check: Check, seconds: float) -> None:
        self._check = check
        self._deadline = time.monotonic() + seconds
        self._copies: list[socket.socket] = []
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def look(self, connection: socket.socket, address: object) -> None:
        if time.monotonic() > self._deadline:
            raise TimeoutError("this delivery has taken too long")
        match address:
            case None:  # goes where the connection leads, which was asked about
                return
            case (str(peer), int(port), *_):
                self._check(peer, port)
            case _:
                raise UnsafeAddress("this leads to no address of the internet, and was not connected to")
        # A copy, as encryption takes the first one's place.
        self._copies.append(socket.socket(fileno=os.dup(connection.fileno())))

    def _cut(self) -> None:
        for copy in list(self._copies):
            with suppress(OSError):  # it may have ended by itself
                copy.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._timer.cancel()
        self._timer.join()
        for copy in self._copies:
            copy.close()


_current: ContextVar[_Watch | None] = ContextVar("watched", default=None)


@cache
def _install() -> None:
    """Once for good: Python takes no hook away again."""
    sys.addaudithook(_before)


def _before(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _CONNECTING:
        return
    watch = _current.get()
    connection = arguments[0]
    if watch is None or not isinstance(connection, socket.socket):
        return
    try:
        watch.look(connection, arguments[-1])
    except (UnsafeAddress, TimeoutError):
        connection.close()  # libraries close only what fails by an error they know
        raise
