"""Whether notices of two sources are one: a score with its reasons, so that nothing is counted twice.

A contract above the thresholds stands on Find a Tender and often on Contracts Finder as well (SI 2015/102, regulations
106 and 108), under another OCID. They share no identifier, so that what the notices say must tell.

The score is the weighted share of what agrees in what both say. What contradicts (another buyer, lot, year, stage,
supplier, deadline) makes it 0, however much else agrees. Contracts of one day, winner and value can't be told apart by
any of this: ``matches`` pairs them one to one, so that their number stays right.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from scrapers.folding import BODIES, likeness, names, parts, sides, small_numbers, words, years
from scrapers.notice import Money, Notice, NoticeType, Organisation

THRESHOLD = 0.75
"""At or above it two notices count as one. Same buyer and title stay below it where no date, value, supplier or link
agrees as well: buyers buy the same thing under the same title again and again."""

LEAST_EVIDENCE = 0.8
"""What could not be compared counts as not agreed, as far as the weights compared fall short of this."""

TITLE, BUYER, KEY_DATE, VALUE, SUPPLIERS, LINK, PUBLISHED, CPV = 0.35, 0.25, 0.2, 0.15, 0.2, 0.3, 0.05, 0.05
"""What each kind of agreement weighs."""

JUST_BELOW = 0.74
OWN_WORDS = 0.8  # "Bus shelters, Eastmere" and "Bus shelters, Westmere" are tendered on one day
ANOTHER_TITLE = 0.5
CONTAINED = 0.8  # one name holds all words of the other: "Northmere" and "Northmere and Southmere Joint Board"
ANOTHER_NAME = 0.5
APART = timedelta(
    days=120
)  # an award may stand here in a month and there after 90 days, as the guidance on PPN 01/23 lets it
SOON = timedelta(days=14)
SAME_DAY = timedelta(days=1)
ROUNDING = Decimal("1.02")
VAT = Decimal("1.2")  # one site has the value with VAT, the other without
KEY_WORDS = 3
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


@dataclass(frozen=True, slots=True)
class Match:
    """How sure it is that two notices are one, from 0 to 1, and what was compared, in words."""

    score: float
    reasons: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether the two count as one."""
        return self.score >= THRESHOLD


