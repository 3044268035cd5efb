"""What a site's ``robots.txt`` lets us ask (RFC 9309): fetched once for each host, and obeyed."""

from __future__ import annotations

from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from scrapers.addresses import host_of
from scrapers.client import Client
from scrapers.errors import BadPage, SourceRefused

AGENT = "ethos-monitor"
MOST_BYTES = 512_000  # RFC 9309, 2.5: parsers read at least 500 KiB


class Robots:
    """The rules of the hosts that one client asks."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rules: dict[str, RobotFileParser] = {}

    def allows(self, url: str) -> bool:
        """Whether an address may be asked."""
        return self._of(url).can_fetch(AGENT, url)

    def check(self, url: str) -> None:
        """Return where an address may be asked, else raise ``SourceRefused``."""
        if not self.allows(url):
            raise SourceRefused(
                f"{self._client.manners.title} asks programs not to read {url} (its robots.txt), and it was not read: "
                "ask the publisher for leave or for another way, or take the source out of the settings."
            )

    def seconds_between_calls(self, url: str) -> float:
        """The least gap that the site asks for; 0 where it asks for none."""
        rules = self._of(url)
        delay, rate = rules.crawl_delay(AGENT), rules.request_rate(AGENT)
        return max(float(delay or 0), rate.seconds / rate.requests if rate and rate.requests else 0.0)

    def _of(self, url: str) -> RobotFileParser:
        host = host_of(url)
        if host not in self._rules:
            self._rules[host] = self._fetched(urljoin(url, "/robots.txt"))
        return self._rules[host]

    def _fetched(self, url: str) -> RobotFileParser:
        rules = RobotFileParser(url)
        try:
            response = self._client.get(url, accept="text/plain", max_bytes=MOST_BYTES, missing_ok=True)
        except SourceRefused as error:
            # RFC 9309 takes every 4xx for leave; a site that forbids the very file hardly means that.
            raise SourceRefused(
                f"{self._client.manners.title} refuses its robots.txt at {url}, and so was not read: {error}"
            ) from error
        except BadPage:
            response = None  # longer than anybody must read: as if there were none, for that is no rule about a page
        text = "" if response is None or response.status >= 400 else response.body.decode("utf-8", "replace")  # noqa: PLR2004 - the statuses of errors
        rules.parse(text.splitlines())
        return rules
