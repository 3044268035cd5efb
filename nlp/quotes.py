"""The smallest run of a statement that carries a commitment: its clause, where the statement is long."""

from __future__ import annotations

import re

_LONG = 320
_BEFORE = re.compile(r"[;:,(]\s+|\s[-\u2013\u2014]\s+|\s(?=(?:and|which|that|who|as|to|whilst|while)\s)")
_FIRM = re.compile(r"[;:]\s+")
_AFTER = re.compile(r"[;,)](?=\s|$)|\s[-\u2013\u2014]\s|\s(?=(?:whilst|while|which|who|because|although)\s)")
_REACH = 120


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around ``text[start:end]`` starts and ends; the whole text where it is short."""
    if len(text) <= _LONG:
        return 0, len(text)
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    before = [found.end() for found in _BEFORE.finditer(text, 0, start)]
    after = _AFTER.search(text, end)
    firm = [found.end() for found in _FIRM.finditer(text, low, start)]
    left = firm[-1] if firm else next((cut for cut in before if cut >= low), 0 if start <= _REACH else _word(text, low))
    right = after.start() if after and after.start() <= high else _word(text, high)
    return left, len(text) if right >= len(text) - 1 else right


def _word(text: str, at: int) -> int:
    """The next place where a word begins or the text ends."""
    while at < len(text) and not text[at].isspace():
        at += 1
    while at < len(text) and text[at].isspace() and at + 1 < len(text):
        at += 1
    return at
