from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config import ROOT, Settings, load
from monitor.errors import BadSettings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.touch()
    return path


def test_an_empty_file_gives_the_defaults_beside_it(file: Path) -> None:
    settings = load(file, {})

    assert settings.database.url == f"sqlite:///{file.parent / 'data' / 'ethos.db'}"
    assert settings.archive.path == file.parent / "data" / "archive"
    assert settings.alerts.atom.path == file.parent / "data" / "alerts.atom"
    assert (settings.web.host, settings.web.port) == ("127.0.0.1", 8765)


def test_the_file_is_read(file: Path) -> None:
    file.write_text(
        "[database]\nurl = 'sqlite:////srv/ethos.db'\n[archive]\npath = '/srv/archive'\n"
        "[scrapers]\npatience_seconds = 60\n"
        "[scrapers.find_a_tender]\nsince = 2026-08-10\nminimum_gap_seconds = 3\n[web]\nport = 0\n"
    )

    settings = load(file, {})

    source = settings.sources.model_dump()["find_a_tender"]
    assert settings.database.url == "sqlite:////srv/ethos.db"
    assert settings.archive.path == Path("/srv/archive")
    assert settings.scrapers.patience_seconds == 60
    assert source["since"] == datetime(2026, 8, 9, 23, tzinfo=UTC)
    assert source["minimum_gap_seconds"] == 3
    assert settings.web.port == 0


def test_a_variable_overrides_the_file_and_leaves_its_neighbours(file: Path) -> None:
    file.write_text("[web]\nport = 1\nhost = 'here.example'\n")

    settings = load(
        file,
        {
            "ETHOS_WEB__PORT": "2",
            "ETHOS_DATABASE__URL": "sqlite:///other.db",
            "ETHOS_ARCHIVE__PATH": "pages",
            "ETHOS_SCRAPERS__FIND_A_TENDER__BASE_URL": "http://127.0.0.1:8099",
            "ETHOS_SCRAPERS__FIND_A_TENDER__MINIMUM_GAP_SECONDS": "0",
            "ETHOS_SCRAPERS__FIND_A_TENDER__SINCE": "2026-08-10T06:00:00",
            "ETHOS_ALERTS__EMAIL__ENABLED": "false",
            "PATH": "/bin",
        },
    )

    source = settings.sources.model_dump()["find_a_tender"]
    assert (settings.web.port, settings.web.host) == (2, "here.example")
    assert settings.database.url == f"sqlite:///{file.parent / 'other.db'}"
    assert settings.archive.path == file.parent / "pages"
    assert (source["base_url"], source["minimum_gap_seconds"]) == ("http://127.0.0.1:8099", 0)
    assert source["since"] == datetime(2026, 8, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:////srv/ethos.db", "postgresql+psycopg://host/ethos"]
)
def test_an_address_that_is_not_relative_stays_as_it_is(file: Path, url: str) -> None:
    assert load(file, {"ETHOS_DATABASE__URL": url}).database.url == url


def test_a_variable_names_the_file(file: Path) -> None:
    file.write_text("[web]\nport = 7\n")

    assert load(environment={"ETHOS_CONFIG": str(file)}).web.port == 7


@pytest.mark.parametrize(
    ("toml", "environment", "named"),
    [
        pytest.param("[databse]\nurl = 'x'", {}, "databse", id="an unknown table"),
        pytest.param("[database]\nulr = 'x'", {}, "database.ulr", id="an unknown key"),
        pytest.param("verbose = true", {}, "verbose", id="an unknown key at the top"),
        pytest.param("[sources.find_a_tender]\nenabled = false", {}, "sources", id="sources in a table of their own"),
        pytest.param("[scrapers.find_a_tendre]\nenabled = false", {}, "scrapers.find_a_tendre", id="an unknown source"),
        pytest.param("[scrapers.find_a_tender]\nsinse = 1", {}, "scrapers.find_a_tender.sinse", id="a source's key"),
        pytest.param("[alerts.atmo]\nenabled = false", {}, "alerts.atmo", id="an unknown channel"),
        pytest.param("[indicators.zz99]\nx = 1", {}, "indicators", id="an unknown indicator"),
        pytest.param("[web]\nport = 'http'", {}, "web.port", id="a word for a number"),
        pytest.param("[web]\nport = 70000", {}, "web.port", id="a number too large"),
        pytest.param("web = 3", {}, "web", id="a number for a table"),
        pytest.param("[scrapers.find_a_tender]\nsince = 'soon'", {}, "scrapers.find_a_tender.since", id="no date"),
        pytest.param(
            "[scrapers.find_a_tender]\nbase_url = 'ftp://x'", {}, "scrapers.find_a_tender.base_url", id="no address"
        ),
        pytest.param("", {"ETHOS_DATABSE__URL": "x"}, "databse", id="a misspelt variable"),
        pytest.param("", {"ETHOS_DATABASE_URL": "x"}, "database_url", id="a variable with one underscore too few"),
        pytest.param("", {"ETHOS_WEB__PORT": "http"}, "ETHOS_WEB__PORT", id="a word for a number in a variable"),
        pytest.param("", {"ETHOS_WEB": "x", "ETHOS_WEB__PORT": "1"}, "ETHOS_WEB", id="a variable under a value"),
    ],
)
def test_what_is_not_right_is_named_in_one_sentence(
    file: Path, toml: str, environment: dict[str, str], named: str
) -> None:
    file.write_text(toml)

    with pytest.raises(BadSettings) as caught:
        load(file, environment)

    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "named"),
    [(b"[web\nport = 1", "no TOML"), (b"\xff\xfe", "can't be read")],
    ids=["not TOML", "not UTF-8"],
)
def test_a_file_that_cannot_be_read_is_named(file: Path, body: bytes, named: str) -> None:
    file.write_bytes(body)

    with pytest.raises(BadSettings, match=named) as caught:
        load(file, {})

    assert str(file) in str(caught.value)


@pytest.mark.parametrize("place", ["", "nowhere.toml"], ids=["a directory", "missing"])
def test_what_is_no_file_is_named(tmp_path: Path, place: str) -> None:
    with pytest.raises(BadSettings, match="ETHOS_CONFIG") as caught:
        load(tmp_path / place, {})

    assert str(tmp_path) in str(caught.value)


SECRETS = {"ETHOS_ALERTS__EMAIL__PASSWORD": "s3cret", "ETHOS_ALERTS__EMAIL__TO": "ada@readers.example"}


def test_no_secret_is_shown_with_the_settings(file: Path) -> None:
    settings = load(file, SECRETS)

    assert settings.alerts.email.password.get_secret_value() == "s3cret"
    assert "s3cret" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert "ada@" not in repr(settings)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ETHOS_ALERTS__EMAIL__PORT": "s3cret"},
        {"ETHOS_ALERTS__EMAIL__TO": "s3cret"},
        {"ETHOS_ALERTS__EMAIL__PASSWORT": "s3cret"},
    ],
    ids=["a wrong port", "a wrong address", "a misspelt password"],
)
def test_no_value_of_a_channel_is_shown_where_it_is_wrong(file: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(BadSettings) as caught:
        load(file, {**SECRETS, **wrong})

    assert "s3cret" not in str(caught.value)


def test_the_projects_own_file_gives_the_defaults() -> None:
    own = load(ROOT / "config.toml", {})

    assert own.model_dump(exclude={"database", "archive", "alerts", "sources"}) == Settings().model_dump(
        exclude={"database", "archive", "alerts", "sources"}
    )
