"""A message in words: plain text, HTML and a subject line. All wording is about what was published."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts.cleaning import cleaned_item, cleaned_message, one_line, shortened
from alerts.message import Item, Message

# The statement the licence asks for where the provider gives none:
# https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0."
ATTRIBUTION_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
KINDS = {"duty": "a duty in law", "policy": "government policy", "practice": "good practice"}
LONGEST_SUBJECT = 110  # most mail programs show less than this, and none needs more
_UK = ZoneInfo("Europe/London")
_WIDTH = 76


def text(message: Message) -> str:
    """The message as plain text, in lines of at most 76 characters except for addresses."""
    return _environment.get_template("message.txt").render(message=cleaned_message(message))


def html(message: Message) -> str:
    """The message as an HTML page of its own, with nothing to load."""
    return _environment.get_template("message.html").render(message=cleaned_message(message))


def item_html(item: Item) -> str:
    """One item as a piece of HTML, for feeds."""
    return _environment.get_template("item.html").render(item=cleaned_item(item), level=1)


def headline(item: Item) -> str:
    """The item in one line, without its buyer."""
    line = one_line(f"{item.indicator_title}: {item.title}")
    return f"Corrected: {line}" if item.corrected else line


def subject(items: Sequence[Item]) -> str:
    """A subject line that says what was published by whom."""
    if not items:
        return "Ethos: nothing new"
    if len(items) == 1:
        buyer = shortened(one_line(items[0].buyer), LONGEST_SUBJECT // 2)
        return f"{shortened(headline(items[0]), LONGEST_SUBJECT - len(buyer) - 3)} ({buyer})"
    buyers = list(dict.fromkeys(one_line(item.buyer) for item in items))
    return shortened(f"{len(items)} questions about notices of {_listed(buyers)}", LONGEST_SUBJECT)


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) == 2:  # noqa: PLR2004 - two names are joined by "and"
        return f"{names[0]} and {names[1]}"
    return f"{names[0]}, {names[1]} and {len(names) - 2} more"


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
    environment.filters.update(when=_when, wrapped=_wrapped, kind=lambda kind: KINDS.get(kind, kind))
    environment.globals.update(attribution=ATTRIBUTION, attribution_url=ATTRIBUTION_URL)
    return environment


_environment = _new_environment()
