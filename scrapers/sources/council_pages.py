"""Lists of notices on the web, of a council or a portal without an interface: declared in the settings by selectors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scrapers.declarations import CouncilPagesSettings, SiteSettings
from scrapers.readers import flat
from scrapers.readers.flat import Cell, FieldName
from scrapers.readers.html_fields import read_list, read_notice
from scrapers.readers.ocds import Reading
from scrapers.readers.uk_text import is_absent
from scrapers.settings import SourceSettings
from scrapers.source import Source
from scrapers.walks.html_listing import HtmlListing, listed_of


class CouncilPages(Source):
    """Notices on the web pages that the settings declare, each site a source of its own."""

    title = "Council pages"
    documentation = "https://www.rfc-editor.org/rfc/rfc9309"
    licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    speaks = "html"
    is_declared = True
    settings_type = CouncilPagesSettings
    base_url = "https://localhost"
    earliest = datetime(2000, 1, 1, tzinfo=UTC)

    # Portals name no limit; two seconds is what a careful reader needs to turn a page.
    minimum_gap_seconds = 2
    every_minutes = 360
    most_per_weekday = 10_000
    waits = {429: 60, 503: 60}  # noqa: RUF012 - declared in Source as a ClassVar that nobody changes
    max_bytes = 10_000_000
    start = base_url

    def __init__(self, settings: SourceSettings | None = None, *, site_name: str | None = None) -> None:
        self.site = settings if isinstance(settings, SiteSettings) else None
        if self.site is None:
            super().__init__(SourceSettings(enabled=False))
            return
        parts = urlsplit(self.site.start)
        self.base_url = f"{parts.scheme}://{parts.netloc}"
        super().__init__(self.site)
        self.name = f"{self.name}.{site_name}" if site_name else self.name
        self.title = self.site.title
        self.documentation = self.site.documentation or self.site.start
        self.licence = self.site.licence or self.licence
        scheme, _, host = self.base_url.partition("://")
        self.start = urlunsplit((scheme, host, parts.path or "/", parts.query, ""))
        self.walk = HtmlListing(site=self.site, start=self.start, gap_seconds=self.minimum_gap_seconds)

    @classmethod
    def instances(cls, settings: Mapping[str, Any]) -> Sequence[Source]:
        """One source for each site that the settings declare."""
        declared = settings.get(cls.name)
        sites = declared.sites if isinstance(declared, CouncilPagesSettings) else {}
        return [cls(site, site_name=name) for name, site in sites.items()]

    def read(self, body: bytes, sha256: str, *, url: str | None = None) -> Iterator[Reading]:
        """The notices of a list, or the notice of its own page; ``url`` tells which, and what its list said of it."""
        if self.site is None:
            return
        listed = listed_of(url)
        if listed is not None:
            cells = read_notice(body, self.site, listed)
            yield self._notice(self.site, cells, listed.get(FieldName.ID), _link(url), sha256)
        else:
            yield from self._list(self.site, body, sha256, url or self.site.start)

    def _list(self, site: SiteSettings, body: bytes, sha256: str, url: str) -> Iterator[Reading]:
        for number, item in enumerate(read_list(body, url, site).items, start=1):
            here = item.link is not None and item.link.startswith(f"{self.base_url}/")
            if site.notice is None:
                yield self._notice(site, item.cells, item.id, item.link, sha256)
            elif item.id is None or not here:
                reason = item.trouble or f"links to {item.link}, which is not on {self.base_url}"
                name = f"{item.title!r}" if item.title else f"Notice {number}"
                yield flat.set_aside(
                    f"{name} of {self.title} {reason}: its page was not asked; look at the list at {url}.",
                    pointer="/html/link",
                    release_id=item.id,
                )

    def _notice(
        self, site: SiteSettings, cells: Mapping[FieldName, Cell], id_: str | None, link: str | None, sha256: str
    ) -> Reading:
        where = f"Notice {id_ or '(no id)'} of {self.title}"
        if id_ is None:
            return flat.set_aside(f"{where} has neither a link nor an id to tell it by: look at the page {sha256}.")
        title = cells.get(FieldName.TITLE)
        if title is None or is_absent(title.text):
            reason = f"{where} has no title: it was withdrawn, or its page has changed; look at {link or sha256}."
            return flat.set_aside(reason, pointer="/html/title", release_id=id_)
        frame = flat.Frame(
            source=self.name,
            where=where,
            buyer=site.buyer,
            default_type=site.notice_type,
            types=site.types,
            page_sha256=sha256,
        )
        return flat.read(flat.Facts(cells, frame), id_=id_, url=link)


def _link(url: str | None) -> str | None:
    return url.partition("#")[0] if url else None
