"""What a notice says of the whole procurement, in words that can be compared from notice to notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from monitor.law.dates import uk_date
from scrapers.notice import Money, Notice, Organisation

MOST_NAMES = 3


def many(number: int, what: str) -> str:
    """A number of things."""
    return f"{number} {what}" + ("" if number == 1 else "s")


def names(suppliers: Iterable[Organisation]) -> str:
    """The first few names, and how many more."""
    known = sorted({one.name for one in suppliers}, key=lambda name: (name.casefold(), name))
    more = len(known) - MOST_NAMES
    return ", ".join(known[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def day(moment: datetime) -> str:
    """The UK day of a moment."""
    on = uk_date(moment)
    return f"{on.day} {on:%B %Y}"


def money(amount: Money | None) -> str | None:
    """An amount with its currency; nothing where none is told."""
    if amount is None:
        return None
    if amount.unlimited:
        return "an unlimited amount"
    if amount.payable is None:
        return None
    figure = f"{amount.payable:,.2f}".removesuffix(".00")
    return f"£{figure}" if amount.currency in {None, "GBP"} else f"{figure} {amount.currency}"


def _value(notice: Notice) -> str | None:
    """The value of the whole; that of an award notice is of its awards alone."""
    return None if notice.awards or notice.contracts else money(notice.value)


def _closing(notice: Notice) -> str | None:
    period = notice.tender_period
    return day(period.end) if period and period.end else None


def _first_stage(notice: Notice) -> str | None:
    return day(notice.interest_due) if notice.interest_due else None


def _decision(notice: Notice) -> str | None:
    return day(notice.award_due) if notice.award_due else None


def _title(notice: Notice) -> str | None:
    return f'"{" ".join(notice.title.split())}"' if notice.title else None


def _buyer(notice: Notice) -> str | None:
    return notice.buyer.name if notice.buyer else None


def _lots(notice: Notice) -> str | None:
    return str(len(notice.lots)) if len(notice.lots) > 1 else None


def _criteria(notice: Notice) -> str:
    told = [f"{one.lot}|{one.name}|{one.weight}|{one.description}" for one in notice.criteria]
    return "\n".join([*told, notice.criteria_text or "", *(lot.criteria_text or "" for lot in notice.lots)]).strip()


def _dates(notice: Notice) -> str:
    """The days a contract is planned to run, of the whole and by lot."""
    planned = [("", notice.period), *((lot.id, lot.period) for lot in notice.lots)]
    return "\n".join(f"{lot}|{one.start}|{one.end}|{one.max_extent}" for lot, one in planned if one is not None)


FACTS: tuple[tuple[str, Callable[[Notice], str | None]], ...] = (
    ("title", _title),
    ("buyer", _buyer),
    ("value", _value),
    ("closing date", _closing),
    ("closing date for requests to take part", _first_stage),
    ("award expected by", _decision),
    ("number of lots", _lots),
)

WORDED: tuple[tuple[str, Callable[[Notice], str]], ...] = (
    ("the description", lambda notice: " ".join((notice.description or "").split())),
    ("the award criteria", _criteria),
    ("the contract dates", _dates),
)
