"""Whether whole procurements of two sources are one: a tender on Contracts Finder whose award is on Find a Tender.

A wrong join puts one body's words into another procurement, a missing one only leaves two halves. So a join wants what
tells one procurement from its sisters and from last year's: a notice that stands on both, a reference number, one
naming the other, or several dates, suppliers and values at once. Where two are equally like, neither is joined. A
procurement that another names as its framework or earlier attempt is related to it, and not the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import product

from scrapers import evidence, matching
from scrapers.evidence import KEY_DATE, LINK, TITLE, VALUE, Contradiction, Evidence
from scrapers.folding import KEPT_FOLDINGS, likeness, plain, words
from scrapers.matching import Match
from scrapers.notice import Notice

REACH = timedelta(days=400)
"""Further apart than this, the nearest notices of two procurements are not compared."""

TWIN, REFERENCE, IN_ORDER = 0.5, 0.4, 0.05
"""What a notice that stands on both, a shared reference number, and an award after its tender weigh."""

MARGIN = 0.1
"""By how much the best must be ahead of the next: sisters are like each other to the last word."""

SURE = 0.9
PREPARED = timedelta(days=3)
SHORT = timedelta(days=270)
ENOUGH = 2

STAGE_WORDS = frozenset(
    ["award", "awarded", "early", "engagement", "information", "market", "notice", "pin", "planning", "prior", "soft"]
)
"""Words by which a buyer tells the stages of one procurement apart in its titles."""

_REFERENCE = re.compile(
    r"(?<![a-z0-9])(?!(?:iso|bs|en|pas|rm|nhs|fy|cpv)[-_]?\d)(?:[a-z]{2,5}[-_]?\d{3,}|[a-z][-_]?\d{5,}|\d{5,})(?:[./]\d+)*(?![a-z0-9])"
)  # standards and the numbers of national frameworks stand in the titles of many procurements
_YEARS = re.compile(r"[a-z]*[-_]?(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A procurement that is one with another: under whose ``ocid`` both count, how sure that is, and why."""

    ocid: str
    into: str
    score: float
    reasons: tuple[str, ...]


def joins(ours: Mapping[str, Sequence[Notice]], theirs: Mapping[str, Sequence[Notice]]) -> list[Join]:
    """Which of our procurements are one with which of theirs, by ``ocid``, sorted. Order changes nothing.

    Each is the best of the other by a margin, among all that are alike at all.
    """
    found = {(one, other): score(ours[one], theirs[other]) for one, other in _near(ours, theirs)}
    return [
        Join(ocid=one, into=other, score=match.score, reasons=match.reasons)
        for (one, other), match in found.items()
        if match.is_same and _is_ahead((one, other), match, found)
    ]


def _near(ours: Mapping[str, Sequence[Notice]], theirs: Mapping[str, Sequence[Notice]]) -> Iterator[tuple[str, str]]:
    """The pairs that may be one; a word of a title leads to them, so that not all are compared with all."""
    by_word: defaultdict[str, set[str]] = defaultdict(set)
    for other, notices in theirs.items():
        for word in _all_words(notices):
            by_word[word].add(other)
    for one, notices in sorted(ours.items()):
        for other in sorted({other for word in _all_words(notices) for other in by_word.get(word, ())}):
            if any(may_be_one(a, b) for a, b in product(notices, theirs[other])):
                yield one, other


def _all_words(notices: Iterable[Notice]) -> set[str]:
    return {word for notice in notices for word in words(notice.title or "")}


def _is_ahead(pair: tuple[str, str], match: Match, found: Mapping[tuple[str, str], Match]) -> bool:
    rivals = (other for key, other in found.items() if key != pair and (key[0] == pair[0] or key[1] == pair[1]))
    return all(match.score >= rival.score + MARGIN for rival in rivals)


def may_be_one(a: Notice, b: Notice) -> bool:
    """Whether a look at title, buyer and time leaves it open that two notices are of one procurement."""
    if a.buyer is None or b.buyer is None or abs(a.published_at - b.published_at) > REACH:
        return False
    if _likeness(a.title or "", b.title or "") < evidence.ANOTHER_TITLE:
        return False
    same = a.buyer.identifier is not None and a.buyer.identifier == b.buyer.identifier
    return same or evidence.named_alike(a.buyer.name, b.buyer.name) >= evidence.ANOTHER_NAME


