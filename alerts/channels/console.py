"""Alerts as plain text on the terminal, or on any stream that is handed in."""

from __future__ import annotations

import sys
from typing import TextIO

from pydantic import Field

from alerts.base import Channel, ChannelSettings, Destination
from alerts.errors import DeliveryError
from alerts.message import Message
from alerts.render import text


class ConsoleSettings(ChannelSettings):
    """Alerts on the terminal."""

    enabled: bool = Field(default=True, description="Whether new flags are written to the terminal")


class Console(Channel):
    """Writes each message to a stream as plain text; characters that the stream can't show become "?"."""

    title = "Alerts on the terminal"
    settings_type = ConsoleSettings

    def __init__(self, settings: ChannelSettings, *, stream: TextIO | None = None) -> None:
        self.settings = settings
        self._stream = stream or sys.stdout

    def send(self, message: Message, to: Destination | None = None) -> None:  # noqa: ARG002 - goes where the settings say
        """Write the message, and a blank line after it."""
        encoding = self._stream.encoding or "utf-8"
        words = text(message).encode(encoding, "replace").decode(encoding)
        try:
            self._stream.write(words + "\n")
            self._stream.flush()
        except (OSError, ValueError) as error:
            raise DeliveryError(f"the terminal can't be written to ({error}): is it closed?", lasting=True) from error
