"""The content words and the numbers of a quote, as threads compare them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_TOKEN = re.compile(r"£?\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?|[%.;:()]")  # noqa: RUF001 - typographic apostrophes are published


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EMPTY = _listed("""
    a about all also an and any are as at be been being both but by can could do does each every for from had has have
    if in into is it its may might more most must no not of on one or our over own shall should so such than that the
    their them there these they this those through to under up upon was we were what when where which while who will
    with within would you your per against during least minimum maximum target targets kpi kpis indicator percentage
    percent cent number total year years yearly annual annually quarter quarterly quarters month monthly months week
    weekly day days daily contract contracts supplier suppliers bidder bidders tenderer tenderers contractor provider
    providers authority council deliver delivered delivery provide provided report reported ensure
""")
"""Words that say nothing of what is promised: grammar, the parties, and the usual words of measuring."""
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}  # fmt: skip
_SCALES = {"k": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_MONTHS = _listed("january february march april may june july august september october november december")
_LABELS = _listed("""
    ppn section clause lot lots appendix schedule phase part page regulation regulations paragraph no stage annex iso
    level kpi
""")
"""Words before a number that is a name."""
_TIMES = _listed("minute minutes hour hours day days week weeks month months year years working calendar")
_ORDINALS = _listed("st nd rd th")
_LIMITS = _listed("most than maximum under below within fewer")
_UNIT_WORDS = 2


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts: stems of the words behind it, ``%`` or ``GBP``."""

    value: Decimal
    units: frozenset[str]
    is_limit: bool = False
    """Whether the words before it set an upper bound, so that less is not weaker."""
    shown: str = ""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without its ending."""
    return str(_STEMMER.stemWord(word.lower()))


@lru_cache(maxsize=16_384)
def content(text: str) -> frozenset[str]:
    """The stems of the words that say what is meant; numbers are left to ``amounts``."""
    tokens = (token.lower().partition("'")[0].partition("’")[0] for token in _TOKEN.findall(text))  # noqa: RUF001 - as above
    return frozenset(stem(token) for token in tokens if len(token) > 1 and token.isalpha() and not _says_nothing(token))


@lru_cache(maxsize=16_384)
def amounts(text: str) -> tuple[Amount, ...]:
    """The numbers with a unit; years, dates, spans of time and clause numbers are no amounts."""
    tokens = _TOKEN.findall(text)
    volunteering = "volunteer" in text.lower()
    found = []
    for place, token in enumerate(tokens):
        value = _value(token)
        if value is None:
            continue
        before = [word.lower() for word in tokens[max(0, place - 2) : place]]
        amount = _amount(token, value, tokens[place + 1 : place + 6], volunteering=volunteering)
        if amount is not None and not _LABELS.intersection(before[-1:]):
            found.append(Amount(amount.value, amount.units, not _LIMITS.isdisjoint(before), amount.shown))
    return tuple(found)


@lru_cache(maxsize=16_384)
def bases(text: str) -> frozenset[str]:
    """What its amounts are counted over: each year, each quarter, the whole term, every so many pounds."""
    return frozenset(name for name, pattern in _BASES.items() if pattern.search(text))


_BASES = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "week": r"\b(?:per|a|each|every)\s+week\b|\bweekly\b",
        "month": r"\b(?:per|a|each|every)\s+month\b|\bmonthly\b",
        "quarter": r"\b(?:per|a|each|every)\s+quarter\b|\bquarterly\b",
        "year": r"\b(?:per|a|each|every)\s+year\b|\bper annum\b|\bannual(?:ly)?\b|\byearly\b",
        "term": r"\bover (?:the|\w+) (?:years|term|life|contract)|\b(?:life|term) of the contract\b|\bin all\b",
        "pounds": r"\b(?:per|for every|for each)\s+£",
    }.items()
}
OFTEN = {"week": 52, "month": 12, "quarter": 4, "year": 1}
"""How often a year, for the bases that repeat."""


@cache
def _empty_stems() -> frozenset[str]:
    return frozenset(map(stem, _EMPTY))


def _says_nothing(token: str) -> bool:
    return token in _NUMBERS or token in _EMPTY or stem(token) in _empty_stems()


def _value(token: str) -> Decimal | None:
    bare = token.lstrip("£").replace(",", "")
    if bare[:1].isdigit():
        return Decimal(bare)
    word = _NUMBERS.get(token.lower())
    return None if word is None else Decimal(word)


def _amount(token: str, value: Decimal, behind: list[str], *, volunteering: bool) -> Amount | None:
    following = [word.lower() for word in behind]
    scale = _SCALES.get(following[0], 0) if following else 0
    if token.startswith("£"):
        return Amount(value.scaleb(scale), frozenset({"GBP"}), shown=f"£{value.scaleb(scale):,f}")
    if following[:1] == ["%"] or following[:2] == ["per", "cent"] or following[:1] == ["percent"]:
        return Amount(value, frozenset({"%"}), shown=f"{value:f}%")
    if not following or following[0] in _MONTHS or following[0] in _ORDINALS:
        return None
    if volunteering and following[0] in {"hour", "hours"}:
        return Amount(value, frozenset({"volunteering hours"}), shown=f"{value:f} hours")
    units: list[str] = []
    for word in following:
        if len(word) == 1 or not word.isalpha() or _says_nothing(word) or len(units) == _UNIT_WORDS:
            break
        units.append(word)
    if not units or _TIMES.intersection(units):
        return None
    return Amount(value, frozenset(map(stem, units)), shown=f"{value:f} {' '.join(units)}")
