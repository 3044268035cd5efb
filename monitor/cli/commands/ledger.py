"""Show, for each source and day, what was walked and what came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

import click

from monitor import collect, prove
from monitor.cli import options, show
from monitor.errors import BadInput
from monitor.services import Services
from monitor.store import days, ledger


@click.command("ledger")
@click.argument("source", nargs=-1)
@click.option("--since", type=options.UkDate(), help="From this UK day.")
@click.option("--until", type=options.UkDate(), help="To this UK day.")
@click.option(
    "--prove", "proved", type=options.UkDate(), metavar="DAY", help="Walk this day again and show the difference."
)
@show.output_options
@show.with_exit_code
def command(
    source: tuple[str, ...],
    since: date | None,
    until: date | None,
    proved: date | None,
    *,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Show the ledger of SOURCE (all unless named), a line for each UK day.

    A day is complete when finished walks cover it from midnight to midnight; partial when only part of it was walked;
    unknown when it was never asked for, or came out empty where it should not. Gaps are notice numbers between the
    first and the last of the day that did not appear: the source numbers drafts too, so some are usual.

    Example:
      ethos ledger find_a_tender --since 2026-08-10 --until 2026-08-11
      ethos ledger find_a_tender --prove 2026-08-10

    """
    show.one_form(as_json=as_json, as_csv=as_csv)
    if since is not None and until is not None and since > until:
        raise BadInput(f"there is no day between {since} and {until}: name an earlier --since")
    with options.services() as services:
        if proved is not None:
            return _prove(services, source, proved, as_json=as_json)
        with services.store.reading() as session:
            names = _names(source, kept=ledger.known_sources(session), known=services.sources)
            lines = [
                line
                for name in sorted(set(names))
                for line in days.lines(session, source=name, least=_least(services, name), since=since, until=until)
            ]
    show.rows(
        [asdict(line) for line in lines],
        as_json=as_json,
        as_csv=as_csv,
        columns={
            "source": "Source",
            "day": "Day",
            "state": "State",
            "windows": "Windows",
            "pages": "Pages",
            "releases": "Releases",
            "distinct": "Distinct",
            "duplicates": "Repeats",
            "gaps": "Gaps",
            "set_aside": "Set aside",
            "notices": "Notices",
            "note": "Note",
        },
        empty="The ledger is empty. 'ethos collect' begins it.",
    )
    return 0


def _names(asked: Sequence[str], *, kept: Sequence[str], known: Iterable[str]) -> Sequence[str]:
    """The sources asked for, else those that the ledger has; one that nobody knows is told."""
    there = sorted({*kept, *known})
    for name in asked:
        if name not in there:
            raise BadInput(f"no source is called {name!r}: there are {', '.join(there)}")
    return asked or kept


def _least(services: Services, name: str) -> list[int]:
    known = services.sources.get(name)
    return collect.least(known) if known else [0] * 7


def _prove(services: Services, source: tuple[str, ...], day: date, *, as_json: bool) -> int:
    if not source:
        raise BadInput("name the source to prove a day of: ethos ledger find_a_tender --prove 2026-08-10")
    proofs, failed = [], []
    for one in collect.sources(services, source):
        with show.progress(f"prove {one.name}") as progress:
            found, outcome = prove.run(services, one, day, progress=progress)
        proofs += found
        failed.append(outcome)
    rows = [
        {**asdict(proof), "agrees": proof.agrees, "missing": list(proof.missing), "gone": list(proof.gone)}
        for proof in proofs
    ]
    show.rows(
        rows,
        as_json=as_json,
        columns={
            "source": "Source",
            "day": "Day",
            "how": "How",
            "before": "In the ledger",
            "counted": "Counted now",
            "missing": "The ledger had not",
            "gone": "Not there now",
        },
    )
    code = options.tell(failed)
    return code or (0 if all(proof.agrees for proof in proofs) else 1)
