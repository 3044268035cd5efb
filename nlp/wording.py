"""Words as the model sees them: a stem, or the class of words that say the same thing in a notice.

The classes (``supplier``, ``bidder`` and ``contractor`` are one), the meanings that the beginnings of words tell, the
words too common to pair and the endings cut off are data: ``nlp/patterns/en/wording.json``.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

_LISTS = json.loads((Path(__file__).parent / "patterns" / "en" / "wording.json").read_text(encoding="utf-8"))
_CLASSES: dict[str, str] = {word: name for name, words in _LISTS["classes"].items() for word in words}
_STEM, _SHORT = 8, 4
_MEANINGS: dict[str, str] = {start[:_STEM]: name for name, starts in _LISTS["meanings"].items() for start in starts}
_COMMON = frozenset(_LISTS["common"])
_ENDINGS = tuple(_LISTS["endings"])
_LONGEST = 160
_STARTS = (8, 7, 6, 5)
_TOKEN = re.compile(
    r"£\s?\d[\d,.]*(?:\s?(?:k|m|bn|million|thousand)\b)?|\d[\d,.]*\s?(?:%|per\s?cent)|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    r"|\d[\d,.:]*|[^\W\d_]+(?:'[a-z]+)?|[%£:;?]"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


class Word(NamedTuple):
    """A word as numbers: its own, that of its meaning (nought where it has none), and whether it is common."""

    number: int
    meaning: int
    common: bool


def words_of(folded: str) -> list[Word]:
    """The words of a folded text, as many as are looked at."""
    return [_word(token) for token in _TOKEN.findall(folded)[:_LONGEST]]


@lru_cache(maxsize=1 << 16)
def number_of(name: str) -> int:
    """The number by which a name is known to the model."""
    return crc32(name.encode())


@lru_cache(maxsize=1 << 16)
def _word(token: str) -> Word:
    name = normal(token)
    meaning = meaning_of(name)
    return Word(number_of(f"w={name}"), number_of(f"e={meaning}") if meaning else 0, name in _COMMON)


def normal(token: str) -> str:
    """A token as its class, the kind of its number, or its stem."""
    if token[0] == "£":
        return "MONEY"
    if token[0].isdigit():
        if "%" in token or "cent" in token:
            return "PERCENT"
        return "DATE" if "/" in token else "YEAR" if _YEAR.fullmatch(token) else "#"
    return _CLASSES.get(token) or _stem(token)


def _stem(word: str) -> str:
    if len(word) <= _SHORT:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
            return word[: -len(ending)][:_STEM]
    return word[:_STEM]


def meaning_of(name: str) -> str | None:
    """The meaning that a word's beginning tells, or a short word as a whole, or its class, or nothing."""
    if len(name) <= _SHORT and name in _MEANINGS:
        return _MEANINGS[name]
    for size in _STARTS:
        if name[:size] in _MEANINGS and len(name) >= size:
            return _MEANINGS[name[:size]]
    return name if len(name) > 1 and name.isupper() else None
