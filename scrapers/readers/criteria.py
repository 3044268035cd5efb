"""What a bid is judged by: the award criteria of a lot and their weights."""

from __future__ import annotations

from decimal import Decimal

from scrapers.notice import Criterion
from scrapers.readers.fields import Log, Node, finite, section, sections, text

PERCENT = "percentageExact"


def criteria_of(lot: Node, lot_id: str | None, at: str, log: Log) -> tuple[Criterion, ...]:
    """The award criteria of a lot, in order."""
    awarding = section(lot, "awardCriteria", at, log)
    if not awarding:
        return ()
    return tuple(
        _criterion(item, lot_id, pointer, log)
        for pointer, item in sections(awarding, "criteria", f"{at}/awardCriteria", log)
    )


def criteria_text(lot: Node, at: str, log: Log) -> str | None:
    """The criteria of a lot in the buyer's words, where it gives some instead of a list or beside it."""
    awarding = section(lot, "awardCriteria", at, log)
    if not awarding:
        return None
    found = (text(awarding, key, f"{at}/awardCriteria", log) for key in ("description", "weightingDescription"))
    return "\n".join(part for part in found if part) or None


def _criterion(item: Node, lot_id: str | None, at: str, log: Log) -> Criterion:
    weight, unit = weight_of(item, at, log)
    description = text(item, "description", at, log)
    return Criterion(
        lot=lot_id,
        name=text(item, "name", at, log),
        type=text(item, "type", at, log),
        weight=weight,
        weight_type=unit,
        description=None if description and _weight_in_words(description) else description,
        pointer=at,
    )


def weight_of(item: Node, at: str, log: Log) -> tuple[Decimal | None, str | None]:
    """A criterion's weight and its unit: the percentage where several numbers are given, else the first.

    The forms before the Procurement Act have no field for it and put it in the description: "60%", or "60".
    """
    found: list[tuple[Decimal | None, str | None]] = [
        (finite(entry, "number", pointer, log), text(entry, "weight", pointer, log))
        for pointer, entry in sections(item, "numbers", at, log)
    ]
    for weight, unit in found:
        if weight is not None and unit == PERCENT:
            return weight, unit
    if found:
        return found[0]
    description = item.get("description")
    return (_weight_in_words(description) or (None, None)) if description.__class__ is str else (None, None)


def _weight_in_words(written: str) -> tuple[Decimal, str | None] | None:
    stripped = written.strip()
    bare = stripped.removesuffix("%").rstrip()
    if not bare.isascii() or not bare.replace(".", "", 1).isdigit():
        return None
    return Decimal(bare), PERCENT if stripped.endswith("%") else None
