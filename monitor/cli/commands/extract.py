"""Extract commitments: from the notices kept, or from a file to a file."""

from __future__ import annotations

from dataclasses import asdict

import click

from monitor import compare as compared
from monitor import extract, files, versions
from monitor.cli import options, show
from monitor.services import Services
from monitor.steps import Outcome


@click.command("extract")
@click.option("--input", "path", metavar="FILE", help="OCDS package, list or JSON lines; '-' is standard input.")
@click.option("--output", metavar="FILE", help="Commitments as JSON lines; '-' is standard output.")
@click.option(
    "--source", default="find_a_tender", show_default=True, help="The source that published the file's releases."
)
@click.option("--compare", nargs=2, metavar="OLD NEW", help="List what two versions read differently.")
@click.option("--list-versions", is_flag=True, help="List the versions of the extractor that readings are kept of.")
@options.prune_options
@show.output_options
@show.with_exit_code
def command(
    path: str | None,
    output: str | None,
    source: str,
    compare: tuple[str, str] | None,
    keep: int,
    *,
    list_versions: bool,
    prune: bool,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Read the commitments in every notice that this version of the extractor has not read.

    With --input and --output: from a file to a file, with no database and no network.

    Example:
      ethos extract
      ethos extract --input releases.jsonl --output commitments.jsonl
      ethos extract --list-versions
      ethos extract --compare ethos-1-2dae89a8feba ethos-1-6cb7d5d57b4f
      ethos extract --prune --keep 2

    """
    if (path is None) != (output is None):
        raise click.UsageError("--input and --output go together: name both, or neither.")
    if sum((path is not None, compare is not None, list_versions, prune)) > 1:
        raise click.UsageError("Choose one of --input, --compare, --list-versions and --prune.")
    with options.services() as services:
        if list_versions:
            return options.show_versions(versions.extractors(services), "Notices", as_json=as_json, as_csv=as_csv)
        if prune:
            return options.show_pruned(versions.prune_extractors(services, keep), as_json=as_json, as_csv=as_csv)
        if compare is not None:
            found = [asdict(one) for one in compared.run(services, *compare)]
            show.rows(found, as_json=as_json, as_csv=as_csv, columns=DIFFERENCES, empty="Both versions read the same.")
            return 0
        outcome = _extracted(services, path, output, source)
    if output != "-":
        show.rows([asdict(outcome)], as_json=as_json, as_csv=as_csv, columns=OUTCOME)
    return options.tell([outcome])


def _extracted(services: Services, path: str | None, output: str | None, source: str) -> Outcome:
    with show.progress("extract") as progress:
        if path is not None and output is not None:
            return files.extract(services, path=path, output=output, source=source, progress=progress)
        return extract.run(services, progress=progress)


OUTCOME = {"step": "Step", "took": "Took", "made": "Commitments", "failed": "Failed"}
DIFFERENCES = {
    "notice_id": "Notice",
    "change": "Change",
    "theme": "Theme",
    "old_level": "Old level",
    "new_level": "New level",
    "quote": "Words",
    "found_by": "Found by",
}
