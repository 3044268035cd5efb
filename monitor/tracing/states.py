"""What has become of a commitment, in one state and one sentence: of what was published, and no more.

A commitment is only "not seen again" where notices of the contract are held that could repeat it: whole (no update,
which may be sparse), readable, of its lot, and without an attached copy of the contract that might hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.law.policies import SOCIAL_VALUE_THEMES
from monitor.tracing.shifts import PLANS, are_equal, shift
from monitor.tracing.statements import GENERAL, Statement
from monitor.tracing.thread import Direction, Shift, Stage, Step, ThreadState
from scrapers.notice import Notice, NoticeType

if TYPE_CHECKING:
    from monitor.tracing.procurement import Procurement

_CARRIERS = frozenset({NoticeType.UK7, NoticeType.AWARD})
_AWARDED = frozenset({NoticeType.UK5, NoticeType.UK6, NoticeType.UK7, NoticeType.AWARD})
_AGREED = frozenset(
    {
        NoticeType.UK7,
        NoticeType.UK9,
        NoticeType.UK10,
        NoticeType.UK11,
        NoticeType.CHANGE,
        NoticeType.IMPLEMENTATION,
    }
)
_DECIDED = _AWARDED - {NoticeType.UK5}
_SOCIAL = frozenset(SOCIAL_VALUE_THEMES)
_MISSED = frozenset({"below", "significantlyBelow"})
RATINGS = {
    "met": "good",
    "slightlyBelow": "approaching target",
    "below": "requires improvement",
    "significantlyBelow": "inadequate",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A state with its reason; whether the theme is spoken of in other words; whether there is nothing to wait for."""

    state: ThreadState
    reason: str
    is_in_other_words: bool = False
    is_ended: bool = False


def outcome(
    procurement: Procurement, said: Sequence[Statement], ratings: Sequence[Step], others: Sequence[Statement]
) -> Outcome:
    """The outcome of a thread from its statements and newest ratings; ``others`` are those of other threads."""
    found = (
        _rated(ratings)
        or _shifted(said)
        or _carried(procurement, said)
        or _open(procurement)
        or _results(said, ratings)
        or _silence(procurement, said, others)
    )
    ended = _end(procurement)
    if ended is None:
        return found
    return Outcome(found.state, f"{found.reason}; {ended}", found.is_in_other_words, is_ended=True)


def rating_words(rating: str | None) -> str:
    """A published rating as the regulations call it."""
    return RATINGS.get(rating or "", "without a rating")


def _rated(ratings: Sequence[Step]) -> Outcome | None:
    missed = [one for one in ratings if one.rating in _MISSED]
    if missed:
        among = f" in {len(missed)} of {len(ratings)} results" if len(ratings) > 1 else ""
        return Outcome(ThreadState.RATED_MISSED, f"its latest rating is '{rating_words(missed[0].rating)}'{among}")
    if ratings and all(one.rating == "met" for one in ratings):
        return Outcome(ThreadState.RATED_MET, "its latest rating is 'good'")
    return None


def _shifted(said: Sequence[Statement]) -> Outcome | None:
    """From the first statement to the last, else the last change between two that follow each other."""
    if not said:
        return None
    first, last = said[0], said[-1]
    found: Shift | None = shift(first, last)
    if found is None and not are_equal(first, last):
        changes = [shift(before, after) for before, after in pairwise(said)]
        found = next((change for change in reversed(changes) if change is not None), None)
    if found is None:
        return None
    if found.direction is Direction.WEAKER:
        return Outcome(ThreadState.WEAKENED, f"it went {found.words}")
    # Before an award a firmer version is still only asked for.
    if last.stage is Stage.ASKED:
        return None
    return Outcome(ThreadState.STRENGTHENED, f"it went {found.words}")


def _carried(procurement: Procurement, said: Sequence[Statement]) -> Outcome | None:
    stages = {one.stage for one in said}
    if len(stages) < 2 or _went_silent(procurement, said):  # noqa: PLR2004 - carried from one stage to another
        return None
    last = said[-1]
    where = {
        Stage.PROMISED: "the award notice repeats it",
        Stage.AGREED: "it is agreed as an indicator" if last.is_kpi else "the contract details repeat it",
        Stage.CHANGED: "a change notice repeats it",
    }
    return Outcome(ThreadState.CARRIED, where.get(last.stage, "a later notice repeats it"))


