"""Sell2Wales, where Welsh public bodies publish their notices, some of them in Welsh."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapers.source import Source
from scrapers.walks.month_by_type import MonthByType


class Sell2wales(Source):
    """Releases published since 2019 under the Open Government Licence.

    A notice says that its language is English also where its words are Welsh: the texts tell, not the field.
    """

    title = "Sell2Wales"
    documentation = "https://api.sell2wales.gov.wales"
    licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    collected = False  # asked of only where an operator wants it: most users begin with Find a Tender
    base_url = "https://api.sell2wales.gov.wales"
    # Where Kingfisher Collect begins:
    # https://github.com/open-contracting/kingfisher-collect/blob/main/kingfisher_scrapy/spiders/united_kingdom_wales.py
    earliest = datetime(2019, 1, 1, tzinfo=UTC)

    # 1 to 25 are the forms of the EU's journal, which older notices are on; 51 is the site's own invitation to tender,
    # 52 prior information notice, 53 award, 54 to 56 sub-contract notices (same file).
    walk = MonthByType(
        path="/v1/Notices",
        types=(1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25, 51, 52, 53, 54, 55, 56),
    )

    # No limit is published. A month is a heavy question for the site, so that it gets a pause after each
    # and is asked about the current one a few times a day.
    minimum_gap_seconds = 3
    every_minutes = 180
    waits = {429: 120, 503: 120}  # noqa: RUF012 - declared in Source as a ClassVar that nobody changes

    # 37 contract notices in three weeks of February 2025, about two a working day; awards come in other types.
    least_per_weekday = 1
    most_per_weekday = 1000
