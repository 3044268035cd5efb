"""A source's API on loopback that misbehaves by script, and a ledger in memory like the application's own."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from scrapers.client import Client
from scrapers.errors import BadPage, ScraperError
from scrapers.page import Page, Window
from scrapers.readers.regime import PORTALS
from scrapers.replay import Replay, serve
from scrapers.source import Source

SINCE = datetime(2026, 6, 1, tzinfo=UTC) - timedelta(hours=1)  # midnight in London
UNTIL = SINCE + timedelta(days=2)
SWOLLEN = gzip.compress(b" " * 20_000_000, 1)
Fault = Callable[["Asked"], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One call, with what a well-behaved source would answer, and where it is asked."""

    url: str
    body: bytes
    hang: Callable[[], object]

    def edited(self, **changes: Any) -> bytes:
        """The good answer with other members; ``None`` takes one out."""
        document = {**json.loads(self.body), **changes}
        return json.dumps({name: value for name, value in document.items() if value is not None}).encode()


def truth(source: type[Source], count: int = 130) -> list[dict[str, Any]]:
    """Releases of two June days: too many for one page in the first hours, a few on the second day."""
    prefix = next((prefix for prefix, portal in PORTALS.items() if portal == source.name), "ocds-h6vhtk")
    first = [SINCE + timedelta(minutes=2 * number) for number in range(count)]
    second = [SINCE + timedelta(hours=30 + number) for number in range(3)]
    return [made(prefix, number, moment) for number, moment in enumerate([*first, *second], start=1)]


def made(prefix: str, number: int, moment: datetime) -> dict[str, Any]:
    """One release of a buyer that does not exist."""
    return {
        "ocid": f"{prefix}-{number:06}",
        "id": f"{number:06}-2026",
        "date": moment.isoformat(),
        "tag": ["tender"] if number % 3 else ["award"],
        "language": "en",
        "buyer": {"id": "B1", "name": "Borough of Northmere"},
        "tender": {"title": f"Caf\u00e9 at depot {number}"},
    }


class Site:
    """Serves the API that a source is walked at. ``spoil`` makes the next answers with releases bad ones."""

    def __init__(self, source: type[Source], folder: Path) -> None:
        self.releases = truth(source)
        self.folder = folder
        self.asked: list[str] = []
        self.sent = 0
        self._fault: Fault | None = None
        self._times = 0
        self._fault_began = False
        self._ended = threading.Event()
        self._good = self._served()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": self}))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._good.close()

    def spoil(self, fault: Fault, times: int) -> None:
        """Answer so the next ``times`` calls, from the first whose good answer has releases."""
        self._fault, self._times = fault, times

    def heal(self) -> None:
        """Behave from now on."""
        self._fault, self._times = None, 0

    def publish(self, number: int, moment: datetime) -> None:
        """One more release, as if it were published while somebody walks."""
        self.releases.append(made(self.releases[0]["ocid"][:11], number, moment))
        self._good.close()
        self._good = self._served()

    def answer(self, target: str) -> Iterator[bytes]:
        """The raw bytes of an answer, its heading included."""
        self.asked.append(target)
        status, kind, body = self._good.answer(target)
        body = body.replace(self._good.address.encode(), self.address.encode())
        if self._times and (b'"ocid"' in body or self._fault_began):
            self._times -= 1
            self._fault_began = True
            if self._fault is not None:
                yield from self._fault(Asked(self.address + target, body, self._hang))
                return
        yield from reply(body, status=int(status), content_type=kind)

    def _hang(self) -> bool:
        return self._ended.wait(10)

    def _served(self) -> Replay:
        (self.folder / "page.json").write_text(json.dumps({"releases": self.releases}))
        return serve(self.folder)


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def handle(self) -> None:
        target = self.rfile.readline().split(b" ")[1].decode()
        while self.rfile.readline().strip():
            pass
        try:
            for chunk in self.site.answer(target):
                self.wfile.write(chunk)
                self.site.sent += len(chunk)
        except OSError:
            pass  # the client has had enough


