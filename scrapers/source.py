"""What a source is, and the catalogue of those there are: one class in each module of ``scrapers.sources``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any, ClassVar, Literal, Protocol
from urllib.parse import quote

from pydantic import BaseModel

from scrapers import sources
from scrapers.addresses import host_of
from scrapers.answer import Memory
from scrapers.breaker import Breaker
from scrapers.client import MOST_BYTES, Client, Manners
from scrapers.clock import Clock, Gate, SystemClock
from scrapers.gates import Pace
from scrapers.notice import SetAside
from scrapers.page import Page, Receipt, Window
from scrapers.readers import ocds, package
from scrapers.receipts import take
from scrapers.settings import ScrapersSettings, SourceSettings

NOT_FOUND = 404


class Walk(Protocol):
    """One way of paging: which windows cover a stretch of time, and which pages cover a window."""

    def windows(self, since: datetime, until: datetime) -> Iterator[Window]:
        """Windows that cover [since, until) without a gap."""
        ...

    def pages(self, client: Client, window: Window, resume: str | None = None) -> Iterator[Page]:
        """The pages of a window, from its first or from ``resume``, which is a page's ``next_url``."""
        ...


OWN_SETTINGS = {"enabled", "since"}
"""Settings that are asked for by name; the others override what a source declares."""


class Source:
    """A publisher of notices: what it is, how to walk it, how it wants to be asked.

    A subclass declares; its settings override. ``waits`` are statuses that mean "not now" and the seconds they ask for.
    ``collected``: whether it is collected unless settings say otherwise. ``lookup``: the path of a single procurement.
    One that ``is_declared`` is a kind of which the settings declare as many sources as there are; without them, none.
    """

    name: str
    title: str
    documentation: str
    licence: str
    walk: Walk
    speaks: ClassVar[Literal["ocds", "html", "csv", "file"]] = "ocds"
    is_declared: ClassVar[bool] = False
    settings_type: ClassVar[type[BaseModel]] = SourceSettings
    waits: ClassVar[Mapping[int, float]] = {}
    collected: ClassVar[bool] = True
    lookup: ClassVar[str | None] = None
    max_bytes: int = MOST_BYTES

    base_url: str
    earliest: datetime
    minimum_gap_seconds: float = 1
    calls_per_window: int | None = None
    window_seconds: float = 120
    every_minutes: float = 60
    least_per_weekday: int = 0
    most_per_weekday: int

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.name = cls.__module__.rpartition(".")[2]

    def __init__(self, settings: SourceSettings | None = None) -> None:
        self.settings = settings or SourceSettings()
        if self.settings.base_url is not None and host_of(self.settings.base_url) != host_of(self.base_url):
            # The publisher counts the calls to its own host; a replay or mirror is limited by what is set for it alone.
            self.calls_per_window = None
        for attribute in SourceSettings.model_fields.keys() - OWN_SETTINGS:
            value = getattr(self.settings, attribute)
            if value is not None:
                setattr(self, attribute, value)

    @classmethod
    def instances(cls, settings: Mapping[str, Any]) -> Sequence[Source]:
        """The sources there are of this kind, by the settings of each kind: one, unless the kind is a declared one.

        ``settings`` has, by the name of a kind, a value of its ``settings_type``.
        """
        return (cls(settings.get(cls.name)),)

    @property
    def enabled(self) -> bool:
        """Whether it is collected when no source is named."""
        return self.collected if self.settings.enabled is None else self.settings.enabled

    @property
    def since(self) -> datetime | None:
        """Where the first collection begins, if a setting says so."""
        return self.settings.since

    @property
    def host(self) -> str:
        """The host that a gate counts this source's calls by."""
        return host_of(self.base_url)

    @property
    def pace(self) -> Pace:
        """How often its host may be called."""
        return Pace(
            minimum_gap_seconds=self.minimum_gap_seconds,
            calls_per_window=self.calls_per_window,
            window_seconds=self.window_seconds,
        )

    @property
    def manners(self) -> Manners:
        """How it wants to be asked."""
        return Manners(
            name=self.name, title=self.title, base_url=self.base_url, waits=self.waits, max_bytes=self.max_bytes
        )

    def client(
        self,
        settings: ScrapersSettings,
        gate: Gate,
        clock: Clock | None = None,
        random: Random | None = None,
        *,
        breaker: Breaker | None = None,
        memory: Memory | None = None,
    ) -> Client:
        """A client that asks this source as it wants to be asked."""
        jitter = random or Random()  # noqa: S311 - spreads waits, keeps no secret
        return Client(
            settings,
            gate,
            clock or SystemClock(),
            manners=self.manners,
            random=jitter,
            breaker=breaker,
            memory=memory,
        )

    def single(self, client: Client, ocid: str) -> tuple[Receipt, ...]:
        """The releases of one procurement, fetched on its own: a second way of counting, where ``lookup`` says how."""
        if self.lookup is None:
            return ()
        url = self.base_url + self.lookup.format(ocid=quote(ocid, safe=""))
        answer = client.get(url, missing_ok=True)
        return () if answer.status == NOT_FOUND else take(answer.body, where=url).receipts

    def windows(self, since: datetime, until: datetime) -> Iterator[Window]:
        """Windows that cover [since, until) without a gap."""
        return self.walk.windows(since, until)

    def pages(self, client: Client, window: Window, resume: str | None = None) -> Iterator[Page]:
        """The pages of a window, from its first or from ``resume``, which is a page's ``next_url``."""
        return self.walk.pages(client, window, resume)

    def read(
        self,
        body: bytes,
        sha256: str,
        *,
        url: str | None = None,  # noqa: ARG002 - for those sources that need it
    ) -> Iterator[ocds.Reading]:
        """What is wrong with a page, then what each release says. Override only to repair what a publisher breaks.

        ``url`` is the page's own, which tells a list from a notice where pages of both kinds are walked.
        """
        reported: list[SetAside] = []
        document = package.decode(body, report=reported.append)
        yield from (ocds.Reading(problems=(problem,)) for problem in reported)
        for raw in package.releases(document, where=f"page {sha256} of {self.title}"):
            yield ocds.read(raw, source=self.name, page_sha256=sha256)


def catalogue() -> dict[str, type[Source]]:
    """Every source by name. A module dropped into ``scrapers/sources`` is in it; no list is edited."""
    return {found.name: _declared(found.name) for found in pkgutil.iter_modules(sources.__path__)}


def all_sources(settings: Mapping[str, Any]) -> dict[str, Source]:
    """Every source that the settings make, by its own name: ``find_a_tender``, ``council_pages.northmere``."""
    return {source.name: source for kind in catalogue().values() for source in kind.instances(settings)}


def reader_of(name: str, known: Mapping[str, Source]) -> Source | None:
    """The source that reads the pages of ``name``, or ``None``.

    A page of a file that was imported once has a source that no settings name; any instance of its kind reads it.
    """
    if name in known:
        return known[name]
    kind = catalogue().get(name.partition(".")[0])
    if kind is None or kind.speaks != "file":
        return None
    reader = kind(SourceSettings(enabled=False))
    reader.name = name
    return reader


def _declared(name: str) -> type[Source]:
    module = importlib.import_module(f"{sources.__name__}.{name}")
    expected = "".join(word.capitalize() for word in name.split("_"))
    declared = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Source) and value.__module__ == module.__name__
    ]
    if len(declared) != 1 or declared[0].__name__ != expected:
        found = ", ".join(kind.__name__ for kind in declared) or "none"
        raise TypeError(f"scrapers/sources/{name}.py must declare one Source named {expected}; it declares {found}.")
    return declared[0]