class _Contradiction(Exception):
    """The notices can't be one."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    weight: float
    agreement: float
    reason: str
    tells_years_apart: bool = False


def score(a: Notice, b: Notice) -> Match:
    """How sure it is that two notices of different sources announce the same. The order of the two is no matter."""
    try:
        _same_stage(a, b)
        found = [
            _title(a.title, b.title),
            _buyer(a.buyer, b.buyer),
            _published(a, b),
            _key_date(a, b),
            _suppliers(a, b),
            _value(a.value, b.value),
            _cpv(a, b),
            _link(a, b),
        ]
    except _Contradiction as contradiction:
        return Match(0.0, (str(contradiction),))
    evidence = [item for item in found if item is not None]
    compared = sum(item.weight for item in evidence)
    total = sum(item.weight * item.agreement for item in evidence) / max(compared, LEAST_EVIDENCE)
    doubt = _doubt(a, b, evidence) if total >= THRESHOLD else None
    reasons = tuple(item.reason for item in evidence)
    return Match(round(total, 3), reasons) if doubt is None else Match(JUST_BELOW, (*reasons, doubt))


def matches(ours: Iterable[Notice], theirs: Iterable[Notice]) -> list[tuple[Notice, Notice, Match]]:
    """The pairs that count as one, the surest first; no notice is in two of them."""
    found = [(a, b, match) for a, b in candidates(ours, theirs) if (match := score(a, b)).is_same]
    found.sort(key=lambda pair: (-pair[2].score, pair[0].id, pair[1].id))
    taken: set[tuple[str, str]] = set()
    kept = []
    for a, b, match in found:
        keys = {(a.source, a.id), (b.source, b.id)}
        if taken.isdisjoint(keys):
            taken |= keys
            kept.append((a, b, match))
    return kept


def candidates(ours: Iterable[Notice], theirs: Iterable[Notice]) -> Iterator[tuple[Notice, Notice]]:
    """The pairs that are worth a score, each once: of one stage and time, sharing a telling word of title and buyer.

    A hundred thousand notices take seconds, as every notice is looked for under its own few rarest words only.
    """
    first, second = list(ours), list(theirs)
    common = Counter(word for notice in (*first, *second) for word in words(notice.title or ""))
    blocks: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for place, notice in enumerate(second):
        for key in _keys(notice, common):
            blocks[key].append((notice.published_at, place))
    for block in blocks.values():
        block.sort()
    for notice in first:
        near = {place for key in _keys(notice, common) for place in _near(blocks.get(key, ()), notice.published_at)}
        yield from ((notice, second[place]) for place in sorted(near))


def _keys(notice: Notice, common: Counter[str]) -> list[str]:
    title = sorted(words(notice.title or ""), key=lambda word: (common[word], word))[:KEY_WORDS]
    buyer = names(notice.buyer.name) - BODIES if notice.buyer else frozenset()
    stage = _STAGE.get(notice.notice_type, "")
    return [f"{stage}|{word}|{name}" for word in title for name in buyer]


def _near(block: Sequence[tuple[datetime, int]], moment: datetime) -> Iterator[int]:
    first = bisect_left(block, (moment - APART, 0))
    past = bisect_right(block, (moment + APART, len(block)))
    return (place for _, place in block[first:past])


def _doubt(a: Notice, b: Notice, evidence: Sequence[_Evidence]) -> str | None:
    """What keeps two notices that agree in most from counting as one."""
    if not any(item.tells_years_apart for item in evidence):
        return "no date, value, supplier or link tells it from another year's"
    if any(item.weight == LINK for item in evidence):
        return None
    one, other = words(a.title or ""), words(b.title or "")
    if one - other and other - one and likeness(one, other) < OWN_WORDS:
        return "each title has words of its own, as those of sister contracts have"
    if any(item.weight == VALUE and not item.agreement for item in evidence):
        return "sister contracts of one title and day differ in their value"
    return None


def _same_stage(a: Notice, b: Notice) -> None:
    one, other = _STAGE.get(a.notice_type), _STAGE.get(b.notice_type)
    if one != other and one is not None and other is not None:
        raise _Contradiction(f"one is of the stage {one}, the other {other}")


def _title(a: str | None, b: str | None) -> _Evidence | None:
    if not a or not b:
        return None
    for kind, telling in (("lot or phase", parts), ("year", years), ("number", small_numbers), ("side", sides)):
        one, other = telling(a), telling(b)
        # A title without its year may be the same; one without its lot is of the whole.
        if one != other and ((one and other) or kind == "lot or phase"):
            raise _Contradiction(f"their titles name another {kind}")
    agreement = likeness(words(a), words(b))
    if agreement < ANOTHER_TITLE:
        raise _Contradiction("their titles have less than half their words in common")
    return _Evidence(TITLE, agreement, f"titles agree by {agreement:.0%}")


def _buyer(a: Organisation | None, b: Organisation | None) -> _Evidence | None:
    if a is None or b is None:
        return None
    if a.scheme and a.identifier and a.scheme == b.scheme and b.identifier:
        if a.identifier != b.identifier:
            raise _Contradiction(f"their buyers have different identifiers of {a.scheme}")
        return _Evidence(BUYER, 1.0, f"buyers have the same identifier of {a.scheme}")
    one, other = names(a.name), names(b.name)
    kinds = one & BODIES, other & BODIES
    if all(kinds) and kinds[0].isdisjoint(kinds[1]):
        raise _Contradiction(f"their buyers are {min(kinds[0])} and {min(kinds[1])}")
    one, other = one - BODIES or one, other - BODIES or other
    agreement = _alike(one, other)
    if agreement < ANOTHER_NAME:
        raise _Contradiction("their buyers have different names")
    return _Evidence(BUYER, agreement, f"names of buyers agree by {agreement:.0%}")


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return max(likeness(one, other), CONTAINED if one <= other or other <= one else 0.0)


def _published(a: Notice, b: Notice) -> _Evidence | None:
    if not (a.is_dated and b.is_dated):
        return None
    apart = abs(a.published_at - b.published_at)
    if apart > APART:
        raise _Contradiction(f"they were published {apart.days} days apart")
    return _Evidence(PUBLISHED, 1 - apart / APART, f"published {apart.days} days apart")


def _key_date(a: Notice, b: Notice) -> _Evidence | None:
    """The deadline of a tender, the decision or signature of an award: what differs from year to year."""
    for what, one, other in (
        ("deadlines", _deadline(a), _deadline(b)),
        ("days of award", _decided(a), _decided(b)),
    ):
        if one is None or other is None:
            continue
        apart = abs(one - other)
        if apart > SOON:
            raise _Contradiction(f"their {what} are {apart.days} days apart")
        same = apart <= SAME_DAY
        return _Evidence(
            KEY_DATE, float(same), f"{what} are {'the same' if same else f'{apart.days} days apart'}", same
        )
    return None


def _deadline(notice: Notice) -> datetime | None:
    return notice.tender_period.end if notice.tender_period and _STAGE.get(notice.notice_type) == "tender" else None


def _decided(notice: Notice) -> datetime | None:
    moments = [award.decided_at for award in notice.awards] + [contract.signed_at for contract in notice.contracts]
    return min((moment for moment in moments if moment is not None), default=None)


def _suppliers(a: Notice, b: Notice) -> _Evidence | None:
    one, other = _winners(a), _winners(b)
    if not one or not other:
        return None
    agreement = max(_alike(left, right) for left in one for right in other)
    if agreement < CONTAINED:  # two firms of one trade share half of their words
        raise _Contradiction("their suppliers are different")
    return _Evidence(SUPPLIERS, agreement, f"suppliers agree by {agreement:.0%}", tells_years_apart=True)


def _winners(notice: Notice) -> set[frozenset[str]]:
    return {names(supplier.name) for award in notice.awards for supplier in award.suppliers}


def _value(a: Money | None, b: Money | None) -> _Evidence | None:
    one, other = _amounts(a), _amounts(b)
    if not one or not other or (a and b and a.currency != b.currency):
        return None
    ratio = min(max(left, right) / min(left, right) for left in one for right in other)
    if ratio <= ROUNDING:
        return _Evidence(VALUE, 1.0, "values are the same", tells_years_apart=True)
    if VAT / ROUNDING <= ratio <= VAT * ROUNDING:
        return _Evidence(VALUE, 0.7, "values differ by VAT")
    return _Evidence(VALUE, 0.0, f"values differ {ratio:.2f} times")


def _amounts(money: Money | None) -> list[Decimal]:
    return [] if money is None else [amount for amount in (money.net, money.gross) if amount is not None and amount > 0]


def _cpv(a: Notice, b: Notice) -> _Evidence | None:
    one, other = {code[:3] for code in a.cpv}, {code[:3] for code in b.cpv}
    if not one or not other:
        return None
    shared = not one.isdisjoint(other)
    return _Evidence(CPV, float(shared), f"CPV groups are {'shared' if shared else 'different'}")


def _link(a: Notice, b: Notice) -> _Evidence | None:
    if _mentions(a, b) or _mentions(b, a):
        return _Evidence(LINK, 1.0, "one names the other", tells_years_apart=True)
    return None


def _mentions(a: Notice, b: Notice) -> bool:
    """Whether a notice names another by its number, its process or its address."""
    wanted = [name for name in (b.id, b.ocid, b.url) if name and len(name) >= SHORTEST_NAME]
    if any(related.ocid == b.ocid for related in a.related):
        return True
    texts = [document.url or "" for document in a.documents] + [segment.text for segment in a.segments]
    return any(name in text for text in texts for name in wanted)
