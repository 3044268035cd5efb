"""A watchdog over one connection: no answer lasts longer than it may, however slowly its bytes drip.

The timeouts of httpx count from one read to the next, so that a server which sends a byte of a header every minute
would hold a call for days. Only closing the connection from another thread ends such a read.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any

LONGEST_NAP = 1.0


class Watchdog:
    """Watches the calls made within ``with``, one at a time. ``trace`` is given to httpx as the extension so named."""

    def __init__(self, seconds: float) -> None:
        self.fired = False
        self._seconds = seconds
        self._deadline: float | None = None
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    def __enter__(self) -> None:
        self.fired = False
        self._deadline = time.monotonic() + self._seconds

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._deadline = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of each new connection (https://www.encode.io/httpcore/extensions/#trace)."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._socket = info["return_value"].get_extra_info("socket")
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop watching."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(min(self._seconds / 4, LONGEST_NAP)):
            deadline = self._deadline
            if deadline is not None and time.monotonic() > deadline and self._socket is not None:
                self.fired = True
                with contextlib.suppress(OSError):  # closed in the meantime
                    # Of the class, as the TLS socket's own would take its state from under the thread that reads.
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
