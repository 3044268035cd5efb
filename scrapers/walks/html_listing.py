"""A walk over a list on the web: page by page along its next link, and to the page of each notice where declared.

A list has no windows: each walk sees it as it stands. A page on which the selectors find nothing has changed or is
broken, and is an error; it is never taken for an empty list unless it says that it is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit

from scrapers.client import Client, Response
from scrapers.declarations import SiteSettings
from scrapers.errors import BadPage, ScraperError, SourceRefused, UnsafeAddress
from scrapers.page import Page, Receipt, Window
from scrapers.readers.flat import FieldName
from scrapers.readers.html_fields import Item, Listing, read_list, read_notice
from scrapers.readers.uk_text import uk_moment
from scrapers.robots import Robots

MOST_BARE = 3
LONGEST = 500
LONG = frozenset({FieldName.DESCRIPTION, FieldName.CRITERIA})
ACCEPT = "text/html, application/xhtml+xml;q=0.9"
LISTED, AFTER = "listed", "after"

NOT_FOUND = 404


@dataclass(slots=True)
class _Trail:
    """Where one walk has been. Only one from the beginning has seen every notice of the list."""

    url: str
    after: str | None
    from_start: bool
    number: int = 0
    asked: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    total: int | None = None
    bare: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlListing:
    """The list at ``start`` as ``site`` declares it; ``gap_seconds`` is what is kept between two calls."""

    site: SiteSettings
    start: str
    gap_seconds: float

    def windows(self, since: datetime, until: datetime) -> Iterator[Window]:
        """The whole stretch: a list can't be asked for a part of it."""
        if since < until:
            yield Window(since=since, until=until)

    def pages(self, client: Client, window: Window, resume: str | None = None) -> Iterator[Page]:
        """The pages of the list, and of its notices where declared, from the first or from ``resume``.

        A page that can't be followed is still given, with its own address as ``next_url``; then the error is raised.
        """
        robots = Robots(client)
        trail = self._trail(client, resume)
        self._check_pace(robots, trail.url, client)
        while True:
            page, listing = self._list(client, robots, trail)
            try:
                following = self._following(client, window, page, listing, trail)
            except ScraperError:
                yield replace(page, next_url=page.url)
                raise
            asked = self._to_ask(client, listing, trail.after)
            if trail.after is None:
                yield replace(page, next_url=_mark(page.url, AFTER, "") if asked else following)
            yield from self._notices(client, robots, trail, asked, following)
            if following is None:
                return
            trail.url, trail.after = following, None

    def _trail(self, client: Client, resume: str | None) -> _Trail:
        url, fragment = urldefrag(resume or "")
        if not url or not client.may_ask(url):
            return _Trail(self.start, after=None, from_start=True)
        marks = dict(parse_qsl(fragment, keep_blank_values=True))
        return _Trail(url, after=marks.get(AFTER), from_start=url == self.start and AFTER not in marks)

    def _check_pace(self, robots: Robots, url: str, client: Client) -> None:
        wanted = robots.seconds_between_calls(url)
        if wanted > self.gap_seconds:
            raise SourceRefused(
                f"{client.manners.title} asks for {wanted:g} seconds between two calls (its robots.txt), and "
                f"{self.gap_seconds:g} are set: set minimum_gap_seconds = {wanted:g} for {client.manners.name}."
            )

    def _list(self, client: Client, robots: Robots, trail: _Trail) -> tuple[Page, Listing]:
        robots.check(trail.url)
        response = client.get(trail.url, accept=ACCEPT)
        listing = read_list(response.body, response.url, self.site)
        trail.number += 1
        trail.asked.add(trail.url)
        counted = [item for item in listing.items if self.site.notice is None or not self._may_ask(client, item)]
        name = client.manners.name
        receipts = tuple(_receipt(place, item, name) for place, item in enumerate(counted))
        return _page(client, response, trail, url=trail.url, receipts=receipts), listing

    def _following(self, client: Client, window: Window, page: Page, listing: Listing, trail: _Trail) -> str | None:
        title, following = client.manners.title, listing.next_link
        self._check_yield(title, page.url, listing)
        keys = {item.id or item.link or item.title or "" for item in listing.items}
        if listing.items and keys <= trail.seen:
            raise BadPage(f"{title} shows nothing new at {page.url}, the page after others: check the next link.")
        trail.seen |= keys
        trail.total = listing.total if trail.total is None else trail.total
        if self.site.newest_first and _all_older(listing, window.since):
            return None
        if following is None:
            self._check_total(title, page.url, trail)
            return None
        if not client.may_ask(following):
            raise UnsafeAddress(
                f"The next link of {title} at {page.url} leads to {following[:200]}, which is no page of its host: it "
                "was not followed. If it is a button that is off, let the selector of next leave it out."
            )
        if following in trail.asked:
            raise BadPage(
                f"The next link of {title} at {page.url} leads back to {following}: if it is a button that is off, "
                "let the selector of next leave it out."
            )
        if trail.number >= self.site.most_pages:
            raise BadPage(f"{title} has more than {trail.number} pages (most_pages), the last {page.url}.")
        return following

    def _check_yield(self, title: str, url: str, listing: Listing) -> None:
        advice = "the page has changed, or is broken: compare it with the declared selectors (--try shows them)."
        if not listing.items and not listing.says_empty:
            raise BadPage(f"{title} has nothing that matches {self.site.item!r} at {url}: {advice}")
        if listing.items and FieldName.TITLE in self.site.fields and not any(item.title for item in listing.items):
            raise BadPage(f"{title} has {len(listing.items)} notices without any title at {url}: {advice}")
        if listing.items and not any(item.id for item in listing.items):
            raise BadPage(f"{title} has {len(listing.items)} notices without any link or id at {url}: {advice}")

    def _check_total(self, title: str, url: str, trail: _Trail) -> None:
        if trail.from_start and trail.total is not None and len(trail.seen) < trail.total:
            raise BadPage(
                f"{title} said that it has {trail.total:,} notices, and its pages showed {len(trail.seen):,}, the last "
                f"{url}: the list changed while it was read, or a next link is missing. Run again later."
            )

    def _may_ask(self, client: Client, item: Item) -> bool:
        return item.link is not None and item.id is not None and client.may_ask(item.link)

    def _to_ask(self, client: Client, listing: Listing, after: str | None) -> list[Item]:
        """The notices whose pages are to be asked, less those before the one where an earlier walk stopped."""
        if self.site.notice is None:
            return []
        items = list({item.link: item for item in listing.items if self._may_ask(client, item)}.values())
        links = [item.link for item in items]
        return items[links.index(after) + 1 :] if after in links else items

    def _notices(
        self, client: Client, robots: Robots, trail: _Trail, items: list[Item], following: str | None
    ) -> Iterator[Page]:
        here, bare = trail.url, 0
        for place, item in enumerate(items, start=1):
            link = item.link or ""
            robots.check(link)
            response = client.get(link, accept=ACCEPT, missing_ok=True)
            trail.number += 1
            receipts = (_receipt(0, item, client.manners.name),)
            page = _page(client, response, trail, url=_mark(link, LISTED, _listed(item, self.site)), receipts=receipts)
            bare = bare + 1 if self._is_bare(response) else 0
            if bare >= min(MOST_BARE, len(items)):
                yield replace(page, next_url=here)
                raise BadPage(
                    f"{client.manners.title} has {bare} pages of notices without a title, the last {link}: they have "
                    "changed, or are broken: compare one with the declared selectors (--try shows them)."
                )
            yield replace(page, next_url=_mark(here, AFTER, link) if place < len(items) else following)

    def _is_bare(self, response: Response) -> bool:
        """Whether the selectors find nothing on a notice's page; one that has gone since is another matter."""
        if response.status == NOT_FOUND or self.site.notice is None:
            return False
        found = read_notice(response.body, self.site, {})
        return FieldName.TITLE not in found if FieldName.TITLE in self.site.notice.fields else not found


