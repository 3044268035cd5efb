"""The settings of telling people: ``[alerts]``, with a table for each channel that ``alerts/channels`` holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field, create_model

from alerts.base import Channel, RetrySettings, Section, catalogue


def _table(channel: type[Channel]) -> tuple[Any, Any]:
    return channel.settings_type, Field(default_factory=channel.settings_type, description=f"{channel.title}.")


_tables: dict[str, Any] = {name: _table(channel) for name, channel in catalogue().items()}
_Channels = create_model("_Channels", __base__=Section, **_tables)


class AlertsSettings(_Channels):
    """Who is told, over which channels, and how patiently."""

    retry: RetrySettings = Field(
        default_factory=RetrySettings, description="How often a failed delivery is tried again"
    )

    if TYPE_CHECKING:

        def __getattr__(self, table: str) -> Any:
            """A channel's table: found when the program runs, so the type checker can't know it."""

    def channels(self) -> list[Channel]:
        """The channels that are enabled, ready to send, or ``BadChannel`` where one's settings can't work."""
        tables = {name: getattr(self, name) for name in catalogue()}
        return [catalogue()[name](table) for name, table in tables.items() if table.enabled]
