"""Compare a buyer with the others of its kind, with counts and intervals."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from monitor import benchmark
from monitor.cli import options, show


@click.command("benchmark")
@click.argument("buyer")
@show.output_options
def command(buyer: str, *, as_json: bool, as_csv: bool) -> None:
    """Set BUYER (a key, or its name) beside the other buyers of its kind and nation.

    For each indicator: the procurements on which it was raised, out of those it could conclude on. For each theme: the
    tender notices that ask for it, at level 2 or more. Shares have their 95 % intervals.

    Example:
      ethos benchmark "Borough of Northmere"

    """
    show.one_form(as_json=as_json, as_csv=as_csv)
    with options.services() as services:
        compared = benchmark.run(services, buyer)
    if as_json:
        show.print_json(asdict(compared))
        return
    rows = [asdict(line) for line in compared.lines]
    show.rows(
        rows if as_csv else [_shown(line) for line in compared.lines],
        as_json=False,
        as_csv=as_csv,
        title=f"{compared.buyer.name} beside {compared.peers} other buyers of its kind ({compared.buyer.kind})",
        columns={
            "measure": "Measure",
            "title": "What",
            "buyer": "This buyer",
            "peers": "Its peers",
            "reading": "Reading",
        },
    )


def _shown(line: benchmark.Line) -> dict[str, Any]:
    return {
        "measure": f"{line.measure} {line.kind}",
        "title": line.title,
        "buyer": _share(line.buyer_hits, line.buyer_total, line.buyer_share, line.buyer_low, line.buyer_high),
        "peers": _share(line.peers_hits, line.peers_total, line.peers_share, line.peers_low, line.peers_high),
        "reading": line.reading,
    }


def _share(hits: int, total: int, share: float | None, low: float | None, high: float | None) -> str:
    if share is None or low is None or high is None:
        return "none"
    return f"{hits} of {total} ({share:.0%}; {low:.0%} to {high:.0%})"
