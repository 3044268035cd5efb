"""What a replay answers for the APIs that page by ``links.next``: Find a Tender's and Contracts Finder's."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import islice
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

import msgspec

from scrapers.clock import LONDON
from scrapers.recording import Recording

MOST_A_PAGE = 100
LICENCE = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


class Refused(Exception):
    """A request that the API answers with an error."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Api(Protocol):
    """One source's API over the releases that it published."""

    def answer(self, address: str, path: str, query: str) -> bytes | None:
        """The body for a request; ``None`` where the path is another's; ``Refused`` where it can't be answered."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one API names things. ``single`` are the paths under which it serves one notice or process."""

    path: str
    single: tuple[str, ...]
    since: str
    until: str
    stages: tuple[str, ...]
    zoned: bool

    @property
    def parameters(self) -> tuple[str, ...]:
        """All that it takes."""
        return "limit", "cursor", self.since, self.until, "stages"

    def moment(self, text: str, name: str) -> datetime:
        """A time as the API takes it; UK time where it names no zone."""
        try:
            found = datetime.fromisoformat(text) if self.zoned else datetime.strptime(text, "%Y-%m-%dT%H:%M:%S")  # noqa: DTZ007 - given its zone below
        except ValueError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, f"{name} must be a time such as 2026-08-10T00:00:00.") from error
        return (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(UTC)


# https://www.find-tender.service.gov.uk/apidocumentation/1.0/GET-ocdsReleasePackages
FIND_A_TENDER = Dialect(
    path="/api/1.0/ocdsReleasePackages",
    single=("/api/1.0/ocdsReleasePackages/",),
    since="updatedFrom",
    until="updatedTo",
    stages=("planning", "tender", "award"),
    zoned=False,
)

# https://www.contractsfinder.service.gov.uk/apidocumentation/Notices/1/GET-Published-Notice-OCDS-Search
CONTRACTS_FINDER = Dialect(
    path="/Published/Notices/OCDS/Search",
    single=("/Published/OCDS/Release/", "/Published/OCDS/Record/"),
    since="publishedFrom",
    until="publishedTo",
    stages=("planning", "tender", "award", "implementation"),
    zoned=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Query:
    limit: int = MOST_A_PAGE
    since: str | None = None
    until: str | None = None
    stages: tuple[str, ...] = ()
    before: int | None = None


class LinkedApi:
    """Releases newest first, in pages."""

    def __init__(self, releases: Iterable[Recording], dialect: Dialect) -> None:
        self._dialect = dialect
        self._releases = sorted(releases, key=lambda release: release.order)
        self._moments = [release.moment for release in self._releases]

    def answer(self, address: str, path: str, query: str) -> bytes | None:
        """A page of the stream, or one notice or process."""
        if path == self._dialect.path:
            return self._page(address, self._query(query))
        for opening in self._dialect.single:
            if path.startswith(opening):
                return self._one(address + path, path.removeprefix(opening))
        return None

    def _page(self, address: str, query: _Query) -> bytes:
        # Places are counted from the oldest, so that a cursor outlives releases that are added later.
        first = self._place(query.since, 0)
        past = self._place(query.until, len(self._moments))
        places = range(min(past, len(self._moments) if query.before is None else query.before) - 1, first - 1, -1)
        found = list(islice((place for place in places if self._has_stage(place, query.stages)), query.limit + 1))
        shown = found[: query.limit]
        url = self._url(address, query)
        following = self._link(url, query, shown[-1]) if len(found) > len(shown) else None
        return package(url, [self._releases[place] for place in shown], following)

    def _place(self, moment: str | None, otherwise: int) -> int:
        return bisect_left(self._moments, self._dialect.moment(moment, "cursor")) if moment else otherwise

    def _has_stage(self, place: int, stages: tuple[str, ...]) -> bool:
        return not stages or any(tag.startswith(stages) for tag in self._releases[place].tags)

    def _one(self, url: str, name: str) -> bytes:
        found = [release for release in reversed(self._releases) if name in {release.id, release.ocid}]
        if not found:
            raise Refused(HTTPStatus.NOT_FOUND, f"No notice or process '{name}' was found.")
        return package(url, found, None)

    def _link(self, url: str, query: _Query, place: int) -> str:
        fields = {self._dialect.since: query.since, self._dialect.until: query.until, "nextCursor": str(place)}
        text = "|".join(f"{name}={value}" for name, value in fields.items() if value is not None)
        return f"{url}&{urlencode({'cursor': base64.b64encode(text.encode()).decode()}, safe='=')}"

    def _url(self, address: str, query: _Query) -> str:
        fields = {
            self._dialect.since: query.since,
            self._dialect.until: query.until,
            "limit": str(query.limit),
            "stages": ",".join(query.stages) or None,
        }
        shown = {name: value for name, value in fields.items() if value is not None}
        return f"{address}{self._dialect.path}?{urlencode(shown, safe=':,')}"

    def _query(self, text: str) -> _Query:
        dialect = self._dialect
        given = parameters(text, dialect.parameters)
        limit = given.get("limit", str(MOST_A_PAGE))
        if not limit.isdecimal() or not 1 <= int(limit) <= MOST_A_PAGE:
            raise Refused(HTTPStatus.BAD_REQUEST, f"limit must be a whole number from 1 to {MOST_A_PAGE}.")
        stages = tuple(given["stages"].split(",")) if "stages" in given else ()
        if any(stage not in dialect.stages for stage in stages):
            raise Refused(HTTPStatus.BAD_REQUEST, f"stages must be one or more of {', '.join(dialect.stages)}.")
        for name in (dialect.since, dialect.until):
            if name in given:
                dialect.moment(given[name], name)
        query = _Query(limit=int(limit), since=given.get(dialect.since), until=given.get(dialect.until), stages=stages)
        return self._continued(query, given["cursor"]) if "cursor" in given else query

    def _continued(self, query: _Query, cursor: str) -> _Query:
        try:
            text = base64.b64decode(cursor, validate=True).decode("ascii")
            fields = dict(part.split("=", 1) for part in text.split("|"))
            before = int(fields["nextCursor"])
        except (ValueError, KeyError, binascii.Error) as error:
            raise Refused(HTTPStatus.BAD_REQUEST, "cursor must be one that links.next gave.") from error
        since, until = fields.get(self._dialect.since), fields.get(self._dialect.until)
        for moment in (since, until):
            if moment is not None:
                self._dialect.moment(moment, "cursor")
        # The window in the cursor counts, as the position means something in that window only.
        return _Query(limit=query.limit, since=since, until=until, stages=query.stages, before=before)


def parameters(query: str, allowed: tuple[str, ...]) -> dict[str, str]:
    """The parameters of a request; one that is not allowed is refused."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    for name in given:
        if name not in allowed:
            raise Refused(
                HTTPStatus.BAD_REQUEST,
                f"'{name}' is not a parameter. The allowed parameters are: {', '.join(allowed)}.",
            )
    return given


def package(uri: str, releases: list[Recording], following: str | None, *, bare: bool = False) -> bytes:
    """A release package. ``bare``: one without releases lacks their list."""
    return msgspec.json.encode(dict(_envelope(uri, releases, following, bare=bare)))


def _envelope(uri: str, releases: list[Recording], following: str | None, *, bare: bool) -> Iterator[tuple[str, Any]]:
    yield "uri", uri
    yield "version", "1.1"
    yield "extensions", ["https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/main/extension.json"]
    if releases:
        yield "publishedDate", releases[0].moment.astimezone(LONDON).isoformat()
    yield "publisher", {"name": "Cabinet Office", "scheme": "GB-GOR", "uid": "D2", "uri": "https://www.gov.uk"}
    yield "license", LICENCE
    yield "publicationPolicy", "https://www.gov.uk/government/publications/open-contracting"
    if releases or not bare:
        yield "releases", [release.raw for release in releases]
    if following is not None:
        yield "links", {"next": following}
