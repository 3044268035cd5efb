"""Killed at any moment and started again, every alert arrives, and only what was in flight at a kill comes twice."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller

from monitor import config, notify
from monitor.models import Address, Reader, Subscription
from monitor.outgoing import house
from monitor.services import Services
from monitor.store import events, judgements, notices
from monitor.store.judgements import Judged
from scrapers.notice import Notice

ETHOS = [sys.executable, "-c", "from monitor.cli.main import main; main()"]
PATIENCE = 600
SETTINGS = """
[database]
url = "sqlite:///ethos.db"
[alerts.atom]
path = "alerts.atom"
most_entries = 10000
[alerts.email]
enabled = true
host = "127.0.0.1"
port = {smtp}
security = "none"
sender = "ethos@ethos.example"
to = "desk@ethos.example"
greeting = "localhost"
[alerts.webhook]
enabled = true
secret = "a secret of more than thirty-two characters"
url = "http://127.0.0.1:{http}/desk"
schemes = ["http"]
ports = [{http}]
allowed_networks = ["127.0.0.0/8"]
"""


@dataclass
class Received:
    """Who received which ids, by any way; ``reached`` waits for so many."""

    by_reader: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    number: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def add(self, reader: str, identity: str) -> None:
        with self.changed:
            self.by_reader[reader].append(identity)
            self.number += 1
            self.changed.notify_all()

    def reached(self, number: int, seconds: float) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: self.number >= number, seconds)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        letter = message_from_bytes(envelope.content, policy=policy.default)
        for recipient in envelope.rcpt_tos:
            self.add(recipient.partition("@")[0], str(letter["Message-ID"]))
        return "250 OK"


class Server(Controller):
    """A mail server on any free port."""

    def _trigger_server(self) -> None:
        self.port = cast("asyncio.Server", self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class Web(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        """A caller that is killed breaks off."""


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def receivers(received: Received) -> Iterator[tuple[int, int]]:
    """The ports of a mail server and of a receiver of webhooks."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            received.add(self.path.strip("/"), self.headers["Ethos-Id"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    mail = Server(received, hostname="127.0.0.1", port=0, server_hostname="localhost")
    mail.start()
    with Web(("127.0.0.1", 0), Handler) as web:
        thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield mail.port, web.server_port
        web.shutdown()
        thread.join()
    mail.stop()


class Ethos:
    """The program in a folder of its own, with so many readers, each of whom is owed one flag."""

    def __init__(self, folder: Path, ports: tuple[int, int], number: int, make_notice: Callable[..., Notice]) -> None:
        self.folder = folder
        smtp, self.http = ports
        (folder / "config.toml").write_text(SETTINGS.format(smtp=smtp, http=self.http), encoding="utf-8")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ETHOS_")},
            "ETHOS_CONFIG": str(folder / "config.toml"),
        }
        self.readers = [f"reader-{one}" for one in range(number)]
        self._owe(make_notice)

    def _owe(self, make_notice: Callable[..., Notice]) -> None:
        services = Services(config.load(self.folder / "config.toml", {}))
        house.stand(services)
        now = services.clock.now()
        fresh = [make_notice(one + 1, published_at=now) for one in range(len(self.readers))]
        with services.store.writing() as session:
            notices.keep(session, fresh, at=now)
            flagged = judgements.flag(session, [raised(notice) for notice in fresh], rules="r1", at=now)
            rows = [Reader(created_at=now) for _ in self.readers]
            session.add_all(rows)
            session.flush()
            for row, name, notice in zip(rows, self.readers, fresh, strict=True):
                session.add_all(self._wishes(row.key, name, notice, now))
            events.of_flags(session, judgements.flags(session, flagged.new), deadlines=(), passed=(), at=now)
        services.close()

    def _wishes(self, reader: int, name: str, notice: Notice, now: datetime) -> list[Address | Subscription]:
        by_mail = reader % 2 == 0
        target = f"{name}@readers.example" if by_mail else f"http://127.0.0.1:{self.http}/{name}"
        return [
            Address(
                reader_key=reader,
                channel="email" if by_mail else "webhook",
                target=target,
                created_at=now,
                confirmed_at=now,
            ),
            Subscription(
                reader_key=reader, name="Mine", query={"ocid": notice.ocid}, rhythm="immediate", created_at=now
            ),
        ]

    def start(self) -> subprocess.Popen[bytes]:
        with (self.folder / "terminal").open("ab") as terminal:
            return subprocess.Popen([*ETHOS, "notify"], env=self.environment, stdout=terminal, stderr=subprocess.PIPE)

    def run_to_its_end(self) -> None:
        """Undisturbed, and without the seconds that a process takes to start."""
        with (self.folder / "terminal").open("a", encoding="utf-8") as terminal, redirect_stdout(terminal):
            services = Services(config.load(self.folder / "config.toml", {}))
            outcome = notify.run(services)
            services.close()
        assert (outcome.failed, outcome.left) == (0, 0)

    def end(self, process: subprocess.Popen[bytes]) -> None:
        _, told = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, told.decode()


