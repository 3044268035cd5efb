"""The state that a finding speaks of, in words that its page shows; what words and silence come to is decided below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from monitor.indicators.silence import Said, of_theme, of_words
from nlp.commitment import Readability

__all__ = ["Said", "of_finding", "of_theme"]


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
