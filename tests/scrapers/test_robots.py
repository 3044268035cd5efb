from __future__ import annotations

from typing import Any

import httpx
import pytest

from scrapers.errors import SourceRefused, SourceUnreachable
from scrapers.robots import Robots

RULES = """User-agent: *
Disallow: /private/
Request-rate: 1/30

User-agent: ethos-monitor
Disallow: /internal/
Crawl-delay: 5
"""


def test_is_fetched_once_for_each_host(make_client: Any) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, text=RULES)

    robots = Robots(make_client(answer))

    assert robots.allows("https://notices.example/a")
    assert not robots.allows("https://notices.example/internal/b")
    assert asked == ["/robots.txt"]


def test_rules_for_our_name_come_before_those_for_all(make_client: Any) -> None:
    robots = Robots(make_client(lambda _: httpx.Response(200, text=RULES)))

    assert robots.allows("https://notices.example/private/a")
    assert robots.seconds_between_calls("https://notices.example/") == 5


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(404), httpx.Response(200, text="<html>Home</html>"), httpx.Response(200, content=b"\xff\xfe")],
    ids=["none", "a web page", "bytes"],
)
def test_a_site_without_rules_may_be_read(make_client: Any, answer: httpx.Response) -> None:
    robots = Robots(make_client(lambda _: answer))

    assert robots.allows("https://notices.example/a")
    assert robots.seconds_between_calls("https://notices.example/a") == 0


@pytest.mark.parametrize("status", [401, 403])
def test_a_site_that_refuses_its_rules_is_not_read(make_client: Any, status: int) -> None:
    robots = Robots(make_client(lambda _: httpx.Response(status)))

    with pytest.raises(SourceRefused, match=r"refuses its robots\.txt"):
        robots.allows("https://notices.example/a")


def test_a_site_whose_rules_can_not_be_fetched_is_not_read(make_client: Any) -> None:
    robots = Robots(make_client(lambda _: httpx.Response(500)))

    with pytest.raises(SourceUnreachable):
        robots.check("https://notices.example/a")
