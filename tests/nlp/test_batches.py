import pytest

from nlp.batches import batches


@pytest.mark.parametrize(
    ("items", "expected"), [([1, 2, 3], [[1, 2], [3]]), ([1, 2], [[1, 2]]), ([], [])], ids=["rest", "even", "none"]
)
def test_items_come_in_order_and_in_lists_of_the_size(items: list[int], expected: list[list[int]]) -> None:
    assert list(batches(iter(items), 2)) == expected
