"""What silence means: not published, published but weak, said to be elsewhere, or not readable by us.

The four must never be taken for each other: each has its word, and is decided here alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.commitment import Level, Readability

ELSEWHERE = re.compile(
    r"\b(?:documents?|documentation|packs?|portal|specification|schedule|annex|appendix|attached|elsewhere|itt|invitation"
    r"|refer to|set out in|see)\b",
    re.IGNORECASE,
)
"""Words by which a notice sends its reader to another text; only asked where a commitment is at level 0."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a state is decided by: words at a level."""

    theme: str
    level: int
    quote: str


def of_theme(theme: str, said: Iterable[Said], readability: Readability | None) -> tuple[str, Said | None]:
    """The state of a theme in one notice, and the firmest words of it. ``readability`` is absent if it was not read."""
    firmest = max((one for one in said if one.theme == theme), key=lambda one: one.level, default=None)
    if firmest is None:
        return of_silence(readability), None
    return of_words(firmest), firmest


def of_words(said: Said) -> str:
    """The state that words put a theme in."""
    if said.level >= Level.SPECIFIED:
        return "published"
    if said.level >= Level.NAMED:
        return "weak"
    return "elsewhere" if ELSEWHERE.search(said.quote) else "ruled_out"


def of_silence(readability: Readability | None) -> str:
    """What it means that nothing was found."""
    if readability is None:
        return "not_read"
    return "not_published" if readability is Readability.READ else "not_readable"


def of_finding(
    status: str, evidence: Sequence[Mapping[str, Any]], said: Iterable[Said], readability: Readability | None
) -> str | None:
    """The state a finding that is raised or can't tell speaks of; ``None`` where it speaks of none of the four."""
    if status not in {"raised", "cannot_tell"}:
        return None
    quotes = {one["quote"] for one in evidence if one.get("quote")}
    if status == "cannot_tell" and readability is Readability.CANNOT_TELL:
        return "not_readable"
    firmest = max((one for one in said if one.quote in quotes), key=lambda one: one.level, default=None)
    if firmest is not None:
        state = of_words(firmest)
        return state if state in {"weak", "elsewhere"} else None
    if evidence and not quotes:
        return "not_published"
    return None
