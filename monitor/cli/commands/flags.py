"""List the flags that stand, with the words and rules behind them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from click import command as declare

from monitor.cli import options, show
from monitor.store import commitments, search
from monitor.store.coverage import UK


@declare("flags")
@options.search_options
@show.output_options
def command(*, as_json: bool, as_csv: bool, **narrowing: Any) -> None:
    """List the flags that stand, newest notice first.

    Example:
      ethos flags --indicator OP01
      ethos flags --buyer "Northmere" --kind duty --json

    """
    with options.services() as services, services.store.reading() as session:
        found = search.find_flags(
            session,
            options.query(narrowing),
            extractor=commitments.latest_extractor(session),
            sqlite=services.store.is_sqlite,
        )
    show.rows(
        [asdict(line) for line in found] if as_json or as_csv else [shown(line) for line in found],
        as_json=as_json,
        as_csv=as_csv,
        columns=COLUMNS,
        empty="No flag stands that answers. 'ethos run' collects and judges; fewer options find more.",
    )


COLUMNS = {
    "date": "Date",
    "indicator": "Flag",
    "kind": "Kind",
    "buyer": "Buyer",
    "title": "Title",
    "reason": "Why",
    "quote": "In its words",
    "notice": "Notice",
}
LONGEST_QUOTE = 160


def shown(line: search.FlagLine) -> dict[str, Any]:
    """A flag as people read it."""
    quotes = [str(one["quote"]) for one in line.evidence if one.get("quote")]
    quote = " ".join(quotes[0].split()) if quotes else ""
    return {
        "date": line.published_at.astimezone(UK).date().isoformat(),
        "indicator": line.indicator,
        "kind": line.kind,
        "buyer": line.buyer,
        "title": line.title,
        "reason": line.reason,
        "quote": quote[: LONGEST_QUOTE - 1] + "…" if len(quote) > LONGEST_QUOTE else quote,
        "notice": f"{line.notice_id} ({line.notice_type})",
    }
