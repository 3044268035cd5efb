"""Training the model from the corpus: a minute on one core, and the same bytes for the same corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nlp.components.categoriser import ADD, KEEP
from nlp.components.firmness import HEADS
from nlp.features import Case, level_blocks, theme_blocks
from nlp.model import FIRMNESS, THEMES, LinearModel, save_models
from nlp.taxonomy import themes as taxonomy
from nlp.training.corpus import CORPUS, read_corpus
from nlp.training.examples import Example, examples
from nlp.training.fit import fit

SEED = 20260824
"""Which passages are held out for the scores; the fit itself has no chance in it."""
HELD_OUT = 10
"""One passage in so many is kept for the scores that are printed."""
PLAIN, HARD = 4.0, 8.0
"""How much a statement without any label counts, and again a rule's false hit: both are commoner in notices."""
FIRM = 4.0
"""How much each labelled theme counts in the judge of levels: the words may weigh more there than in finding."""


def train(corpus: Path = CORPUS, output: Path | None = None, seed: int = SEED) -> dict[str, float]:
    """Train on a corpus, write the model where ``output`` says, and return the scores on what was held out."""
    passages = list(read_corpus(corpus))
    held = np.random.default_rng(seed).permutation(len(passages)) % HELD_OUT == 0
    kept = list(examples(passage for passage, out in zip(passages, held, strict=True) if not out))
    apart = list(examples(passage for passage, out in zip(passages, held, strict=True) if out))
    scores = {"themes": _theme_scores(fit_themes(kept), apart), "firmness": _level_scores(fit_levels(kept), apart)}
    if output is not None:
        everything = kept + apart
        card = {"seed": seed, "passages": len(passages), "corpus_sha256": corpus_hash(corpus), **scores}
        save_models({THEMES: fit_themes(everything), FIRMNESS: fit_levels(everything)}, output, card)
    return {**scores["themes"], **{f"firmness_{name}": value for name, value in scores["firmness"].items()}}


def fit_themes(known: Sequence[Example]) -> LinearModel:
    """One judge a theme."""
    names = tuple(theme.code for theme in taxonomy())
    truth = np.array([[name in example.labels for name in names] for example in known], dtype=np.float32)
    ruled = np.array([[name in example.seen.standing for name in names] for example in known])
    importance = np.where(truth.any(axis=1), 1.0, PLAIN)[:, None] * np.where(ruled & (truth == 0), HARD, 1.0)
    return fit(theme_blocks([example.seen for example in known]), truth, names, importance.astype(np.float32))


def fit_levels(known: Sequence[Example]) -> LinearModel:
    """Four judges of a labelled theme: is its level at least 1, 2, 3, 4."""
    cases = [(example, theme, level) for example in known for theme, level in sorted(example.labels.items())]
    truth = np.array([[level > rank for rank in range(len(HEADS))] for _, _, level in cases], dtype=np.float32)
    blocks = level_blocks([_case(example, theme) for example, theme, _ in cases])
    return fit(blocks, truth, HEADS, np.full((len(cases), 1), FIRM, dtype=np.float32))


def _case(example: Example, theme: str) -> Case:
    return Case(example.seen, theme, example.ruled.get(theme), example.facts)


def _theme_scores(model: LinearModel, known: Sequence[Example]) -> dict[str, float]:
    found = truly = both = 0
    every = model.probabilities(theme_blocks([example.seen for example in known])).tolist()
    for example, chances in zip(known, every, strict=True):
        named = zip(model.names, chances, strict=True)
        said = {name for name, chance in named if chance >= (KEEP if name in example.seen.standing else ADD)}
        found, truly, both = found + len(said), truly + len(example.labels), both + len(said & example.labels.keys())
    precision, recall = both / max(found, 1), both / max(truly, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _level_scores(model: LinearModel, known: Sequence[Example]) -> dict[str, float]:
    cases = [(_case(example, theme), level) for example in known for theme, level in sorted(example.labels.items())]
    chances = model.probabilities(level_blocks([case for case, _ in cases]))
    said = (np.minimum.accumulate(chances, axis=1) >= 0.5).sum(axis=1)  # noqa: PLR2004 - even odds
    off = np.abs(said - np.array([level for _, level in cases]))
    return {"exact": round(float((off == 0).mean()), 4), "within_one": round(float((off <= 1).mean()), 4)}


def corpus_hash(folder: Path) -> str:
    """The hash of all lines a model was trained on."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
