"""The figures of the model's page, as the tables that stand in it: ``python -m nlp.training.report GOLD [GOLD ...]``.

Each folder holds labelled notices as ``nlp.training.evaluate`` reads them. With ``--write PAGE`` the tables take the
place of those between the two marks in the page.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from nlp.pipeline import Extractor
from nlp.training.evaluate import OPTIONAL, READERS, Evaluation, evaluate
from nlp.training.scoring import Figures

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
_HEAD = "| set | labels | found | spans | notice and theme | weak or strong | kappa |\n" + "| --- " * 7 + "|"


def main(arguments: Sequence[str] | None = None) -> str:
    """The tables for the folders that are named, written into a page where one is given."""
    parser = argparse.ArgumentParser(prog="python -m nlp.training.report", description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path, help="a folder with notices.jsonl and labels.jsonl")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="the page to put the tables into")
    given = parser.parse_args(arguments)
    extractor = Extractor.load()
    told = "\n".join(line for folder in given.gold for line in tables(folder.name, evaluate(extractor, folder)))
    if given.write is not None:
        page = given.write.read_text(encoding="utf-8")
        given.write.write_text(replaced(page, told), encoding="utf-8")
    return told


def tables(name: str, found: Evaluation) -> Iterator[str]:
    """The tables of one set: overall beside the baseline and the readers, by theme, and without each component."""
    yield f"### {name}\n\nF1 of spans and of notice and theme; agreement on weak or strong; weighted kappa of levels.\n"
    yield _HEAD
    for part, figures in found.overall.items():
        yield _row(part, figures)
    for component in OPTIONAL:
        if component in found.without:
            yield _row(f"half unseen, without {component}", found.without[component])
    yield _row("keywords alone", found.baseline)
    yield "| two readers | | | " + " | ".join(f"{value:.2f}" for value in READERS.values()) + " |"
    yield "\n| theme | labels | found | precision | recall | notice and theme |\n| --- | --- | --- | --- | --- | --- |"
    for theme, figures in found.by_theme.items():
        spans = figures.spans
        yield (
            f"| {theme} | {figures.labels} | {figures.predicted} | {spans.precision:.2f} | {spans.recall:.2f} | "
            f"{figures.notices.f1:.2f} |"
        )
    yield ""


def replaced(page: str, told: str) -> str:
    """A page with other tables between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"the page has no marks {BEGIN} and {END}; put them where the tables belong")
    return f"{before}{BEGIN}\n\n{told}\n{END}{after}"


def _row(name: str, figures: Figures) -> str:
    values = (figures.spans.f1, figures.notices.f1, figures.strength, figures.kappa)
    told = " | ".join("" if value is None else f"{value:.3f}" for value in values)
    return f"| {name} | {figures.labels} | {figures.predicted} | {told} |"


if __name__ == "__main__":
    print(main())  # noqa: T201 - a door prints