def _went_silent(procurement: Procurement, said: Sequence[Statement]) -> bool:
    """Whether an award repeated it and the contract details, held whole, do not."""
    return said[-1].stage is Stage.PROMISED and bool(_carriers(procurement, said))


def _open(procurement: Procurement) -> Outcome | None:
    if not any(notice.notice_type in _AWARDED | _AGREED for notice in procurement.notices):
        return Outcome(ThreadState.OPEN, "no notice of an award or a contract is held yet")
    return None


def _results(said: Sequence[Statement], ratings: Sequence[Step]) -> Outcome | None:
    """What waits for a result, or has one that doesn't decide."""
    if ratings:
        words = " and ".join(sorted({f"'{rating_words(one.rating)}'" for one in ratings}))
        return Outcome(ThreadState.OPEN, f"its latest ratings are {words}: neither all met nor one missed")
    if said[-1].stage in {Stage.ASKED, Stage.PROMISED}:
        return None
    is_kpi = said[-1].is_kpi
    return Outcome(
        ThreadState.OPEN, "it is agreed, and no result is held yet" if is_kpi else "it is first told with the contract"
    )


def _silence(procurement: Procurement, said: Sequence[Statement], others: Sequence[Statement]) -> Outcome:
    """What the silence of the contract's notices means."""
    if said[-1].notice.notice_type in PLANS:
        return Outcome(ThreadState.OPEN, "it was told before the tender, and the tender notice decides what is asked")
    carriers = _carriers(procurement, said)
    if not carriers:
        return Outcome(ThreadState.OPEN, "no notice that could repeat it is held whole yet")
    later = {notice.id for notice in carriers}
    if _in_other_words(said, [one for one in others if one.notice.id in later]):
        reason = "the contract's notices speak of its theme in other words: whether they mean it can't be told"
        return Outcome(ThreadState.OPEN, reason, is_in_other_words=True)
    if not procurement.is_readable(carriers):
        return Outcome(ThreadState.OPEN, "a notice of the contract is in a language or form that is not read")
    if any(document.type == "contractSigned" for notice in carriers for document in notice.documents):
        return Outcome(ThreadState.OPEN, "a copy of the contract is attached, and attachments are not read")
    return Outcome(ThreadState.NOT_SEEN_AGAIN, "the contract's notices that are held don't repeat it")


def _carriers(procurement: Procurement, said: Sequence[Statement]) -> list[Notice]:
    """The whole notices of the contract, behind its last words, that could repeat them."""
    last = said[-1].notice.id
    lots = frozenset[str]().union(*(one.lots for one in said))
    place = next(place for place, notice in enumerate(procurement.notices) if notice.id == last)
    return [
        notice
        for notice in procurement.notices[place + 1 :]
        if notice.notice_type in _CARRIERS and not notice.is_update and _is_of(notice, lots)
    ]


def _is_of(notice: Notice, lots: frozenset[str]) -> bool:
    """Whether a notice is of any of these lots, as far as both say."""
    told = {lot for award in notice.awards for lot in award.lots}
    return not told or not lots or bool(told & lots)


def _in_other_words(said: Sequence[Statement], others: Sequence[Statement]) -> bool:
    themes = frozenset[str]().union(*(one.themes for one in said))
    if GENERAL in themes:
        return any(one.themes & _SOCIAL for one in others)
    return any(one.themes & themes or GENERAL in one.themes for one in others)


def _end(procurement: Procurement) -> str | None:
    """How a notice that ends things says so; a procurement that was awarded is not ended by the end of one lot."""
    if is_over(procurement):
        return "the contract has ended"
    types = {notice.notice_type for notice in procurement.notices}
    if types & {NoticeType.UK12, NoticeType.CANCELLATION} and not types & _DECIDED:
        return "the procurement was ended before an award"
    return None


def is_over(procurement: Procurement) -> bool:
    """Whether termination notices end every contract whose details are held."""
    ended = [notice for notice in procurement.notices if notice.notice_type is NoticeType.UK11]
    if not ended:
        return False
    known = {part.contract.id for part in procurement.published_contracts}
    return known <= {contract.id for notice in ended for contract in notice.contracts}
