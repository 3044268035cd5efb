"""Find a Tender, where UK public bodies must publish their notices above and many below the thresholds."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapers.source import Source
from scrapers.walks.date_windows import DateWindows
from scrapers.walks.linked_pages import LinkedPages


class FindATender(Source):
    """Releases published since 2021 under the Open Government Licence."""

    title = "Find a Tender"
    documentation = "https://www.find-tender.service.gov.uk/apidocumentation"
    licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    base_url = "https://www.find-tender.service.gov.uk"
    earliest = datetime(2021, 1, 2, tzinfo=UTC)

    # Times are read as UK local time, 19 characters without a zone, and 100 is the most that limit takes:
    # https://www.find-tender.service.gov.uk/apidocumentation/1.0/GET-ocdsReleasePackages
    # Its fifth parameter, stages, is never sent: on a day with 73 tender releases it returned 3 of them.
    # Longer windows than a quarter of a day don't return everything:
    # https://github.com/open-contracting/kingfisher-collect/blob/main/kingfisher_scrapy/spiders/united_kingdom_fts.py
    walk = DateWindows(
        LinkedPages(path="/api/1.0/ocdsReleasePackages", since="updatedFrom", until="updatedTo", limit=100), hours=6
    )

    lookup = "/api/1.0/ocdsReleasePackages/{ocid}"

    # "12 request limit in 2 minute exceeded", says the site, and "Please retry after 120 seconds"; Kingfisher Collect
    # keeps 10 seconds between calls (same file).
    minimum_gap_seconds = 10
    calls_per_window = 12
    window_seconds = 120
    waits = {429: 120, 503: 120}  # noqa: RUF012 - declared in Source as a ClassVar that nobody changes

    # An alert is due within minutes of a notice; a window of a quarter of an hour is one call.
    every_minutes = 10

    # 370 to 500 releases on the working days seen in 2026; a day between holidays has fewer. About 13 kB each, so that
    # a page of 100 is far from this size.
    least_per_weekday = 100
    most_per_weekday = 1500
    max_bytes = 50_000_000
