"""Bars of how many notices stand how firmly by a principle: widths are counted here, so that pages need no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.web.words import LEVELS, STATES

WIDTH = 300
SILENT = ("elsewhere", "ruled_out", "not_published", "not_readable", "not_read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a bar: its class, its words, how many it counts, where it begins and how wide it is."""

    name: str
    words: str
    count: int
    x: float
    width: float


def pieces(line: Mapping[str, Any]) -> list[Piece]:
    """The bar of a buyer's principle: notices by their firmest level, then those that say nothing, by what that is."""
    counted = [(f"l{level}", LEVELS[level], line["firmest"][level]) for level in (4, 3, 2, 1)]
    counted += [(state, STATES[state].lower(), line["states"][state]) for state in SILENT]
    return _placed([one for one in counted if one[2]], line["notices"])


def _placed(counted: Sequence[tuple[str, str, int]], total: int) -> list[Piece]:
    placed: list[Piece] = []
    before = 0
    for name, words, count in counted:
        placed.append(Piece(name=name, words=words, count=count, x=before * WIDTH / total, width=count * WIDTH / total))
        before += count
    return placed
