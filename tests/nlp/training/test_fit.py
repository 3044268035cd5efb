import numpy as np

from nlp.features import Block
from nlp.training.fit import RARE, fit


def examples(*rows: list[int]) -> list[Block]:
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    numbers = np.array([number for row in rows for number in row], dtype=np.int64)
    return [Block(numbers, owners, np.ones(len(rows), dtype=np.float32))]


TOLD = [[1, 3], [2, 3]] * 10
TRUTH = np.array([[1.0], [0.0]] * 10, dtype=np.float32)
EVEN = np.ones((20, 1), dtype=np.float32)


def test_what_tells_examples_apart_is_learned() -> None:
    model = fit(examples(*TOLD), TRUTH, ("a",), EVEN)

    (first,), (second,) = model.probabilities(examples([1, 3], [2, 3]))

    assert first > 0.7
    assert second < 0.3


def test_an_example_that_counts_more_moves_the_judge() -> None:
    importance = np.array([[1.0], [8.0]] * 10, dtype=np.float32)

    even = fit(examples(*TOLD), TRUTH, ("a",), EVEN)
    tilted = fit(examples(*TOLD), TRUTH, ("a",), importance)

    assert tilted.probabilities(examples([3]))[0, 0] < even.probabilities(examples([3]))[0, 0]


def test_a_feature_that_is_too_rare_is_left_out() -> None:
    truth = np.vstack([TRUTH, [[0.0]]]).astype(np.float32)

    model = fit(examples(*TOLD, [99]), truth, ("a",), np.ones((21, 1), dtype=np.float32))

    assert RARE == 2
    assert model.numbers.tolist() == [1, 2, 3]
