"""Files of releases: a registry's download, a site's own archive, what somebody else collected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapers.declarations import BulkFileSettings, FileSettings
from scrapers.notice import SetAside
from scrapers.readers import contracts_finder_csv, ocds, package
from scrapers.readers.flat import hashed
from scrapers.readers.regime import PORTALS, portal_of
from scrapers.settings import SourceSettings
from scrapers.source import Source
from scrapers.walks.bulk_file import BulkPages


class BulkFile(Source):
    """Releases in the files that the settings declare or that a command names, each file a source of its own."""

    title = "Bulk files"
    documentation = "https://data.open-contracting.org/en/publication/41"
    licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    speaks = "file"
    is_declared = True
    settings_type = BulkFileSettings
    base_url = "https://localhost"
    earliest = datetime(2000, 1, 1, tzinfo=UTC)
    minimum_gap_seconds = 1
    every_minutes = 10_080
    most_per_weekday = 10_000_000

    # The whole of Find a Tender since 2021 is some 4 GB unpacked; what is fetched is packed.
    max_bytes = 2_000_000_000

    def __init__(self, settings: SourceSettings | None = None, *, file_name: str | None = None) -> None:
        self.file = settings if isinstance(settings, FileSettings) else None
        if self.file is None:
            super().__init__(SourceSettings(enabled=False))
            return
        parts = urlsplit(self.file.url or self.base_url)
        self.base_url = f"{parts.scheme}://{parts.netloc}"
        super().__init__(self.file)
        self.name = f"{self.name}.{file_name}" if file_name else self.name
        self.title = self.file.title or f"the file {self.file.url or self.file.path}"
        self.walk = BulkPages(
            path=self.file.path,
            url=self.file.url,
            folder=self.file.download_folder,
            releases_per_page=self.file.releases_per_page,
        )

    @classmethod
    def instances(cls, settings: Mapping[str, Any]) -> Sequence[Source]:
        """One source for each file that the settings declare."""
        declared = settings.get(cls.name)
        files = declared.files if isinstance(declared, BulkFileSettings) else {}
        return [cls(file, file_name=name) for name, file in files.items()]

    @classmethod
    def of(
        cls, *, path: Path | None = None, url: str | None = None, download_folder: Path = Path("data/downloads")
    ) -> BulkFile:
        """The source of a file that a command names: the same file has the same name each time."""
        where = url or str((path or Path()).resolve())
        stem = re.sub(r"[^a-z0-9]+", "_", where.rstrip("/").rpartition("/")[2].lower()).strip("_")[:40]
        given = {"path": path} if url is None else {"url": url}
        settings = FileSettings.model_validate({**given, "download_folder": download_folder})
        return cls(settings, file_name=f"{stem}_{hashed(where, length=8)}")

    def read(self, body: bytes, sha256: str, *, url: str | None = None) -> Iterator[ocds.Reading]:
        """The releases of a page, each as its own publisher's where its OCID names one, so that none is kept twice."""
        del url
        if body[:1] != b"{":
            yield from contracts_finder_csv.read(body, source=self.name, page_sha256=sha256)
            return
        reported: list[SetAside] = []
        document = package.decode(body, report=reported.append)
        yield from (ocds.Reading(problems=(problem,)) for problem in reported)
        for raw in package.releases(document, where=f"page {sha256} of {self.title}"):
            portal = portal_of(raw, self.name) if isinstance(raw, dict) else self.name
            source = portal if portal in PORTALS.values() else self.name
            yield ocds.read(raw, source=source, page_sha256=sha256)
        for entry in document.get("setAside", ()):
            reason = f"{entry['reason']} It begins {entry['begins'][:60]!r}." if entry["begins"] else entry["reason"]
            yield ocds.Reading(problems=(SetAside(reason=reason),))
