"""Whether "nothing found" may be read as "nothing said": the text must be English or Welsh, whole, and enough."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.commitment import Readability
from nlp.lexica import words
from nlp.phrases import fold

_WORD = re.compile(r"[^\W\d_]+")
_OURS = frozenset(words("function_words") + words("function_words", "cy"))
_OTHER = frozenset(words("foreign_words")) - _OURS
_LEAST_WORDS = 12
_LOOK = 4000
_FOREIGN = 1.3


def readability(texts: Sequence[str]) -> tuple[Readability, str | None]:
    """Whether the texts of a notice can be judged, and if not why not."""
    whole = " ".join(text[:_LOOK] for text in texts[:40])[:_LOOK]
    found = _WORD.findall(fold(whole))
    if not found:
        return Readability.CANNOT_TELL, "the notice has no words to read"
    if not whole.isascii() and sum(map(str.isascii, whole[:_LOOK])) < len(whole[:_LOOK]) / 2:
        return Readability.CANNOT_TELL, "the text is in a script that is neither English nor Welsh"
    if len(found) < _LEAST_WORDS:
        return Readability.CANNOT_TELL, f"the text is too thin to judge: {len(found)} words"
    ours = sum(map(_OURS.__contains__, found))
    foreign = sum(map(_OTHER.__contains__, found))
    if foreign > ours * _FOREIGN and foreign * 12 > len(found):
        return Readability.CANNOT_TELL, "the text is neither English nor Welsh"
    if (cut := _cut_off(texts)) is not None:
        return Readability.CANNOT_TELL, cut
    return Readability.READ, None


def _cut_off(texts: Sequence[str]) -> str | None:
    longest = max(texts, key=len).rstrip()
    if longest.endswith(("...", "…")) and len(longest) > 150:  # noqa: PLR2004 - shorter ones are a manner of speaking
        return "the longest text breaks off, so what follows is not known"
    return None
