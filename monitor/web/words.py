"""What the pages call things: codes in the words of their readers."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote

from alerts.cleaning import one_line, web_address
from alerts.render import ATTRIBUTION, ATTRIBUTION_URL
from monitor.indicators.principles import MEANINGS
from monitor.outgoing.items import money
from monitor.outgoing.wording import LEVELS, NOTICE_TYPES
from monitor.store.coverage import UK
from monitor.tracing.states import RATINGS
from monitor.tracing.thread import ThreadState
from nlp.taxonomy.themes import themes

__all__ = [
    "ATTRIBUTION",
    "ATTRIBUTION_URL",
    "GLOBALS",
    "LEVELS",
    "NOTICE_TYPES",
    "money",
    "one_line",
    "path_part",
    "web_address",
]

LEVEL_MEANINGS = {
    0: "It is said that there will be none, or that it is not told here.",
    1: "Mentioned or encouraged; nobody is bound.",
    2: "Required or scored, without saying what or how much.",
    3: "As required, and says what is to be done or how much it counts.",
    4: "As specified, with a quantity, and a date, rate or check.",
}
STATUSES = {
    "raised": "Question raised",
    "clear": "Nothing to ask",
    "not_applicable": "Does not apply",
    "cannot_tell": "Cannot tell",
}
KINDS = {"duty": "Duty in law", "policy": "Government policy", "practice": "Good practice"}
STATES = {
    "published": "Published",
    "weak": "Published but weak",
    "ruled_out": "Ruled out",
    "elsewhere": "Said to be elsewhere",
    "not_published": "Not published",
    "not_readable": "Not readable by us",
    "not_read": "Not read yet",
}
STATE_MEANINGS = {
    "published": "The notice specifies it, or makes it measurable.",
    "weak": "The notice names or asks for it, and does not say what or how much.",
    "ruled_out": "The notice says that there will be none.",
    "elsewhere": "The notice sends its reader to another document, such as the tender pack, which is not read here.",
    "not_published": "The notice's own text says nothing about it. Other documents may.",
    "not_readable": "The text is in a language or form that is not read here, so silence says nothing.",
    "not_read": "The notice has been kept, and its text has not been read yet.",
}
THREAD_STATES = {state.value: state.words.capitalize() for state in ThreadState}
STAGES = {
    "asked": "Asked for",
    "promised": "In the award",
    "agreed": "In the contract",
    "changed": "In a change",
    "rated": "Rated",
    "ended": "Ended",
}
PRINCIPLES = {one.principle.value: one.title for one in MEANINGS}
REGIMES = {
    "act_2023": "Procurement Act 2023",
    "pcr_2015": "Public Contracts Regulations 2015",
    "scotland": "Scottish procurement law",
    "provider_selection": "Provider Selection Regime (health)",
    "other": "Other rules",
}
BUYER_KINDS = {
    "central": "Central government",
    "sub_central": "Sub-central authority",
    "public_undertaking": "Public undertaking",
    "private_utility": "Private utility",
    "other": "Other body",
    "unknown": "Kind not published",
}
NATIONS = {"wales": "Wales", "scotland": "Scotland", "northern_ireland": "Northern Ireland"}


def theme_title(code: str) -> str:
    """A theme's title, or its code where it is no longer known."""
    return next((theme.title for theme in themes() if theme.code == code), code)


def path_part(text: str) -> str:
    """A text as one part of a path."""
    return quote(text, safe="")


def day(moment: datetime) -> str:
    """A moment as its UK day: 9 November 2026."""
    local = moment.astimezone(UK)
    return f"{local.day} {local:%B %Y}"


def date_words(on: date) -> str:
    """A day in words: 9 November 2026."""
    return f"{on.day} {on:%B %Y}"


def clock(moment: datetime) -> str:
    """A moment as its UK day and time."""
    local = moment.astimezone(UK)
    return f"{local.day} {local:%B %Y, %H:%M}"


def place(pointer: str) -> str:
    """A JSON Pointer as its readers would say it: ``/tender/lots/0/title`` is "Tender, lots 1, title"."""
    words: list[str] = []
    for part in one_line(pointer).strip("/").split("/"):
        if part.isdecimal() and words:
            words[-1] += f" {int(part) + 1}"
        else:
            words.append(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", part.replace("~1", "/").replace("~0", "~")).lower())
    told = ", ".join(words)
    return told[:1].upper() + told[1:] if told else "The whole notice"


def number(value: Decimal) -> str:
    """A number without the zeros that its column adds."""
    return f"{value.normalize():f}"


def sentence(text: str) -> str:
    """A reason as a sentence on one line."""
    line = one_line(text)
    return line[:1].upper() + line[1:]


def share(value: float | None) -> str:
    """A share as a whole percentage, or a dash where there is none."""
    return "–" if value is None else f"{value * 100:.0f}%"  # noqa: RUF001 - a dash is meant


GLOBALS = {
    "ATTRIBUTION": ATTRIBUTION,
    "ATTRIBUTION_URL": ATTRIBUTION_URL,
    "BUYER_KINDS": BUYER_KINDS,
    "KINDS": KINDS,
    "LEVELS": LEVELS,
    "LEVEL_MEANINGS": LEVEL_MEANINGS,
    "NATIONS": NATIONS,
    "NOTICE_TYPES": NOTICE_TYPES,
    "PRINCIPLES": PRINCIPLES,
    "RATINGS": RATINGS,
    "REGIMES": REGIMES,
    "STAGES": STAGES,
    "STATES": STATES,
    "STATE_MEANINGS": STATE_MEANINGS,
    "STATUSES": STATUSES,
    "THREAD_STATES": THREAD_STATES,
    "themes": themes,
}
FILTERS = {
    "clock": clock,
    "date_words": date_words,
    "day": day,
    "line": one_line,
    "number": number,
    "part": path_part,
    "place": place,
    "sentence": sentence,
    "share": share,
    "theme": theme_title,
    "web": web_address,
}
