"""What tests of collecting hand in: a clock that never sleeps, a gate that remembers, servers that misbehave."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import httpx
import pytest

from scrapers.answer import Memory
from scrapers.client import Client, Manners
from scrapers.settings import ScrapersSettings

BASE = "https://notices.example"


@dataclass
class FakeClock:
    moment: datetime = datetime(2026, 8, 12, 9, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


@dataclass
class OpenGate:
    entered: list[str] = field(default_factory=list)
    closings: list[tuple[str, float]] = field(default_factory=list)

    def enter(self, host: str) -> None:
        self.entered.append(host)

    def closed(self, host: str, seconds: float) -> None:
        self.closings.append((host, seconds))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def gate() -> OpenGate:
    return OpenGate()


MakeClient = Callable[..., Client]


@pytest.fixture
def make_client(clock: FakeClock, gate: OpenGate) -> Iterator[MakeClient]:
    with ExitStack() as stack:

        def make(
            answer: Callable[[httpx.Request], httpx.Response] | None = None,
            *,
            base_url: str = BASE,
            settings: ScrapersSettings | None = None,
            memory: Memory | None = None,
            **manners: Any,
        ) -> Client:
            client = Client(
                settings or ScrapersSettings(),
                gate,
                clock,
                manners=Manners(name="example", title="Example Notices", base_url=base_url, **manners),
                random=Random(7),
                transport=httpx.MockTransport(answer) if answer else None,
                memory=memory,
            )
            return stack.enter_context(client)

        yield make


@pytest.fixture
def raw_server() -> Iterator[Callable[..., str]]:
    """Starts a server that answers each connection with the next of some bytes, and closes it; gives its address."""
    with ExitStack() as stack:
        yield lambda *answers: stack.enter_context(_raw_server(list(answers)))


@contextmanager
def _raw_server(answers: list[bytes]) -> Iterator[str]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            self.wfile.write(answers.pop(0))

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def release(number: int, date: str = "2026-08-10T09:00:00+01:00") -> dict[str, Any]:
    """The least that is a release."""
    return {"id": f"{number:06}-2026", "ocid": f"ocds-h6vhtk-{number:06x}", "date": date, "tag": ["tender"]}


def package(releases: list[Any], following: object = None) -> bytes:
    """A release package with a next link, or none."""
    return json.dumps({"releases": releases, **({"links": {"next": following}} if following else {})}).encode()


@pytest.fixture
def make_release() -> Callable[..., dict[str, Any]]:
    return release


@pytest.fixture
def make_package() -> Callable[..., bytes]:
    return package
