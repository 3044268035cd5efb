"""Read a notice or a buyer by the seven principles, or list them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from monitor import principles
from monitor.cli import options, show
from monitor.indicators.base import Indicator
from monitor.indicators.principles import MEANINGS, indicators_of, themes_of
from monitor.indicators.standing import BuyerLine, NoticeLine

TITLES = {one.principle.value: one.title for one in MEANINGS}
WORDS = ("ruled out", "named", "required", "specified", "measurable")


@click.command("principles")
@click.argument("notice_id", required=False)
@click.option("--buyer", metavar="KEY", help="Read all notices of the buyer with this key: see 'ethos buyers'.")
@show.output_options
def command(notice_id: str | None, buyer: str | None, *, as_json: bool, as_csv: bool) -> None:
    """List the seven principles, or read the notice NOTICE_ID or a buyer by them.

    Each line says what was said under a principle and how firmly, what was not said, and how its rules concluded.

    Example:
      ethos principles
      ethos principles 075962-2026
      ethos principles --buyer GB-PPON-PNOR-0001-AAAA --json

    """
    if notice_id is not None and buyer is not None:
        raise click.UsageError("Choose one of NOTICE_ID and --buyer.")
    with options.services() as services:
        rows, columns = _listed(services.indicators), LISTED
        if notice_id is not None:
            rows, columns = [_notice(line) for line in principles.of_notice(services, notice_id)], NOTICE
        elif buyer is not None:
            rows, columns = [_buyer(line) for line in principles.of_buyer(services, buyer)], BUYER
    if not (as_json or as_csv):
        rows = [_plain(row) for row in rows]
    show.rows(rows, as_json=as_json, as_csv=as_csv, columns=columns)


def _listed(indicators: Sequence[Indicator]) -> list[dict[str, Any]]:
    return [
        {
            "principle": one.principle.value,
            "title": one.title,
            "meaning": one.meaning,
            "law": [str(citation) for citation in one.law],
            "note": one.note,
            "themes": [theme.code for theme in themes_of(one.principle)],
            "indicators": [indicator.code for indicator in indicators_of(one.principle, indicators)],
        }
        for one in MEANINGS
    ]


def _notice(line: NoticeLine) -> dict[str, Any]:
    return {**asdict(line), "title": TITLES[line.principle]}


def _buyer(line: BuyerLine) -> dict[str, Any]:
    return {**asdict(line), "title": TITLES[line.principle]}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as people read it: counts with their words, and codes apart from what was not said."""
    plain = dict(row)
    if "levels" in row:
        plain["levels"] = _counted(zip(WORDS, row["levels"], strict=True))
        plain["silent"] = [one["theme"] for one in row["themes"] if not sum(one["levels"])]
        plain["asked"] = _counted((name.replace("_", " "), row["asked"][name]) for name in ASKED)
        plain["flags"] = row["asked"]["flags"]
    if "states" in row:
        plain["states"] = _counted((name.replace("_", " "), number) for name, number in row["states"].items())
    elif "state" in row:
        plain["state"] = row["state"].replace("_", " ")
    return plain


def _counted(pairs: Any) -> str:
    return ", ".join(f"{number} {name}" for name, number in pairs if number)


ASKED = ("raised", "clear", "cannot_tell")
LISTED = {
    "title": "Principle",
    "meaning": "What it means",
    "law": "Law",
    "themes": "Themes",
    "indicators": "Indicators",
}
NOTICE = {
    "title": "Principle",
    "state": "State",
    "levels": "Commitments",
    "silent": "Themes not said",
    "asked": "Rules",
    "flags": "Raised",
}
BUYER = {
    "title": "Principle",
    "notices": "Notices",
    "states": "Notices by state",
    "levels": "Commitments",
    "silent": "Themes never said",
    "asked": "Rules",
    "flags": "Raised",
}
