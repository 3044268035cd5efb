"""Train the model of reading from the corpus in the repository."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli import show
from monitor.errors import BadInput
from nlp.pipeline import MODEL
from nlp.training.train import train


@click.command("train")
@click.option("--output", type=click.Path(path_type=Path), help="Folder to write to [default: where Ethos reads it].")
@click.option("--corpus", type=click.Path(path_type=Path), help="Folder of .jsonl files [default: the project's own].")
@click.option("--seed", type=int, help="Which passages are held out for the scores.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(output: Path | None, corpus: Path | None, seed: int | None, *, as_json: bool) -> None:
    """Make the model again from the corpus: a minute, no download, the same bytes for the same corpus and rules.

    A tenth of the passages is held out for the scores that are printed; the model itself is fitted on all.

    Example:
      ethos train
      ethos train --output /tmp/model --json

    """
    if corpus is not None and not any(corpus.glob("*.jsonl")):
        raise BadInput(f"{corpus} holds no .jsonl files: name the folder of a corpus, such as nlp/training/corpus")
    chosen = {name: value for name, value in (("corpus", corpus), ("seed", seed)) if value is not None}
    with show.progress("train"):
        scores = train(output=output or MODEL, **chosen)  # type: ignore[arg-type]
    rows = [{"score": name.replace("_", " "), "value": round(value, 4)} for name, value in scores.items()]
    if as_json:
        show.print_json({"output": str(output or MODEL), "scores": scores})
    else:
        title = f"Held-out scores; the model is in {output or MODEL}"
        show.rows(rows, as_json=False, title=title, columns={"score": "Score", "value": "Value"})
