from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from monitor.web.app import routers

PAGES = (
    "/",
    "/flags",
    "/buyers",
    "/buyers/GB-PPON-PNOR-0001-AAAA",
    "/benchmark/GB-PPON-PNOR-0001-AAAA",
    "/notices/000001-2026",
    "/notices/000002-2026",
    "/indicators",
    "/indicators/SV02",
    "/themes",
    "/principles",
    "/principles/transparency",
    "/ledger",
    "/status",
    "/check",
    "/api",
)
TWINLESS = ("/", "/check", "/api")


class Outline(HTMLParser):
    """Headings, addresses and ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids += [values["id"]] if "id" in values else []
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "a":
            self.links.append(values.get("href", ""))
        if "src" in values or (tag == "link" and values.get("rel") in {"stylesheet", "icon"}):
            self.loaded.append(values.get("src") or values.get("href", ""))
        assert not any(name.startswith("on") or name == "style" for name in values), values


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_and_loads_nothing_from_elsewhere(web: Any, path: str) -> None:
    answer = web.get(path)
    outline = Outline(answer.text)

    assert answer.status_code == 200
    assert outline.loaded == ["/static/ethos.css", "/static/ethos.svg"]
    assert "script" not in outline.tags
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
def test_headings_go_down_one_step_at_a_time_under_one_first_heading(web: Any, path: str) -> None:
    headings = Outline(web.get(path).text).headings

    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(headings))


@pytest.mark.parametrize("path", PAGES)
def test_every_link_within_leads_somewhere_and_no_id_stands_twice(web: Any, path: str) -> None:
    outline = Outline(web.get(path).text)

    assert len(outline.ids) == len(set(outline.ids))
    for link in sorted(set(outline.links)):
        if link.startswith("#"):
            assert link[1:] in outline.ids
        elif link.startswith("/"):
            assert web.get(link).status_code == 200, link


@pytest.mark.parametrize("path", [path for path in PAGES if path not in TWINLESS])
def test_every_page_has_a_json_twin_that_the_api_gives_too(web: Any, path: str) -> None:
    twin = web.get(f"{path}.json")

    assert twin.status_code == 200
    assert twin.headers["content-type"] == "application/json"
    assert twin.json() == web.get(f"/api{path}").json()


def test_every_module_of_routes_declares_a_router_with_routes() -> None:
    assert all(router.routes for router in routers())


@pytest.mark.parametrize(("path", "kind"), [("/static/ethos.css", "text/css"), ("/static/ethos.svg", "image/svg+xml")])
def test_the_style_sheet_and_icon_are_served_by_us(web: Any, path: str, kind: str) -> None:
    answer = web.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert "@import" not in answer.text
    assert "url(" not in answer.text


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_the_documentation_that_needs_another_host_is_not_there(web: Any, path: str) -> None:
    assert web.get(path).status_code == 404
