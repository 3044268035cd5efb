"""A message in few words, for chat programs: as many items as there is room for, and how many more there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.cleaning import cleaned_message, shortened
from alerts.marks import Dialect, escaped
from alerts.message import Item, Message
from alerts.render import KINDS, headline, why

Measure = Callable[[str], int]

_UK = ZoneInfo("Europe/London")
_LONGEST_QUOTE = 240


def brief(message: Message, dialect: Dialect, *, room: int, measure: Measure = len, titled: bool = False) -> str:
    """The message within ``room``, as ``measure`` counts it, with its subject first unless that is ``titled`` apart.

    What has no room is counted with what was left out before. Every foreign word is escaped for the dialect.
    """
    message = cleaned_message(message)
    start = [] if titled else [escaped(message.subject, dialect)]
    start += [escaped(paragraph, dialect) for paragraph in message.body]
    if message.action_url:
        start.append(f"{escaped(message.action or 'Follow this link', dialect)}: {message.action_url}")
    whole = _joined(start, [_whole(item, dialect) for item in message.items], _end(message, 0))
    if measure(whole) <= room:
        return whole
    items = [_short(item, dialect) for item in message.items]
    for kept in range(len(items), 0, -1):
        words = _joined(start, items[:kept], _end(message, len(items) - kept))
        if measure(words) <= room:
            return words
    return _squeezed(message, dialect, room=room, measure=measure)


def _squeezed(message: Message, dialect: Dialect, *, room: int, measure: Measure) -> str:
    """Nothing fits whole: the subject and where to read on, cut to the room there is."""
    first = _read_on(message.items[0]) if message.items else None
    address = message.action_url or message.more_url or first
    for limit in range(room, 0, -8):
        subject = escaped(shortened(message.subject, limit), dialect)
        for words in (f"{subject}\n{address}" if address else subject, subject):
            if measure(words) <= room:
                return words
    return ""


def _joined(start: list[str], items: list[str], end: list[str]) -> str:
    return "\n\n".join(part for part in [*start, *items, "\n".join(end)] if part)


def _whole(item: Item, dialect: Dialect) -> str:
    """All that there is to say."""
    kind = f"A question of {KINDS.get(item.kind, item.kind)}" if item.kind else ""
    lines = [
        *_facts(item, dialect),
        escaped(kind, dialect),
        *(escaped(f"{quote.before}“{quote.text}”{quote.after}", dialect) for quote in item.quotes),
        *(" ".join(filter(None, (f"The law: {escaped(law.text, dialect)}", law.url))) for law in item.laws),
        _link("The rule", item.indicator_url),
        _link("The notice", item.notice_url),
        _link("Our page", item.page_url),
        _link("Archived copy", item.archive_url),
    ]
    for match in item.matches:
        lines += [escaped(f"Why: {why(match)}", dialect), _link("Change or stop", match.url)]
    return "\n".join(line for line in lines if line)


def _short(item: Item, dialect: Dialect) -> str:
    """What is needed to see whether to read on, and where."""
    quote = item.quotes[0].text if item.quotes else ""
    lines = [
        *_facts(item, dialect),
        f"“{escaped(shortened(quote, _LONGEST_QUOTE), dialect)}”" if quote else "",
        _read_on(item) or "",
        *(escaped(f"Why: {why(match)}", dialect) for match in item.matches),
    ]
    return "\n".join(line for line in lines if line)


def _facts(item: Item, dialect: Dialect) -> list[str]:
    facts = ", ".join(filter(None, (item.buyer, _day(item.published_at), item.value)))
    return [escaped(words, dialect) for words in (headline(item), facts, item.reason)]


def _link(name: str, url: str | None) -> str:
    return f"{name}: {url}" if url else ""


def _end(message: Message, left_out: int) -> list[str]:
    omitted = message.omitted + left_out
    lines = [f"And {omitted} more{f': {message.more_url}' if message.more_url else '.'}"] if omitted else []
    return [*lines, f"To stop this: {message.stop_url}"] if message.stop_url else lines


def _read_on(item: Item) -> str | None:
    return item.page_url or item.notice_url


def _day(moment: datetime) -> str:
    local = moment.astimezone(_UK)
    return f"{local.day} {local:%B %Y}"
