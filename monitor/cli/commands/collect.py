"""Collect notices from the sources into the archive."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from monitor import collect, read, trial
from monitor.cli import options, show
from monitor.errors import BadInput
from monitor.services import Services
from monitor.steps import Outcome
from scrapers.sources.bulk_file import BulkFile


@click.command("collect")
@click.argument("source", nargs=-1)
@click.option("--since", type=options.UkTime(), help="From here [default: where the ledger begins, else yesterday].")
@click.option("--until", type=options.UkTime(), help="Up to here [default: now].")
@click.option("--again", is_flag=True, help="Walk also what was walked to the end before.")
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path),
    help="With bulk_file: the file to import. With --try: a saved page.",
)
@click.option("--url", help="For bulk_file: the address of what to import.")
@click.option(
    "--try", "tried", metavar="NAME", help="With council_pages: show what the selectors of a site find on one page."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@show.with_exit_code
def command(
    source: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    path: Path | None,
    url: str | None,
    tried: str | None,
    *,
    again: bool,
    as_json: bool,
) -> int:
    """Collect SOURCE (all enabled ones unless named) and read what came into notices.

    Only what the ledger does not have is asked for. An interrupted collection goes on at the page after the last one
    kept.

    Example:
      ethos collect find_a_tender --since 2026-08-10 --until 2026-08-12
      ethos collect bulk_file --file releases.jsonl.gz
      ethos collect council_pages --try northmere

    """
    with options.services() as services:
        if tried is not None:
            return _try(services, source, tried, path, as_json=as_json)
        names = source
        if path is not None or url is not None:
            names, since = _file(services, source, path, url)
        outcomes = _collect(services, names, since=since, until=until, again=again)
    show.rows(
        [asdict(outcome) for outcome in outcomes],
        as_json=as_json,
        columns={"step": "Step", "took": "Took", "made": "Made", "left": "Left", "failed": "Failed"},
    )
    return options.tell(outcomes)


def _collect(
    services: Services, names: tuple[str, ...], *, since: datetime | None, until: datetime | None, again: bool
) -> list[Outcome]:
    with show.progress("collect") as progress:
        collected = collect.run(services, names=names, since=since, until=until, again=again, progress=progress)
    with show.progress("read") as progress:
        return [collected, read.run(services, progress=progress)]


def _file(
    services: Services, source: tuple[str, ...], path: Path | None, url: str | None
) -> tuple[tuple[str, ...], datetime]:
    """Make a source of the file that was named, and give its name and where it begins."""
    if source != ("bulk_file",):
        raise click.UsageError("--file and --url go with bulk_file: ethos collect bulk_file --file PATH")
    if path is not None and url is not None:
        raise click.UsageError("Choose one of --file and --url.")
    if path is not None and not path.is_file():
        raise BadInput(f"there is no file {path}: name the file to import")
    file = BulkFile.of(path=path, url=url, download_folder=services.settings.archive.path.parent / "downloads")
    services.sources[file.name] = file
    return (file.name,), file.earliest


def _try(services: Services, source: tuple[str, ...], name: str, path: Path | None, *, as_json: bool) -> int:
    if source != ("council_pages",):
        raise click.UsageError("--try goes with council_pages: ethos collect council_pages --try NAME")
    found = trial.run(services, name, saved=path)
    if as_json:
        show.print_json(asdict(found))
        return 1 if found.troubles else 0
    out = show.console()
    out.print(f"{found.url}: {found.items} items; next page: {found.next_link or 'none'}", markup=False)
    rows = [asdict(field) for field in (*found.fields, *found.notice_fields)]
    columns = {
        "name": "Field",
        "rule": "Rule",
        "found": "Found",
        "of": "Of",
        "examples": "Examples",
        "trouble": "Trouble",
    }
    show.rows(rows, as_json=False, columns=columns)
    for trouble in found.troubles:
        out.print(trouble, markup=False)
    return 1 if found.troubles else 0
