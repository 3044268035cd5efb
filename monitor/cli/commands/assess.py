"""Assess procurements: those kept, or those of a file; and tell two versions of the rules apart."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

import click

from monitor import assess, extract, files, trace, versions
from monitor.cli import options, show
from monitor.services import Services
from monitor.steps import Outcome

SHOWN = 200


@click.command("assess")
@click.option("--input", "path", metavar="FILE", help="OCDS package, list or JSON lines; '-' is standard input.")
@click.option("--output", metavar="FILE", help="Findings as JSON lines; '-' is standard output.")
@click.option("--as-of", type=options.UkDate(), help="Judge as of this UK day [default: today].")
@click.option(
    "--source", default="find_a_tender", show_default=True, help="The source that published the file's releases."
)
@click.option("--again", is_flag=True, help="Judge also what was judged before.")
@click.option("--compare", metavar="OLD", help="List what the rules OLD concluded differently; with --input, a file.")
@click.option("--to", "new", metavar="NEW", help="Compare with these rules [default: those that judged last].")
@click.option("--list-rules", is_flag=True, help="List the versions of the rules that findings are kept of.")
@options.prune_options
@show.output_options
@show.with_exit_code
def command(**options_given: Any) -> int:
    """Let every indicator conclude on every procurement, and raise or clear its flags.

    With --input and --output: from a file to a file, with no database and no network. Findings are kept under the
    version of the rules that made them: --compare lists what two versions conclude differently on the procurements that
    both judged, and with --input what has changed since an earlier --output.

    Example:
      ethos assess
      ethos assess --input releases.jsonl --as-of 2026-11-23 --output findings.jsonl
      ethos assess --input releases.jsonl --compare findings.jsonl
      ethos assess --list-rules
      ethos assess --compare 2dae89a8feba --csv
      ethos assess --prune --keep 2

    """
    given = Given(**options_given)
    _one_job(given)
    with options.services() as services:
        if given.list_rules:
            return options.show_versions(versions.rules(services), "Procurements", **given.form)
        if given.prune:
            return options.show_pruned(versions.prune_rules(services, given.keep), **given.form)
        if given.compare is not None:
            return _compared(services, given, given.compare)
        outcomes = _assessed(services, given)
    if given.output != "-":
        show.rows([asdict(outcome) for outcome in outcomes], columns=OUTCOMES, **given.form)
    return options.tell(outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The options of the command."""

    path: str | None
    output: str | None
    as_of: date | None
    source: str
    again: bool
    compare: str | None
    new: str | None
    list_rules: bool
    prune: bool
    keep: int
    as_json: bool
    as_csv: bool

    @property
    def form(self) -> Form:
        """How rows are shown."""
        return {"as_json": self.as_json, "as_csv": self.as_csv}


class Form(TypedDict):
    """How rows are shown: as JSON, as comma-separated values, else as a table."""

    as_json: bool
    as_csv: bool


def _one_job(given: Given) -> None:
    """Refuse two jobs at once."""
    show.one_form(**given.form)
    is_file = given.path is not None or given.output is not None
    if sum((given.compare is not None, given.list_rules, given.prune)) > 1:
        raise click.UsageError("Choose one of --compare, --list-rules and --prune.")
    if (given.list_rules or given.prune) and is_file:
        raise click.UsageError("--list-rules and --prune are about the database: name no --input or --output.")
    if given.compare is not None and given.output is not None:
        raise click.UsageError("--compare prints the differences: name no --output.")
    if given.new is not None and (given.compare is None or given.path is not None):
        raise click.UsageError("--to goes with --compare of two versions that are kept.")
    if given.compare is None and (given.path is None) != (given.output is None):
        raise click.UsageError("--input and --output go together: name both, or neither.")


def _assessed(services: Services, given: Given) -> list[Outcome]:
    with show.progress("assess") as progress:
        if given.path is not None and given.output is not None:
            outcome = files.assess(
                services,
                path=given.path,
                output=given.output,
                as_of=given.as_of,
                source=given.source,
                progress=progress,
            )
            return [outcome]
        outcomes = [extract.run(services), trace.run(services)]
        return [*outcomes, assess.run(services, as_of=given.as_of, again=given.again, progress=progress)]


def _compared(services: Services, given: Given, old: str) -> int:
    if given.path is None:
        return _show(versions.compare(services, old, given.new), **given.form)
    with show.progress("assess") as progress:
        comparison, outcome = versions.compare_file(
            services,
            path=given.path,
            earlier=Path(old),
            as_of=given.as_of,
            source=given.source,
            progress=progress,
        )
    _show(comparison, **given.form)
    return options.tell([outcome])


def _show(found: versions.Comparison, *, as_json: bool, as_csv: bool) -> int:
    """All of it to programs; to people the counts, then the lines where the status is another.

    Of an indicator that one version alone has, people get only the lines where it is raised.
    """
    if as_json:
        show.print_json(found)
        return 0
    lines = [asdict(one) for one in found.differences]
    if as_csv:
        show.rows(lines, as_json=False, as_csv=True, columns=LINES)
        return 0
    out = show.console()
    noun = "procurement" if found.procurements == 1 else "procurements"
    out.print(f"{found.old} and {found.new} both judged {found.procurements} {noun}.")
    if found.days_differ:
        out.print("They judged as of different days: some differences may come from the day.")
    show.rows([asdict(one) for one in found.counts], as_json=False, columns=COUNTS, empty="Both conclude the same.")
    changed = [
        line
        for line in lines
        if line["was"] != line["now"] and (None not in (line["was"], line["now"]) or "raised" in line.values())
    ]
    if changed:
        show.rows(changed[:SHOWN], as_json=False, columns=LINES, title="Where the status is another")
    if len(changed) > SHOWN:
        out.print(f"and {len(changed) - SHOWN} more: --csv and --json give all")
    return 0


OUTCOMES = {"step": "Step", "took": "Took", "made": "Made", "left": "Left", "failed": "Failed"}
COUNTS = {"indicator": "Indicator", "was": "Was", "now": "Is", "procurements": "Procurements"}
LINES = {
    "ocid": "Procurement",
    "indicator": "Indicator",
    "was": "Was",
    "now": "Is",
    "was_because": "Reason then",
    "now_because": "Reason now",
}
