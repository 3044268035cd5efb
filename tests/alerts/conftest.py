"""Invented items of buyers that do not exist, and receivers on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from threading import Thread
from typing import Any

import pytest

from alerts.guarding import Guard
from alerts.message import Item, Law, Match, Message, Quote

LOOPBACK = (ip_network("127.0.0.0/8"),)
MORNING = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def make_item() -> Callable[..., Item]:
    def make(**changes: Any) -> Item:
        fields: dict[str, Any] = {
            "key": "flag-1",
            "title": "Care of street trees",
            "buyer": "Borough of Northmere",
            "published_at": MORNING,
            "indicator": "S02",
            "indicator_title": "Social value named but weak",
            "kind": "policy",
            "reason": "The notice names social value, and neither asks for any nor measures it.",
            "quotes": (
                Quote(
                    text="social value is welcome",
                    before="For bidders, ",
                    after=", where they can offer it.",
                    pointer="/tender/description",
                ),
            ),
            "laws": (Law(text="Procurement Act 2023, s.12(1)", url="https://law.example/12"), Law(text="PPN 002")),
            "value": "£1,200,000",
            "notice_id": "000123-2026",
            "notice_url": "https://notices.example/000123-2026",
            "page_url": "https://ethos.example/notices/000123-2026",
            "archive_url": "https://ethos.example/archive/abc",
            "indicator_url": "https://ethos.example/indicators/S02",
            "ocid": "ocds-h6vhtk-000123",
            "matches": (
                Match(
                    subscription="Trees",
                    conditions=("buyer is Borough of Northmere", "theme is jobs"),
                    url="https://ethos.example/subscriptions/7",
                ),
            ),
        }
        return Item(**(fields | changes))

    return make


@pytest.fixture
def make_message(make_item: Callable[..., Item]) -> Callable[..., Message]:
    def make(*items: Item, **changes: Any) -> Message:
        fields: dict[str, Any] = {
            "key": "message-1",
            "subject": "Social value named but weak: Care of street trees (Borough of Northmere)",
            "created_at": MORNING,
            "items": items or (make_item(),),
            "why": "You asked for all new flags about the Borough of Northmere.",
        }
        return Message(**(fields | changes))

    return make


@dataclass
class Received:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A web server on loopback: keeps what arrives, and answers as it is told, in turn; the last answer stays."""

    port: int = 0
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=lambda: [(200, {}, b"ok")])
    requests: list[Received] = field(default_factory=list)

    def url(self, path: str = "/hook", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def receive() -> Iterator[Callable[..., Receiver]]:
    """Starts a receiver that gives these answers: (status, headers, body)."""
    servers: list[ThreadingHTTPServer] = []

    def begin(*answers: tuple[int, dict[str, str], bytes]) -> Receiver:
        receiver = Receiver()
        if answers:
            receiver.answers = list(answers)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                receiver.requests.append(Received(self.path, dict(self.headers), body))
                status, headers, words = receiver.answer()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(words))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        receiver.port = server.server_port
        servers.append(server)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return receiver

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def guard_for() -> Callable[..., Guard]:
    """A guard that lets the public reach these ports over plain HTTP, and loopback unless told otherwise."""

    def make(*ports: int, **changes: Any) -> Guard:
        fields: dict[str, Any] = {"schemes": ("http",), "ports": ports, "networks": LOOPBACK}
        return Guard(**(fields | changes))

    return make
