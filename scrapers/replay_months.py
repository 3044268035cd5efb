"""What a replay answers for the devolved portals' API: one month, one type of notice, no pages.

https://api.publiccontractsscotland.gov.uk describes it; https://api.sell2wales.gov.wales is the same engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from scrapers.clock import LONDON
from scrapers.recording import Recording
from scrapers.replay_linked import Refused, package, parameters

PATH = "/v1/Notices"
PARAMETERS = ("dateFrom", "noticeType", "outputType", "locale")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One portal's own types of notice. A release does not say which form it is on, so that its stage decides."""

    planning: int
    tender: int
    award: int

    def type_of(self, release: Recording) -> int:
        """The type a recorded release is served as: exactly one."""
        if any(tag.startswith("planning") for tag in release.tags):
            return self.planning
        if any(tag.startswith(("award", "contract")) for tag in release.tags):
            return self.award
        return self.tender


SCOTLAND = Portal(planning=101, tender=102, award=103)
WALES = Portal(planning=52, tender=51, award=53)


class MonthsApi:
    """Releases by UK month and type. Both portals are asked at one path: no type is both's, as a stage decides it."""

    def __init__(self, *portals: tuple[Portal, Iterable[Recording]]) -> None:
        self._found: defaultdict[tuple[str, int], list[Recording]] = defaultdict(list)
        for portal, releases in portals:
            for release in sorted(releases, key=lambda release: release.order):
                month = f"{release.moment.astimezone(LONDON):%m-%Y}"
                self._found[month, portal.type_of(release)].append(release)

    def answer(self, address: str, path: str, query: str) -> bytes | None:
        """The package of a month and type; it lacks a list of releases where there are none, as the portals' does."""
        if path != PATH:
            return None
        given = parameters(query, PARAMETERS)
        if given.get("outputType", "0") != "0":
            raise Refused(HTTPStatus.BAD_REQUEST, "outputType must be 0: a replay has OCDS only.")
        kind = given.get("noticeType", "")
        if not kind.isdecimal():
            raise Refused(HTTPStatus.BAD_REQUEST, "noticeType must be the number of a type of notice.")
        found = self._found.get((_month(given.get("dateFrom", "")), int(kind)), [])
        return package(f"{address}{PATH}?{query}", found, None, bare=True)


def _month(text: str) -> str:
    try:
        return f"{datetime.strptime(text, '%m-%Y'):%m-%Y}"  # noqa: DTZ007 - a month has no zone
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "dateFrom must be a month such as 08-2026.") from error