def raised(notice: Notice) -> Judged:
    return Judged(
        ocid=notice.ocid,
        indicator="OP01",
        notice_id=notice.id,
        status="raised",
        kind="duty",
        reason="No KPI is published.",
        evidence=({"pointer": "/tender/description", "quote": "Binding of ledgers."},),
        legal_basis=(),
    )


def kill_after(ethos: Ethos, seconds: float) -> int:
    """Kill it by the clock, whatever it is at; give how it ended."""
    process = ethos.start()
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate(timeout=PATIENCE)
    return process.returncode


def kill_when(ethos: Ethos, received: Received, number: int) -> int:
    """Kill it as soon as so many messages have arrived; give how it ended."""
    process = ethos.start()
    received.reached(number, 20)
    process.kill()
    process.communicate(timeout=PATIENCE)
    return process.returncode


def arrives_whatever_happens(ethos: Ethos, received: Received, *, kills: int, seed: int) -> None:
    """Kill it by the clock and by what has arrived in turn, then let it end, and look at what each receiver got."""
    chance = random.Random(seed)
    a_kill = len(ethos.readers) // (kills + 1)
    codes = [
        kill_when(ethos, received, received.number + chance.randint(1, a_kill))
        if number % 3
        else kill_after(ethos, chance.uniform(0.5, 2.5))
        for number in range(kills)
    ]
    ethos.run_to_its_end()
    total = received.number
    ethos.run_to_its_end()

    ids = received.by_reader
    assert -signal.SIGKILL in codes
    assert received.number == total, "a run after the last sent something again"
    assert set(ids) == {*ethos.readers, "desk"}
    assert all(len(set(found)) == 1 for reader, found in ids.items() if reader != "desk")
    assert len({found[0] for found in ids.values()}) == len(ids), "two messages share an id"
    repeats = Counter({reader: len(found) - len(set(found)) for reader, found in ids.items()})
    assert repeats.total() <= codes.count(-signal.SIGKILL)
    entries = re.findall(r"<id>(urn:uuid:[^<]+)</id>", (ethos.folder / "alerts.atom").read_text(encoding="utf-8"))
    assert len(set(entries)) == len(entries) == len(ethos.readers) + 1
    shown = set(re.findall(r"/notices/(\d{6,}-2026)", (ethos.folder / "terminal").read_text(encoding="utf-8")))
    assert len(shown) == 50  # what a message to the terminal holds at most


def test_killed_at_six_moments_every_alert_arrives(
    tmp_path: Path, receivers: tuple[int, int], received: Received, make_notice: Callable[..., Notice]
) -> None:
    ethos = Ethos(tmp_path, receivers, 300, make_notice)

    arrives_whatever_happens(ethos, received, kills=6, seed=6)


@pytest.mark.slow
def test_killed_at_fifty_moments_ten_thousand_alerts_arrive(
    tmp_path: Path, receivers: tuple[int, int], received: Received, make_notice: Callable[..., Notice]
) -> None:
    ethos = Ethos(tmp_path, receivers, 10_000, make_notice)

    arrives_whatever_happens(ethos, received, kills=50, seed=50)


def test_two_processes_at_once_send_nothing_twice(
    tmp_path: Path, receivers: tuple[int, int], received: Received, make_notice: Callable[..., Notice]
) -> None:
    ethos = Ethos(tmp_path, receivers, 200, make_notice)

    for process in [ethos.start(), ethos.start()]:
        ethos.end(process)

    assert set(received.by_reader) == {*ethos.readers, "desk"}
    assert all(len(found) == len(set(found)) for found in received.by_reader.values())
