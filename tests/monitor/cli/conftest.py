"""The program in an environment of its own, and a small database for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import cycle
from monitor.cli.main import main
from monitor.services import Services
from monitor.steps import Progress, silent
from scrapers.source import catalogue

NOBODY = "http://127.0.0.1:9"  # the port of the discard service (RFC 863), where nothing listens


@dataclass(frozen=True)
class Said:
    code: object
    out: str
    err: str


Run = Callable[..., Said]


@contextmanager
def untold(_: str) -> Iterator[Progress]:
    yield silent


def others_off() -> dict[str, str]:
    """Variables that leave no source enabled which could be asked for real."""
    return {
        f"ETHOS_SCRAPERS__{name.upper()}__ENABLED": "false"
        for name, source in catalogue().items()
        if "enabled" in source.settings_type.model_fields
    }


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "config.toml").touch()
    return {
        **others_off(),
        "ETHOS_CONFIG": str(tmp_path / "config.toml"),
        "ETHOS_SCRAPERS__FIND_A_TENDER__ENABLED": "true",
        "ETHOS_SCRAPERS__FIND_A_TENDER__BASE_URL": NOBODY,
        "ETHOS_SCRAPERS__FIND_A_TENDER__MINIMUM_GAP_SECONDS": "0",
        "ETHOS_SCRAPERS__FIRST_WAIT_SECONDS": "0",
    }


@pytest.fixture
def run(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the program with its arguments in the environment that a test sets up."""

    def call(*arguments: str, **variables: str) -> Said:
        for name, value in {**environment, **variables}.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        return Said(ended.value.code, *capsys.readouterr())

    return call


@pytest.fixture
def filled(make_services: Callable[..., Services], replayed: Any, make_release: Any, clock: Any) -> Services:
    """The database that ``run`` finds, with four notices, one of them set aside, and flags."""
    texts = ("Binding of ledgers.", "The supplier must take on 12 apprentices.", "Cloth [red] for ledgers :smile:")
    releases = [
        make_release(number, f"2026-11-23T1{number}:00:00+00:00", description=text, title=text)
        for number, text in enumerate(texts, start=1)
    ]
    services = make_services(replayed([*releases, {**make_release(4), "date": "soon"}]))
    cycle.run(services, telling=untold, since=clock.moment - timedelta(days=2))
    services.close()
    return services
