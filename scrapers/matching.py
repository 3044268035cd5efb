"""Whether notices of two sources are one: a score with its reasons, so that nothing is counted twice.

A contract above the thresholds stands on Find a Tender and often on Contracts Finder as well (SI 2015/102, regulations
106 and 108), under another OCID. They share no identifier, so that what the notices say must tell.

The score is the weighted share of what agrees in what both say. What contradicts (another buyer, lot, year, stage,
supplier, deadline) makes it 0, however much else agrees. Contracts of one day, winner and value can't be told apart by
any of this: ``matches`` pairs them one to one, so that their number stays right.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scrapers import evidence
from scrapers.evidence import ANOTHER_TITLE, LINK, PUBLISHED, VALUE, Contradiction, Evidence
from scrapers.folding import BODIES, likeness, names, words
from scrapers.notice import Notice

THRESHOLD = 0.75
"""At or above it two notices count as one. Same buyer and title stay below it where no date, value, supplier or link
agrees as well: buyers buy the same thing under the same title again and again."""

LEAST_EVIDENCE = 0.8
"""What could not be compared counts as not agreed, as far as the weights compared fall short of this."""

JUST_BELOW = 0.74
OWN_WORDS = 0.8  # "Bus shelters, Eastmere" and "Bus shelters, Westmere" are tendered on one day
APART = timedelta(
    days=120
)  # an award may stand here in a month and there after 90 days, as the guidance on PPN 01/23 lets it


@dataclass(frozen=True, slots=True)
class Match:
    """How sure it is that two notices are one, from 0 to 1, and what was compared, in words."""

    score: float
    reasons: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether the two count as one."""
        return self.score >= THRESHOLD


def score(a: Notice, b: Notice) -> Match:
    """How sure it is that two notices of different sources announce the same. The order of the two is no matter."""
    try:
        _same_stage(a, b)
        found = [
            evidence.titles(a.title, b.title),
            evidence.buyers(a.buyer, b.buyer),
            _published(a, b),
            _key_date(a, b),
            evidence.suppliers([a], [b]),
            evidence.values(a.value, b.value),
            evidence.groups(a.cpv, b.cpv),
            evidence.links(a, b),
        ]
    except Contradiction as contradiction:
        return Match(0.0, (str(contradiction),))
    return weigh(found, doubt=lambda given: _doubt(a, b, given))


def weigh(found: Iterable[Evidence | None], *, doubt: Callable[[Sequence[Evidence]], str | None]) -> Match:
    """The weighted share of what agrees; a doubt keeps what would count as one just below the threshold."""
    given = [item for item in found if item is not None]
    compared = sum(item.weight for item in given)
    total = round(sum(item.weight * item.agreement for item in given) / max(compared, LEAST_EVIDENCE), 3)
    reasons = tuple(item.reason for item in given)
    doubted = doubt(given) if total >= THRESHOLD else None
    return Match(total, reasons) if doubted is None else Match(JUST_BELOW, (*reasons, doubted))


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
    """The pairs that are worth a score, each once: of one stage and time, with half of the title's words shared.

    Whether two notices are such a pair depends on nothing but the two: any part of the notices gives the same pairs.
    """
    first, second = list(ours), list(theirs)
    blocks: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for place, notice in enumerate(second):
        for key in _keys(notice):
            blocks[key].append((notice.published_at, place))
    for block in blocks.values():
        block.sort()
    for notice in first:
        near = {place for key in _keys(notice) for place in _near(blocks.get(key, ()), notice.published_at)}
        title = words(notice.title or "")
        yield from (
            (notice, second[place])
            for place in sorted(near)
            if likeness(title, words(second[place].title or "")) >= ANOTHER_TITLE
        )


def _keys(notice: Notice) -> list[str]:
    buyer = names(notice.buyer.name) - BODIES if notice.buyer else frozenset()
    stage = evidence.stage(notice) or ""
    return [f"{stage}|{word}|{name}" for word in words(notice.title or "") for name in buyer]


def _near(block: Sequence[tuple[datetime, int]], moment: datetime) -> Iterator[int]:
    first = bisect_left(block, (moment - APART, 0))
    past = bisect_right(block, (moment + APART, len(block)))
    return (place for _, place in block[first:past])


def _doubt(a: Notice, b: Notice, given: Sequence[Evidence]) -> str | None:
    """What keeps two notices that agree in most from counting as one."""
    if not any(item.tells_years_apart for item in given):
        return "no date, value, supplier or link tells it from another year's"
    if any(item.weight == LINK for item in given):
        return None
    one, other = words(a.title or ""), words(b.title or "")
    if one - other and other - one and likeness(one, other) < OWN_WORDS:
        return "each title has words of its own, as those of sister contracts have"
    if any(item.weight == VALUE and not item.agreement for item in given):
        return "sister contracts of one title and day differ in their value"
    return None


def _same_stage(a: Notice, b: Notice) -> None:
    one, other = evidence.stage(a), evidence.stage(b)
    if one != other and one is not None and other is not None:
        raise Contradiction(f"one is of the stage {one}, the other {other}")


def _published(a: Notice, b: Notice) -> Evidence | None:
    if not (a.is_dated and b.is_dated):
        return None
    apart = abs(a.published_at - b.published_at)
    if apart > APART:
        raise Contradiction(f"they were published {apart.days} days apart")
    return Evidence(PUBLISHED, 1 - apart / APART, f"published {apart.days} days apart")


def _key_date(a: Notice, b: Notice) -> Evidence | None:
    """The deadline of a tender, the decision or signature of an award: what differs from year to year."""
    deadlines = evidence.key_dates("deadlines", evidence.deadline(a), evidence.deadline(b))
    return deadlines or evidence.key_dates("days of award", evidence.awarded(a), evidence.awarded(b))
