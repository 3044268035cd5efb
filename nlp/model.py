"""The trained model: linear judges over hashed features, kept in two small files.

``themes.bin`` judges which themes a statement has, ``firmness.bin`` how firm its words are: compressed half-
precision weights with the names of what they judge. ``model.json`` beside them says what they were made from, with
the hash of each.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.errors import BadModel
from nlp.features import BUCKETS

THEMES, FIRMNESS, CARD = "themes.bin", "firmness.bin", "model.json"
_LEAST = 1e-4
"""Smaller weights change no decision."""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Probabilities of named judgements from a statement's features."""

    names: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The probability of each judgement, in the order of ``names``."""
        logits = self.weights[rows].sum(axis=0) / np.float32(np.sqrt(max(len(rows), 1))) + self.bias
        result: NDArray[np.float32] = 1 / (1 + np.exp(-logits.clip(-30, 30)))
        return result


def save_models(models: dict[str, LinearModel], folder: Path, card: dict[str, Any]) -> None:
    """Write models by the names of their files into a folder, with one card that holds their hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    hashes = {name: _save(model, folder / name) for name, model in sorted(models.items())}
    (folder / CARD).write_text(json.dumps({**card, "sha256": hashes}, indent=2) + "\n", encoding="utf-8")


def _save(model: LinearModel, path: Path) -> str:
    used = np.flatnonzero(np.abs(model.weights).max(axis=1) > _LEAST)
    content = io.BytesIO()
    np.savez(
        content,
        rows=used.astype(np.int32),
        weights=model.weights[used].astype(np.float16),
        bias=model.bias,
        names=np.array(model.names),
    )
    path.write_bytes(zlib.compress(content.getvalue(), 9))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load_model(folder: Path, name: str = THEMES) -> LinearModel:
    """Read a model, or raise ``BadModel`` where it is missing or not what its card says."""
    path, card = folder / name, folder / CARD
    try:
        content, said = path.read_bytes(), json.loads(card.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadModel(f"no model can be read in {folder} ({error}); make one with 'ethos train'") from error
    if hashlib.sha256(content).hexdigest() != said.get("sha256", {}).get(name):
        raise BadModel(f"{path} is not the model that {card.name} describes; make it again with 'ethos train'")
    with np.load(io.BytesIO(zlib.decompress(content)), allow_pickle=False) as stored:
        weights = np.zeros((BUCKETS, len(stored["names"])), dtype=np.float32)
        weights[stored["rows"]] = stored["weights"].astype(np.float32)
        return LinearModel(tuple(str(named) for named in stored["names"]), weights, stored["bias"].astype(np.float32))
