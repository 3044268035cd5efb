"""What tells that two notices or procurements are one: a piece of evidence for each thing compared, with its reason.

Each function compares one thing that both say: it gives nothing where either is silent, and raises ``Contradiction``
where the two can't be one, however much else agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from scrapers.folding import BODIES, KEPT_FOLDINGS, likeness, names, parts, sides, small_numbers, words, years
from scrapers.notice import Money, Notice, NoticeType, Organisation

TITLE, BUYER, KEY_DATE, VALUE, SUPPLIERS, LINK, PUBLISHED, CPV = 0.35, 0.25, 0.2, 0.15, 0.2, 0.3, 0.05, 0.05
"""What each kind of agreement weighs."""

ANOTHER_TITLE = 0.5
CONTAINED = 0.8  # one name holds all words of the other: "Northmere" and "Northmere and Southmere Joint Board"
ANOTHER_NAME = 0.5
SOON = timedelta(days=14)
SAME_DAY = timedelta(days=1)
ROUNDING = Decimal("1.02")
VAT = Decimal("1.2")  # one site has the value with VAT, the other without
SHORTEST_NAME = 8  # a shorter id would be found in any text

STAGES = {
    "planning": ("UK1", "UK2", "UK3", "planning"),
    "tender": ("UK4", "tender"),
    "award": ("UK5", "UK6", "UK7", "award"),
    "change": ("UK10", "change"),
    "implementation": ("UK9", "UK11", "implementation"),
    "cancellation": ("UK12", "cancellation"),
}
_STAGE = {NoticeType(kind): stage for stage, kinds in STAGES.items() for kind in kinds}
_FTS_NUMBER = re.compile(r"(\d{6})-(20\d\d)")  # 002404-2025 is 2025/S 000-002404 as well


class Contradiction(Exception):
    """The two can't be one."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How far one thing agrees, from 0 to 1, what that weighs, and in words what was compared."""

    weight: float
    agreement: float
    reason: str
    tells_years_apart: bool = False


def stage(notice: Notice) -> str | None:
    """The stage of a procurement that a notice is of; of some types, none."""
    return _STAGE.get(notice.notice_type)


def titles(a: str | None, b: str | None) -> Evidence | None:
    """How far two titles agree; another lot, year, number or side contradicts."""
    if not a or not b:
        return None
    same_parts(a, b)
    agreement = likeness(words(a), words(b))
    if agreement < ANOTHER_TITLE:
        raise Contradiction("their titles have less than half their words in common")
    return Evidence(TITLE, agreement, f"titles agree by {agreement:.0%}")


def same_parts(a: str, b: str) -> None:
    """Refuse titles that name another lot, year, number or side."""
    for kind, telling in (("lot or phase", parts), ("year", years), ("number", small_numbers), ("side", sides)):
        one, other = telling(a), telling(b)
        # A title without its year may be the same; one without its lot is of the whole.
        if one != other and ((one and other) or kind == "lot or phase"):
            raise Contradiction(f"their titles name another {kind}")


def buyers(a: Organisation | None, b: Organisation | None) -> Evidence | None:
    """How far two buyers agree, by identifier before name."""
    if a is None or b is None:
        return None
    if a.scheme and a.identifier and a.scheme == b.scheme and b.identifier:
        if a.identifier != b.identifier:
            raise Contradiction(f"their buyers have different identifiers of {a.scheme}")
        return Evidence(BUYER, 1.0, f"buyers have the same identifier of {a.scheme}")
    one, other = names(a.name), names(b.name)
    kinds = one & BODIES, other & BODIES
    if all(kinds) and kinds[0].isdisjoint(kinds[1]):
        raise Contradiction(f"their buyers are {min(kinds[0])} and {min(kinds[1])}")
    agreement = named_alike(a.name, b.name)
    if agreement < ANOTHER_NAME:
        raise Contradiction("their buyers have different names")
    return Evidence(BUYER, agreement, f"names of buyers agree by {agreement:.0%}")