def listed_of(url: str | None) -> dict[FieldName, str] | None:
    """What the list said of the notice whose page is at ``url``; ``None`` where that is no notice's page."""
    marks = dict(parse_qsl(urlsplit(url or "").fragment, keep_blank_values=True))
    if LISTED not in marks:
        return None
    names = set(FieldName)
    return {FieldName(name): text for name, text in parse_qsl(marks[LISTED]) if name in names}


def _listed(item: Item, site: SiteSettings) -> str:
    left = site.notice.fields.keys() & LONG if site.notice else set()
    kept = [(name.value, cell.text[:LONGEST]) for name, cell in item.cells.items() if name not in left | {FieldName.ID}]
    return urlencode([(FieldName.ID.value, item.id or ""), *kept])


def _mark(url: str, key: str, value: str) -> str:
    """An address with a note of ours in its fragment, which is never sent."""
    return f"{urldefrag(url).url}#{urlencode({key: value})}"


def _page(client: Client, response: Response, trail: _Trail, *, url: str, receipts: tuple[Receipt, ...]) -> Page:
    return Page(
        source=client.manners.name,
        url=url,
        number=trail.number,
        body=response.body,
        sha256=sha256(response.body).hexdigest(),
        fetched_at=response.fetched_at,
        receipts=receipts,
    )


def _receipt(position: int, item: Item, source: str) -> Receipt:
    published = _published(item)
    return Receipt(
        position=position,
        release_id=item.id,
        ocid=f"{source}-{item.id}" if item.id else None,
        published=published.isoformat() if published else None,
    )


def _published(item: Item) -> datetime | None:
    cell = item.cells.get(FieldName.PUBLISHED)
    try:
        return uk_moment(cell.text, cell.date_format) if cell else None
    except (ValueError, OverflowError):
        return None


def _all_older(listing: Listing, since: datetime) -> bool:
    dates = [_published(item) for item in listing.items]
    return bool(dates) and all(date is not None and date < since for date in dates)
