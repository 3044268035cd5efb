"""A walk along ``links.next``: a source answers a window in pages, newest first, each with the link to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode, urljoin
from zoneinfo import ZoneInfo

from scrapers.client import Client
from scrapers.clock import LONDON
from scrapers.errors import BadPage, ScraperError, UnsafeAddress
from scrapers.page import Page, Receipt, Window
from scrapers.receipts import take

MOST_BARREN_PAGES = 3
SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class _Trail:
    """Where one walk has been. Only a walk from the window's beginning has seen every release before the last page."""

    url: str
    from_start: bool
    number: int = 0
    asked: set[str] = field(default_factory=set)
    ids: set[str | None] = field(default_factory=set)
    barren: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedPages:
    """Pages of ``limit`` releases at ``path``, asked for by two times in the parameters ``since`` and ``until``.

    ``suffix`` is what a source wants after a time: its zone, or nothing.
    """

    path: str
    since: str
    until: str
    limit: int = 100
    parameters: Mapping[str, str] = field(default_factory=dict)
    timezone: ZoneInfo = LONDON
    suffix: str = ""

    def pages(self, client: Client, window: Window, resume: str | None = None) -> Iterator[Page]:
        """The pages of a window from its first, or from ``resume``: a page's ``next_url``.

        A page that can't be followed is still given, with its own address as ``next_url``, so that the walk takes up
        there another time; then the error is raised. ``next_url`` is ``None`` only where the end is proved.
        """
        start = self.first_url(client, window)
        resumed = resume is not None and client.may_ask(resume)
        trail = _Trail(resume if resume is not None and resumed else start, from_start=not resumed)
        while True:
            page = self._fetch(client, trail)
            try:
                following = self._following(client, window, page, trail)
            except ScraperError:
                yield replace(page, next_url=page.url)
                raise
            yield replace(page, next_url=following)
            if following is None:
                return
            if following == start:
                trail = _Trail(start, from_start=True, number=trail.number)
            trail.url = following

    def first_url(self, client: Client, window: Window) -> str:
        """The address of a window's first page."""
        query = {
            "limit": str(self.limit),
            **self.parameters,
            self.since: self._stamp(window.since),
            self.until: self._stamp(window.until, ends=True),
        }
        return f"{client.manners.base_url}{self.path}?{urlencode(query, safe=':')}"

    def _fetch(self, client: Client, trail: _Trail) -> Page:
        response = client.get(trail.url)
        contents = take(response.body, where=response.url)
        trail.number += 1
        trail.asked.add(trail.url)
        new = {receipt.release_id for receipt in contents.receipts} - trail.ids
        trail.ids |= new
        trail.barren = 0 if new else trail.barren + 1
        return Page(
            source=client.manners.name,
            url=trail.url,
            number=trail.number,
            body=response.body,
            sha256=sha256(response.body).hexdigest(),
            fetched_at=response.fetched_at,
            next_url=urljoin(response.url, contents.next_link) if contents.next_link else None,
            receipts=contents.receipts,
        )

    def _following(self, client: Client, window: Window, page: Page, trail: _Trail) -> str | None:
        title, following = client.manners.title, page.next_url
        if following is None:
            return self._proved_end(client, window, page, trail)
        if not client.may_ask(following):
            raise UnsafeAddress(
                f"The next link of {title} at {page.url} leads to {following}, which is not on "
                f"{client.manners.base_url}: it was not followed. If the source has moved, change its base_url."
            )
        if following in trail.asked:
            raise BadPage(f"The next link of {title} at {page.url} leads back to {following}: run again later.")
        if trail.barren > MOST_BARREN_PAGES:
            raise BadPage(
                f"{title} gave {trail.barren} pages without a new release, the last {page.url}: run again later."
            )
        return following

    def _proved_end(self, client: Client, window: Window, page: Page, trail: _Trail) -> str | None:
        """``None`` where nothing follows a page without a next link: it is short, or nothing older is left."""
        if len(page.receipts) < self.limit:
            return None
        title = client.manners.title
        oldest = _last_published(page.receipts)
        if oldest is None:
            raise BadPage(
                f"The page of {title} at {page.url} is full, has no next link and no dates to look for more by."
            )
        older = Window(since=window.since, until=max(window.since, oldest) + SECOND)
        url = self.first_url(client, older)
        unseen = {receipt.release_id for receipt in take(client.get(url).body, where=url).receipts} - trail.ids
        if not unseen:
            return None
        if not trail.from_start:
            # What seems unseen may have been on a page before this walk took up: only a whole walk can tell.
            return self.first_url(client, window)
        raise BadPage(
            f"The next link of {title} at {page.url} is missing: {len(unseen)} or more older releases of the window "
            f"were found at {url}. Run again later."
        )

    def _stamp(self, moment: datetime, *, ends: bool = False) -> str:
        """A whole second of local time, never inside an hour that the clock repeats: there it would mean two moments.

        A beginning is moved back and an end forward, so that the window asked for is never less than the one meant.
        """
        if ends and moment.microsecond:
            moment += SECOND
        local = moment.astimezone(self.timezone).replace(microsecond=0)
        if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
            return f"{local:%Y-%m-%dT%H:%M:%S}{self.suffix}"
        hour = local.replace(minute=0, second=0)
        unclear_no_more = hour + timedelta(hours=1) if ends else hour - SECOND
        return f"{unclear_no_more:%Y-%m-%dT%H:%M:%S}{self.suffix}"


def _last_published(receipts: tuple[Receipt, ...]) -> datetime | None:
    for receipt in reversed(receipts):
        try:
            moment = datetime.fromisoformat(receipt.published or "")
        except ValueError:
            continue
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=LONDON).astimezone(UTC)
    return None
