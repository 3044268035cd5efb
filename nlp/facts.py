"""Whether a reason gives facts of its own case: names, figures, dates, products, events."""

from __future__ import annotations

import re

from nlp.lexica import choice, words

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_FIGURE = re.compile(
    rf"£\s?\d|\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\w*|\b(?:19|20)\d\d\b|\d+\s?%"
    r"|\b\d+\s(?:day|week|month|year|bid|tender|supplier|provider|quot)\w*",
    re.IGNORECASE,
)
_STATUTE = re.compile(
    r"\b(?:act|regulations?|reg|schedule|sch|section|paragraph|para|pcr|psr|pa|s|ppn|article)\b\.?\s?\(?\d[\d()a-z.]*"
    r"|\b(?:regulations?|act|code|order)\s+\(?(?:19|20)\d\d\)?|\(?(?:19|20)\d\d\)?\s+(?:act|regulations?)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b(?:[A-Z][a-z]+[A-Z]\w*|[A-Z]{2,}[a-z0-9]\w*|[A-Z][a-z]{2,}|[A-Z]{3,})\b")
_GENERIC = frozenset(words("generic_names"))
_EVENT = re.compile(rf"\b{choice('events')}\b", re.IGNORECASE)
_LONG = 130


def has_facts(text: str) -> bool:
    """Whether the words of a reason can be checked against this case, and not against the statute alone."""
    plain = _STATUTE.sub(" ", text)
    names = {found.group().lower() for found in _NAME.finditer(plain)} - _GENERIC
    if names and len(plain) > 40:  # noqa: PLR2004 - a name in a heading is no fact
        return True
    if _FIGURE.search(plain):
        return True
    return bool(_EVENT.search(plain)) and len(plain) > _LONG
