"""How readings are counted against a reader's labels.

A label is found where a predicted quote of its theme overlaps it in the same segment, and the other way about for
precision. A notice has a theme when its highest level is 1 or more. Weak is level 1 or 2, strong 3 or 4; kappa is
weighted quadratically.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

STRONG = 3
LEVELS = 5


class Mark(NamedTuple):
    """One label or prediction: where, of what theme, at what level."""

    notice: str
    place: str
    start: int
    end: int
    theme: str
    level: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; nought where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one set of predictions reaches on one set of labels."""

    labels: int
    predicted: int
    spans: Ratio
    notices: Ratio
    strength: float | None
    kappa: float | None


def figures(gold: Sequence[Mark], predicted: Sequence[Mark]) -> Figures:
    """Count predictions against labels."""
    pairs = _levels(gold, predicted)
    return Figures(
        labels=len(gold),
        predicted=len(predicted),
        spans=Ratio(_share(predicted, gold), _share(gold, predicted)),
        notices=_notices(gold, predicted),
        strength=_mean([(one >= STRONG) == (other >= STRONG) for one, other in pairs]),
        kappa=kappa(pairs),
    )


def kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Cohen's kappa of two readers' levels, weighted by the square of their distance; ``None`` for no pairs."""
    if not pairs:
        return None
    ours, theirs = ([sum(pair[side] == rank for pair in pairs) for rank in range(LEVELS)] for side in (0, 1))
    seen = sum((one - other) ** 2 for one, other in pairs)
    chance = sum((i - j) ** 2 * ours[i] * theirs[j] / len(pairs) for i in range(LEVELS) for j in range(LEVELS))
    return 1 - seen / chance if chance else 1.0


def _share(some: Sequence[Mark], others: Iterable[Mark]) -> float:
    by_place: Mapping[tuple[str, str, str], list[Mark]] = defaultdict(list)
    for other in others:
        by_place[other.notice, other.place, other.theme].append(other)
    hits = sum(any(_overlap(one, other) for other in by_place[one.notice, one.place, one.theme]) for one in some)
    return hits / len(some) if some else 0.0


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _highest(marks: Iterable[Mark]) -> dict[tuple[str, str], int]:
    highest: dict[tuple[str, str], int] = {}
    for mark in marks:
        key = mark.notice, mark.theme
        highest[key] = max(highest.get(key, 0), mark.level)
    return {key: level for key, level in highest.items() if level}


def _notices(gold: Sequence[Mark], predicted: Sequence[Mark]) -> Ratio:
    ours, theirs = _highest(predicted), _highest(gold)
    both = len(ours.keys() & theirs.keys())
    return Ratio(both / len(ours) if ours else 0.0, both / len(theirs) if theirs else 0.0)


def _levels(gold: Sequence[Mark], predicted: Sequence[Mark]) -> list[tuple[int, int]]:
    ours, theirs = _highest(predicted), _highest(gold)
    return [(theirs[key], ours[key]) for key in sorted(ours.keys() & theirs.keys())]


def _mean(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None
