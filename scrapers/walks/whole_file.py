"""A walk of one page: a file that is published whole, fetched or read from disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from scrapers.client import Client
from scrapers.clock import Clock, SystemClock
from scrapers.errors import BadPage
from scrapers.page import Page, Receipt, Window

MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFile:
    """The file at ``url``, or at ``path`` on this machine. ``receipts`` counts what is in its bytes."""

    receipts: Callable[[bytes], Iterable[Receipt]]
    url: str | None = None
    path: Path | None = None
    clock: Clock = field(default_factory=SystemClock)

    def windows(self, since: datetime, until: datetime) -> Iterator[Window]:
        """The whole stretch: a file can't be asked for a part of it."""
        if since < until:
            yield Window(since=since, until=until)

    def pages(self, client: Client, _window: Window, _resume: str | None = None) -> Iterator[Page]:
        """The one page."""
        url, body, fetched_at = self._read() if self.path is not None else self._fetch(client)
        yield Page(
            source=client.manners.name,
            url=url,
            number=1,
            body=body,
            sha256=sha256(body).hexdigest(),
            fetched_at=fetched_at,
            receipts=tuple(self.receipts(body)),
        )

    def _fetch(self, client: Client) -> tuple[str, bytes, datetime]:
        response = client.get(self.url or "", accept="text/csv, */*;q=0.5")
        return self.url or "", response.body, response.fetched_at

    def _read(self) -> tuple[str, bytes, datetime]:
        path = self.path or Path()
        if path.is_dir():
            raise BadPage(f"{path} is a directory: name the file in it.")
        try:
            if path.stat().st_size > MOST_BYTES:
                raise BadPage(f"{path} is larger than {MOST_BYTES:,} bytes, and no register: check the path.")
            body = path.read_bytes()
        except OSError as error:
            raise BadPage(f"{path} can't be read ({error.strerror}): check the path and its permissions.") from error
        return path.resolve().as_uri(), body, self.clock.now()
