"""Check a draft notice before it is published."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from monitor import check, files
from monitor.cli import options, show
from monitor.indicators.base import Status
from nlp.commitment import Readability


@click.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@show.with_exit_code
def command(file: Path, *, as_json: bool) -> int:
    """Say what the draft in FILE commits to, theme by theme, and what the rules will ask of it.

    FILE is an OCDS release (.json) or a text (.txt, .docx, .pdf). Nothing of it is kept. A text has no buyer, value or
    dates, so the rules are run on a release alone.

    Example:
      ethos check draft.txt
      ethos check draft.json --json

    """
    with options.services() as services:
        checked = check.run(services, file)
    if as_json:
        show.print_json(
            {
                "name": checked.name,
                "readability": checked.readability,
                "reason": checked.reason,
                "themes": [asdict(line) for line in checked.themes],
                "commitments": [files.commitment_line(one) for one in checked.commitments],
                "findings": [files.finding_line(one) for one in checked.findings],
            }
        )
        return 0
    _print(checked)
    return 0


def _print(checked: check.Checked) -> None:
    if checked.readability is Readability.CANNOT_TELL:
        show.console().print(f"This draft can't be judged: {checked.reason}")
    count = len(checked.commitments)
    show.rows(
        [asdict(line) for line in checked.themes],
        as_json=False,
        title=f"{checked.name}: {count} commitment{'' if count == 1 else 's'}",
        columns={
            "title": "Theme",
            "level": "Level",
            "says": "The draft",
            "quote": "In its words",
            "advice": "To make it firmer",
        },
    )
    rules = [
        {
            "indicator": one.indicator,
            "status": one.status.value.replace("_", " "),
            "title": one.title,
            "reason": one.reason,
        }
        for one in checked.findings
        if one.status is not Status.NOT_APPLICABLE
    ]
    if rules:
        columns = {"indicator": "Rule", "title": "What", "status": "Conclusion", "reason": "Why"}
        show.rows(rules, as_json=False, columns=columns)
