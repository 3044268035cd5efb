"""How notices stand by the seven principles: what is said under each, how firmly, and what is not said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.indicators import silence
from monitor.indicators.base import Status
from monitor.indicators.principles import of_indicator, themes_of
from monitor.indicators.silence import Said
from nlp.commitment import Level, Readability
from nlp.taxonomy.themes import Principle

LEVELS = tuple(int(level) for level in Level)
Concluded = Mapping[tuple[str, str], int]
"""How often an indicator, by its code, came to a status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the indicators of a principle concluded, and which of them were raised."""

    raised: int = 0
    clear: int = 0
    cannot_tell: int = 0
    not_applicable: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """A theme of a principle: the state it is in, and its words by level, from 0 to 4."""

    theme: str
    state: str
    level: int | None
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """One notice by one principle: its state, its firmest level, its words by level, its themes and what was asked."""

    principle: str
    state: str
    level: int | None
    levels: tuple[int, ...]
    themes: tuple[ThemeLine, ...]
    asked: Asked


@dataclass(frozen=True, slots=True)
class Held:
    """What one notice says."""

    said: tuple[Said, ...]
    readability: Readability | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCount:
    """A theme of a principle over many notices: how many speak of it, and its words by level, from 0 to 4."""

    theme: str
    notices: int
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerLine:
    """Many notices by one principle.

    ``firmest`` counts notices by the firmest level they reach, from 0 to 4; ``states`` by the state they are in;
    ``levels`` counts commitments.
    """

    principle: str
    notices: int
    states: dict[str, int]
    firmest: tuple[int, ...]
    levels: tuple[int, ...]
    themes: tuple[ThemeCount, ...]
    asked: Asked


def of_notice(held: Held, findings: Concluded) -> tuple[NoticeLine, ...]:
    """One notice by each principle, with the findings on its procurement."""
    return tuple(_notice_line(principle, held, findings) for principle in Principle)


def of_many(notices: Sequence[Held], findings: Concluded) -> tuple[BuyerLine, ...]:
    """Many notices by each principle, such as all of a buyer's, with the findings on their procurements."""
    return tuple(_buyer_line(principle, notices, findings) for principle in Principle)


def asked(principle: Principle, findings: Concluded) -> Asked:
    """How the indicators of a principle concluded."""
    own = {key: number for key, number in findings.items() if principle in of_indicator(key[0])}
    counted: Counter[str] = Counter()
    for (_, status), number in own.items():
        counted[status] += number
    return Asked(
        raised=counted[Status.RAISED],
        clear=counted[Status.CLEAR],
        cannot_tell=counted[Status.CANNOT_TELL],
        not_applicable=counted[Status.NOT_APPLICABLE],
        flags=tuple(sorted(code for code, status in own if status == Status.RAISED)),
    )


def _notice_line(principle: Principle, held: Held, findings: Concluded) -> NoticeLine:
    lines = tuple(_theme_line(theme.code, held) for theme in themes_of(principle))
    own = _own(principle, held)
    state, firmest = silence.of_all(own, held.readability)
    return NoticeLine(
        principle=principle.value,
        state=state,
        level=firmest.level if firmest else None,
        levels=_levels(own),
        themes=lines,
        asked=asked(principle, findings),
    )


def _theme_line(code: str, held: Held) -> ThemeLine:
    state, firmest = silence.of_theme(code, held.said, held.readability)
    own = [one for one in held.said if one.theme == code]
    return ThemeLine(theme=code, state=state, level=firmest.level if firmest else None, levels=_levels(own))


def _buyer_line(principle: Principle, notices: Sequence[Held], findings: Concluded) -> BuyerLine:
    own = [_own(principle, held) for held in notices]
    ends = [silence.of_all(said, held.readability) for said, held in zip(own, notices, strict=True)]
    states = Counter(state for state, _ in ends)
    reached = Counter(firmest.level for _, firmest in ends if firmest)
    return BuyerLine(
        principle=principle.value,
        notices=len(notices),
        states={state: states[state] for state in silence.STATES},
        firmest=tuple(reached[level] for level in LEVELS),
        levels=_levels([one for said in own for one in said]),
        themes=tuple(_theme_count(theme.code, own) for theme in themes_of(principle)),
        asked=asked(principle, findings),
    )


def _theme_count(code: str, said: Iterable[Sequence[Said]]) -> ThemeCount:
    own = [[one for one in part if one.theme == code] for part in said]
    return ThemeCount(
        theme=code, notices=sum(bool(part) for part in own), levels=_levels([one for part in own for one in part])
    )


def _own(principle: Principle, held: Held) -> list[Said]:
    codes = {theme.code for theme in themes_of(principle)}
    return [one for one in held.said if one.theme in codes]


def _levels(said: Iterable[Said]) -> tuple[int, ...]:
    counted = Counter(one.level for one in said)
    return tuple(counted[level] for level in LEVELS)
