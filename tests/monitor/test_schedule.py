"""Schedulers keep their rhythm, share one database without doing anything twice, and stop when told to."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from alerts.channels.atom import Atom, AtomSettings
from monitor import concerns, schedule
from monitor.models import Concern, Run, WalkedWindow
from monitor.store import leases, queues
from scrapers.page import Window
from scrapers.source import catalogue

ETHOS = [sys.executable, "-c", "from monitor.cli.main import main; main()"]
GAP = 0.25


class Counting(ThreadingHTTPServer):
    """A source that has nothing new, and remembers when it was asked and for what."""

    def __init__(self) -> None:
        calls: list[tuple[float, str]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                calls.append((time.monotonic(), self.path))
                body = json.dumps({"version": "1.1", "releases": []}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        super().__init__(("127.0.0.1", 0), Handler)
        self.calls = calls


@pytest.fixture
def counting() -> Iterator[Counting]:
    with Counting() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def environment(folder: Path, server: Counting, **more: str) -> dict[str, str]:
    source = "ETHOS_SCRAPERS__FIND_A_TENDER__"
    others = {
        f"ETHOS_SCRAPERS__{name.upper()}__ENABLED": "false"
        for name, kind in catalogue().items()
        if "enabled" in kind.settings_type.model_fields and name != "find_a_tender"
    }
    (folder / "config.toml").touch()
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("ETHOS_")},
        **others,
        "ETHOS_CONFIG": str(folder / "config.toml"),
        f"{source}BASE_URL": f"http://127.0.0.1:{server.server_port}",
        f"{source}MINIMUM_GAP_SECONDS": str(GAP),
        f"{source}LEAST_PER_WEEKDAY": "0",
        **more,
    }


def start(variables: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*ETHOS, "schedule"], env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def walked(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "data" / "ethos.db") as database:
        return database.execute("SELECT since, until FROM window WHERE ended_at IS NOT NULL ORDER BY since").fetchall()


def test_sigterm_stops_it_within_five_seconds(tmp_path: Path, counting: Counting) -> None:
    process = start(environment(tmp_path, counting))
    assert process.stdout is not None
    while "telling" not in process.stdout.readline():
        assert process.poll() is None

    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=10)

    assert process.returncode == 0
    assert time.monotonic() - asked < 5


@pytest.mark.slow
def test_two_schedulers_on_one_database_do_nothing_twice(tmp_path: Path, counting: Counting) -> None:
    """Ten minutes at twenty times the pace: a run every two seconds for half a minute, by two processes."""
    variables = environment(tmp_path, counting, ETHOS_SCRAPERS__FIND_A_TENDER__EVERY_MINUTES="0.033")
    processes = [start(variables), start(variables)]
    time.sleep(30)
    for process in processes:
        process.send_signal(signal.SIGTERM)
    told = [process.communicate(timeout=10)[0] for process in processes]

    windows = walked(tmp_path)
    assert len(windows) > 10, told
    assert len(set(windows)) == len(windows)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(windows))
    assert len({path for _, path in counting.calls}) == len(counting.calls)
    gaps = [later[0] - earlier[0] for earlier, later in pairwise(counting.calls)]
    assert min(gaps) > GAP * 0.8  # the gate counts when it let a call pass, the server when it came


def test_waiting_ends_at_once_when_told_to_stop(clock: Any) -> None:
    stop = threading.Event()
    stop.set()

    with pytest.raises(schedule.Stopped):
        schedule.StoppableClock(clock, stop).sleep(3600)


def test_a_quiet_day_is_told_to_the_operator_once(make_services: Any) -> None:
    services = make_services(least_per_weekday=100)
    monday = Window(since=datetime(2026, 11, 23, tzinfo=UTC), until=datetime(2026, 11, 24, tzinfo=UTC))
    with services.store.writing() as session:
        run = Run(source="find_a_tender", started_at=monday.until)
        session.add(run)
        session.flush()
        walk = WalkedWindow(run_id=run.id, source=run.source, since=monday.since, until=monday.until)
        walk.started_at = walk.ended_at = monday.until
        session.add(walk)

    first, second = concerns.run(services), concerns.run(services)

    with services.store.reading() as session:
        kept = session.get_one(Concern, "few:find_a_tender:2026-11-23")
    assert (first.made, second.made) == (1, 0)
    assert "gave 0 releases for 2026-11-23" in kept.reason


@pytest.mark.parametrize(("elsewhere", "sent"), [(False, 1), (True, 0)], ids=["nobody else is at it", "another is"])
def test_what_has_come_due_is_told_between_the_walks(
    make_services: Any, flagged: Any, tmp_path: Path, *, elsewhere: bool, sent: int
) -> None:
    feed = Atom(AtomSettings(path=tmp_path / "flags.atom"))
    services = make_services(channels=[feed])
    flagged(services, 1)
    working = schedule.Schedule(services, lambda _: None)
    name = "telling" if elsewhere else "something else"

    with leases.held(services.store, services.clock, name=name, owner="another.example:1:1"):
        working.telling()

    with services.store.reading() as session:
        [row] = [one for one in queues.queues(session) if one.channel == "atom"] or [None]
    assert (row.sent if row else 0) == sent
