"""Texts that fill a field and say nothing, and texts that only point elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice

_WORD = re.compile(r"[^\W\d_]+")
_FILLING = """
a above advised agreed all an and any applicable appropriate are as attached award awarded be below by
confirmed contract contracts criteria defined deemed determined document documents each for full further
has have in indicator indicators is it its key kpi kpis main measure measures metric metrics n na necessary needed
nil no none not number of on or other part per performance please provided published refer reason relevant required
requirement requirements s see set tba tbc tbd tender test that the these this to under was we will with x
"""
_FEW_WORDS = 12
_EMPTY = frozenset(_FILLING.split())
_LATER = re.compile(r"\W*to be (?:published|confirmed|agreed|determined|advised|provided|decided|set)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:see|refer\w*|as per|details? (?:is|are|in|of|can)|detailed|set out|available|contained|specified|outlined"
    r"|stated|described|found|provided|included|listed|in accordance with|published)\b[^.]{0,80}?\b(?:documents?"
    r"|documentation|ITT|ITN|RFQ|RFP|ISFT|pack|specification|attach\w*|portal|invitation|schedule|appendix|annex"
    r"|volume|section|questionnaire|quote)\b",
    re.IGNORECASE,
)


def says_nothing(text: str | None) -> bool:
    """Whether a text is missing, promised for later or made of filling words alone: "KPI 1", "n/a"."""
    if _LATER.match(text or ""):
        return True
    return all(word.lower() in _EMPTY for word in _WORD.findall(text or ""))


def points_elsewhere(text: str | None) -> bool:
    """Whether a text sends its reader to another document."""
    return _ELSEWHERE.search(text or "") is not None


def is_searched(procurement: Procurement, notices: Iterable[Notice]) -> bool:
    """Whether what isn't found in these notices isn't there: their texts are read, or a few words that hide nothing."""
    return all(procurement.is_readable((notice,)) or _says_little(notice) for notice in notices)


def _says_little(notice: Notice) -> bool:
    return 0 < sum(len(_WORD.findall(segment.text)) for segment in notice.segments) < _FEW_WORDS
