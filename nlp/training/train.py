"""Training the model from the corpus: minutes on two cores, and the same model for the same corpus and seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.components.subject import Subject
from nlp.components.themes import Themes
from nlp.features import BUCKETS, features
from nlp.fields import field_of
from nlp.firm import HEADS
from nlp.model import FIRMNESS, THEMES, LinearModel, save_models
from nlp.phrases import fold, keys
from nlp.setting import Setting
from nlp.taxonomy import themes as taxonomy
from nlp.training.corpus import CORPUS, Passage, read_corpus
from nlp.training.example import Example
from nlp.training.firm import firm_examples

SEED = 20260824
EPOCHS = 12
SETTLED = 4
"""The weights of all later epochs are averaged, so that the last examples do not decide."""
BATCH = 32
RATE = 0.35
DECAY = 2e-4
HIDE_RULES = 0.3
"""How often a rule is hidden from an example, so that the words are learned too."""
HELD_OUT = 10
"""One passage in so many is kept for the scores that are printed."""


def train(corpus: Path = CORPUS, output: Path | None = None, seed: int = SEED) -> dict[str, float]:
    """Train on a corpus, write the model where ``output`` says, and return the scores on what was held out."""
    names = tuple(theme.code for theme in taxonomy())
    passages = list(read_corpus(corpus))
    kept = [passage for number, passage in enumerate(passages) if number % HELD_OUT]
    held = passages[::HELD_OUT]
    scores = _scores(fit(list(_examples(kept, names)), names, seed), list(_examples(held, names)))
    firm_scores = _scores(fit(list(firm_examples(kept)), HEADS, seed), list(firm_examples(held)))
    if output is not None:
        models = {
            THEMES: fit(list(_examples(passages, names)), names, seed),
            FIRMNESS: fit(list(firm_examples(passages)), HEADS, seed),
        }
        card = {
            "seed": seed,
            "passages": len(passages),
            "corpus_sha256": corpus_hash(corpus),
            "themes": scores,
            "firmness": firm_scores,
        }
        save_models(models, output, card)
    return scores | {f"firmness_{name}": value for name, value in firm_scores.items()}


def fit(examples: Sequence[Example], names: tuple[str, ...], seed: int) -> LinearModel:
    """Fit one linear judge a theme by stochastic gradient descent with adaptive steps (Adagrad)."""
    chance = np.random.default_rng(seed)
    weights = np.zeros((BUCKETS, len(names)), dtype=np.float32)
    bias = np.full(len(names), -3.0, dtype=np.float32)
    spent = np.full_like(weights, 1e-2)
    spent_bias = np.full_like(bias, 1e-2)
    mean, mean_bias = np.zeros_like(weights), np.zeros_like(bias)
    for epoch in range(EPOCHS):
        order = chance.permutation(len(examples))
        for start in range(0, len(order), BATCH):
            batch = [examples[number] for number in order[start : start + BATCH]]
            _step(batch, chance, weights, bias, spent, spent_bias)
        if epoch >= SETTLED:
            mean += weights / (EPOCHS - SETTLED)
            mean_bias += bias / (EPOCHS - SETTLED)
    return LinearModel(names, mean, mean_bias)


def _step(
    batch: Sequence[Example],
    chance: np.random.Generator,
    weights: NDArray[np.float32],
    bias: NDArray[np.float32],
    spent: NDArray[np.float32],
    spent_bias: NDArray[np.float32],
) -> None:
    rows = [example.bare if chance.random() < HIDE_RULES else example.rows for example in batch]
    lengths = np.array([len(row) for row in rows])
    flat = np.concatenate(rows)
    scale = (1 / np.sqrt(lengths)).astype(np.float32)[:, None]
    logits = np.add.reduceat(weights[flat], np.concatenate(([0], lengths.cumsum()[:-1]))) * scale + bias
    error = 1 / (1 + np.exp(-logits.clip(-30, 30))) - np.stack([example.truth for example in batch])
    spread = np.repeat(error * scale, lengths, axis=0)
    touched, where = np.unique(flat, return_inverse=True)
    slope = np.zeros((len(touched), weights.shape[1]), dtype=np.float32)
    np.add.at(slope, where, spread)
    slope += DECAY * weights[touched]
    spent[touched] += slope**2
    weights[touched] -= RATE * slope / np.sqrt(spent[touched])
    total = error.sum(axis=0)
    spent_bias += total**2
    bias -= RATE * total / np.sqrt(spent_bias)


def _examples(passages: Sequence[Passage], names: tuple[str, ...]) -> Iterator[Example]:
    subject, rules = Subject(), Themes()
    for passage in passages:
        setting = Setting(
            field=field_of(passage.pointer),
            notice_type=passage.context.notice_type,
            weight=passage.weight,
            subjects=subject.subjects(passage.context),
        )
        folded = fold(passage.text)
        for start, end, themes in passage.statements():
            words = folded[start:end]
            found = [family for family, _, _ in rules.match(words, rules.index.candidates(keys(words)), setting)]
            truth = np.array([name in themes for name in names], dtype=np.float32)
            yield Example(features(words, setting, found), features(words, setting, ()), truth)


def _scores(model: LinearModel, examples: Sequence[Example]) -> dict[str, float]:
    said = np.stack([model.probabilities(example.rows) >= 0.5 for example in examples])  # noqa: PLR2004 - even odds
    true = np.stack([example.truth > 0 for example in examples])
    both = float((said & true).sum())
    precision, recall = both / max(float(said.sum()), 1), both / max(float(true.sum()), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def corpus_hash(folder: Path) -> str:
    """The hash of all lines a model was trained on."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
