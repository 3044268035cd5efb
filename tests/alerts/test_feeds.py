from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from alerts.feeds import Feed, atom, json_feed
from alerts.message import Item

NS = {"a": "http://www.w3.org/2005/Atom"}
FEED = Feed(
    id="urn:uuid:1f0d6a1e-0000-4000-8000-000000000001",
    title="Flags of <Northmere>",
    updated=datetime(2026, 1, 1, tzinfo=UTC),
    home_url="https://ethos.example/",
    self_url="https://ethos.example/feed.atom",
)


def read(document: bytes) -> ET.Element:
    return ET.fromstring(document)  # noqa: S314 - made by the code under test


def test_has_what_rfc_4287_requires_of_a_feed(make_item: Callable[..., Item]) -> None:
    feed = read(atom(FEED, [make_item()]))

    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert [len(feed.findall(f"a:{tag}", NS)) for tag in ("id", "title", "updated")] == [1, 1, 1]
    assert feed.findtext("a:author/a:name", namespaces=NS) == "Ethos"
    assert feed.find("a:link[@rel='self']", NS).get("href") == "https://ethos.example/feed.atom"  # type: ignore[union-attr]
    assert feed.findtext("a:updated", namespaces=NS) == "2026-06-01T08:30:00Z"
    assert feed.findtext("a:title", namespaces=NS) == "Flags of <Northmere>"


def test_has_what_rfc_4287_requires_of_an_entry(make_item: Callable[..., Item]) -> None:
    entry = read(atom(FEED, [make_item()])).find("a:entry", NS)

    assert entry is not None
    assert [len(entry.findall(f"a:{tag}", NS)) for tag in ("id", "title", "updated", "content")] == [1, 1, 1, 1]
    assert entry.findtext("a:id", "", NS).startswith("urn:uuid:")
    assert [link.get("href") for link in entry.findall("a:link[@rel='alternate']", NS)] == [
        "https://ethos.example/notices/000123-2026"
    ]
    assert [category.get("term") for category in entry.findall("a:category", NS)] == ["S02", "policy"]
    assert "<mark" in entry.findtext("a:content", "", NS)


def test_an_empty_feed_is_whole_too() -> None:
    feed = read(atom(FEED, []))

    assert feed.findtext("a:updated", namespaces=NS) == "2026-01-01T00:00:00Z"
    assert feed.findall("a:entry", NS) == []


def test_an_entry_keeps_its_id_whatever_else_changes(make_item: Callable[..., Item]) -> None:
    first = read(atom(FEED, [make_item()]))
    later = read(atom(FEED, [make_item(title="Another title", reason="Another reason")]))

    assert first.findtext("a:entry/a:id", namespaces=NS) == later.findtext("a:entry/a:id", namespaces=NS)


def test_entries_stand_newest_first_and_once(make_item: Callable[..., Item]) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    items = [make_item(key=str(day % 3), published_at=start + timedelta(days=day)) for day in range(5)]

    feed = read(atom(FEED, items))

    times = [entry.findtext("a:updated", "", NS) for entry in feed.findall("a:entry", NS)]
    assert times == ["2026-03-05T00:00:00Z", "2026-03-04T00:00:00Z", "2026-03-03T00:00:00Z"]
    assert all(later > earlier for later, earlier in pairwise(times))


@pytest.mark.parametrize("field", ["title", "buyer", "reason", "indicator", "indicator_title", "kind"])
def test_hostile_text_stays_text_in_feeds(make_item: Callable[..., Item], field: str) -> None:
    item = make_item(**{field: "<script>x</script>]]>\x00\x0b\ud800\ufffe\u202e&amp;"})

    feed = read(atom(FEED, [item]))
    everything = " ".join(feed.itertext())

    assert feed.findall(".//script") == []
    assert "<script>" not in feed.findtext("a:entry/a:content", "", NS)
    assert "\u202e" not in everything
    assert "<script>" not in json.loads(json_feed(FEED, [item]))["items"][0]["content_html"]


def test_a_json_feed_has_what_version_1_1_requires(make_item: Callable[..., Item]) -> None:
    feed = json.loads(json_feed(FEED, [make_item()]))

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Flags of <Northmere>"
    assert feed["feed_url"] == "https://ethos.example/feed.atom"
    assert feed["items"][0]["url"] == "https://ethos.example/notices/000123-2026"
    assert feed["items"][0]["date_published"] == "2026-06-01T08:30:00Z"
    assert "<mark" in feed["items"][0]["content_html"]


def test_both_feeds_give_an_item_the_same_id(make_item: Callable[..., Item]) -> None:
    items = [make_item()]

    from_atom = read(atom(FEED, items)).findtext("a:entry/a:id", namespaces=NS)

    assert json.loads(json_feed(FEED, items))["items"][0]["id"] == from_atom


def test_unknown_addresses_are_left_out(make_item: Callable[..., Item]) -> None:
    item = make_item(page_url=None, notice_url=None)

    entry = read(atom(FEED, [item])).find("a:entry", NS)

    assert entry is not None
    assert entry.findall("a:link", NS) == []
    assert "url" not in json.loads(json_feed(FEED, [item]))["items"][0]
