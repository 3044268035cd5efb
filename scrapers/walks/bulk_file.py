"""A walk through a file of releases, however large: page by page of so many, each a release package of its own.

Where a page ends in the file stands in its ``next_url``, so that an import that was killed goes on exactly there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from scrapers.client import Client
from scrapers.clock import Clock, SystemClock
from scrapers.errors import ArchiveUnwritable, BadPage, NoSuchPage
from scrapers.page import Page, Receipt, Window
from scrapers.readers.bulk_stream import BulkStream, Entry, Place, Skimmed, releases_of
from scrapers.readers.contracts_finder_csv import receipt_of

MOST_SHOWN = 2000


@dataclass(slots=True)
class _Batch:
    """The releases of one page as they come, and the place after the last of them."""

    start: Place
    header: bytes
    parts: list[bytes] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    aside: list[dict[str, str]] = field(default_factory=list)
    after: Place = field(default_factory=Place)
    done: int = 0

    def add(self, release: Skimmed) -> None:
        self.parts.append(release.raw)
        self.receipts.append(
            Receipt(position=len(self.receipts), release_id=release.id, ocid=release.ocid, published=release.date)
        )

    def leave(self, reason: str, raw: bytes) -> None:
        """Set an entry aside, with as much of it as tells it."""
        shown = raw[:MOST_SHOWN].decode("utf-8", "replace")
        self.aside.append({"reason": reason, "begins": shown})
        self.receipts.append(Receipt(position=len(self.receipts), release_id=None, ocid=None, published=None))

    @property
    def body(self) -> bytes:
        """The rows under their headings, or a release package; what was set aside follows the releases."""
        if self.header:
            return self.header + b"".join(self.parts)
        aside = b',"setAside":' + msgspec.json.encode(self.aside) if self.aside else b""
        return b'{"releases":[' + b",\n".join(self.parts) + b"]" + aside + b"}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkPages:
    """The file at ``path``, or at ``url``, from where it is first brought to ``folder``."""

    path: Path | None = None
    url: str | None = None
    folder: Path = Path("data/downloads")
    releases_per_page: int = 500
    clock: Clock = field(default_factory=SystemClock)

    def windows(self, since: datetime, until: datetime) -> Iterator[Window]:
        """The whole stretch: a file can't be asked for a part of it."""
        if since < until:
            yield Window(since=since, until=until)

    def pages(self, client: Client, _window: Window, resume: str | None = None) -> Iterator[Page]:
        """The file from its beginning, or from ``resume``: a page's ``next_url``."""
        path = self._on_disk(client, afresh=resume is None)
        mark, place = _mark(path), _place(resume)
        if resume is not None and _fields(resume).get("file") != mark:
            raise BadPage(f"{path} has changed since its import began: run again to import it from its beginning.")
        stream = BulkStream(path)
        origin = self.url or path.resolve().as_uri()
        for number, (batch, is_last) in enumerate(self._batches(stream, place), start=1):
            if is_last and number == 1 and not batch.receipts and resume is None:
                raise BadPage(f"{path} holds no releases: give a file of OCDS releases or of Contracts Finder's CSV.")
            body = batch.body
            yield Page(
                source=client.manners.name,
                url=f"{origin}#{_written(batch.start)}",
                number=number,
                body=body,
                sha256=sha256(body).hexdigest(),
                fetched_at=self.clock.now(),
                next_url=None if is_last else f"{origin}#{_written(batch.after, batch.done, stream.size, mark)}",
                receipts=tuple(batch.receipts),
            )
        if self.url is not None:
            path.unlink(missing_ok=True)

    def _batches(self, stream: BulkStream, place: Place) -> Iterator[tuple[_Batch, bool]]:
        """Full batches, each given when more follows; then the last one."""
        batch = _Batch(place, stream.header(place.member))
        for entry in stream.entries(place):
            is_other = entry.start.member != batch.start.member
            if is_other or (entry.trouble and batch.header):  # rows leave no room for a note on the file
                if batch.receipts:
                    yield batch, False
                batch = _Batch(entry.start, stream.header(entry.start.member) if is_other else b"")
            for skip, release in enumerate(_releases(entry, batch.header), start=1):
                if skip <= entry.start.skip:
                    continue
                if len(batch.receipts) >= self.releases_per_page:
                    yield batch, False
                    batch = _Batch(batch.after, batch.header)
                if isinstance(release, str):
                    batch.leave(release, entry.raw)
                else:
                    batch.add(release)
                batch.after, batch.done = _inside(entry, skip), entry.done
            batch.after = entry.after
        yield batch, True

    def _on_disk(self, client: Client, *, afresh: bool) -> Path:
        if self.path is not None:
            return self.path
        file = self.folder / f"{sha256((self.url or '').encode()).hexdigest()[:16]}.part"
        if afresh or not file.exists():
            response = client.get(self.url or "", accept="*/*")
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                file.write_bytes(response.body)
            except OSError as error:
                raise ArchiveUnwritable(
                    f"{file} can't be written ({error.strerror}): free some space, or set download_folder."
                ) from error
        return file


def progress_of(page: Page) -> tuple[int, int] | None:
    """How many bytes of the file are behind after a page, and of how many; ``None`` after the last."""
    fields = _fields(page.next_url or "")
    return (int(fields["done"]), int(fields["of"])) if "of" in fields else None


def _releases(entry: Entry, header: bytes) -> list[Skimmed | str]:
    """The releases of an entry; a sentence for one that is none."""
    if entry.trouble is not None:
        return [entry.trouble]
    if header:
        return [_row(entry, header)]
    try:
        return list(releases_of(entry.raw, f"Entry {entry.start.number + 1:,} (byte {entry.start.offset:,})"))
    except BadPage as error:
        return [str(error)]


def _row(entry: Entry, header: bytes) -> Skimmed:
    raw = entry.raw if entry.raw.endswith(b"\n") else entry.raw + b"\n"
    try:
        return Skimmed(raw, *receipt_of(header, entry.raw))
    except csv.Error:
        return Skimmed(raw)  # kept as it is: the reader of the page says what is wrong with it


def _inside(entry: Entry, skip: int) -> Place:
    """The place in the middle of an entry, after so many of its releases."""
    start = entry.start
    return Place(member=start.member, offset=start.offset, inside=start.inside, skip=skip, number=start.number)


def _mark(path: Path) -> str:
    """What tells a file from one that took its place."""
    if path.is_dir():
        raise BadPage(f"{path} is a directory: name one file of releases in it.")
    try:
        found = path.stat()
    except OSError as error:
        raise BadPage(f"{path} can't be read ({error.strerror}): check the name and the directory.") from error
    return f"{found.st_size}-{found.st_mtime_ns}"


def _fields(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).fragment))


def _place(resume: str | None) -> Place:
    fields = _fields(resume or "")
    names = ("member", "offset", "inside", "skip", "number")
    try:
        return Place(**{name: int(fields[name]) for name in names if name in fields})
    except ValueError as error:
        raise NoSuchPage(f"{resume} is no place in a file: import it from its beginning.") from error


def _written(place: Place, done: int | None = None, size: int = 0, mark: str = "") -> str:
    fields = {
        "member": place.member,
        "offset": place.offset,
        "inside": place.inside,
        "skip": place.skip,
        "number": place.number,
    }
    kept = {name: str(value) for name, value in fields.items() if value}
    return urlencode({**kept, **({"done": done, "of": size, "file": mark} if done is not None else {})})
