"""What the steps work with, each made when it is first needed: the database, the archive, the sources, the reader."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from alerts.base import Channel
from monitor.config import Settings
from monitor.indicators import base as indicators
from monitor.law.dates import uk_date
from monitor.law.law import Law
from monitor.store.engine import Store
from nlp.commitment import Context, Reading, Segment
from scrapers.archive import Archive
from scrapers.clock import Clock, SystemClock
from scrapers.source import Source, all_sources, catalogue


class Reader(Protocol):
    """What reads texts: ``nlp.pipeline.Extractor``, or one handed in."""

    @property
    def version(self) -> str:
        """What its readings are kept under."""
        ...

    def read(self, context: Context, segments: Sequence[Segment]) -> Reading:
        """The reading of one notice."""
        ...

    def read_many(self, notices: Iterable[tuple[Context, Sequence[Segment]]]) -> Iterator[Reading]:
        """The readings of many, in their order."""
        ...


@dataclass
class Services:
    """Made once a process; ``close`` gives back what it opened.

    ``sent_over`` and ``reader`` stand in for the channels that are enabled and for the project's own reader.
    """

    settings: Settings
    clock: Clock = field(default_factory=SystemClock)
    sent_over: Sequence[Channel] | None = None
    asked: bool = True
    """Whether a person started this, and not the schedule: a host at rest is then tried all the same."""
    reader: Reader | None = None

    @property
    def today(self) -> date:
        """Today in the UK."""
        return uk_date(self.clock.now())

    @cached_property
    def store(self) -> Store:
        """The database, migrated."""
        return Store(self.settings.database.url)

    @cached_property
    def archive(self) -> Archive:
        """The archive of pages."""
        return Archive(self.settings.archive.path)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source by name, as the settings have it."""
        return all_sources({name: getattr(self.settings.sources, name) for name in catalogue()})

    @cached_property
    def extractor(self) -> Reader:
        """The reader of texts."""
        if self.reader is not None:
            return self.reader
        # By name, as importing spaCy takes seconds that most commands would wait for in vain.
        loaded: Reader = importlib.import_module("nlp.pipeline").Extractor.load()
        return loaded

    @cached_property
    def law(self) -> Law:
        """The law, as dated data."""
        return Law()

    @cached_property
    def indicators(self) -> tuple[indicators.Indicator, ...]:
        """The indicators, with the parameters that are set."""
        return indicators.catalogue(self.settings.indicators.overrides())

    @cached_property
    def citations(self) -> dict[str, tuple[dict[str, str | None], ...]]:
        """What each indicator rests on, by its code: text and address."""
        return {
            one.code: tuple({"text": str(citation), "url": citation.url} for citation in one.legal_basis)
            for one in self.indicators
        }

    @cached_property
    def channels(self) -> Sequence[Channel]:
        """The channels that are enabled."""
        return self.settings.alerts.channels() if self.sent_over is None else self.sent_over

    def close(self) -> None:
        """Give back what was opened."""
        if "store" in self.__dict__:
            self.store.close()
