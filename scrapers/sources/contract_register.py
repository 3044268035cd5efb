"""Councils' registers of contracts, which the Local Government Transparency Code asks them to publish as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scrapers.declarations import ContractRegisterSettings, RegisterSettings
from scrapers.page import Receipt
from scrapers.readers.ocds import Reading
from scrapers.readers.register_csv import read_register
from scrapers.settings import SourceSettings
from scrapers.source import Source
from scrapers.walks.whole_file import WholeFile


class ContractRegister(Source):
    """Contracts in the registers that the settings declare, each register a source of its own."""

    title = "Contract registers"
    documentation = "https://www.gov.uk/government/publications/local-government-transparency-code-2015"
    licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    speaks = "csv"
    is_declared = True
    settings_type = ContractRegisterSettings
    base_url = "https://localhost"
    earliest = datetime(2000, 1, 1, tzinfo=UTC)

    # A register is one file that changes once a quarter (paragraph 31 of the Code).
    minimum_gap_seconds = 2
    every_minutes = 10_080
    most_per_weekday = 100_000
    max_bytes = 100_000_000

    def __init__(self, settings: SourceSettings | None = None, *, register_name: str | None = None) -> None:
        self.register = settings if isinstance(settings, RegisterSettings) else None
        if self.register is None:
            super().__init__(SourceSettings(enabled=False))
            return
        parts = urlsplit(self.register.url or self.base_url)
        self.base_url = f"{parts.scheme}://{parts.netloc}"
        super().__init__(self.register)
        self.name = f"{self.name}.{register_name}" if register_name else self.name
        self.title = self.register.title
        self.documentation = self.register.documentation or self.documentation
        self.licence = self.register.licence or self.licence
        scheme, _, host = self.base_url.partition("://")
        url = urlunsplit((scheme, host, parts.path, parts.query, "")) if self.register.url else None
        self.walk = WholeFile(url=url, path=self.register.path, receipts=self._receipts)

    @classmethod
    def instances(cls, settings: Mapping[str, Any]) -> Sequence[Source]:
        """One source for each register that the settings declare."""
        declared = settings.get(cls.name)
        registers = declared.registers if isinstance(declared, ContractRegisterSettings) else {}
        return [cls(register, register_name=name) for name, register in registers.items()]

    def read(self, body: bytes, sha256: str, *, url: str | None = None) -> Iterator[Reading]:
        """Each row of the register."""
        del url
        if self.register is not None:
            yield from read_register(body, self.register, source=self.name, page_sha256=sha256)

    def _receipts(self, body: bytes) -> Iterator[Receipt]:
        for position, reading in enumerate(self.read(body, "")):
            notice = reading.notice
            yield Receipt(
                position=position,
                release_id=notice.id if notice else None,
                ocid=notice.ocid if notice else None,
                published=notice.published_at.isoformat() if notice and notice.is_dated else None,
            )
