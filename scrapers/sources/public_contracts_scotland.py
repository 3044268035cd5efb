"""Public Contracts Scotland, where Scottish public bodies publish their notices."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapers.source import Source
from scrapers.walks.month_by_type import MonthByType


class PublicContractsScotland(Source):
    """Releases published since 2019 under the Open Government Licence."""

    title = "Public Contracts Scotland"
    documentation = "https://api.publiccontractsscotland.gov.uk"
    licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    collected = False  # asked of only where an operator wants it: most users begin with Find a Tender
    base_url = "https://api.publiccontractsscotland.gov.uk"
    # Where Kingfisher Collect begins:
    # https://github.com/open-contracting/kingfisher-collect/blob/main/kingfisher_scrapy/spiders/united_kingdom_scotland.py
    earliest = datetime(2019, 1, 1, tzinfo=UTC)

    # 1 to 25 are the forms of the EU's journal, which older notices are on; 101 is the site's own prior information
    # notice, 102 contract notice, 103 award, 104 award of a quick quote (the page above; Kingfisher Collect has 101
    # and 102 the other way round, which changes nothing where both are asked for).
    walk = MonthByType(
        path="/v1/Notices",
        types=(1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25, 101, 102, 103, 104),
    )

    # No limit is published. A month is a heavy question for the site, so that it gets a pause after each
    # and is asked about the current one a few times a day.
    minimum_gap_seconds = 3
    every_minutes = 180
    waits = {429: 120, 503: 120}  # noqa: RUF012 - declared in Source as a ClassVar that nobody changes

    # A month's contract notices alone were 43 in spring 2019, about two a working day; awards come in other types.
    least_per_weekday = 1
    most_per_weekday = 1000
