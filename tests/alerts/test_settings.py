from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from alerts.base import Section, catalogue
from alerts.errors import BadChannel
from alerts.settings import AlertsSettings


def test_has_a_table_for_every_channel() -> None:
    tables = AlertsSettings.model_fields

    assert set(tables) == {*catalogue(), "retry"}


def test_describes_every_key() -> None:
    sections: list[type[Section]] = [AlertsSettings, *(channel.settings_type for channel in catalogue().values())]
    fields = [(section, name, field) for section in sections for name, field in section.model_fields.items()]

    assert [(section.__name__, name) for section, name, field in fields if not field.description] == []


def test_tells_the_console_and_the_feed_unless_told_otherwise() -> None:
    assert [channel.name for channel in AlertsSettings().channels()] == ["atom", "console"]


def test_opens_the_channels_that_are_enabled(tmp_path: Path) -> None:
    settings = AlertsSettings.model_validate(
        {
            "console": {"enabled": "false"},
            "atom": {"path": str(tmp_path / "feed.atom")},
            "email": {
                "enabled": "true",
                "host": "mail.example",
                "sender": "ethos@example.org",
                "to": "desk@example.org",
            },
        }
    )

    assert [channel.name for channel in settings.channels()] == ["atom", "email"]
    assert settings.atom.path == tmp_path / "feed.atom"


@pytest.mark.parametrize(
    "tables",
    [
        pytest.param({"pigeon": {}}, id="no such channel"),
        pytest.param({"email": {"hots": "mail.example"}}, id="no such key"),
        pytest.param({"email": {"to": "secret-person"}}, id="no address"),
        pytest.param({"email": {"to": "secret-person@example.org, b@example.org"}}, id="two addresses"),
        pytest.param({"email": {"sender": "secret-person@example.org\r\nBcc: c@example.org"}}, id="a header inside"),
        pytest.param({"email": {"to": "<secret-person@example.org>"}}, id="brackets"),
        pytest.param({"email": {"unsubscribe": "javascript:secret-person"}}, id="no way out"),
        pytest.param({"email": {"security": "secret-person"}}, id="no such encryption"),
        pytest.param({"retry": {"tries": 0}}, id="no try"),
    ],
)
def test_refuses_what_can_not_work_without_repeating_it(tables: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refusal:
        AlertsSettings.model_validate(tables)

    assert "secret-person" not in str(refusal.value)


def test_never_changes() -> None:
    with pytest.raises(ValidationError):
        AlertsSettings().atom.title = "Another"


def test_never_shows_addresses_or_secrets() -> None:
    email = {"password": "hush", "to": "desk@example.org", "sender": "a@example.org", "username": "someone"}

    shown = repr(AlertsSettings.model_validate({"email": email}))

    assert not [word for word in (*email.values(), "example.org") if word in shown]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        pytest.param({"host": ""}, "host", id="no server"),
        pytest.param({"sender": ""}, "sender", id="no sender"),
        pytest.param({"to": ""}, "to", id="nobody"),
        pytest.param({"username": "someone"}, "password", id="a name without its password"),
        pytest.param({"username": "a", "password": "b", "security": "none"}, "security", id="a password in the open"),
    ],
)
def test_names_the_key_that_keeps_email_from_working(changes: dict[str, str], key: str) -> None:
    whole = {"enabled": True, "host": "mail.example", "sender": "ethos@example.org", "to": "desk@example.org"}
    settings = AlertsSettings.model_validate({"email": whole | changes})

    with pytest.raises(BadChannel, match=rf"alerts\.email\.{key}"):
        settings.channels()
