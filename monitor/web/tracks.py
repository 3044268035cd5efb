"""A procurement's notices as a line of stations, and each thread as a track along it.

Places are in percent, so that a picture is as wide as its page and its figures keep their size. The stations stand
evenly, in the order of publication: the picture tells what came after what, and the dates beside it how long it took.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

STAGES = {
    "asked": "asked",
    "promised": "promised",
    "agreed": "agreed",
    "changed": "changed",
    "rated": "rated",
    "ended": "ended",
}
MISSED = frozenset({"below", "significantlyBelow"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A thread at one numbered station: ``kind`` is the stage, or how it was rated or moved."""

    x: float
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Track:
    """A thread along the line: from where to where it runs, its marks, and the same in words."""

    start: float
    end: float
    marks: tuple[Mark, ...]
    words: str


def places(count: int) -> list[float]:
    """Where so many stations stand."""
    return [round((number + 0.5) * 100 / count, 3) for number in range(count)]


def track(steps: Sequence[Mapping[str, Any]], stations: Mapping[str, int]) -> Track | None:
    """The track of a thread over the numbered notices; ``None`` where it speaks of none of them."""
    at: dict[int, list[Mapping[str, Any]]] = {}
    for step in steps:
        if step["notice_id"] in stations:
            at.setdefault(stations[step["notice_id"]], []).append(step)
    if not at:
        return None
    xs = places(len(stations))
    marks = tuple(Mark(xs[number], _kind(found), number + 1) for number, found in sorted(at.items()))
    words = "; ".join(f"{_told(found)} in notice {number + 1}" for number, found in sorted(at.items()))
    return Track(marks[0].x, marks[-1].x, marks, words[:1].upper() + words[1:])


def _kind(steps: Sequence[Mapping[str, Any]]) -> str:
    ratings = [step.get("rating") for step in steps if step["stage"] == "rated"]
    if ratings:
        return "missed" if MISSED.intersection(ratings) else "met" if set(ratings) == {"met"} else "rated"
    shifts = {step["shift"]["direction"] for step in steps if step.get("shift")}
    if "weaker" in shifts:
        return "weaker"
    return "firmer" if shifts else str(steps[0]["stage"])


def _told(steps: Sequence[Mapping[str, Any]]) -> str:
    kind = _kind(steps)
    stage = STAGES.get(str(steps[0]["stage"]), str(steps[0]["stage"]))
    return {
        "missed": "rated missed",
        "met": "rated met",
        "weaker": f"{stage}, weaker",
        "firmer": f"{stage}, firmer",
    }.get(kind, stage)
