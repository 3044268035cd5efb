"""Measure the reading against labelled notices."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from monitor.cli import show
from monitor.errors import BadInput
from nlp.pipeline import Extractor
from nlp.training.evaluate import READERS, Evaluation, evaluate
from nlp.training.scoring import Figures

COLUMNS = {
    "what": "On",
    "labels": "Labels",
    "predicted": "Found",
    "precision": "Span P",
    "recall": "Span R",
    "spans": "Span F1",
    "notices": "Notice F1",
    "strength": "Strength",
    "kappa": "Kappa",
}


@click.command("evaluate")
@click.option(
    "--gold",
    type=click.Path(path_type=Path),
    default=Path("../shared/gold"),
    show_default=True,
    help="Folder with notices.jsonl and labels.jsonl.",
)
@click.option("--quick", is_flag=True, help="Leave out the runs without each component.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@show.with_exit_code
def command(gold: Path, *, quick: bool, as_json: bool) -> int:
    """Count precision, recall and F1 of spans and of notice-and-theme pairs, agreement on weak and strong, and kappa.

    On all labelled notices, on the half that rules were written from and the half they were not, by theme and type of
    notice, without each component, and beside a list of keywords and two readers. The exit code is 1 where a quote is
    not the text at its offsets.

    Example:
      ethos evaluate --gold gold

    """
    missing = [name for name in ("notices.jsonl", "labels.jsonl") if not (gold / name).is_file()]
    if missing:
        raise BadInput(f"{gold} has no {missing[0]}: name a folder of labelled notices with --gold")
    with show.progress("evaluate"):
        found = evaluate(Extractor.load(), gold, without=()) if quick else evaluate(Extractor.load(), gold)
    if as_json:
        show.print_json({**asdict(found), "readers": READERS})
    else:
        _print(found)
    return 0 if found.exact else 1


def _print(found: Evaluation) -> None:
    beside = [_row("a list of keywords", found.baseline), {"what": "two readers", **READERS}]
    for title, rows in (
        ("Overall", [*(_row(name, one) for name, one in found.overall.items()), *beside]),
        ("By theme", [_row(name, one) for name, one in found.by_theme.items()]),
        ("By type of notice", [_row(name, one) for name, one in found.by_type.items()]),
        ("Without each component", [_row(f"without {name}", one) for name, one in found.without.items()]),
    ):
        if rows:
            show.rows(rows, as_json=False, title=title, columns=COLUMNS)
    show.console().print("Every quote is the text at its offsets." if found.exact else "Some quotes are not exact.")


def _row(what: str, figures: Figures) -> dict[str, Any]:
    return {
        "what": what,
        "labels": figures.labels,
        "predicted": figures.predicted,
        "precision": f"{figures.spans.precision:.3f}",
        "recall": f"{figures.spans.recall:.3f}",
        "spans": f"{figures.spans.f1:.3f}",
        "notices": f"{figures.notices.f1:.3f}",
        "strength": "" if figures.strength is None else f"{figures.strength:.3f}",
        "kappa": "" if figures.kappa is None else f"{figures.kappa:.3f}",
    }
