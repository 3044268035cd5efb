r"""Segments to statements: one sentence or list item each, with exact offsets into the text as published.

Procurement people write bullets, numbered clauses and tables, and systems lose their line breaks: a carriage
return may come as ``rn`` glued to a word, as ``<br/>``, as ``\r\n`` spelt out, or not at all. A weight often
stands on the line below what it weighs, and is kept with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_STATEMENT = 1200
MAX_STATEMENTS = 12_000
_WRAPPED_FROM = 45

# Marks are written with their first character first, and what stands before it is looked at afterwards: so most
# of a text is passed over without trying any.
_BREAK = re.compile(
    r"\r\n|\n|\r|\u2028|\u2029|\\r\\n|\\n|\\r|<br\s{0,3}/?>|</?(?:p|li|ul|ol|div|tr|td|h\d)\b[^>]{0,80}>"
    r"|rn(?=\s)(?:(?<=[^\Waeiou_]rn)|(?<=[).:;]rn)|(?<=[aeiou]rn)(?<!modern|concrn|estern|astern|othern|uthern)"
    r"(?<!\b[a-z]rn)(?<!turn|burn|earn|born|tern|dern|cern|vern|hern|torn|worn|corn|horn|warn|barn|fern|ourn))",
)
_BULLET = re.compile(
    r"(?:[•●▪■◦‣·\u2013\u2014*\-\uf0b7\uf0a7]|o(?=\s)|\(?(?:[ivx]{1,4}|[a-z]|\d{1,2})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\s*(?=\S)"
)
_INLINE_BULLET = re.compile(r"[•●▪■◦‣\uf0b7\-\u2013\u2014](?<=\s.)(?:(?<![\-\u2013\u2014])|(?=[A-Z][a-z]))")
_SENTENCE = re.compile(
    r"[.!?;*_](?:(?<=[.!?])[\"')”\u2019]*\s+(?=[\"'(“\u2018]?[A-Z0-9£])|(?<=[a-z]{3}\.)(?=[A-Z][a-z]{2})"
    r"|(?<=;)\s+(?=[A-Z])|(?<=\*)\*{2,}|(?<=_)_{3,})"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|no|nos|ltd|approx|inc|incl|excl|ref|para|paras|sch|reg|regs|art|st|mr|mrs|ms|dr|vs|cf|viz|fig|min|max|tel|ext|co|dept|vol|p|pp)|\b[A-Z]|^\W*\d{1,2})\.$",
    re.IGNORECASE,
)
_WEIGHT_LINE = re.compile(r"[(\[]?\d{1,3}(?:\.\d{1,2})?\s*(?:%|percent|points?|marks?)?[)\]]?\.?$", re.IGNORECASE)
_LOWER = re.compile(r"[a-z(,&]")


class Statement(NamedTuple):
    """Where a statement starts and ends in its segment."""

    start: int
    end: int


def statements(text: str) -> list[Statement]:
    """All statements of a text in their order; blank ones are left out, very long ones are cut at a word."""
    found: list[Statement] = []
    for line in _lines(text):
        for statement in _sentences(text, line):
            found.extend(_pieces(text, statement))
        if len(found) >= MAX_STATEMENTS:
            return found[:MAX_STATEMENTS]
    return found


def _lines(text: str) -> Iterator[Statement]:
    """Lines, with wrapped ones joined and a weight joined to the line above it."""
    current: Statement | None = None
    for line in _split(text, _BREAK, 0, len(text)):
        if current is None:
            current = line
        elif _continues(text, current, line):
            current = Statement(current.start, line.end)
        else:
            yield from _items(text, current)
            current = line
    if current is not None:
        yield from _items(text, current)


def _continues(text: str, before: Statement, line: Statement) -> bool:
    if line.end - line.start <= 12 and _WEIGHT_LINE.match(text, line.start, line.end):  # noqa: PLR2004 - no weight is longer
        return any(char.isalpha() for char in text[max(before.start, before.end - 60) : before.end])
    if text[before.end - 1] in ".:;!?" or before.end - before.start < _WRAPPED_FROM:
        return False
    return bool(_LOWER.match(text, line.start)) and not _BULLET.match(text, line.start, line.end)


def _items(text: str, line: Statement) -> Iterator[Statement]:
    """A line, or the bullets that a lost line break left in it; the bullet itself is left off."""
    for item in _split(text, _INLINE_BULLET, line.start, line.end):
        bullet = _BULLET.match(text, item.start, item.end)
        start = bullet.end() if bullet and bullet.end() < item.end else item.start
        yield _trimmed(text, start, item.end)


def _sentences(text: str, line: Statement) -> Iterator[Statement]:
    start = line.start
    for mark in _SENTENCE.finditer(text, line.start, line.end):
        cut = mark.start() + (text[mark.start()] in ".!?")
        if _ABBREVIATION.search(text, max(start, cut - 10), cut):
            continue
        if cut > start:
            yield _trimmed(text, start, cut)
        start = mark.end()
    if line.end > start:
        yield _trimmed(text, start, line.end)


def _split(text: str, mark: re.Pattern[str], start: int, end: int) -> Iterator[Statement]:
    for found in mark.finditer(text, start, end):
        if found.start() > start:
            yield from _unless_blank(_trimmed(text, start, found.start()))
        start = found.end()
    if end > start:
        yield from _unless_blank(_trimmed(text, start, end))


def _unless_blank(statement: Statement) -> Iterator[Statement]:
    if statement.end > statement.start:
        yield statement


def _trimmed(text: str, start: int, end: int) -> Statement:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Statement(start, end)


def _pieces(text: str, statement: Statement) -> Iterator[Statement]:
    start, end = statement
    while end - start > MAX_STATEMENT:
        cut = max(text.rfind(" ", start, start + MAX_STATEMENT), text.rfind(",", start, start + MAX_STATEMENT))
        cut = cut if cut > start else start + MAX_STATEMENT
        yield from _unless_blank(_trimmed(text, start, cut))
        start = cut
    yield from _unless_blank(_trimmed(text, start, end))
