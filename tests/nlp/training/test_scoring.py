import pytest

from nlp.training.scoring import Mark, figures, kappa


def mark(start: int, end: int, theme: str = "climate", level: int = 3, notice: str = "n") -> Mark:
    return Mark(notice, "/p", start, end, theme, level)


def test_overlapping_quotes_of_one_theme_count_as_found() -> None:
    result = figures([mark(0, 10), mark(20, 30)], [mark(5, 12), mark(40, 50)])

    assert (result.spans.precision, result.spans.recall) == (0.5, 0.5)
    assert result.spans.f1 == 0.5


def test_another_theme_or_place_is_no_hit() -> None:
    result = figures([mark(0, 10)], [mark(0, 10, theme="environment")])

    assert result.spans.f1 == 0.0
    assert result.strength is None


def test_a_theme_that_is_ruled_out_is_not_one_of_the_notice() -> None:
    result = figures([mark(0, 10, level=0)], [mark(0, 10, level=0)])

    assert (result.notices.precision, result.notices.recall) == (0.0, 0.0)


def test_strength_compares_the_highest_levels_of_the_pairs_both_have() -> None:
    gold = [mark(0, 1, level=1), mark(2, 3, level=3), mark(0, 1, theme="environment", level=2)]
    ours = [mark(0, 1, level=4), mark(0, 1, theme="environment", level=3)]

    assert figures(gold, ours).strength == 0.5


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [([], None), ([(1, 1), (3, 3)], 1.0), ([(1, 3), (3, 1)], -1.0)],
    ids=["none", "same", "opposite"],
)
def test_kappa_weighs_by_the_square_of_the_distance(pairs: list[tuple[int, int]], expected: float | None) -> None:
    assert kappa(pairs) == expected
