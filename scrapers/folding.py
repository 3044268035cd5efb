"""Titles and names folded to what identifies them: words without accents, case and filling; years; lots."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

KEPT_FOLDINGS = 1 << 18  # so that a title compared with many is folded once

FILLING = frozenset(
    [
        "a",
        "ac",
        "am",
        "an",
        "and",
        "ar",
        "at",
        "by",
        "cc",
        "cyngor",
        "contract",
        "contracts",
        "de",
        "for",
        "from",
        "i",
        "in",
        "limited",
        "ltd",
        "o",
        "of",
        "on",
        "or",
        "plc",
        "procurement",
        "provision",
        "rn",
        "services",
        "service",
        "supply",
        "tender",
        "the",
        "to",
        "with",
        "y",
        "yr",
    ]
)
"""Words that titles and names share without meaning the same; ``rn`` is a line break whose backslashes were lost."""

BODIES = frozenset(
    [
        "academy",
        "borough",
        "city",
        "county",
        "district",
        "metropolitan",
        "parish",
        "police",
        "town",
        "trust",
        "university",
    ]
)
"""What kind of body a name is of: a county and a borough of one name are two buyers."""

SIDES = frozenset(
    ["central", "east", "eastern", "lower", "north", "northern", "primary", "secondary", "south", "southern", "upper"]
) | {"west", "western"}
"""Words that tell sister contracts apart."""

_WORD = re.compile(r"[a-z]+|[0-9]+")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:\s*[/-]\s*(\d\d(?:\d\d)?)(?!\d))?(?!\d)")
_LOT = re.compile(
    r"\b(lot|phase|stage|batch|part|round|tranche|area|zone|section|package|block)\s*(?:no\.?\s*)?"
    r"(\d+|[a-h]|[ivx]{1,4})\b"
)


@lru_cache(KEPT_FOLDINGS)
def plain(text: str) -> str:
    """Lower case without accents."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(letter)
    )


@lru_cache(KEPT_FOLDINGS)
def words(text: str) -> frozenset[str]:
    """The words that tell a title or name from another; all of them where none does."""
    found = frozenset(_WORD.findall(plain(text)))
    return found - FILLING or found


@lru_cache(KEPT_FOLDINGS)
def names(text: str) -> frozenset[str]:
    """The words that tell a buyer from others, without those every council has."""
    found = words(text) - {"council"}
    return found or words(text)


@lru_cache(KEPT_FOLDINGS)
def years(text: str) -> frozenset[int]:
    """The years that a title names: 2025/26 and 2025-2026 are the same two."""
    found: set[int] = set()
    for first, second in _YEAR.findall(text):
        found.add(int(first))
        if second:
            found.add(int(second) if len(second) > 2 else int(first[:2] + second))  # noqa: PLR2004 - two digits of a year
    return frozenset(found)


@lru_cache(KEPT_FOLDINGS)
def parts(text: str) -> frozenset[str]:
    """The lots, phases and the like that a title names: ``lot 2``."""
    return frozenset(f"{kind} {number}" for kind, number in _LOT.findall(plain(text)))


@lru_cache(KEPT_FOLDINGS)
def small_numbers(text: str) -> frozenset[str]:
    """Numbers of up to three digits, which count things; longer ones are references, which each site has of its own."""
    return frozenset(re.findall(r"(?<![\w/.-])\d{1,3}(?![\w/.-])", text))


@lru_cache(KEPT_FOLDINGS)
def sides(text: str) -> frozenset[str]:
    """The points of the compass and the like that a title names."""
    return words(text) & SIDES


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of words that two sets have in common (Dice), from 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
