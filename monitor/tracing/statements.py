"""What the notices of a procurement say that can be followed: one statement for each distinct ask of a notice.

Repeated sentences of lots and contracts are one statement, and so is one sentence read under several themes. A key
performance indicator is one statement with its title and description together. Themes that speak of how the
procurement itself is run end with it, and are not followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.law.policies import SOCIAL_VALUE_THEMES
from monitor.tracing.thread import STAGES, Stage
from monitor.tracing.words import Amount, amounts, content
from nlp.commitment import Commitment, Level, Modality, Slots
from scrapers.notice import Contract, Metric, Notice

if TYPE_CHECKING:
    from monitor.tracing.procurement import Procurement

GENERAL = "social_value"
PERFORMANCE = "performance"
FOLLOWED = (*SOCIAL_VALUE_THEMES, PERFORMANCE, "open_contract", "payment", "integrity", "value_for_money")
_RANK = {theme: place for place, theme in enumerate((*SOCIAL_VALUE_THEMES[1:], GENERAL, *FOLLOWED[10:]))}
_SAME_ASK, _FEW = 0.8, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An ask or promise of one notice. ``text`` is all that is compared; ``quote`` is what is shown."""

    notice: Notice
    stage: Stage
    theme: str
    themes: frozenset[str]
    quote: str
    pointer: str
    start: int
    end: int
    level: Level
    text: str
    slots: Slots = field(default_factory=Slots)
    weight: Decimal | None = None
    lots: frozenset[str] = frozenset()
    is_kpi: bool = False
    names: frozenset[tuple[str, str]] = frozenset()
    """Of an indicator: the contracts that agree it, each with its title in lower case."""

    @property
    def words(self) -> frozenset[str]:
        """The stems of its content words."""
        return content(self.text)

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Its numbers with their units."""
        return amounts(self.text)


def statements(procurement: Procurement) -> list[list[Statement]]:
    """The statements of each notice that asks, promises, agrees or changes, oldest notice first."""
    found: dict[str, list[Commitment]] = {}
    for commitment in procurement.commitments:
        if commitment.theme in _RANK:
            found.setdefault(commitment.notice_id, []).append(commitment)
    return [
        said
        for notice in procurement.notices
        if (stage := STAGES.get(notice.notice_type)) not in {None, Stage.RATED, Stage.ENDED}
        and (said := _of_notice(notice, Stage(stage), found.get(notice.id, ())))
    ]


def _of_notice(notice: Notice, stage: Stage, found: Sequence[Commitment]) -> list[Statement]:
    said = [_indicator(notice, stage, contract, metric, found) for contract, metric in _metrics(notice)]
    places = tuple(f"{metric.pointer}/" for _, metric in _metrics(notice))
    least = Level.RULED_OUT if stage is Stage.CHANGED else Level.NAMED
    said += [
        _sentence(notice, stage, one)
        for one in found
        if one.level >= least and not (places and one.pointer.startswith(places))
    ]
    return _distinct(said)


def _metrics(notice: Notice) -> Iterable[tuple[Contract, Metric]]:
    return ((contract, metric) for contract in notice.contracts for metric in contract.metrics if _title(metric))


def _title(metric: Metric) -> str:
    return (metric.title or metric.description or "").strip()


def _indicator(
    notice: Notice, stage: Stage, contract: Contract, metric: Metric, found: Sequence[Commitment]
) -> Statement:
    """An indicator with the themes read in its words; one on which none was read measures performance alone."""
    text = f"{metric.title or ''}\n{metric.description or ''}"
    place = f"{metric.pointer}/"
    read = [one for one in found if one.pointer.startswith(place) or one.quote in text]
    themed = [one for one in read if one.theme != PERFORMANCE]
    shown = max(themed or read, key=_strength, default=None)
    title = _title(metric)
    return Statement(
        notice=notice,
        stage=stage,
        theme=shown.theme if shown else PERFORMANCE,
        themes=frozenset(one.theme for one in themed) or frozenset({PERFORMANCE}),
        quote=shown.quote if shown else title,
        pointer=shown.pointer if shown else f"{place}{'title' if metric.title else 'description'}",
        start=shown.start if shown else 0,
        end=shown.end if shown else len(title),
        level=max((*(one.level for one in read), Level.SPECIFIED)),
        text=text,
        slots=shown.slots if shown else Slots(),
        is_kpi=True,
        names=frozenset({(contract.id or "", title.casefold())}),
    )


def _sentence(notice: Notice, stage: Stage, one: Commitment) -> Statement:
    return Statement(
        notice=notice,
        stage=stage,
        theme=one.theme,
        themes=frozenset({one.theme}),
        quote=one.quote,
        pointer=one.pointer,
        start=one.start,
        end=one.end,
        level=one.level,
        text=one.quote,
        slots=one.slots,
        weight=_weight(one),
        lots=frozenset(
            lot.id for lot in notice.lots if lot.id and lot.pointer and one.pointer.startswith(f"{lot.pointer}/")
        ),
    )


def _weight(one: Commitment) -> Decimal | None:
    """The weight of a criterion, where it is the criterion's own field or the only share that the words name."""
    if one.modality is not Modality.SCORED or one.slots.weight is None:
        return None
    if "/awardCriteria/criteria/" in one.pointer:
        return one.slots.weight
    shares = [amount.value for amount in amounts(one.quote) if amount.units == {"%"}]
    return one.slots.weight if shares == [one.slots.weight] else None


def _distinct(said: Iterable[Statement]) -> list[Statement]:
    """The statements with those that say the same joined; indicators first, then in their order."""
    kept: list[Statement] = []
    for one in said:
        place = next((place for place, other in enumerate(kept) if _is_same(one, other)), None)
        if place is None:
            kept.append(one)
        else:
            kept[place] = _joined(kept[place], one)
    return kept


def _is_same(one: Statement, other: Statement) -> bool:
    if one.pointer == other.pointer and not one.is_kpi and not other.is_kpi and _overlap(one, other):
        return True
    if one.is_kpi != other.is_kpi or not one.themes & other.themes:
        return False
    mine, theirs = one.words, other.words
    if mine == theirs:
        return one.amounts == other.amounts or not mine
    if one.is_kpi or one.theme == GENERAL:
        return not one.is_kpi and bool(mine & theirs)
    return _is_close(mine, theirs) and (one.amounts == other.amounts or not (one.amounts and other.amounts))


def _is_close(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    fewest, most = sorted((len(mine), len(theirs)))
    shared = len(mine & theirs)
    return shared >= _SAME_ASK * most or (fewest >= _FEW and shared == fewest)


def _overlap(one: Statement, other: Statement) -> bool:
    """Whether the words of one lie within the words of the other."""
    inner, outer = sorted((one, other), key=lambda said: said.end - said.start)
    return outer.start <= inner.start and inner.end <= outer.end


def _joined(one: Statement, other: Statement) -> Statement:
    """The firmer of two statements, with the themes, lots and contracts of both; of equals the first."""
    shown, left = (other, one) if _rank(other) > _rank(one) else (one, other)
    weights = [said.weight for said in (one, other) if said.weight is not None]
    return replace(
        shown,
        themes=one.themes | other.themes,
        lots=one.lots | other.lots if one.lots and other.lots else frozenset(),
        names=one.names | other.names,
        weight=max(weights, default=None),
        text=left.text if left.quote != shown.quote and shown.quote in left.text else shown.text,
    )


def _rank(said: Statement) -> tuple[int, int]:
    return (said.level, -_RANK[said.theme])


def _strength(one: Commitment) -> tuple[int, int]:
    return (one.level, -_RANK[one.theme])
