"""Earlier answers of sources that say when a page is unchanged: their validators here, their bytes in the archive."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.models import AnswerSeen
from monitor.store.engine import Store
from scrapers.answer import Remembered, Validators
from scrapers.archive import Archive
from scrapers.errors import NoSuchPage


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMemory:
    """A ``scrapers.answer.Memory`` over the database and the archive."""

    store: Store
    archive: Archive

    def recall(self, url: str) -> Remembered | None:
        """The latest answer of an address; nothing where it is not in the archive, so that it is asked for whole."""
        with self.store.reading() as session:
            row = session.get(AnswerSeen, url)
        if row is None:
            return None
        try:
            body = self.archive.get(row.sha256)
        except NoSuchPage:
            return None
        return Remembered(validators=Validators(etag=row.etag, last_modified=row.last_modified), body=body)

    def keep(self, url: str, validators: Validators, body: bytes) -> None:
        """Remember an answer in place of an earlier one."""
        sha256 = self.archive.put(body)
        with self.store.writing() as session:
            session.merge(
                AnswerSeen(url=url, etag=validators.etag, last_modified=validators.last_modified, sha256=sha256)
            )
