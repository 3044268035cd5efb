"""A walk by month and type of notice: a source answers one month and one type whole, without pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from scrapers.client import Client
from scrapers.clock import LONDON
from scrapers.errors import BadPage, ScraperError, UnsafeAddress
from scrapers.page import Page, Window
from scrapers.receipts import take

MORE_THAN_A_MONTH = timedelta(days=32)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthByType:
    """One call for each of ``types`` of each month at ``path``.

    A window is a UK month, from its first moment: whatever part of it is asked for, the source gives all of it, so
    that a month which is not over is walked again from its beginning. Its pages go from type to type by ``next_url``.
    """

    path: str
    types: tuple[int, ...]

    def windows(self, since: datetime, until: datetime) -> Iterator[Window]:
        """Whole months that cover [since, until); the last ends at ``until``, as nothing later is known then."""
        start, end = _month_of(since), until.astimezone(UTC)
        while start < end and since < until:
            following = _month_of(start + MORE_THAN_A_MONTH)
            yield Window(since=start, until=min(following, end))
            start = following

    def pages(self, client: Client, window: Window, resume: str | None = None) -> Iterator[Page]:
        """A page for each type, from the first or from ``resume``: a page's ``next_url``.

        A page that can't be followed is still given, with its own address as ``next_url``; then the error is raised.
        """
        url = (
            resume if resume is not None and self._is_ours(client, resume) else self.url(client, window, self.types[0])
        )
        asked: set[str] = set()
        number = 0
        while True:
            number += 1
            asked.add(url)
            page, link = self._fetch(client, url, number)
            try:
                following = self._following(client, window, page, link, asked)
            except ScraperError:
                yield replace(page, next_url=page.url)
                raise
            yield replace(page, next_url=following)
            if following is None:
                return
            url = following

    def url(self, client: Client, window: Window, kind: int) -> str:
        """The address of one type in the month of a window."""
        month = window.since.astimezone(LONDON)
        query = {"dateFrom": f"{month:%m-%Y}", "noticeType": str(kind), "outputType": "0"}
        return f"{client.manners.base_url}{self.path}?{urlencode(query)}"

    def _fetch(self, client: Client, url: str, number: int) -> tuple[Page, str | None]:
        response = client.get(url)
        contents = take(response.body, where=response.url, source=client.manners.name, may_be_bare=True)
        page = Page(
            source=client.manners.name,
            url=url,
            number=number,
            body=response.body,
            sha256=sha256(response.body).hexdigest(),
            fetched_at=response.fetched_at,
            receipts=contents.receipts,
        )
        return page, urljoin(response.url, contents.next_link) if contents.next_link else None

    def _following(self, client: Client, window: Window, page: Page, link: str | None, asked: set[str]) -> str | None:
        """The next type. No page of a month has a next link today; should one have, it is followed or refused."""
        title = client.manners.title
        if link is None:
            later = self.types[self.types.index(_type_in(page.url)) + 1 :]
            return self.url(client, window, later[0]) if later else None
        if not client.may_ask(link):
            raise UnsafeAddress(
                f"The next link of {title} at {page.url} leads to {link}, which is not on "
                f"{client.manners.base_url}: it was not followed. If the source has moved, change its base_url."
            )
        if link in asked:
            raise BadPage(f"The next link of {title} at {page.url} leads back to {link}: run again later.")
        if _type_in(link) != _type_in(page.url):
            raise BadPage(
                f"The next link of {title} at {page.url} leads to {link}, which is not the same type of notice: "
                "it can't be told what is left of this one."
            )
        if not page.receipts:
            raise BadPage(f"{title} gave a page without releases that has a next link, {page.url}: run again later.")
        return link

    def _is_ours(self, client: Client, url: str) -> bool:
        return client.may_ask(url) and _type_in(url) in self.types


def _type_in(url: str) -> int:
    """The type of notice an address asks for; 0, which is none, where it names none."""
    given = parse_qs(urlsplit(url).query).get("noticeType", [""])[0]
    return int(given) if given.isdecimal() else 0


def _month_of(moment: datetime) -> datetime:
    """The first moment of the UK month that a moment lies in."""
    local = moment.astimezone(LONDON)
    return datetime(local.year, local.month, 1, tzinfo=LONDON).astimezone(UTC)
