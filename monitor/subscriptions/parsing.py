"""Reading one condition from plain JSON or TOML, strictly: a misspelt value must never widen what somebody is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from monitor.errors import BadInput
from monitor.subscriptions.words import terms

MOST_VALUES = 100
LONGEST = 300
HIGHEST_LEVEL = 4
MOST_POUNDS = Decimal(10) ** 15
SMALLEST = Decimal("0.0001")
LONGEST_NUMBER = 40

_REGION = re.compile(r"(?:UK|TL)[A-Z0-9]{0,3}")
_CPV = re.compile(r"(\d{2,8})(?:-\d)?")
_INDICATOR = re.compile(r"[A-Z]{1,4}\d{1,3}")
_WHOLE_CPV = 8

Reader = Callable[[str, Any], Any]


def refused(name: str, why: str) -> BadInput:
    """The error of a condition that can't be used: which, why, and what to write."""
    return BadInput(f"the condition {name} can't be used: {why}")


def words(name: str, value: Any) -> str:
    """Words to look for."""
    told = text(name, value)
    if not terms(told):
        raise refused(name, f"{told!r} holds no word: write words, or a phrase in double quotes")
    return told


def text(name: str, value: Any) -> str:
    """One string, on one line."""
    if not isinstance(value, str):
        raise refused(name, f"{value!r} is no text: write one string in quotes")
    told = " ".join(value.replace("\x00", " ").split())
    if len(told) > LONGEST:
        raise refused(name, f"it is longer than {LONGEST} characters: shorten it")
    return told


def texts(name: str, value: Any) -> tuple[str, ...]:
    """One string or a list of them, each once, in the order given."""
    values = value if isinstance(value, list | tuple) else [value]
    if len(values) > MOST_VALUES:
        raise refused(name, f"it has {len(values)} values: give at most {MOST_VALUES}")
    told = (text(name, one) for one in values)
    return tuple(dict.fromkeys(one for one in told if one))


def one_of(choices: Iterable[str]) -> Reader:
    """A reader of codes from a list, written in either case."""
    known = {choice.lower(): str(choice) for choice in choices}

    def read(name: str, value: Any) -> tuple[str, ...]:
        return _each(name, value, lambda one: known.get(one.lower()), f"write one of {', '.join(known.values())}")

    return read


def indicators(name: str, value: Any) -> tuple[str, ...]:
    """Codes of indicators; whether there are such is known further up."""
    return _each(
        name,
        value,
        lambda one: one.upper() if _INDICATOR.fullmatch(one.upper()) else None,
        "write an indicator's code, such as SV01: 'ethos indicators' lists them",
    )


def regions(name: str, value: Any) -> tuple[str, ...]:
    """Codes of regions or their beginnings, as NUTS writes them."""
    return _each(
        name,
        value,
        lambda one: region(one) if _REGION.fullmatch(one.upper()) else None,
        "write the code of a region (ITL or NUTS) or its beginning, such as UKL or TLC1",
    )


def region(code: str) -> str:
    """A region's code as NUTS wrote it: ITL changed the country's two letters from UK to TL, and nothing else."""
    code = code.upper()
    return f"UK{code[2:]}" if code.startswith("TL") else code


def cpvs(name: str, value: Any) -> tuple[str, ...]:
    """CPV codes or their beginnings."""
    return _each(name, value, _cpv, "write a CPV code or its first digits, such as 45 or 45210000-2")


def _cpv(code: str) -> str | None:
    """The digits that a code's whole branch begins with: 45210000-2 is the branch 4521."""
    match = _CPV.fullmatch(code)
    if match is None:
        return None
    digits = match[1]
    return digits[:2] + digits[2:].rstrip("0") if len(digits) == _WHOLE_CPV else digits


def pounds(name: str, value: Any) -> Decimal:
    """An amount in pounds."""
    advice = "write pounds as a number, such as 250000"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise refused(name, f"{value!r} is no amount: {advice}")
    told = _number(name, value)
    try:
        amount = Decimal(told)
    except InvalidOperation as error:
        raise refused(name, f"{told!r} is no amount: {advice}") from error
    if not amount.is_finite() or not 0 <= amount <= MOST_POUNDS:
        raise refused(name, f"{told!r} is no amount that a contract has: {advice}")
    # Written out in full, as it is kept and shown, "1e-9999999999" would fill the memory.
    return amount if amount >= SMALLEST else Decimal(0)


def level(name: str, value: Any) -> int:
    """A level of commitment."""
    told = _number(name, value) if isinstance(value, str) else ""
    number = int(told) if told.isascii() and told.isdecimal() else value
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= HIGHEST_LEVEL:
        raise refused(name, f"{value!r} is no level: write a whole number from 0 (ruled out) to 4 (measurable)")
    return number


def _number(name: str, value: Any) -> str:
    told = str(value).strip()
    if len(told) > LONGEST_NUMBER:
        raise refused(name, f"it is longer than {LONGEST_NUMBER} characters: write a number")
    return told


def _each(name: str, value: Any, read: Callable[[str], str | None], advice: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in texts(name, value):
        known = read(one)
        if known is None:
            raise refused(name, f"{one!r} is not one: {advice}")
        found[known] = None
    return tuple(found)
