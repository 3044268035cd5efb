"""The trained model: linear judges over numbered features, kept in two small files.

``themes.bin`` judges which themes a statement has, ``firmness.bin`` how firm its words are: half-precision weights with
the names of what they judge. ``model.json`` beside them says what they were made from, with the hash of each.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.errors import BadModel
from nlp.features import BUCKETS, Block

THEMES, FIRMNESS, CARD = "themes.bin", "firmness.bin", "model.json"

Floats = NDArray[np.float32]


class LinearModel:
    """Probabilities of named judgements: a row of weights for each feature by its number, the last one for no other."""

    def __init__(self, names: tuple[str, ...], numbers: NDArray[np.int64], weights: Floats, bias: Floats) -> None:
        self.names = names
        self.numbers = numbers
        self.weights = weights
        self.bias = bias
        self._rows = np.full(BUCKETS, len(numbers), dtype=np.int32)
        self._rows[numbers] = np.arange(len(numbers), dtype=np.int32)
        self._padded = np.vstack([weights, np.zeros((1, len(names)), dtype=np.float32)]).astype(np.float32)

    def probabilities(self, blocks: Sequence[Block]) -> Floats:
        """The probability of each judgement, in the order of ``names``, for each example of some blocks."""
        logits: Floats = np.repeat(self.bias[None, :], len(blocks[0].scales), axis=0)
        for block in blocks:
            if len(block.owners):
                starts = np.flatnonzero(np.diff(block.owners, prepend=-1))
                sums = np.add.reduceat(self._padded[self._rows[block.numbers]], starts, axis=0)
                owners = block.owners[starts]
                logits[owners] += sums * block.scales[owners, None]
        result: Floats = np.float32(1) / (np.float32(1) + np.exp(-logits.clip(-30, 30)))
        return result


def save_models(models: dict[str, LinearModel], folder: Path, card: dict[str, Any]) -> None:
    """Write models by the names of their files into a folder, with one card that holds their hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    hashes = {name: _save(model, folder / name) for name, model in sorted(models.items())}
    (folder / CARD).write_text(json.dumps({**card, "sha256": hashes}, indent=2) + "\n", encoding="utf-8")


def _save(model: LinearModel, path: Path) -> str:
    content = io.BytesIO()
    np.savez(
        content,
        numbers=model.numbers.astype(np.uint32),
        weights=model.weights.astype(np.float16),
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
        return LinearModel(
            tuple(str(named) for named in stored["names"]),
            stored["numbers"].astype(np.int64),
            stored["weights"].astype(np.float32),
            stored["bias"].astype(np.float32),
        )
