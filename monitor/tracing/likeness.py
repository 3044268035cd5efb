"""How alike two statements are: a score from 0 to 1, with its reasons in words.

The theme gives up to 0.4, the content words up to 0.4, the numbers and the other slots the rest. See
``docs/explanation/threads.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.tracing.statements import GENERAL, PERFORMANCE, Statement
from monitor.tracing.words import Amount, content

MATCH = 0.55
"""From here two statements are taken for one commitment."""
_SAME_THEME, _WIDE_THEME, _KIN = 0.4, 0.25, 0.15
_WORDS = 0.4
_SAME_NUMBER, _SAME_UNIT, _SAME_SLOT, _MOST_SLOTS = 0.2, 0.1, 0.05, 0.1
_SLOTS = ("beneficiary", "place", "deadline", "rate", "check")
_HALF, _FEW = 0.5, 2
_MOST = 0.95
"""The most that words which are not the same can score."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score and what it rests on."""

    score: float
    reasons: tuple[str, ...] = ()


UNLIKE = Likeness(0.0)


def likeness(one: Statement, other: Statement) -> Likeness:
    """How alike an earlier and a later statement are; ``UNLIKE`` where their themes have nothing in common."""
    theme = _theme(one, other)
    if theme is None:
        return UNLIKE
    if _plain(one.text) == _plain(other.text):
        return Likeness(1.0, (*theme.reasons, "word for word the same"))
    mine, theirs = one.words, other.words
    fewest = min(len(mine), len(theirs))
    shared = len(mine & theirs)
    share = shared / fewest if fewest else 0.0
    # One word in common is little, unless it is all that one of the two says.
    if fewest > _FEW and shared < _FEW:
        share *= _HALF
    parts = [theme]
    if shared:
        parts.append(Likeness(_WORDS * share, (f"{shared} of {fewest} content word{'' if fewest == 1 else 's'}",)))
    parts += [_number(one.amounts, other.amounts), _slots(one, other)]
    score = round(min(_MOST, sum(part.score for part in parts)), 2)
    return Likeness(score, tuple(reason for part in parts for reason in part.reasons))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _theme(one: Statement, other: Statement) -> Likeness | None:
    shared = one.themes & other.themes
    if shared - {PERFORMANCE}:
        return Likeness(_SAME_THEME, ("same theme",))
    if shared:
        return Likeness(_WIDE_THEME, ("both measure performance",))
    if one.is_kpi or other.is_kpi:
        if PERFORMANCE in one.themes | other.themes:
            return Likeness(_KIN, ("an indicator whose words name no theme",))
        return None
    if GENERAL in one.themes | other.themes:
        return None
    return Likeness(_KIN, ("the same words under another theme",)) if one.words and one.words == other.words else None


def _number(mine: tuple[Amount, ...], theirs: tuple[Amount, ...]) -> Likeness:
    same = next((one for one in mine for other in theirs if one.value == other.value and one.units & other.units), None)
    if same is not None:
        return Likeness(_SAME_NUMBER, (f"same number: {same.shown}",))
    pair = next(((one, other) for one in mine for other in theirs if _is_same_unit(one, other)), None)
    if pair is not None:
        return Likeness(_SAME_UNIT, (f"same unit: {pair[0].shown}, then {pair[1].shown}",))
    return UNLIKE


def _is_same_unit(one: Amount, other: Amount) -> bool:
    # A percentage or a sum of money can be of anything.
    return bool((one.units & other.units) - {"%", "GBP"})


def _slots(one: Statement, other: Statement) -> Likeness:
    same = [
        name
        for name in _SLOTS
        if (mine := getattr(one.slots, name)) and (theirs := getattr(other.slots, name)) and _is_alike(mine, theirs)
    ]
    reasons = tuple(f"same {name}: {' '.join(str(getattr(other.slots, name)).split())}" for name in same)
    return Likeness(min(_MOST_SLOTS, _SAME_SLOT * len(same)), reasons)


def _is_alike(mine: str, theirs: str) -> bool:
    if mine.casefold() == theirs.casefold():
        return True
    shared = content(mine) & content(theirs)
    return bool(shared) and len(shared) >= min(len(content(mine)), len(content(theirs)))