def score(ours: Iterable[Notice], theirs: Iterable[Notice]) -> Match:
    """How sure it is that the notices of two procurements are of one. The order of the two, and of each, is no matter.

    A score below ``THRESHOLD`` with reasons is a likeness that does not suffice; 0 is a contradiction.
    """
    one, other = _ordered(ours), _ordered(theirs)
    pairs = list(product(one, other))
    try:
        _not_only_related(pairs)
        found = [
            _titles(pairs),
            _buyers(pairs),
            _twins(pairs),
            _references(one, other),
            _named(pairs),
            evidence.suppliers(one, other),
            _days("deadlines", evidence.deadline, pairs),
            _days("days of award", evidence.decided, pairs),
            _days("days of signature", evidence.signed, pairs),
            _order(one, other),
            _values(pairs),
            _groups(one, other),
        ]
    except Contradiction as contradiction:
        return Match(0.0, (str(contradiction),))
    return matching.weigh(found, doubt=_doubt)


def _ordered(notices: Iterable[Notice]) -> list[Notice]:
    return sorted(notices, key=lambda notice: (notice.published_at, notice.id, notice.page_sha256 or ""))


def _doubt(given: Sequence[Evidence]) -> str | None:
    """What keeps two procurements that agree in most from counting as one."""
    if any(item.weight in {REFERENCE, LINK} for item in given):
        return None
    weak = {item.weight for item in given if item.agreement < SURE}
    if KEY_DATE in weak or VALUE in weak:
        return "a day or value is another, and no number or link is shared"
    if any(item.weight == TWIN for item in given):
        return None
    if TITLE in weak:
        return "their titles are not the same, and no notice, number or link is shared"
    if sum(item.tells_years_apart for item in given) < ENOUGH:
        return "one thing alone tells them from sister contracts"
    return None


def _not_only_related(pairs: Sequence[tuple[Notice, Notice]]) -> None:
    for a, b in pairs:
        if evidence.relates(a, b) or evidence.relates(b, a):
            raise Contradiction("one names the other as related: its framework, or an earlier attempt")
    for one, other in (zip(*pairs, strict=True), reversed(list(zip(*pairs, strict=True)))):
        if any(map(calls_off, one)) and any(map(sets_up_framework, other)):
            raise Contradiction("one sets up a framework, the other buys under one")


def calls_off(notice: Notice) -> bool:
    """Whether a notice says that it buys under a framework or market that stands."""
    details = (notice.procedure_details or "").lower()
    return "call-off" in details or any("framework" in related.relationships for related in notice.related)


def sets_up_framework(notice: Notice) -> bool:
    """Whether a notice sets up a framework or market for others to buy under."""
    return (notice.is_framework or notice.is_dynamic_market) and not calls_off(notice)


def _titles(pairs: Sequence[tuple[Notice, Notice]]) -> Evidence | None:
    """The nearest two titles; a lot or year that one names and the other does not is a contradiction in any two."""
    named = {(a.title, b.title) for a, b in pairs if a.title and b.title}
    for a, b in sorted(named):
        evidence.same_parts(a, b)
    best = max((_likeness(a, b) for a, b in named), default=None)
    if best is None:
        return None
    if best < evidence.ANOTHER_TITLE:
        raise Contradiction("their titles have less than half their words in common")
    return Evidence(TITLE, best, f"titles agree by {best:.0%}")


def _likeness(a: str, b: str) -> float:
    return max(likeness(words(a), words(b)), likeness(_without_stage(a), _without_stage(b)))


@lru_cache(KEPT_FOLDINGS)
def _without_stage(title: str) -> frozenset[str]:
    return words(title) - STAGE_WORDS or words(title)


def _buyers(pairs: Sequence[tuple[Notice, Notice]]) -> Evidence | None:
    found = [item for a, b in pairs if (item := evidence.buyers(a.buyer, b.buyer)) is not None]
    if not found:
        raise Contradiction("one of them names no buyer")
    return max(found, key=lambda item: (item.agreement, item.reason))


