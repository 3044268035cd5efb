"""Declared selectors to texts: the notices of a list page, and the page of one notice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from scrapers.declarations import FieldRule, SiteSettings
from scrapers.errors import BadPage
from scrapers.readers.flat import Cell, FieldName, hashed, slug
from scrapers.readers.html_tree import parse, words_of
from scrapers.readers.uk_text import folded, is_absent

LABELS = ("dt", "th", "td", "strong", "b", "label", "span", "h2", "h3", "h4", "h5", "h6", "div", "p")
"""Elements that name what stands beside them, the surest first."""

LONGEST_LABEL = 300
MOST_PARTS_OF_A_LABEL = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One notice of a list. ``link`` is where its page is, ``trouble`` why that can't be told."""

    id: str | None
    link: str | None
    trouble: str | None
    cells: Mapping[FieldName, Cell]

    @property
    def title(self) -> str | None:
        """Its title, if the list has one."""
        cell = self.cells.get(FieldName.TITLE)
        return cell.text if cell and not is_absent(cell.text) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list page: its notices, the link to the next page as it stands there, and what it says of itself."""

    items: tuple[Item, ...]
    next_link: str | None
    says_empty: bool
    total: int | None


def read_list(body: bytes, url: str, site: SiteSettings) -> Listing:
    """What the selectors find on a list page; ``BadPage`` where one notice would hold another."""
    tree = parse(body)
    base = _base(tree, url)
    total = _number(take(tree, site.total)) if site.total else None
    nodes = tree.select(site.item)
    if any(parent is outer for outer, inner in pairwise(nodes) for parent in inner.parents):
        raise BadPage(
            f"What {site.item!r} matches at {url} holds another match, so that it can't be told what is of which: let "
            "the selector name the outer ones alone (as in 'ul.tenders > li'), or see whether end tags are missing."
        )
    return Listing(
        items=tuple(_item(node, base, site) for node in nodes),
        next_link=_next(tree, base, site),
        says_empty=site.empty_text is not None and _plain(site.empty_text) in _plain(words_of(tree)),
        total=total,
    )


def read_notice(body: bytes, site: SiteSettings, listed: Mapping[FieldName, str]) -> dict[FieldName, Cell]:
    """What the selectors find on a notice's own page, beside what its list said of it."""
    cells = {name: Cell(text, f"/listed/{name}", _format(site, name)) for name, text in listed.items()}
    if site.notice is not None:
        cells |= cells_of(parse(body), site.notice.fields)
    return cells


def cells_of(node: Tag, fields: Mapping[FieldName, Sequence[FieldRule]]) -> dict[FieldName, Cell]:
    """The texts that rules find in an element, at ``/html/<field>``: of several rules, the first that finds one."""
    cells = {}
    for name, rules in fields.items():
        found = ((take(node, rule), rule.date_format) for rule in rules)
        text, date_format = next((one for one in found if one[0]), (None, None))
        if text:
            cells[name] = Cell(text, f"/html/{name}", date_format)
    return cells


def take(node: Tag, rule: FieldRule) -> str | None:
    """The text that a rule finds in an element, ``None`` where it finds none."""
    return next((text for text in _texts(node, rule) if text), None)


def _texts(node: Tag, rule: FieldRule) -> Iterator[str | None]:
    """The text of each element that a rule matches, in order."""
    if rule.selector is not None:
        for element in node.select(rule.selector):
            scope = words_of(element) if rule.label is None else labelled(element, rule.label)
            yield _patterned(scope if rule.attribute is None else _attribute(element, rule.attribute), rule)
    elif rule.label is not None:
        yield _patterned(labelled(node, rule.label), rule)
    yield rule.constant


def labelled(node: Tag, label: str) -> str | None:
    """The text beside a label: in a definition list, a table's row or column, or after a word in bold."""
    wanted = folded(label)
    column = _column(node, wanted)
    if column is not None:
        return column
    named = [one for one in node.find_all(LABELS) if folded(_short(one)) == wanted]
    beside = (_beside(one) for one in sorted(named, key=lambda one: LABELS.index(one.name)))
    return next((text for text in beside if text), None)


