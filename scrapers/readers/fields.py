"""Taking fields out of published JSON, strictly: what is there is typed, what is broken is reported.

Every helper takes the node, the key and the node's pointer. An absent field, or ``null``, is ``None``; a field of the
wrong type is reported to the log with its pointer and left out, so that one broken part never costs the notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from scrapers.notice import SetAside

Node = dict[str, Any]

LONDON = ZoneInfo("Europe/London")
"""Where a date without a zone was written: the sources document UK local time."""

UNLIMITED_FROM = 300
"""Powers of ten from which a number means "no limit": the sources write ``1e9999``, which is infinity as a float."""

NO_LIMIT = 1_000_000
"""Days that outlast every calendar: some sites write the greatest number their database holds for "no limit"."""


@dataclass(slots=True)
class Log:
    """The parts of one release that could not be read."""

    release_id: str | None = None
    problems: list[SetAside] = field(default_factory=list)

    def wrong(self, pointer: str, found: Any, wanted: str) -> None:
        """Report a part: it holds one thing where another is needed."""
        reason = (
            f"Release {self.release_id or '(no id)'} has {shown(found)} at {pointer} where {wanted} is needed: "
            "that part is left out; compare the notice as published."
        )
        self.problems.append(SetAside(reason=reason, pointer=pointer, release_id=self.release_id))


def shown(value: Any) -> str:
    """Name a JSON value in a message, briefly: a long text is cut, a structure is only named."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case dict():
            return "an object"
        case list():
            return "a list"
        case str():
            return f"the text '{value[:40]}{'...' if len(value) > 40 else ''}'"  # noqa: PLR2004 - a readable length
        case _:
            return f"the number {value}"[:60]


def escaped(key: str) -> str:
    """The key as a step of a JSON Pointer (RFC 6901)."""
    if "~" in key or "/" in key:
        return key.replace("~", "~0").replace("/", "~1")
    return key


def text(node: Node, key: str, at: str, log: Log) -> str | None:
    """A string without the blanks around it; an empty one is ``None``."""
    value = node.get(key)
    if value is None:
        return None
    if value.__class__ is str:
        return value.strip() or None
    log.wrong(f"{at}/{key}", value, "text")
    return None


def identifier(node: Node, key: str, at: str, log: Log) -> str | None:
    """A string, or a whole number as one: OCDS allows both as an id."""
    value = node.get(key)
    if value.__class__ is int:
        return str(value)
    return text(node, key, at, log)


def flag(node: Node, key: str, at: str, log: Log) -> bool | None:
    """True or false as published, never "false" as text."""
    value = node.get(key)
    if value is None or value is True or value is False:
        return value
    log.wrong(f"{at}/{key}", value, "true or false")
    return None


def number(node: Node, key: str, at: str, log: Log) -> Decimal | None:
    """A number, also where it is written as text; infinite where the source means "no limit"."""
    value = node.get(key)
    if value is None:
        return None
    kind = value.__class__
    if kind is int or kind is float or kind is str:
        try:
            found = Decimal(repr(value) if kind is float else value)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_nan():
            return Decimal("Infinity") if found.is_infinite() or found.adjusted() > UNLIMITED_FROM else found
    log.wrong(f"{at}/{key}", value, "a number")
    return None


def finite(node: Node, key: str, at: str, log: Log) -> Decimal | None:
    """A number that is a number: "no limit" is ``None``."""
    found = number(node, key, at, log)
    return found if found is not None and found.is_finite() else None


def count(node: Node, key: str, at: str, log: Log) -> int | None:
    """A whole number of days or months; "no limit" is ``None``, also where it is written as a great number."""
    found = finite(node, key, at, log)
    return None if found is None or found >= NO_LIMIT else int(found)


@lru_cache(maxsize=8192)
def instant(written: str) -> datetime:
    """The moment that an ISO 8601 date means, in UTC; ``ValueError`` or ``OverflowError`` where it means none."""
    found = datetime.fromisoformat(written)
    if found.tzinfo is None:
        found = found.replace(tzinfo=LONDON)
    return found.astimezone(UTC)


def moment(node: Node, key: str, at: str, log: Log) -> datetime | None:
    """A date and time in UTC."""
    value = node.get(key)
    if value is None or value == "":
        return None
    if value.__class__ is str:
        try:
            return instant(value.strip())
        except (ValueError, OverflowError):
            pass
    log.wrong(f"{at}/{key}", value, "a date")
    return None


def section(node: Node, key: str, at: str, log: Log) -> Node:
    """An object, empty where there is none."""
    value = node.get(key)
    if value.__class__ is dict:
        return value
    if value is not None:
        log.wrong(f"{at}/{key}", value, "an object")
    return {}


def sections(node: Node, key: str, at: str, log: Log) -> Iterator[tuple[str, Node]]:
    """The objects of a list, each with its pointer."""
    value = node.get(key)
    if value is None:
        return
    if value.__class__ is not list:
        log.wrong(f"{at}/{key}", value, "a list")
        return
    for position, item in enumerate(value):
        if item.__class__ is dict:
            yield f"{at}/{key}/{position}", item
        else:
            log.wrong(f"{at}/{key}/{position}", item, "an object")


def words(node: Node, key: str, at: str, log: Log) -> tuple[str, ...]:
    """The strings of a list; whole numbers count as ids."""
    value = node.get(key)
    if value is None:
        return ()
    if value.__class__ is not list:
        log.wrong(f"{at}/{key}", value, "a list of texts")
        return ()
    found = []
    for position, item in enumerate(value):
        if item.__class__ is str:
            found.append(item)
        elif item.__class__ is int:
            found.append(str(item))
        else:
            log.wrong(f"{at}/{key}/{position}", item, "text")
    return tuple(found)


def ids(node: Node, key: str, at: str, log: Log) -> tuple[str, ...]:
    """The ``id`` of each object of a list, in order."""
    if node.get(key) is None:
        return ()
    found = (identifier(item, "id", pointer, log) for pointer, item in sections(node, key, at, log))
    return tuple(one for one in found if one is not None)
