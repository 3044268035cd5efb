"""A message in words: plain text, HTML, a subject line and a preview. All wording is about what was published."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts.cleaning import cleaned_item, cleaned_message, one_line, shortened
from alerts.grouping import by_buyer
from alerts.message import Item, Match, Message, What

# The statement the licence asks for where the provider gives none:
# https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0."
ATTRIBUTION_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
KINDS = {"duty": "a duty in law", "policy": "government policy", "practice": "good practice"}
HEADINGS = {
    What.FLAG: "Question raised",
    What.NOTICE: "New notice",
    What.THREAD: "Commitment changed",
    What.DEADLINE: "Date passed without its notice",
}
COUNTED = {
    What.FLAG: ("question", "questions"),
    What.NOTICE: ("new notice", "new notices"),
    What.THREAD: ("changed commitment", "changed commitments"),
    What.DEADLINE: ("overdue notice", "overdue notices"),
    "corrected": ("corrected notice", "corrected notices"),
}
LONGEST_SUBJECT = 110  # most mail programs show less than this, and none needs more
LONGEST_PREVIEW = 140  # the most that mail programs show beside a subject
_UK = ZoneInfo("Europe/London")
_WIDTH = 76
_MOST_KINDS = 3


def text(message: Message) -> str:
    """The message as plain text, in lines of at most 76 characters except for addresses."""
    message = cleaned_message(message)
    return _environment.get_template("message.txt").render(message=message, groups=by_buyer(message.items))


def html(message: Message) -> str:
    """The message as an HTML page of its own, with nothing to load."""
    message = cleaned_message(message)
    return _environment.get_template("message.html").render(
        message=message, groups=by_buyer(message.items), preview=preview(message)
    )


def item_html(item: Item) -> str:
    """One item as a piece of HTML, for feeds."""
    return _environment.get_template("item.html").render(item=cleaned_item(item), level=1, digest=False)


def happened(item: Item) -> str:
    """What happened, in a few words: the indicator's title, or the heading the item has."""
    return one_line(item.indicator_title or item.heading) or HEADINGS[item.what]


def headline(item: Item) -> str:
    """The item in one line, without its buyer."""
    line = one_line(f"{happened(item)}: {item.title}")
    if item.cleared:
        return f"No longer raised: {line}"
    return f"Corrected: {line}" if item.corrected else line


def why(match: Match) -> str:
    """Why a reader gets an item: the subscription, and what it asked for that the item meets."""
    conditions = f": {'; '.join(match.conditions)}" if match.conditions else ""
    return one_line(f"your subscription “{match.subscription}”{conditions}")


def subject(items: Sequence[Item]) -> str:
    """A subject line that says what was published by whom."""
    items = [cleaned_item(item) for item in items]
    if not items:
        return "Ethos: nothing new"
    if len(items) == 1:
        buyer = shortened(one_line(items[0].buyer), LONGEST_SUBJECT // 2)
        return f"{shortened(headline(items[0]), LONGEST_SUBJECT - len(buyer) - 3)} ({buyer})"
    start = f"{_counted(items)} on "
    return start + _listed([one_line(group.buyer) for group in by_buyer(items)], LONGEST_SUBJECT - len(start))


def preview(message: Message) -> str:
    """What mail programs show beside the subject: the first items in words, or how the message begins."""
    items = [f"{headline(item)} ({one_line(item.buyer)})" for item in message.items[:3]]
    return shortened("; ".join(items) or one_line(" ".join(message.body)), LONGEST_PREVIEW)


def _counted(items: Sequence[Item]) -> str:
    """How many of which kind; of more than three kinds only two are named, so that a buyer has room too."""
    counts = Counter("corrected" if item.corrected else item.what for item in items)
    kinds = [what for what in COUNTED if counts[what]]
    named = kinds if len(kinds) <= _MOST_KINDS else kinds[: _MOST_KINDS - 1]
    parts = [f"{counts[what]} {COUNTED[what][counts[what] > 1]}" for what in named]
    if len(named) < len(kinds):
        parts.append(f"{sum(counts[what] for what in kinds[len(named) :])} more")
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _listed(buyers: Sequence[str], limit: int) -> str:
    """The buyer that stands first, and the others by number; two are named where both fit."""
    pair = " and ".join(buyers)
    if len(buyers) == 1 or (len(buyers) == 2 and len(pair) <= limit):  # noqa: PLR2004 - a pair is two
        return shortened(pair, limit)
    others = f" and {len(buyers) - 1} more buyer{'s' if len(buyers) > 2 else ''}"  # noqa: PLR2004 - one other is no plural
    return shortened(buyers[0], limit - len(others)) + others


def _when(moment: datetime) -> str:
    local = moment.astimezone(_UK)
    return f"{local.day} {local:%B %Y, %H:%M}"


def _wrapped(words: str, first: str = "", rest: str | None = None) -> str:
    """In lines that stand under the first: no words of a notice can pass for a line of ours."""
    rest = " " * len(first) if rest is None else rest
    return textwrap.fill(
        words, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


def _new_environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("alerts"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        when=_when, wrapped=_wrapped, kind=lambda kind: KINDS.get(kind, kind), happened=happened, why=why
    )
    environment.globals.update(attribution=ATTRIBUTION, attribution_url=ATTRIBUTION_URL)
    return environment


_environment = _new_environment()
