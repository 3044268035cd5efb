"""Contracts Finder, where English and reserved bodies publish contracts below the Act's thresholds, and once all."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from scrapers.source import Source
from scrapers.walks.date_windows import DateWindows
from scrapers.walks.linked_pages import LinkedPages


class ContractsFinder(Source):
    """Releases published since 2015 under the Open Government Licence.

    What is also on Find a Tender is matched by ``scrapers.matching``, so that it is not counted twice.
    """

    title = "Contracts Finder"
    documentation = "https://www.contractsfinder.service.gov.uk/apidocumentation"
    licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    collected = False  # asked of only where an operator wants it: most users begin with Find a Tender
    base_url = "https://www.contractsfinder.service.gov.uk"
    earliest = datetime(2015, 2, 1, tzinfo=UTC)  # the duty to publish here began on 26 February 2015 (SI 2015/102)

    # Times are ISO 8601, and 100 is the most that limit takes:
    # https://www.contractsfinder.service.gov.uk/apidocumentation/Notices/1/GET-Published-Notice-OCDS-Search
    # It does not say how it reads a time of day. Windows of whole days that touch give each release once either way.
    walk = DateWindows(
        LinkedPages(
            path="/Published/Notices/OCDS/Search",
            since="publishedFrom",
            until="publishedTo",
            limit=100,
            timezone=ZoneInfo("UTC"),
            suffix="Z",
        ),
        hours=24,
    )

    # "Request forbidden ... rate limit may have been exceeded", says its 403: no call for five minutes. Some callers
    # met Find a Tender's 429 and its text instead, so that its limit is kept to as well:
    # https://github.com/open-contracting/kingfisher-collect/blob/main/kingfisher_scrapy/spiders/united_kingdom_contracts_finder_base.py
    minimum_gap_seconds = 10
    calls_per_window = 12
    window_seconds = 120
    waits = {403: 300, 429: 120, 503: 120}  # noqa: RUF012 - declared in Source as a ClassVar that nobody changes

    # About 50 releases on each of two working days seen in part in 2025.
    least_per_weekday = 20
    most_per_weekday = 2000
    max_bytes = 50_000_000
