from __future__ import annotations

import pytest

from scrapers import folding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Supply of Caf\u00e9 Chairs", {"cafe", "chairs"}),
        ("T\u0177 a Thir", {"ty", "thir"}),
        ("services", {"services"}),
        ("", set()),
    ],
)
def test_words_are_folded_and_filling_is_left_out(text: str, expected: set[str]) -> None:
    assert folding.words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grounds 2025/26", {2025, 2026}),
        ("Grounds 2025-2026", {2025, 2026}),
        ("Grounds 2025 - 26", {2025, 2026}),
        ("Grounds from 2025", {2025}),
        ("Ref 120256", set()),
        ("Grounds 2025-12345", {2025}),
    ],
)
def test_years_are_the_same_however_they_are_written(text: str, expected: set[int]) -> None:
    assert folding.years(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roofs - Lot 2", {"lot 2"}),
        ("Roofs LOT B, Phase iii", {"lot b", "phase iii"}),
        ("Roofs lot no. 4", {"lot 4"}),
        ("Parking lots", set()),
        ("A part of it", set()),
    ],
)
def test_parts_are_the_lots_and_phases_named(text: str, expected: set[str]) -> None:
    assert folding.parts(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("Depot 7", {"7"}), ("DN7001 depot", set()), ("12/2024", set())])
def test_small_numbers_count_things_and_long_ones_are_references(text: str, expected: set[str]) -> None:
    assert folding.small_numbers(text) == expected
