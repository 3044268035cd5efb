"""The changes of a contract that Schedule 8 of the Procurement Act 2023 permits, and the cap on some of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from monitor.law.citation import Citation, schedule
from monitor.law.dates import InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGround:
    """A ground by its first paragraph, with the most that one change may add to the value, in percent.

    The caps bind each change by itself, and no utilities contract.
    """

    paragraph: int
    last_paragraph: int
    title: str
    cap: Decimal | None
    in_force: InForce
    source: Citation


_ACT_FROM = InForce(since=date(2025, 2, 24))
_HALF = Decimal(50)
_ROWS = (
    (1, 1, "a change that the contract provides for", None),
    (2, 3, "urgency, or the protection of life", None),
    (4, 4, "circumstances that could not be foreseen", _HALF),
    (5, 7, "a known risk that has materialised", _HALF),
    (8, 8, "additional goods, services or works", _HALF),
    (9, 9, "a transfer on corporate restructuring", None),
    (10, 11, "defence authority contracts", None),
)
CHANGE_GROUNDS = tuple(
    ChangeGround(
        paragraph=first,
        last_paragraph=last,
        title=title,
        cap=cap,
        in_force=_ACT_FROM,
        source=schedule(8, f"para {first}" if first == last else f"paras {first}-{last}"),
    )
    for first, last, title, cap in _ROWS
)
_NAMED = re.compile(r"\bsch(?:edule|\.)?\s*8\W{0,3}(?:\(?para(?:graph|\.)?s?\s*)(\d{1,2})\b", re.IGNORECASE)


def ground_named(words: str | None) -> ChangeGround | None:
    """The ground whose paragraph of Schedule 8 a text names, where it names exactly one."""
    numbers = {int(number) for number in _NAMED.findall(words or "")}
    found = {row for row in CHANGE_GROUNDS for number in numbers if row.paragraph <= number <= row.last_paragraph}
    return found.pop() if len(found) == 1 else None
