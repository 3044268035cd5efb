"""What a declaration finds on one page, for a person who writes one: nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bs4 import Tag

from scrapers.client import Client
from scrapers.declarations import FieldRule, SiteSettings
from scrapers.readers.flat import DATES, Cell, FieldName
from scrapers.readers.html_fields import Listing, cells_of, link_rule, read_list
from scrapers.readers.html_tree import parse
from scrapers.readers.uk_text import is_absent, uk_moment, uk_money
from scrapers.robots import Robots
from scrapers.sources.council_pages import CouncilPages

EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one rule finds: in how many items of how many, some of the texts, and what is wrong with them."""

    name: str
    rule: str
    found: int
    of: int
    examples: tuple[str, ...] = ()
    trouble: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One page as the declaration sees it. ``troubles`` are sentences for the person who wrote it."""

    url: str
    items: int
    next_link: str | None
    total: int | None
    says_empty: bool
    fields: tuple[Found, ...] = ()
    notice_url: str | None = None
    notice_fields: tuple[Found, ...] = ()
    troubles: tuple[str, ...] = field(default=())


def try_site(client: Client, site: SiteSettings) -> Trial:
    """What the selectors find on the first page of a site, and on the page of its first notice; at most three calls."""
    start = CouncilPages(site).start
    robots = Robots(client)
    robots.check(start)
    response = client.get(start, accept="text/html")
    first = next((item.link for item in read_list(response.body, response.url, site).items if item.link), None)
    if site.notice is None or first is None or not client.may_ask(first):
        return try_page(site, response.body, response.url)
    robots.check(first)
    page = client.get(first, accept="text/html", missing_ok=True)
    return try_page(site, response.body, response.url, notice=page.body, notice_url=page.url)


def try_page(
    site: SiteSettings,
    body: bytes,
    url: str | None = None,
    *,
    notice: bytes | None = None,
    notice_url: str | None = None,
) -> Trial:
    """What the selectors find on a list page that is at hand."""
    url = url or site.start
    listing = read_list(body, url, site)
    nodes = parse(body).select(site.item)
    own = site.notice.fields if site.notice else {}
    return Trial(
        url=url,
        items=len(listing.items),
        next_link=listing.next_link,
        total=listing.total,
        says_empty=listing.says_empty,
        fields=tuple(_found(nodes, {FieldName.LINK: (link_rule(site.link),), **site.fields})),
        notice_url=notice_url,
        notice_fields=tuple(_found([parse(notice)], own)) if notice is not None else (),
        troubles=tuple(_troubles(site, listing)),
    )


def _found(nodes: list[Tag], fields: Mapping[FieldName, Sequence[FieldRule]]) -> Iterator[Found]:
    for name, rules in fields.items():
        taken = [cells_of(node, {name: rules}).get(name) for node in nodes]
        cells = [cell for cell in taken if cell is not None]
        yield Found(
            name=name.value,
            rule=" or ".join(map(_shown, rules)),
            found=len(cells),
            of=len(nodes),
            examples=tuple(dict.fromkeys(cell.text for cell in cells))[:EXAMPLES],
            trouble=_untyped(name, cells),
        )


def _shown(rule: FieldRule) -> str:
    return rule.selector or (f"label {rule.label!r}" if rule.label else f"constant {rule.constant!r}")


def _untyped(name: FieldName, cells: list[Cell]) -> str | None:
    """What is wrong with the first text that is not what its field needs."""
    for cell in cells:
        if is_absent(cell.text):
            continue
        try:
            if name in DATES:
                uk_moment(cell.text, cell.date_format)
            elif name == FieldName.VALUE:
                uk_money(cell.text)
        except (ValueError, OverflowError) as error:
            return str(error)
    return None


def _troubles(site: SiteSettings, listing: Listing) -> Iterator[str]:
    if not listing.items and not listing.says_empty:
        yield f"Nothing matches item = {site.item!r}: look at the page's source for what one notice is in."
    without = sum(item.link is None and item.id is None for item in listing.items)
    if without:
        yield f"{without} of {len(listing.items)} notices have neither a link nor an id, and would be set aside."
    ids = [item.id for item in listing.items if item.id]
    if len(set(ids)) < len(ids):
        again = len(ids) - len(set(ids))
        yield f"{again} notices share an id with another: declare an id or a link that tells them apart."
    if site.next is not None and listing.next_link is None:
        yield "There is no next link on this page: right on the last page alone."
    if site.next is None and listing.total is not None and listing.total > len(listing.items):
        yield f"The page says {listing.total:,} notices and shows {len(listing.items)}: declare next."
    if site.empty_text is None:
        yield "empty_text is not declared: an honestly empty list will be reported as broken."
