"""Items as feeds: Atom 1.0 (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

An item is one entry with an id made from its key, so a reader never shows it twice. Newest first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from alerts.cleaning import cleaned_item, one_line, web_address
from alerts.message import Item
from alerts.render import ATTRIBUTION, headline, item_html

ATOM = "http://www.w3.org/2005/Atom"
AUTHOR = "Ethos"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# A random UUID made once for this project (RFC 9562, section 5.5 wants a namespace of one's own).
_NAMESPACE = UUID("0b3c6f52-6f0e-4a53-9c6d-3f1c2a7d9e84")

ET.register_namespace("", ATOM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed is. ``id`` never changes; ``updated`` is what an empty feed says, others say when an item came."""

    id: str
    title: str
    updated: datetime
    home_url: str | None = None
    self_url: str | None = None


def stable_id(key: str) -> str:
    """The id of whatever has this key, the same for ever and everywhere: ``urn:uuid:...``."""
    return f"urn:uuid:{uuid5(_NAMESPACE, key)}"


def atom(feed: Feed, items: Iterable[Item]) -> bytes:
    """An Atom document of the items."""
    return atom_document(feed, [atom_entry(item) for item in newest_first(items)])


def json_feed(feed: Feed, items: Iterable[Item]) -> bytes:
    """A JSON Feed of the items."""
    document: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": one_line(feed.title),
        "home_page_url": web_address(feed.home_url),
        "feed_url": web_address(feed.self_url),
        "description": ATTRIBUTION,
        "language": "en-GB",
        "authors": [{"name": AUTHOR}],
        "items": [_json_item(cleaned_item(item)) for item in newest_first(items)],
    }
    return json.dumps(_without_none(document), ensure_ascii=False, indent=1).encode()


def newest_first(items: Iterable[Item]) -> list[Item]:
    """The items by time, each key once: where one comes twice, the later stands."""
    latest: dict[str, Item] = {}
    for item in items:
        known = latest.get(item.key)
        if known is None or item.published_at > known.published_at:
            latest[item.key] = item
    return sorted(latest.values(), key=lambda item: (item.published_at, item.key), reverse=True)


def atom_document(feed: Feed, entries: list[ET.Element]) -> bytes:
    """An Atom document of entries that are ready, in the order given."""
    root = ET.Element(f"{{{ATOM}}}feed", {_LANGUAGE: "en-GB"})
    times = [entry.findtext(f"{{{ATOM}}}updated", "") for entry in entries]
    _add(root, "id", feed.id)
    _add(root, "title", one_line(feed.title))
    _add(root, "updated", max(times, default=timestamp(feed.updated)))
    _add(_add(root, "author"), "name", AUTHOR)
    _add(root, "rights", ATTRIBUTION)
    _add(root, "generator", AUTHOR)
    _add_link(root, "alternate", web_address(feed.home_url))
    _add_link(root, "self", web_address(feed.self_url))
    root.extend(entries)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def atom_entry(item: Item) -> ET.Element:
    """One item as an Atom entry."""
    item = cleaned_item(item)
    entry = ET.Element(f"{{{ATOM}}}entry")
    _add(entry, "id", stable_id(item.key))
    _add(entry, "title", f"{headline(item)} ({item.buyer})")
    _add(entry, "updated", timestamp(item.published_at))
    _add(entry, "published", timestamp(item.published_at))
    _add_link(entry, "alternate", item.page_url or item.notice_url)
    _add_link(entry, "via", item.notice_url)
    if item.indicator:
        _add(entry, "category", term=item.indicator, label=item.indicator_title)
    for term in _terms(item):
        _add(entry, "category", term=term)
    _add(entry, "summary", item.reason)
    _add(entry, "content", item_html(item), type="html")
    return entry


def _json_item(item: Item) -> dict[str, object]:
    return _without_none(
        {
            "id": stable_id(item.key),
            "url": item.page_url or item.notice_url,
            "external_url": item.notice_url,
            "title": f"{headline(item)} ({item.buyer})",
            "summary": item.reason,
            "content_html": item_html(item),
            "date_published": timestamp(item.published_at),
            "tags": [term for term in (item.indicator, *_terms(item)) if term],
        }
    )


def _terms(item: Item) -> list[str]:
    """What a reader may sort items by, besides their indicators."""
    later = ("corrected" if item.corrected else "", "cleared" if item.cleared else "")
    return [term for term in (item.kind, item.what.value, *later) if term]


def _without_none(document: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in document.items() if value is not None}


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC and whole seconds, so that texts sort as times do."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: ET.Element, tag: str, words: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    child.text = words
    return child


def _add_link(parent: ET.Element, relation: str, url: str | None) -> None:
    if url:
        _add(parent, "link", rel=relation, href=url)
