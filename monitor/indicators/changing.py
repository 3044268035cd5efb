"""What the indicators on change share: one text as it stood before and after, and a contract's value over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level
from scrapers.notice import Contract, Money, Notice, NoticeType

CHANGES = frozenset({NoticeType.UK10, NoticeType.CHANGE})
_VALUED = CHANGES | {NoticeType.UK6, NoticeType.UK7, NoticeType.AWARD}
_ALIKE = 0.6
_TIMES = ("day", "week", "month", "year", "hour")
"""Units in which less may be firmer: "within 10 days" binds more than "within 30"."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One commitment in two versions of a notice."""

    before: Commitment
    after: Commitment

    @property
    def weakening(self) -> str | None:
        """How the later words are weaker, or ``None``."""
        before, after = self.before, self.after
        if after.level < before.level and before.level >= Level.SPECIFIED:
            return f"from level {before.level.value} ({_name(before)}) to level {after.level.value} ({_name(after)})"
        was, now = before.slots, after.slots
        if was.quantity is None or now.quantity is None or was.unit != now.unit or _is_time(was.unit):
            return None
        unit = f" {was.unit}" if was.unit else ""
        return f"from {was.quantity:f}{unit} to {now.quantity:f}{unit}" if now.quantity < was.quantity else None


def pairs(procurement: Procurement, themes: Sequence[str]) -> Iterator[Pair]:
    """The commitments that stand in two notices of one kind at the same place, in words that are alike.

    A commitment that a later notice is silent about makes no pair: updates may be sparse.
    """
    for position, later in enumerate(procurement.notices):
        earlier = [one for one in procurement.notices[:position] if _is_version(one, later)]
        if not earlier:
            continue
        told = procurement.commitments_of(themes, [earlier[-1]])
        for after in procurement.commitments_of(themes, [later]):
            before = [one for one in told if (one.theme, one.pointer) == (after.theme, after.pointer)]
            best = max(before, key=lambda one: _likeness(one.quote, after.quote), default=None)
            if best is not None and _likeness(best.quote, after.quote) >= _ALIKE:
                yield Pair(best, after)


def has_versions(procurement: Procurement) -> bool:
    """Whether any notice is held in two versions."""
    return any(
        _is_version(earlier, later)
        for position, later in enumerate(procurement.notices)
        for earlier in procurement.notices[:position]
    )


@dataclass(frozen=True, slots=True)
class Valued:
    """A contract's value as one notice tells it."""

    notice: Notice
    contract: Contract
    value: Money


def values(procurement: Procurement) -> dict[str, list[Valued]]:
    """The values that a change was told of, by contract, oldest first: before the first change, and after each."""
    found: dict[str, list[Valued]] = {}
    for notice in procurement.notices:
        if notice.notice_type not in _VALUED:
            continue
        for contract in notice.contracts:
            if contract.value is None or contract.value.payable is None or contract.value.unlimited:
                continue
            known = found.setdefault(contract.id or "", [])
            # What a later version of the same notice says corrects it, and is no change of the contract.
            if notice.notice_type not in CHANGES and len(known) == 1:
                known.clear()
            if notice.notice_type in CHANGES or not known:
                known.append(Valued(notice, contract, contract.value))
    return found


def growth(before: Money, after: Money) -> Decimal | None:
    """By how much, in percent, a value grew; ``None`` where the two can't be compared."""
    if before.currency != after.currency:
        return None
    was, now = before.gross, after.gross
    if was is None or now is None:
        was, now = before.net, after.net
    if was is None or now is None or was <= 0:
        return None
    return (now - was) / was * 100


def _is_version(earlier: Notice, later: Notice) -> bool:
    if later.notice_type is NoticeType.UK10:
        return earlier.notice_type is NoticeType.UK7
    return later.is_update and later.notice_type is earlier.notice_type


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _name(commitment: Commitment) -> str:
    return commitment.level.name.replace("_", " ").lower()


def _is_time(unit: str | None) -> bool:
    return unit is not None and unit.lower().startswith(_TIMES)
