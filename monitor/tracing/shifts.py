"""Whether later words of one commitment ask or promise less than earlier ones: by number, rate, weight and level.

Only what is surely the same measure is compared. Spans of time are left out, as fewer days may bind more; so are upper
bounds, and numbers that are counted over different spans.
"""

from __future__ import annotations

from decimal import Decimal

from monitor.tracing.statements import Statement
from monitor.tracing.thread import Direction, Shift
from monitor.tracing.words import OFTEN, Amount, bases
from nlp.commitment import Level
from scrapers.notice import NoticeType

PLANS = frozenset({NoticeType.UK1, NoticeType.UK2, NoticeType.UK3, NoticeType.PLANNING})
"""Notices before the tender: what they say is tentative by nature."""
_SAME_SENTENCE = 0.5
_NAMES = {Level.RULED_OUT: "ruled out", Level.NAMED: "named", Level.REQUIRED: "required"}


def shift(before: Statement, after: Statement) -> Shift | None:
    """How the later statement differs in strength, or ``None`` where it does not, or that can't be told."""
    return _number(before, after) or _rate(before, after) or _weight(before, after) or _level(before, after)


def are_equal(before: Statement, after: Statement) -> bool:
    """Whether both give the same measure of the same thing, so that nothing between them counts."""
    pair = _measures(before, after)
    return pair is not None and pair[0].value == pair[1].value and shift(before, after) is None


def _measures(before: Statement, after: Statement) -> tuple[Amount, Amount] | None:
    """The one number of each that counts the same thing over the same span."""
    if bases(before.text) != bases(after.text):
        return None
    earlier, later = before.amounts, after.amounts
    pairs = [(one, other) for one in earlier for other in later if _counts_same(one, other)]
    if len(pairs) != 1 or pairs[0][0].is_limit or pairs[0][1].is_limit:
        return None
    return pairs[0]


def _counts_same(one: Amount, other: Amount) -> bool:
    return one.units == other.units or bool((one.units & other.units) - {"%", "GBP"})


def _number(before: Statement, after: Statement) -> Shift | None:
    pair = _measures(before, after)
    if pair is None or pair[0].value == pair[1].value:
        return None
    return _told(pair[0].value, pair[1].value, pair[0].shown, pair[1].shown)


def _rate(before: Statement, after: Statement) -> Shift | None:
    was, now = bases(before.text), bases(after.text)
    if was == now or len(was) != 1 or len(now) != 1 or not was | now <= OFTEN.keys():
        return None
    pairs = [(one, other) for one in before.amounts for other in after.amounts if _counts_same(one, other)]
    if len(pairs) != 1 or pairs[0][0].value != pairs[0][1].value:
        return None
    (earlier,), (later,) = was, now
    return _told(Decimal(OFTEN[earlier]), Decimal(OFTEN[later]), f"each {earlier}", f"each {later}")


def _weight(before: Statement, after: Statement) -> Shift | None:
    was, now = before.weight, after.weight
    if was is None or now is None or was == now:
        return None
    return _told(was, now, f"a weight of {was.normalize():f}", f"{now.normalize():f}")


def _level(before: Statement, after: Statement) -> Shift | None:
    """Firm words that became weak ones in the same sentence, or weak ones that became firm."""
    if before.notice.notice_type in PLANS or after.notice.notice_type in PLANS:
        return None
    is_firm, was_firm = after.level >= Level.SPECIFIED, before.level >= Level.SPECIFIED
    if is_firm == was_firm:
        return None
    mine, theirs = before.words, after.words
    is_rewritten = len(mine & theirs) >= _SAME_SENTENCE * max(1, len(mine | theirs))
    if is_firm and (is_rewritten or after.is_kpi):
        return Shift(Direction.FIRMER, f"from {_NAMES[before.level]} to {_name(after)}")
    if is_firm or not is_rewritten:
        return None
    return Shift(Direction.WEAKER, f"from {_name(before)} to {_NAMES[after.level]}")


def _name(said: Statement) -> str:
    if said.is_kpi:
        return "an agreed indicator"
    return "specified" if said.level is Level.SPECIFIED else "measurable"


def _told(was: Decimal, now: Decimal, was_shown: str, now_shown: str) -> Shift:
    return Shift(Direction.WEAKER if now < was else Direction.FIRMER, f"from {was_shown} to {now_shown}")
