"""Words that tell of a special rule which no field flags: enough for a doubt, and too little to decide.

They are looked for only where a question would be raised, so that they cost nothing elsewhere.
"""

from __future__ import annotations

import re

from monitor.indicators.awarding import CALLED_OFF, MARKET, is_call_off
from monitor.tracing.procurement import Procurement

_LIGHT_TOUCH = re.compile(r"\blight[\s-]*touch\b", re.IGNORECASE)
_CONCESSION = re.compile(r"\bconcession(?:aire|s)? (?:contract|agreement)s?\b|\bservices? concession\b", re.IGNORECASE)
_FRAMEWORK = re.compile(
    r"\bthis (?:contract )?is an? [^.;\n]{0,30}\bframework\b"
    r"|\b(?:establish\w*|set(?:ting)? up|creat\w+|appoint\w*|admitted)\b[^.;\n]{0,40}\b(?:to|onto|a|an|this|the)\b"
    r"[^.;\n]{0,30}\bframework\b|\bframework agreement to which\b",
    re.IGNORECASE,
)


def light_touch_doubt(procurement: Procurement) -> str | None:
    """Why it can't be told whether a contract without the flag is light touch, or ``None``."""
    return "a text speaks of light touch, and no field flags it" if _says(procurement, _LIGHT_TOUCH) else None


def kpi_doubt(procurement: Procurement) -> str | None:
    """Why it can't be told whether s.52 leaves out a contract, by its words alone, or ``None``."""
    if _says(procurement, _CONCESSION):
        return "a text speaks of a concession, and no field flags it"
    if not any(map(is_call_off, procurement.notices)) and _says(procurement, _FRAMEWORK):
        return "a text speaks of a framework that is set up, and no field flags it"
    return light_touch_doubt(procurement)


def standstill_doubt(procurement: Procurement) -> str | None:
    """Why it can't be told whether an award must wait, by its words alone, or ``None``."""
    if _says(procurement, MARKET):
        return "the suppliers may be members of a dynamic market, whose awards need no standstill"
    if not procurement.is_framework and _says(procurement, CALLED_OFF):
        return "a text speaks of a call-off, which needs no standstill, and no field flags it"
    return light_touch_doubt(procurement)


def _says(procurement: Procurement, words: re.Pattern[str]) -> bool:
    return any(words.search(segment.text) for notice in procurement.notices for segment in notice.segments)
