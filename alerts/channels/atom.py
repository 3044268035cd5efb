"""Alerts as an Atom feed in a file, for a feed reader or a web server to pick up."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

from pydantic import Field

from alerts.base import Channel, ChannelSettings, Destination
from alerts.errors import DeliveryError
from alerts.feeds import ATOM, Feed, atom_document, atom_entry, stable_id
from alerts.message import Message

_ENTRY, _ID, _UPDATED = (f"{{{ATOM}}}{tag}" for tag in ("entry", "id", "updated"))
_LASTING = (PermissionError, IsADirectoryError, NotADirectoryError, FileExistsError)


class AtomSettings(ChannelSettings):
    """Alerts as an Atom feed in a file."""

    enabled: bool = Field(default=True, description="Whether new flags are added to the feed file")
    path: Path = Field(
        default=Path("data/alerts.atom"), description="The feed file, made on first use; relative to config.toml"
    )
    title: str = Field(default="Ethos: flags in UK procurement notices", description="The title of the feed")
    url: str | None = Field(default=None, description="The address the file is published at, if it is")
    home_url: str | None = Field(default=None, description="The address of the pages the feed belongs to, if any")
    most_entries: int = Field(default=200, ge=1, le=10_000, description="Entries kept in the file: the newest ones")


class Atom(Channel):
    """Adds each item to the feed file once. Readers of the file see it before or after a message, never between."""

    title = "Alerts as an Atom feed in a file"
    settings_type = AtomSettings
    most_items = None
    for_operators = False

    def __init__(self, settings: AtomSettings) -> None:
        self.settings = settings

    def send(self, message: Message, to: Destination | None = None) -> None:  # noqa: ARG002 - goes where the settings say
        """Add the items that the file doesn't hold yet; where it holds all, it stays as it is."""
        path = self.settings.path
        try:
            with _locked(path):
                self._update(path, message)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise DeliveryError(
                f"the feed file {path} can't be written ({reason}): correct alerts.atom.path or its permissions",
                lasting=isinstance(error, _LASTING),
            ) from error

    def _update(self, path: Path, message: Message) -> None:
        before = path.read_bytes() if path.exists() else b""
        root = _parsed(before, path)
        entries = {entry.findtext(_ID, ""): entry for entry in root.iter(_ENTRY)}
        for item in message.items:
            entry = atom_entry(item)
            known = entries.get(entry.findtext(_ID, ""))
            if known is None or _time(entry) > _time(known):
                entries[entry.findtext(_ID, "")] = entry
        after = atom_document(self._feed(root, message), self._newest(entries))
        if after != before:
            _replace(path, after)

    def _newest(self, entries: dict[str, ET.Element]) -> list[ET.Element]:
        ordered = sorted(entries.items(), key=lambda pair: (_time(pair[1]), pair[0]), reverse=True)
        return [entry for _, entry in ordered[: self.settings.most_entries]]

    def _feed(self, root: ET.Element, message: Message) -> Feed:
        """The feed keeps the id it has, also when it moves (RFC 4287, section 4.2.6)."""
        made = stable_id(f"feed:{self.settings.url or self.settings.path.absolute().as_uri()}")
        return Feed(
            id=root.findtext(_ID) or made,
            title=self.settings.title,
            updated=message.created_at,
            home_url=self.settings.home_url,
            self_url=self.settings.url,
        )


def _parsed(document: bytes, path: Path) -> ET.Element:
    if not document:
        return ET.Element("feed")
    try:
        root = ET.fromstring(document)  # noqa: S314 - the file is one we wrote, in a folder only its owner can write
    except ET.ParseError as error:
        raise _no_feed(path) from error
    if root.tag != f"{{{ATOM}}}feed":
        raise _no_feed(path)
    return root


def _no_feed(path: Path) -> DeliveryError:
    return DeliveryError(
        f"{path} is not an Atom feed, and so was left as it is: move it away, or correct alerts.atom.path", lasting=True
    )


def _time(entry: ET.Element) -> str:
    return entry.findtext(_UPDATED, "")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One process at a time reads, adds and writes, or one's entries would undo the other's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _replace(path: Path, document: bytes) -> None:
    new = path.with_name(f".{path.name}.new")
    try:
        with new.open("wb") as file:
            file.write(document)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
