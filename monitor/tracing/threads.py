"""Follow each commitment of a procurement from notice to notice.

Notices are taken oldest first. What a notice says is given to the threads it is most like, the most alike first; what
is like none begins a thread. Silence ends nothing: see ``monitor.tracing.states`` for what is concluded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.tracing.likeness import MATCH, UNLIKE, Likeness, likeness
from monitor.tracing.next_notice import next_notice
from monitor.tracing.ratings import Rating, ratings
from monitor.tracing.shifts import shift
from monitor.tracing.statements import GENERAL, Statement, statements
from monitor.tracing.states import outcome
from monitor.tracing.thread import STAGES, Stage, Step, Thread
from nlp.commitment import Level

if TYPE_CHECKING:
    from monitor.tracing.procurement import Procurement


@dataclass(slots=True)
class _Draft:
    """A thread that is being put together: each statement with its likeness to what came before."""

    said: list[Statement]
    likenesses: list[Likeness]
    rated: list[tuple[Rating, Likeness]] = field(default_factory=list)

    def like(self, one: Statement) -> Likeness:
        """How alike a statement is to the most alike of its own."""
        return max((likeness(said, one) for said in self.said), key=lambda found: found.score, default=UNLIKE)


def follow(procurement: Procurement) -> tuple[Thread, ...]:
    """The threads of a procurement, in the order of their first words."""
    found = ratings(procurement)
    if not procurement.commitments and not found and not any(notice.metrics for notice in procurement.notices):
        return ()
    drafts: list[_Draft] = []
    for said in statements(procurement):
        _give(said, drafts)
    drafts = [draft for draft in drafts if any(one.level >= Level.REQUIRED for one in draft.said)]
    for rating in found:
        _rate(rating, drafts)
    return tuple(_thread(procurement, draft, drafts) for draft in drafts)


def _give(said: Sequence[Statement], drafts: list[_Draft]) -> None:
    """Give the statements of one notice to the threads they are like, each thread one; the rest begin threads."""
    pairs = [
        (found, place, number)
        for place, one in enumerate(said)
        for number, draft in enumerate(drafts)
        if (found := draft.like(one)).score >= MATCH
    ]
    given: set[int] = set()
    taken: set[int] = set()
    for found, place, number in sorted(pairs, key=lambda pair: (-pair[0].score, pair[1], pair[2])):
        if place not in given and number not in taken:
            given.add(place)
            taken.add(number)
            drafts[number].said.append(said[place])
            drafts[number].likenesses.append(found)
    # A ruled-out commitment can end a thread, and begins none.
    begun = (one for place, one in enumerate(said) if place not in given and one.level > Level.RULED_OUT)
    drafts.extend(_Draft([one], [UNLIKE]) for one in begun)


def _rate(rating: Rating, drafts: list[_Draft]) -> None:
    """Give a rating to the thread of its indicator, by contract and title, else by likeness; else begin one."""
    for names, reason in (
        (rating.names, "the indicator of this title in the same contract"),
        (frozenset({("", rating.title)}), "the indicator of this title"),
    ):
        for draft in drafts:
            if any(_is_named(one, names) for one in draft.said) or any(one.names & names for one, _ in draft.rated):
                draft.rated.append((rating, Likeness(1.0, (reason,))))
                return
    alike = [(draft.like(rating.statement), -number) for number, draft in enumerate(drafts) if draft.said]
    best, place = max(alike, key=lambda pair: (pair[0].score, pair[1]), default=(UNLIKE, 0))
    if best.score >= MATCH:
        drafts[-place].rated.append((rating, best))
    else:
        drafts.append(_Draft([], [], [(rating, UNLIKE)]))


def _is_named(one: Statement, names: frozenset[tuple[str, str]]) -> bool:
    titles = {title for contract, title in names if not contract}
    return bool(one.names & names) or any(title in titles for _, title in one.names)


def _thread(procurement: Procurement, draft: _Draft, drafts: Sequence[_Draft]) -> Thread:
    steps = [*_stated(draft), *(_rated(*pair) for pair in draft.rated)]
    found = outcome(procurement, draft.said, _newest(draft), list(_others(draft, drafts)))
    theme = draft.said[0].theme if draft.said else draft.rated[0][0].statement.theme
    named = [*(one.names for one in draft.said), *(rating.names for rating, _ in draft.rated)]
    contracts = {contract for names in named for contract, _ in names}
    following = None
    if not found.is_ended:
        is_kpi = bool(draft.rated) or any(one.is_kpi for one in draft.said)
        following = next_notice(procurement, contracts=contracts, is_kpi=is_kpi)
    first = steps[0]
    name = f"{procurement.ocid}\n{theme}\n{first.notice_id}\n{first.pointer}\n{first.start}"
    return Thread(
        id=hashlib.sha256(name.encode()).hexdigest()[:16],
        ocid=procurement.ocid,
        theme=theme,
        state=found.state,
        reason=found.reason,
        steps=(*steps, *_ends(procurement, steps, is_ended=found.is_ended)),
        next_notice=following,
        is_ended=found.is_ended,
        is_in_other_words=found.is_in_other_words,
    )


def _stated(draft: _Draft) -> Iterable[Step]:
    for place, (one, found) in enumerate(zip(draft.said, draft.likenesses, strict=True)):
        before = draft.said[place - 1] if place else None
        yield Step(
            stage=one.stage,
            notice_id=one.notice.id,
            notice_type=one.notice.notice_type,
            published_at=one.notice.published_at,
            quote=one.quote,
            pointer=one.pointer,
            start=one.start,
            end=one.end,
            level=one.level,
            is_kpi=one.is_kpi,
            score=found.score if before else None,
            reasons=found.reasons,
            shift=shift(before, one) if before else None,
        )


def _rated(rating: Rating, found: Likeness) -> Step:
    said = rating.statement
    return Step(
        stage=Stage.RATED,
        notice_id=said.notice.id,
        notice_type=said.notice.notice_type,
        published_at=said.notice.published_at,
        quote=said.quote or None,
        pointer=said.pointer,
        start=said.start,
        end=said.end,
        is_kpi=True,
        score=found.score or None,
        reasons=found.reasons,
        rating=rating.observation.rating,
        measure=rating.observation.measure,
    )


def _newest(draft: _Draft) -> list[Step]:
    """The newest result of each indicator in each contract."""
    newest = {rating.names: (rating, found) for rating, found in draft.rated}
    return [_rated(*pair) for pair in newest.values()]


def _others(draft: _Draft, drafts: Sequence[_Draft]) -> Iterable[Statement]:
    """What other threads say that might be meant for this one: what was never asked, and social value as such."""
    is_general = bool(draft.said) and draft.said[0].theme == GENERAL
    for other in drafts:
        if other is draft or not other.said:
            continue
        is_new = other.said[0].stage is not Stage.ASKED
        yield from (one for one in other.said if is_general or is_new or one.theme == GENERAL)


def _ends(procurement: Procurement, steps: Sequence[Step], *, is_ended: bool) -> Iterable[Step]:
    """The notices that end the contract or the procurement, where they do."""
    if not is_ended:
        return
    for notice in procurement.notices:
        if STAGES.get(notice.notice_type) is Stage.ENDED and notice.published_at >= steps[-1].published_at:
            yield Step(
                stage=Stage.ENDED,
                notice_id=notice.id,
                notice_type=notice.notice_type,
                published_at=notice.published_at,
            )
