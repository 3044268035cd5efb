"""Text that others wrote, made safe for chat programs, which read marks in it: emphasis, links, mentions."""

from __future__ import annotations

import re
from enum import StrEnum

from alerts.cleaning import one_line

# Between "@" and the name it can't be seen, and keeps a program from calling everybody in the room.
_UNSEEN = "\u200b"
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#])")
# Slack and Google Chat know no escape for these, so each gives way to a character that looks like it:
# https://docs.slack.dev/messaging/formatting-message-text
_LOOK_ALIKES = str.maketrans({"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"})


class Dialect(StrEnum):
    """How a service reads the text it is sent."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    SLACK = "slack"
    GOOGLE_CHAT = "google_chat"


def escaped(words: str, dialect: Dialect) -> str:
    """The words on one line, which the service shows as they are."""
    line = one_line(words).replace("@", f"@{_UNSEEN}")
    match dialect:
        case Dialect.MARKDOWN:
            return _MARKDOWN.sub(r"\\\1", line)
        case Dialect.SLACK:
            return line.translate(_LOOK_ALIKES)
        case Dialect.GOOGLE_CHAT:  # Apprise reads Markdown, and makes Google's marks of it
            return _MARKDOWN.sub(r"\\\1", line.translate(_LOOK_ALIKES))
        case Dialect.PLAIN:
            return line
