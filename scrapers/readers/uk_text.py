"""Dates, amounts and answers as people in the UK write them on web pages and in spreadsheets."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

from scrapers.notice import Money
from scrapers.readers.fields import LONDON

ABSENT = frozenset(
    {"", "-", "--", "n/a", "na", "n.a.", "none", "null", "not applicable", "not available", "not known", "unknown"}
    | {"tba", "tbc", "to be agreed", "to be confirmed", "to be determined", "tbd", "not set", "not specified", "."}
)
"""What is written where nothing is known: an absent field, and no broken one."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}

_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = (
    r"(?:(?:,|\s|T|-|by|at)*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:[:.](?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>am|pm|a\.m\.|p\.m\.|noon|midday|midnight)?|(?:,|\s|at)+(?P<word>noon|midday|midnight))?"
)
_ZONE = r"\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?\s*(?:\(?(?:uk time|gmt|bst|hrs|hours)\)?)?"
_DAYS = (
    r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})",
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})",
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]*(?:of\s+)?(?P<month>[a-z]{3,9})\.?,?[\s-]*(?P<year>\d{4}|\d{2})",
)
_DATES = tuple(re.compile(f"{_WEEKDAY}{day}{_TIME}{_ZONE}", re.IGNORECASE) for day in _DAYS)

_UNITS = {"k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
_AMOUNT = re.compile(r"(?P<minus>-)?\s*(?P<number>\d+(?:\.\d+)?|\.\d+)\s*(?P<unit>k|thousand|mn?|million|bn|billion)?")
_CURRENCIES = {"£": "GBP", "gbp": "GBP", "€": "EUR", "eur": "EUR", "$": "USD", "usd": "USD"}
_GROSS = re.compile(r"\(?\binc(?:l|lusive|luding)?\.?(?:\s+of)?\s+vat\)?", re.IGNORECASE)
_NET = re.compile(r"\(?(?:\bex(?:c|cl|clusive|cluding)?\.?(?:\s+of)?|\bplus|\bnet\s+of|\+)\s*vat\)?", re.IGNORECASE)
_RANGE = re.compile(r"(?<=[\dkmn])\s*(?:-|\u2013|\u2014|\bto\b)\s*(?=[£€$]?\s*[\d.])", re.IGNORECASE)
MOST = Decimal(10) ** 15
"""More than any contract, and all that a column of 18 digits holds."""

YES = frozenset({"yes", "y", "true", "1", "sme", "micro", "small", "medium", "vcse", "vcs", "voluntary"})
NO = frozenset({"no", "n", "false", "0", "large", "non-sme", "not sme", "neither"})
"""Registers answer the question whether a supplier is small with its size."""

TWO_DIGITS = 100
LAST_OF_2000S = 70


def is_absent(text: str) -> bool:
    """Whether a text says that there is nothing to say."""
    return text.strip().lower() in ABSENT


def folded(text: str) -> str:
    """A heading without case, punctuation and spaces, so that "Contract Title (s)" finds its like."""
    return re.sub(r"[^a-z0-9]+", "", text.lower())


def uk_moment(text: str, date_format: str | None = None) -> datetime:
    """The moment that a date, with or without a time, means in the UK, in UTC; ``ValueError`` where it means none.

    The day stands before the month, as in 31/12/2026, and the year first in 2026-12-31.
    """
    text = " ".join(text.split())
    if date_format is not None:
        found = datetime.strptime(text, date_format)  # noqa: DTZ007 - given its zone below
        return (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(UTC)
    match = next((match for pattern in _DATES if (match := pattern.fullmatch(text))), None)
    if match is None:
        raise ValueError(f"{text!r} is no date")
    month = match["month"].lower()
    number = int(month) if month.isdecimal() else MONTHS.get(month)
    if number is None:
        raise ValueError(f"{month!r} is no month")
    year = int(match["year"])
    if year < TWO_DIGITS:
        year += 2000 if year < LAST_OF_2000S else 1900
    try:
        day = datetime(year, number, int(match["day"]), *_clock(match), tzinfo=LONDON)
    except ValueError as error:
        raise ValueError(f"{text!r} is no date ({error})") from None
    zone = (match["zone"] or "").upper()
    if not zone:
        return day.astimezone(UTC)
    return datetime.fromisoformat(f"{day:%Y-%m-%dT%H:%M:%S}{'+00:00' if zone in {'Z', 'UTC'} else zone}").astimezone(
        UTC
    )


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    word = match["word"] or match["half"] or ""
    if match["word"]:
        return (0 if word.lower() == "midnight" else 12), 0, 0
    if match["hour"] is None:
        return 0, 0, 0
    if match["minute"] is None and not word:
        raise ValueError(f"{match[0]!r} is no date")
    hour, half = int(match["hour"]), word.lower().replace(".", "")
    if half in {"am", "midnight"} and hour == 12:  # noqa: PLR2004 - 12 am is midnight
        hour = 0
    elif half == "pm" and hour < 12:  # noqa: PLR2004 - 1 pm is 13
        hour += 12
    return hour, int(match["minute"] or 0), int(match["second"] or 0)


def uk_money(text: str, *, with_vat: bool = False) -> Money:
    """An amount such as ``£1,250,000.50``, ``£8.0m`` or ``10k to 25k`` (the upper end); ``ValueError`` for no amount.

    It is net unless ``with_vat`` or the text itself says that VAT is included. An amount a year is none of a contract.
    """
    plain = " ".join(text.split()).lower()
    gross, net = _GROSS.search(plain), _NET.search(plain)
    plain = _NET.sub("", _GROSS.sub("", plain)).strip()
    currency = next((code for sign, code in _CURRENCIES.items() if sign in plain), "GBP")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"  # a negative amount, as accounts write it
    parts = [_amount(part) for part in _RANGE.split(plain)]
    amount = max(parts)
    if gross is not None or (with_vat and net is None):
        return Money(gross=amount, currency=currency)
    return Money(net=amount, currency=currency)


def _amount(text: str) -> Decimal:
    for sign in _CURRENCIES:
        text = text.replace(sign, " ")
    match = _AMOUNT.fullmatch(text.replace(",", "").strip())
    if match is None:
        raise ValueError(f"{text.strip()!r} is no amount")
    amount = Decimal(match["number"]) * _UNITS.get(match["unit"] or "", 1)
    if amount >= MOST:
        raise ValueError(f"{text.strip()!r} is more than any contract is worth")
    return -amount if match["minus"] else amount


def uk_flag(text: str) -> bool:
    """Yes or no, or a size of supplier; ``ValueError`` for anything else."""
    answer = text.strip().lower()
    if answer in YES or answer in NO:
        return answer in YES
    raise ValueError(f"{text!r} is neither yes nor no")
