from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from alerts.feeds import Feed, atom, json_feed
from alerts.message import Item, What

NS = {"a": "http://www.w3.org/2005/Atom"}
FEED = Feed(
    id="urn:uuid:1f0d6a1e-0000-4000-8000-000000000001",
    title="Flags of <Northmere>",
    updated=datetime(2026, 1, 1, tzinfo=UTC),
    home_url="https://ethos.example/",
    self_url="https://ethos.example/feed.atom",
)


RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# RFC 4287, sections 4.1.1 and 4.1.2: how often each child may stand there.
FEED_CHILDREN = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "author": (0, None), "rights": (0, 1), "generator": (0, 1),
    "link": (0, None), "entry": (0, None), "subtitle": (0, 1), "logo": (0, 1), "icon": (0, 1), "category": (0, None),
    "contributor": (0, None),
}  # fmt: skip
ENTRY_CHILDREN = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "author": (0, None), "published": (0, 1), "summary": (0, 1),
    "content": (0, 1), "link": (0, None), "category": (0, None), "rights": (0, 1), "source": (0, 1),
    "contributor": (0, None),
}  # fmt: skip
ATTRIBUTES = {
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "category": {"term", "scheme", "label"},
    "content": {"type", "src"},
    "title": {"type"},
    "summary": {"type"},
    "rights": {"type"},
    "generator": {"uri", "version"},
    "feed": {"{http://www.w3.org/XML/1998/namespace}lang"},
}
ITEM_KEYS = {
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "date_published",
    "date_modified", "tags", "authors", "language", "image", "banner_image", "attachments",
}  # fmt: skip


def local(element: ET.Element) -> str:
    namespace, _, name = element.tag.partition("}")
    assert namespace == "{http://www.w3.org/2005/Atom", f"{element.tag} is no element of Atom"
    return name


def check_children(parent: ET.Element, allowed: dict[str, tuple[int, int | None]]) -> None:
    names = [local(child) for child in parent]
    assert not set(names) - set(allowed)
    for name, (least, most) in allowed.items():
        assert names.count(name) >= least, f"{local(parent)} has no {name}"
        assert most is None or names.count(name) <= most, f"{local(parent)} has more than one {name}"
    alternates = [
        (link.get("type"), link.get("hreflang"))
        for link in parent.findall("a:link", NS)
        if link.get("rel", "alternate") == "alternate"
    ]
    assert len(alternates) == len(set(alternates)), "two alternate links of one kind (4.1.1, 4.1.2)"


def check_address(url: str) -> None:
    parts = urlsplit(url)
    assert parts.scheme, f"{url} is relative"
    assert parts.netloc or parts.scheme == "urn", f"{url} leads nowhere"
    assert not re.search(r"[\s<>\"{}|\\^`]", url), f"{url} holds what no IRI may (RFC 3987)"


def check_atom(document: bytes) -> ET.Element:
    """What RFC 4287 requires, checked by hand: it has no validator that runs without a network."""
    document.decode("utf-8")
    root = read(document)
    assert local(root) == "feed"
    check_children(root, FEED_CHILDREN)
    entries = root.findall("a:entry", NS)
    for entry in entries:
        check_children(entry, ENTRY_CHILDREN)
        assert root.find("a:author", NS) is not None or entry.find("a:author", NS) is not None, "nobody wrote it"
        assert entry.find("a:content", NS) is not None or entry.find("a:link[@rel='alternate']", NS) is not None
    ids = [entry.findtext("a:id", "", NS) for entry in entries]
    assert len({*ids, root.findtext("a:id", "", NS)}) == len(ids) + 1, "two things have one id"
    for element in root.iter():
        check_element(element)
    return root


def check_element(element: ET.Element) -> None:
    name = local(element)
    assert not set(element.attrib) - ATTRIBUTES.get(name, set()), f"{name} has an attribute it can't have"
    if name in {"updated", "published"}:
        assert RFC_3339.fullmatch(element.text or "")
        datetime.fromisoformat(element.text or "")
    if name == "id":
        check_address(element.text or "")
        assert len(element) == 0
    if name == "link":
        check_address(element.get("href", ""))
    if name == "category":
        assert element.get("term")
    if name == "author":
        assert [local(child) for child in element] == ["name"]
        assert element.findtext("a:name", "", NS).strip()
    if name in {"title", "summary", "content", "rights"}:
        assert element.get("type", "text") in {"text", "html", "xhtml"}
        assert len(element) == 0, "markup in what is said to be text or escaped HTML"
    if name == "title":
        assert (element.text or "").strip()


def check_json_feed(document: bytes) -> dict[str, Any]:
    """What JSON Feed 1.1 requires (https://www.jsonfeed.org/version/1.1/)."""
    feed: dict[str, Any] = json.loads(document)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)
    for item in feed["items"]:
        assert not set(item) - ITEM_KEYS
        assert isinstance(item["id"], str)
        assert item.get("content_html") or item.get("content_text")
        assert RFC_3339.fullmatch(item["date_published"])
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
        for key in ("url", "external_url"):
            if key in item:
                check_address(item[key])
    return feed


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
    assert [category.get("term") for category in entry.findall("a:category", NS)] == ["S02", "policy", "flag"]
    assert "<mark" in entry.findtext("a:content", "", NS)


@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize("corrected", [False, True])
def test_every_kind_of_item_passes_a_strict_check(
    make_item: Callable[..., Item], what: What, *, corrected: bool
) -> None:
    bare = {"indicator": "", "indicator_title": "", "kind": ""} if what is not What.FLAG else {}
    items = [
        make_item(key="full", what=what, corrected=corrected, **bare),
        make_item(
            key="hostile", what=what, title="<b>&\x00]]>", page_url='https://a.example/ "x"', notice_url="javascript:x",
            buyer="\u202e", **bare,
        ),
        make_item(key="nothing", what=what, page_url=None, notice_url=None, quotes=(), laws=(), matches=(), **bare),
    ]  # fmt: skip

    root = check_atom(atom(FEED, items))
    feed = check_json_feed(json_feed(FEED, items))

    assert len(root.findall("a:entry", NS)) == len(feed["items"]) == 3
    tags = {tag for item in feed["items"] for tag in item["tags"]}
    assert what.value in tags
    assert ("corrected" in tags) is corrected


def test_feeds_without_addresses_or_items_pass_the_strict_check_too() -> None:
    bare = Feed(id=FEED.id, title="Flags", updated=FEED.updated)

    check_atom(atom(bare, []))
    check_json_feed(json_feed(bare, []))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"<updated>2026-06-01T08:30:00Z", b"<updated>1 June 2026", id="a date of another kind"),
        pytest.param(b'href="https://ethos.example/n', b'href="/n', id="a relative link"),
        pytest.param(b"<name>Ethos</name>", b"", id="an author without a name"),
        pytest.param(b"<title>Flags", b"<title>A</title><title>Flags", id="two titles"),
        pytest.param(b'term="S02"', b'word="S02"', id="a category without a term"),
        pytest.param(b"<rights>", b'<rights lang="en">', id="an attribute it can't have"),
        pytest.param(b"<generator>", b"<maker>x</maker><generator>", id="an element that is none"),
        pytest.param(b"urn:uuid:", b"", id="an id that is no IRI"),
    ],
)
def test_the_strict_check_is_strict(make_item: Callable[..., Item], before: bytes, after: bytes) -> None:
    document = atom(FEED, [make_item()])
    assert before in document

    with pytest.raises(AssertionError):
        check_atom(document.replace(before, after, 1))


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
