from pathlib import Path

import numpy as np
import pytest

from nlp.errors import BadModel
from nlp.features import BUCKETS
from nlp.model import CARD, FIRMNESS, THEMES, LinearModel, load_model, save_models
from nlp.pipeline import MODEL


def small() -> LinearModel:
    weights = np.zeros((BUCKETS, 2), dtype=np.float32)
    weights[7] = (1.5, -2.0)
    return LinearModel(("a", "b"), weights, np.array([0.5, 0.0], dtype=np.float32))


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    save_models({THEMES: small()}, tmp_path, {"seed": 1})

    loaded = load_model(tmp_path)

    assert loaded.names == ("a", "b")
    assert np.array_equal(loaded.weights, small().weights)
    first, second = loaded.probabilities(np.array([7]))
    assert first > 0.8
    assert second < 0.2


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
    assert load_model(MODEL, FIRMNESS).names == ("named", "bound", "definite", "measured")
    assert sum(path.stat().st_size for path in MODEL.iterdir()) < 15_000_000
