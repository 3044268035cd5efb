"""List notices by words, buyer, date, theme, indicator."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from click import command as declare

from monitor.cli import options, show
from monitor.store import commitments, search
from monitor.store.coverage import UK


@declare("notices")
@options.search_options
@show.output_options
def command(*, as_json: bool, as_csv: bool, **narrowing: Any) -> None:
    """List notices, newest first, with the themes found in them and the flags raised on them.

    Example:
      ethos notices --words '"living wage" care' --since 2026-08-10
      ethos notices --theme climate --level 3 --csv > climate.csv

    """
    query = options.query(narrowing)
    with options.services() as services, services.store.reading() as session:
        extractor = commitments.latest_extractor(session)
        sqlite = services.store.is_sqlite
        found = search.find_notices(session, query, extractor=extractor, sqlite=sqlite)
        total = search.count_notices(session, query, extractor=extractor, sqlite=sqlite)
    rows = [asdict(line) for line in found]
    for row in rows:
        row["date"] = row["published_at"].astimezone(UK).date().isoformat()
    show.rows(
        [{key: value for key, value in row.items() if key != "date"} for row in rows] if as_json or as_csv else rows,
        as_json=as_json,
        as_csv=as_csv,
        columns={
            "date": "Date",
            "notice_id": "Notice",
            "notice_type": "Type",
            "buyer": "Buyer",
            "title": "Title",
            "themes": "Themes",
            "flags": "Flags",
        },
        empty="No notice answers. 'ethos run' collects; fewer options find more.",
    )
    if rows and not (as_json or as_csv) and total > len(rows):
        show.console().print(f"{len(rows)} of {total}: --limit and --offset show more.")