def reply(body: bytes, *, status: int = 200, **headers: object) -> Iterator[bytes]:
    """A whole answer."""
    given = {"Connection": "close", "Content-Length": len(body), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items() if value is not None]
    yield "\r\n".join([f"HTTP/1.1 {status} Said", *lines, "", ""]).encode()
    yield body


def status(code: int, **headers: object) -> Fault:
    """An error with a text of the site's own."""
    return lambda _: reply(b"Please try again later.", status=code, **headers)


def dropped(_: Asked) -> Iterator[bytes]:
    """The connection ends before an answer begins."""
    return iter(())


def cut(asked: Asked) -> Iterator[bytes]:
    """The connection ends in the middle of an answer of a known length."""
    whole = b"".join(reply(asked.body))
    yield whole[: len(whole) // 2]


def cut_unnoticed(asked: Asked) -> Iterator[bytes]:
    """The same where no length was given, so that the answer seems whole."""
    yield from reply(asked.body[: len(asked.body) // 2], Content_Length=None)


def stalled(asked: Asked) -> Iterator[bytes]:
    """Silence in the middle of an answer."""
    yield from cut(asked)
    asked.hang()


def dripping(asked: Asked) -> Iterator[bytes]:
    """A heading that comes byte by byte, each before a timeout between two reads would end the call."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000:
        yield bytes([byte])
        threading.Event().wait(0.02)
    asked.hang()


def endless(_: Asked) -> Iterator[bytes]:
    """An answer without an end."""
    yield b'HTTP/1.1 200 OK\r\n\r\n{"releases": ['
    while True:
        yield b" " * 65536


def swollen(_: Asked) -> Iterator[bytes]:
    """A small answer that unpacks to a large one."""
    return reply(SWOLLEN, Content_Encoding="gzip")


def saying(body: bytes) -> Fault:
    """An answer that is no package."""
    return lambda _: reply(body)


def edited(**changes: Any) -> Fault:
    """The good answer with other members; a function is given the call."""
    return lambda asked: reply(
        asked.edited(**{name: value(asked) if callable(value) else value for name, value in changes.items()})
    )


def replaced(old: bytes, new: bytes) -> Fault:
    """The good answer with other bytes in it."""
    return lambda asked: reply(asked.body.replace(old, new))


def muddled(asked: Asked) -> Iterator[bytes]:
    """The good answer in another order and with some releases twice."""
    releases = json.loads(asked.body)["releases"]
    return reply(asked.edited(releases=[*releases[::-1], *releases[:5]]))


@dataclass
class Ledger:
    """What the application keeps: pages of each window, where an unfinished walk goes on, and why it stopped."""

    pages: dict[Window, list[Page]] = field(default_factory=dict)
    going_on: dict[Window, str | None] = field(default_factory=dict)
    finished: set[Window] = field(default_factory=set)

    def collect(self, source: Source, client: Client, *, again: bool = False) -> list[ScraperError]:
        """Walk what is not walked to its end. A bad page starts its window over; other trouble ends the run."""
        trouble: list[ScraperError] = []
        for window in source.windows(SINCE, UNTIL):
            if window in self.finished and not again:
                continue
            try:
                self._walk(source, client, window)
            except BadPage as error:
                trouble.append(error)
                self.pages[window], self.going_on[window] = [], None
            except ScraperError as error:
                return [*trouble, error]
        return trouble

    def _walk(self, source: Source, client: Client, window: Window) -> None:
        kept = self.pages.setdefault(window, [])
        for page in source.pages(client, window, self.going_on.get(window)):
            kept.append(page)
            self.going_on[window] = page.next_url
        self.finished.add(window)

    def ids(self) -> list[str | None]:
        """The ids of all releases that came."""
        return [receipt.release_id for kept in self.pages.values() for page in kept for receipt in page.receipts]

    def readings(self, source: Source) -> list[Any]:
        """What the reader makes of the pages."""
        return [
            reading for kept in self.pages.values() for page in kept for reading in source.read(page.body, page.sha256)
        ]
