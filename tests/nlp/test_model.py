from pathlib import Path

import numpy as np
import pytest

from nlp.components.firmness import HEADS
from nlp.errors import BadModel
from nlp.features import Block
from nlp.model import CARD, FIRMNESS, THEMES, LinearModel, load_model, save_models
from nlp.pipeline import MODEL


def small() -> LinearModel:
    weights = np.array([[1.5, -2.0], [0.25, 0.5]], dtype=np.float32)
    return LinearModel(("a", "b"), np.array([7, 1_000_000]), weights, np.array([0.5, 0.0], dtype=np.float32))


def block(scale: float, *numbers: int) -> Block:
    return Block(
        np.array(numbers, dtype=np.int64), np.zeros(len(numbers), dtype=np.int64), np.array([scale], dtype=np.float32)
    )


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    save_models({THEMES: small()}, tmp_path, {"seed": 1})

    loaded = load_model(tmp_path)

    assert loaded.names == ("a", "b")
    assert np.array_equal(loaded.numbers, small().numbers)
    assert np.array_equal(loaded.weights, small().weights)


def test_a_block_counts_by_its_scale_and_unknown_features_for_nothing() -> None:
    ((first, second),) = small().probabilities([block(2.0, 7, 8), block(1.0, 9), block(1.0)])

    assert first == pytest.approx(1 / (1 + np.exp(-3.5)))
    assert second == pytest.approx(1 / (1 + np.exp(4.0)))


def test_a_model_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="ethos train"):
        load_model(tmp_path)


@pytest.mark.parametrize("name", [THEMES, CARD])
def test_a_model_that_was_changed_is_refused(tmp_path: Path, name: str) -> None:
    save_models({THEMES: small()}, tmp_path, {})
    path = tmp_path / name
    path.write_bytes(path.read_bytes().replace(b'"sha256"', b'"other"') + b" ")

    with pytest.raises(BadModel, match="make it again"):
        load_model(tmp_path)


def test_the_models_in_the_repository_are_small_and_whole() -> None:
    assert load_model(MODEL, THEMES).names
    assert load_model(MODEL, FIRMNESS).names == HEADS
    assert sum(path.stat().st_size for path in MODEL.iterdir()) < 15_000_000