def _short(element: Tag) -> str:
    """The text of an element where it can be a label; what is longer or deeper is none."""
    parts = list(islice(element.descendants, MOST_PARTS_OF_A_LABEL))
    text = "".join(part for part in parts if isinstance(part, str))
    return text if len(parts) < MOST_PARTS_OF_A_LABEL and len(text) <= LONGEST_LABEL else ""


def _column(row: Tag, wanted: str) -> str | None:
    table = row.find_parent("table") if row.name == "tr" else None
    heading = table.find("tr") if table else None
    if heading is None or heading is row:
        return None
    names = [folded(words_of(cell)) for cell in heading.find_all(["th", "td"])]
    cells = row.find_all(["th", "td"])
    place = names.index(wanted) if wanted in names else len(cells)
    return words_of(cells[place]) if place < len(cells) else None


def _beside(element: Tag) -> str | None:
    following = element.find_next_sibling()
    if element.name in {"dt", "th", "td"}:
        expected = {"dt": {"dd"}}.get(element.name, {"td", "th"})
        return words_of(following) if following and following.name in expected else None
    after = "".join(
        words_of(part) if isinstance(part, Tag) else str(part) for part in _until_label(element.next_siblings)
    )
    text = " ".join(after.split()).removeprefix(":").strip()
    if text:
        return text
    outer = element.parent.find_next_sibling() if element.parent else None
    return words_of(outer) if outer else None


def _until_label(siblings: Iterator[object]) -> Iterator[object]:
    """What follows a label, up to the next one: several may stand in one paragraph."""
    for part in siblings:
        if isinstance(part, Tag) and part.name in {"strong", "b", "label", "dt", "th"}:
            return
        yield part


def _item(node: Tag, base: str, site: SiteSettings) -> Item:
    cells = cells_of(node, site.fields)
    written = take(node, link_rule(site.link))
    if written is None and node.name == "a":
        written = _attribute(node, "href")
    link, trouble = web_link(written, base)
    named = next((cells[name].text for name in (FieldName.ID, FieldName.REFERENCE) if name in cells), None)
    own = slug(named) if named and not is_absent(named) else ""
    return Item(id=own or (hashed(link) if link else None), link=link, trouble=trouble, cells=cells)


def web_link(written: str | None, base: str) -> tuple[str | None, str | None]:
    """A link as a whole address without its fragment, or why it is none."""
    if written is None:
        return None, "has no link"
    try:
        parts = urlsplit(urljoin(base, written.strip()))
    except ValueError:
        return None, f"links to {written[:80]!r}, which is no address"
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None, f"links to {written[:80]!r}, which is no web address"
    return parts._replace(fragment="").geturl().replace(" ", "%20"), None


def _next(tree: Tag, base: str, site: SiteSettings) -> str | None:
    written = take(tree, link_rule(site.next)) if site.next else None
    if written is None:
        return None
    link, _ = web_link(written, base)
    return link or written


def link_rule(rule: FieldRule) -> FieldRule:
    """The rule of a link, which is the ``href`` unless another attribute is named."""
    if rule.attribute is None and rule.selector is not None:
        return rule.model_copy(update={"attribute": "href"})
    return rule


def _base(tree: Tag, url: str) -> str:
    declared = tree.select_one("base[href]")
    return urljoin(url, _attribute(declared, "href") or "") if declared else url


def _attribute(element: Tag, name: str) -> str | None:
    value = element.get(name)
    return " ".join(value) if isinstance(value, list) else value


def _patterned(text: str | None, rule: FieldRule) -> str | None:
    if text is None or rule.pattern is None:
        return text.strip() if text else None
    match = re.search(rule.pattern, text, re.DOTALL)
    if match is None:
        return None
    return (match[1] if match.re.groups else match[0] or "").strip() or None


def _number(text: str | None) -> int | None:
    match = re.search(r"\d[\d,]*", text or "")
    return int(match[0].replace(",", "")) if match else None


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _format(site: SiteSettings, name: FieldName) -> str | None:
    return next((rule.date_format for rule in site.fields.get(name, ()) if rule.date_format), None)