@lru_cache(KEPT_FOLDINGS)
def named_alike(a: str, b: str) -> float:
    """How far two names of bodies agree, from 0 to 1, whatever kind of body they say."""
    one, other = names(a), names(b)
    return alike(one - BODIES or one, other - BODIES or other)


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two sets of words agree; one that holds the other is close to it."""
    return max(likeness(one, other), CONTAINED if one <= other or other <= one else 0.0)


def key_dates(what: str, one: datetime | None, other: datetime | None) -> Evidence | None:
    """Whether two days that differ from year to year are the same; far apart, they contradict."""
    if one is None or other is None:
        return None
    apart = abs(one - other)
    if apart > SOON:
        raise Contradiction(f"their {what} are {apart.days} days apart")
    same = apart <= SAME_DAY
    return Evidence(KEY_DATE, float(same), f"{what} are {'the same' if same else f'{apart.days} days apart'}", same)


def deadline(notice: Notice) -> datetime | None:
    """The closing date of a tender."""
    return notice.tender_period.end if notice.tender_period and stage(notice) == "tender" else None


def decided(notice: Notice) -> datetime | None:
    """The first day on which an award was decided."""
    return min((award.decided_at for award in notice.awards if award.decided_at is not None), default=None)


def signed(notice: Notice) -> datetime | None:
    """The first day on which a contract was signed."""
    return min((contract.signed_at for contract in notice.contracts if contract.signed_at is not None), default=None)


def awarded(notice: Notice) -> datetime | None:
    """The first day of decision or signature that an award has."""
    return min((moment for moment in (decided(notice), signed(notice)) if moment is not None), default=None)


def suppliers(ours: Iterable[Notice], theirs: Iterable[Notice]) -> Evidence | None:
    """How far the winners agree; different ones contradict."""
    one, other = _winners(ours), _winners(theirs)
    if not one or not other:
        return None
    agreement = max(alike(left, right) for left in one for right in other)
    if agreement < CONTAINED:  # two firms of one trade share half of their words
        raise Contradiction("their suppliers are different")
    return Evidence(SUPPLIERS, agreement, f"suppliers agree by {agreement:.0%}", tells_years_apart=True)


def _winners(notices: Iterable[Notice]) -> set[frozenset[str]]:
    return {names(supplier.name) for notice in notices for award in notice.awards for supplier in award.suppliers}


def values(a: Money | None, b: Money | None) -> Evidence | None:
    """Whether two values are the same, with or without VAT."""
    one, other = _amounts(a), _amounts(b)
    if not one or not other or (a and b and a.currency != b.currency):
        return None
    ratio = min(max(left, right) / min(left, right) for left in one for right in other)
    if ratio <= ROUNDING:
        return Evidence(VALUE, 1.0, "values are the same", tells_years_apart=True)
    if VAT / ROUNDING <= ratio <= VAT * ROUNDING:
        return Evidence(VALUE, 0.7, "values differ by VAT")
    return Evidence(VALUE, 0.0, f"values differ {ratio:.2f} times")


def _amounts(money: Money | None) -> list[Decimal]:
    return [] if money is None else [amount for amount in (money.net, money.gross) if amount is not None and amount > 0]


def groups(ours: Iterable[str], theirs: Iterable[str]) -> Evidence | None:
    """Whether the CPV codes share a group."""
    one, other = {code[:3] for code in ours}, {code[:3] for code in theirs}
    if not one or not other:
        return None
    shared = not one.isdisjoint(other)
    return Evidence(CPV, float(shared), f"CPV groups are {'shared' if shared else 'different'}")


def links(a: Notice, b: Notice) -> Evidence | None:
    """Whether one of two notices names the other."""
    if relates(a, b) or relates(b, a) or mentions(a, b) or mentions(b, a):
        return Evidence(LINK, 1.0, "one names the other", tells_years_apart=True)
    return None


def relates(a: Notice, b: Notice) -> bool:
    """Whether a notice gives the procurement of another as related."""
    return any(related.ocid == b.ocid for related in a.related)


def mentions(a: Notice, b: Notice) -> bool:
    """Whether the words or documents of a notice name another by its number, its process or its address."""
    numbered = _FTS_NUMBER.fullmatch(b.id)
    journal = f"{numbered[2]}/S 000-{numbered[1]}" if numbered else None
    wanted = [name for name in (b.id, journal, b.ocid, b.url) if name and len(name) >= SHORTEST_NAME]
    texts = [a.description or "", *(document.url or "" for document in a.documents)]
    texts += [segment.text for segment in a.segments]
    return any(name in text for text in texts for name in wanted)
