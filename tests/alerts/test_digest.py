"""The HTML of a digest as a structure: what a screen reader, a dark screen and a mail program make of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from alerts.message import Item, Message, What
from alerts.render import html

COLOUR = re.compile(r"(?<![-\w])(color|background-color|border-color): *(#[0-9a-f]{6})")
VOID = {"meta", "br", "hr"}
LEAST_FOR_TEXT = 4.5  # WCAG 2.2, 1.4.3, level AA
LEAST_FOR_LINES = 3.0  # 1.4.11


class Page(HTMLParser):
    """The elements of a page in order: name, attributes and the words within."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[tuple[str, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        words: list[str] = []
        self.elements.append((tag, {name: value or "" for name, value in attrs}, words))
        if tag not in VOID:
            self.open.append((tag, words))

    def handle_endtag(self, tag: str) -> None:
        name, _ = self.open.pop()
        assert name == tag, f"<{name}> ends as </{tag}>"

    def handle_data(self, data: str) -> None:
        for _, words in self.open:
            words.append(data)

    def all(self, *tags: str) -> list[tuple[str, dict[str, str], str]]:
        return [(tag, attrs, " ".join("".join(words).split())) for tag, attrs, words in self.elements if tag in tags]


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def page(make_message: Callable[..., Message], make_item: Callable[..., Item]) -> str:
    items = [
        make_item(key=str(number), what=what, buyer=f"Borough {number % 2}", corrected=number == 2)
        for number, what in enumerate(What)
    ]
    return html(
        make_message(
            *items,
            omitted=37,
            more_url="https://ethos.example/flags",
            stop_url="https://ethos.example/stop/1",
            body=("Something to read first.",),
            action="Say yes to this",
            action_url="https://ethos.example/confirm/1",
            change_url="https://ethos.example/me",
        )
    )


def test_every_element_ends_where_it_should(page: str) -> None:
    assert Page(page).open == []


def test_names_its_language_and_its_subject(page: str) -> None:
    [(_, attributes, _)] = Page(page).all("html")
    [(_, _, title)] = Page(page).all("title")
    [(_, _, heading)] = Page(page).all("h1")

    assert attributes["lang"] == "en-GB"
    assert title == heading != ""


def test_headings_go_down_one_step_at_a_time(page: str) -> None:
    levels = [int(tag[1]) for tag, _, _ in Page(page).all("h1", "h2", "h3", "h4", "h5", "h6")]

    assert levels == [1, 2, 3, 3, 2, 3, 3]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_each_buyer_has_a_heading(page: str) -> None:
    assert [words for _, _, words in Page(page).all("h2")] == ["Borough 0", "Borough 1"]


def test_links_say_where_they_lead(page: str) -> None:
    links = Page(page).all("a")
    leads = {(words, attributes["href"]) for _, attributes, words in links}

    assert all(len(words) > 8 for words, _ in leads)
    assert not {words for words, _ in leads} & {"here", "click here", "more", "link", "read more"}
    assert len({words for words, _ in leads}) == len(leads), "the same words lead to two places"
    assert all(url.startswith("https://") for _, url in leads)


def test_loads_nothing_and_lays_out_without_tables(page: str) -> None:
    tags = {tag for tag, _, _ in Page(page).elements}

    assert not tags & {"img", "link", "script", "iframe", "object", "embed", "video", "audio", "form", "table", "svg"}
    assert not [attrs for _, attrs, _ in Page(page).elements if {"src", "srcset", "background"} & set(attrs)]
    assert not re.search(r"url\(|@import|@font-face|expression\(", page)


def test_has_no_width_that_a_small_screen_lacks(page: str) -> None:
    widths = [int(width) for width in re.findall(r"(?<!max-)width: *(\d+)px", page)]

    assert widths == []
    assert "width=device-width, initial-scale=1" in page
    assert "overflow-wrap:anywhere" in page


def test_goes_with_dark_screens(page: str) -> None:
    assert '<meta name="color-scheme" content="light dark">' in page
    assert "@media (prefers-color-scheme: dark)" in page


def _light(page: str) -> dict[str, set[str]]:
    return _colours(" ; ".join(attrs.get("style", "") for _, attrs, _ in Page(page).elements))


def _dark(page: str) -> dict[str, dict[str, str]]:
    rules = re.findall(r"\.(\w+) \{([^}]*)\}", page.partition("prefers-color-scheme: dark")[2].partition("</style>")[0])
    return {name: dict(COLOUR.findall(rule)) for name, rule in rules}


def _colours(style: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, colour in COLOUR.findall(style):
        found.setdefault(name, set()).add(colour)
    return found


def test_words_stand_out_on_light_and_on_marks(page: str) -> None:
    styles = [attrs.get("style", "") for _, attrs, _ in Page(page).elements]
    own = [dict(COLOUR.findall(style)) for style in styles if "background-color" in style]
    grounds = [style["background-color"] for style in own if style["color"] == "#0b0c0c"]  # whose words the page's are

    assert sorted(set(grounds)) == ["#fff2a8", "#ffffff"]
    assert _light(page)["color"] == {"#0b0c0c", "#1746a2", "#ffffff"}
    assert all(contrast(style["color"], style["background-color"]) >= LEAST_FOR_TEXT for style in own)
    assert contrast("#1746a2", "#ffffff") >= LEAST_FOR_TEXT
    lines = set(re.findall(r"border[-a-z]*:\d+px solid (#[0-9a-f]{6})", page))
    assert lines
    assert all(contrast(line, "#ffffff") >= LEAST_FOR_LINES for line in lines)


def test_words_stand_out_on_dark_and_on_marks(page: str) -> None:
    rules = _dark(page)

    ground = rules["page"]["background-color"]
    assert contrast(rules["page"]["color"], ground) >= LEAST_FOR_TEXT
    assert contrast(rules["link"]["color"], ground) >= LEAST_FOR_TEXT
    for name in ("mark", "button"):
        assert contrast(rules[name]["color"], rules[name]["background-color"]) >= LEAST_FOR_TEXT
    assert contrast(rules["line"]["border-color"], ground) >= LEAST_FOR_LINES


def test_all_that_has_a_colour_changes_it_on_dark_screens(page: str) -> None:
    dark = set(_dark(page))

    coloured = [attrs for _, attrs, _ in Page(page).elements if "#" in attrs.get("style", "")]
    assert coloured
    assert [attrs for attrs in coloured if attrs.get("class") not in dark] == []


def test_the_preview_comes_first_and_is_not_seen(page: str) -> None:
    hidden = [
        (attrs, "".join(words)) for _, attrs, words in Page(page).elements if "display:none" in attrs.get("style", "")
    ]

    [(attributes, words)] = hidden
    assert attributes["aria-hidden"] == "true"
    assert words.startswith("Social value named but weak: Care of street trees")
    assert page.index(words) < page.index("<h1")
