"""A thread: one commitment followed through the notices of a procurement, and the state it is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nlp.commitment import Level
from scrapers.notice import NoticeType


class ThreadState(StrEnum):
    """What the notices that are held say has become of a commitment."""

    OPEN = "open"
    CARRIED = "carried"
    STRENGTHENED = "strengthened"
    WEAKENED = "weakened"
    NOT_SEEN_AGAIN = "not_seen_again"
    RATED_MET = "rated_met"
    RATED_MISSED = "rated_missed"

    @property
    def words(self) -> str:
        """The state as its readers call it."""
        return self.value.replace("_", " ")


STATE_MEANINGS = {
    ThreadState.OPEN: "It is still to be seen, or it can't be told, what becomes of it.",
    ThreadState.CARRIED: "A later notice of the award, the contract or a change repeats it.",
    ThreadState.STRENGTHENED: "A later notice asks or promises more than the first.",
    ThreadState.WEAKENED: "A later notice asks or promises less than the first.",
    ThreadState.NOT_SEEN_AGAIN: "The contract's notices that are held don't repeat it. The contract itself may.",
    ThreadState.RATED_MET: "The buyer's latest published rating is good.",
    ThreadState.RATED_MISSED: "The buyer's latest published rating is 'requires improvement' or 'inadequate'.",
}


class Stage(StrEnum):
    """The part of a procurement's life that a notice speaks from."""

    ASKED = "asked"
    PROMISED = "promised"
    AGREED = "agreed"
    CHANGED = "changed"
    RATED = "rated"
    ENDED = "ended"


STAGES: dict[NoticeType, Stage] = {
    **dict.fromkeys(
        (
            NoticeType.UK1,
            NoticeType.UK2,
            NoticeType.UK3,
            NoticeType.UK4,
            NoticeType.UK13,
            NoticeType.UK14,
            NoticeType.PLANNING,
            NoticeType.TENDER,
        ),
        Stage.ASKED,
    ),
    **dict.fromkeys((NoticeType.UK5, NoticeType.UK6, NoticeType.AWARD), Stage.PROMISED),
    NoticeType.UK7: Stage.AGREED,
    **dict.fromkeys((NoticeType.UK10, NoticeType.CHANGE), Stage.CHANGED),
    **dict.fromkeys((NoticeType.UK9, NoticeType.IMPLEMENTATION), Stage.RATED),
    **dict.fromkeys((NoticeType.UK11, NoticeType.UK12, NoticeType.CANCELLATION), Stage.ENDED),
}
"""Notices that are not listed (payments, changes of a dynamic market) say nothing of one commitment."""


class Direction(StrEnum):
    """Whether later words ask or promise less, or more."""

    WEAKER = "weaker"
    FIRMER = "firmer"


@dataclass(frozen=True, slots=True)
class Shift:
    """How later words differ from earlier ones, in words that follow "it went"."""

    direction: Direction
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A thread at one notice: the words, and why they are taken for the same commitment.

    The first step has no score. A step without a quote is a notice that ends the contract or the procurement, or a
    rating whose indicator has no title.
    """

    stage: Stage
    notice_id: str
    notice_type: NoticeType
    published_at: datetime
    quote: str | None = None
    pointer: str = ""
    start: int = 0
    end: int = 0
    level: Level | None = None
    is_kpi: bool = False
    score: float | None = None
    reasons: tuple[str, ...] = ()
    shift: Shift | None = None
    rating: str | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextNotice:
    """The notice to look for next. ``by`` is absent where no day follows from the law or from what was published."""

    notice_type: NoticeType
    by: date | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One commitment through a procurement. ``id`` stays the same as long as its first words do.

    ``is_in_other_words`` tells that the contract's notices speak of the theme in words that could not be matched.
    """

    id: str
    ocid: str
    theme: str
    state: ThreadState
    reason: str
    steps: tuple[Step, ...]
    next_notice: NextNotice | None = None
    is_ended: bool = False
    is_in_other_words: bool = False

    @property
    def first(self) -> Step:
        """Where it begins."""
        return self.steps[0]

    @property
    def stated(self) -> tuple[Step, ...]:
        """The steps with words that ask or promise, without ratings and ends."""
        return tuple(step for step in self.steps if step.level is not None)

    @property
    def level(self) -> Level:
        """How firm it was at its firmest."""
        return max((step.level for step in self.steps if step.level is not None), default=Level.SPECIFIED)