def _twins(pairs: Sequence[tuple[Notice, Notice]]) -> Evidence | None:
    """Whether a notice of one is a notice of the other: the surest two."""
    same = [(match.score, a.id, b.id) for a, b in pairs if _one_stage(a, b) and (match := matching.score(a, b)).is_same]
    if not same:
        return None
    sure, one, other = min(same, key=lambda item: (-item[0], item[1:]))
    return Evidence(TWIN, sure, f"notices {one} and {other} are the same by {sure:.0%}")


def _one_stage(a: Notice, b: Notice) -> bool:
    return evidence.stage(a) is not None and evidence.stage(a) == evidence.stage(b)


def references(title: str) -> frozenset[str]:
    """The reference numbers in a title, folded: ``DN-700123`` is ``dn700123``. Years, roads and standards are none."""
    found = (number for number in _REFERENCE.findall(plain(title)) if not _YEARS.fullmatch(number))
    return frozenset(re.sub(r"[-_]", "", number) for number in found)


def _references(ours: Sequence[Notice], theirs: Sequence[Notice]) -> Evidence | None:
    """A reference number in titles of both; different numbers of one series contradict."""
    one, other = (
        frozenset(number for a in notices for number in references(a.title or "")) for notices in (ours, theirs)
    )
    shared = one & other
    if shared:
        return Evidence(REFERENCE, 1.0, f"both titles have the number {min(shared).upper()}")
    series = {number.rstrip("0123456789") for number in one} & {number.rstrip("0123456789") for number in other}
    if series:
        raise Contradiction("their titles have different reference numbers")
    return None


def _named(pairs: Sequence[tuple[Notice, Notice]]) -> Evidence | None:
    return next((item for a, b in pairs if (item := evidence.links(a, b)) is not None), None)


def _days(
    what: str, day: Callable[[Notice], datetime | None], pairs: Sequence[tuple[Notice, Notice]]
) -> Evidence | None:
    """The nearest days of a kind that the two have."""
    both = [(one, other) for a, b in pairs if (one := day(a)) is not None and (other := day(b)) is not None]
    if not both:
        return None
    return evidence.key_dates(what, *min(both, key=lambda days: (abs(days[0] - days[1]), days)))


def _order(ours: Sequence[Notice], theirs: Sequence[Notice]) -> Evidence | None:
    """Whether the award of one follows the tender of the other, and soon enough to be its own."""
    apart = min(abs(a.published_at - b.published_at) for a, b in product(ours, theirs))
    if apart > REACH:
        raise Contradiction(f"their nearest notices were published {apart.days} days apart")
    for one, other in ((ours, theirs), (theirs, ours)):
        tenders = [notice.published_at for notice in one if evidence.stage(notice) == "tender"]
        awards = [notice.published_at for notice in other if evidence.stage(notice) == "award"]
        if tenders and awards and min(awards) < min(tenders) - PREPARED:
            raise Contradiction("an award of one was published before the tender of the other")
        if tenders and awards and not any(evidence.stage(notice) == "tender" for notice in other):
            after = max(min(awards) - min(tenders), timedelta(0))
            reason = f"the award of one follows the tender of the other by {after.days} days"
            return Evidence(IN_ORDER, float(after <= SHORT), reason, tells_years_apart=after <= SHORT)
    return None


def _values(pairs: Sequence[tuple[Notice, Notice]]) -> Evidence | None:
    """The nearest values of the two, whether of the whole or of all that was awarded."""
    found = [item for a, b in pairs if (item := evidence.values(a.value, b.value)) is not None]
    return max(found, key=lambda item: (item.agreement, item.reason), default=None)


def _groups(ours: Sequence[Notice], theirs: Sequence[Notice]) -> Evidence | None:
    found = evidence.groups((code for a in ours for code in a.cpv), (code for b in theirs for code in b.cpv))
    if found is not None and not found.agreement:
        raise Contradiction("their CPV codes are of different groups")
    return found
