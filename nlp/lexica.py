"""Lists of words that several components share: ``nlp/patterns/<language>/lexicon.json``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from nlp.errors import BadPattern

_PATTERNS = Path(__file__).parent / "patterns"


@cache
def words(name: str, language: str = "en") -> tuple[str, ...]:
    """The words of a list, or ``BadPattern`` where there is none of that name."""
    path = _PATTERNS / language / "lexicon.json"
    lists: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    if name not in lists:
        raise BadPattern(f"{path.name} ({language}) has no list {name!r}; add it there")
    return tuple(lists[name])


def choice(name: str, language: str = "en") -> str:
    """An expression that finds any word of a list."""
    return f"(?:{'|'.join(words(name, language))})"
