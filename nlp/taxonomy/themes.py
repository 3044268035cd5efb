"""Themes and their crosswalk as values, read from the data beside this module."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from nlp.errors import BadPattern

_HERE = Path(__file__).parent


class Principle(StrEnum):
    """What procurement reform promised: the six of the Green Paper (CP 353, December 2020), and efficiency."""

    VALUE_FOR_MONEY = "value_for_money"
    PUBLIC_GOOD = "public_good"
    INTEGRITY = "integrity"
    EFFICIENCY = "efficiency"
    FAIR_TREATMENT = "fair_treatment"
    NON_DISCRIMINATION = "non_discrimination"
    TRANSPARENCY = "transparency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme: its code, its title, one sentence of definition, and the principles it serves."""

    code: str
    title: str
    definition: str
    principles: tuple[Principle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """That a theme answers a row of a model or law, where that was read, and whether it was read at its source."""

    theme: str
    framework: str
    code: str
    title: str
    source: str
    verified: bool


@cache
def themes() -> tuple[Theme, ...]:
    """All themes, social value first, in the order of the guidelines for annotators."""
    return tuple(
        Theme(
            code=row["code"],
            title=row["title"],
            definition=row["definition"],
            principles=tuple(Principle(name) for name in row["principles"]),
        )
        for row in _rows("themes.json")
    )


@cache
def crosswalk() -> tuple[Crosswalk, ...]:
    """All rows of the crosswalk, by framework and theme."""
    known = {theme.code for theme in themes()}
    found = tuple(Crosswalk(**row) for row in _rows("crosswalk.json"))
    if unknown := {row.theme for row in found} - known:
        raise BadPattern(f"crosswalk.json: no theme has the code {sorted(unknown)}; see themes.json")
    return found


def _rows(name: str) -> list[dict[str, Any]]:
    try:
        return list(json.loads((_HERE / name).read_text(encoding="utf-8")))
    except ValueError as error:
        raise BadPattern(f"{name}: not JSON ({error}); mend the file") from error
