"""What silence means: not published, published but weak, said to be elsewhere, or not readable by us.

The four must never be taken for each other: what words and silence come to is decided here alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.commitment import Level, Readability

STATES = ("published", "weak", "elsewhere", "ruled_out", "not_published", "not_readable", "not_read")
"""Every state, what is firmest first."""
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
    return of_all([one for one in said if one.theme == theme], readability)


def of_all(said: Iterable[Said], readability: Readability | None) -> tuple[str, Said | None]:
    """The state that all of these words put a notice in, and the firmest of them."""
    firmest = max(said, key=lambda one: one.level, default=None)
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
