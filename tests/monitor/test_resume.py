"""Killed at any moment and started again, a cycle ends in the state of one that nobody disturbed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.services import Services
from scrapers.source import catalogue

FIRST_DAY = datetime(2025, 10, 6, tzinfo=UTC)  # long past, so that nothing is due to be walked again
ETHOS = [sys.executable, "-c", "from monitor.cli.main import main; main()"]
PATIENCE = 60


def others_off() -> dict[str, str]:
    """Variables that leave no source enabled which could be asked for real."""
    return {
        f"ETHOS_SCRAPERS__{name.upper()}__ENABLED": "false"
        for name, source in catalogue().items()
        if "enabled" in source.settings_type.model_fields
    }


class Ethos:
    """The program in a folder of its own, against one source."""

    def __init__(self, folder: Path, address: str) -> None:
        folder.mkdir()
        (folder / "config.toml").touch()
        self.feed = folder / "data" / "alerts.atom"
        source = "ETHOS_SCRAPERS__FIND_A_TENDER__"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ETHOS_")},
            **others_off(),
            "ETHOS_CONFIG": str(folder / "config.toml"),
            "ETHOS_DATABASE__URL": f"sqlite:///{folder / 'data' / 'ethos.db'}",
            "ETHOS_ARCHIVE__PATH": str(folder / "data" / "archive"),
            f"{source}ENABLED": "true",
            f"{source}BASE_URL": address,
            f"{source}MINIMUM_GAP_SECONDS": "0.1",  # so that collecting takes a good part of the time
            f"{source}LEAST_PER_WEEKDAY": "0",
            f"{source}SINCE": FIRST_DAY.date().isoformat(),
            "ETHOS_PEOPLE__OLDEST_DAYS": "3650",  # so that its flags are told all the same
        }

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*ETHOS, *arguments], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run_to_its_end(self, until: datetime) -> float:
        started = time.monotonic()
        process = self.start("run", "--until", until.date().isoformat())
        _, told = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, told.decode()
        return time.monotonic() - started

    def run_and_kill(self, until: datetime, seconds: float) -> int:
        process = self.start("run", "--until", until.date().isoformat())
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=PATIENCE)
        return process.returncode

    def printed(self, *arguments: str) -> Any:
        told, _ = self.start(*arguments).communicate(timeout=PATIENCE)
        return json.loads(told)


@pytest.fixture
def many(make_release: Callable[..., dict[str, Any]]) -> Callable[[int], list[dict[str, Any]]]:
    """So many releases a day in every hour of two days, and in one window more than a page holds."""

    def make(a_day: int) -> list[dict[str, Any]]:
        spread = [FIRST_DAY + timedelta(hours=48) * number / (2 * a_day) for number in range(2 * a_day)]
        crowd = [FIRST_DAY + timedelta(hours=14, seconds=number) for number in range(120)]
        silent = (
            "This contract is for the binding of ledgers in cloth, with repairs to the spines of older volumes and "
            "delivery to the reading room on the first Monday of each month."
        )
        texts = (silent, f"{silent} The supplier must pay the real living wage.", f"{silent} Social value is welcome.")
        return [
            make_release(number, moment.isoformat(), description=texts[number % 3])
            for number, moment in enumerate(sorted(spread + crowd), start=1)
        ]

    return make


Everything = Callable[[Services], dict[str, list[Any]]]


def ends_as_if_undisturbed(
    folder: Path, address: str, make_services: Any, everything: Everything, *, kills: int, seed: int
) -> None:
    until = FIRST_DAY + timedelta(days=2)
    calm, killed = Ethos(folder / "calm", address), Ethos(folder / "killed", address)
    seconds = calm.run_to_its_end(until)
    chance = random.Random(seed)

    # Early moments first, as what is done by then is not done again.
    moments = sorted(chance.uniform(0.15, 0.95) for _ in range(kills))
    codes = [killed.run_and_kill(until, moment * seconds) for moment in moments]
    killed.run_to_its_end(until)

    states = []
    for one in (calm, killed):
        days = [{**day, "walked_at": None} for day in one.printed("ledger", "--json")]
        services = make_services(folder=one.feed.parent)
        states.append((days, sorted(services.archive.digests()), everything(services)))
        assert one.feed.read_bytes().count(b"<entry>") == min(200, len(states[-1][2]["flags"]))
    assert -signal.SIGKILL in codes
    assert states[1] == states[0]
    assert [day["state"] for day in states[0][0]] == ["complete", "complete"]
    assert states[0][2]["flags"]


def test_killed_at_four_moments_it_ends_the_same(
    tmp_path: Path, replayed: Any, many: Any, make_services: Any, everything: Everything
) -> None:
    ends_as_if_undisturbed(tmp_path, replayed(many(20)), make_services, everything, kills=4, seed=4)


@pytest.mark.slow
def test_killed_at_twenty_moments_it_ends_the_same(
    tmp_path: Path, replayed: Any, many: Any, make_services: Any, everything: Everything
) -> None:
    ends_as_if_undisturbed(tmp_path, replayed(many(400)), make_services, everything, kills=20, seed=20)
