"""Whether a weight is shared: in "Technical and Social Value 40%" the share of social value is not told."""

from __future__ import annotations

import re

_CONNECTED = re.compile(r"\b(?:and|including|incl|with|plus|inc)\b|[&/,+]")
_JOIN_BEFORE = re.compile(r"(?:\b(?:and|including|incl|plus|inc)\.?|[&/+])\s*$")
_JOIN_AFTER = re.compile(r"\s*(?:(?:and|including|incl|plus)\b|[&/+])")
_OWN_BEFORE = re.compile(r"\d\s?%\W{0,3}$")
_OWN_AFTER = re.compile(r"\W{0,4}\d{1,3}(?:\.\d+)?\s?%")
_WORD = re.compile(r"[a-z]{4,}")


def shared(folded: str, start: int, end: int, *, named: bool) -> bool:
    """Whether the words at ``folded[start:end]`` share their weight; ``named``: the text is a criterion's name."""
    before, after = folded[:start], folded[end:]
    if named:
        rest = before + " " + after
        return bool(_CONNECTED.search(rest)) and bool(_WORD.search(_CONNECTED.sub(" ", rest)))
    if _OWN_BEFORE.search(before) or _OWN_AFTER.match(after):
        return False
    return bool(_JOIN_BEFORE.search(before) or _JOIN_AFTER.match(after))
