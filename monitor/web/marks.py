"""Words of a text marked at exact offsets, where spans may overlap.

A text is cut wherever a span begins or ends; the pieces joined are the text, whatever the spans.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words that are marked. ``level`` and ``theme`` are absent where they are evidence and no commitment."""

    start: int
    end: int
    anchor: str
    theme: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same spans: ``begins`` and ``ends`` are those that begin before it and end after it."""

    text: str
    over: tuple[Span, ...] = ()
    begins: tuple[Span, ...] = ()
    ends: tuple[Span, ...] = ()

    @property
    def level(self) -> int | None:
        """The firmest level over it."""
        return max((span.level for span in self.over if span.level is not None), default=None)


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The text in pieces. A span that does not lie in the text is left out."""
    lying = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    ordered = sorted(lying, key=lambda span: (span.start, -span.end, span.anchor))
    cuts = sorted({0, len(text), *(span.start for span in ordered), *(span.end for span in ordered)})
    return [
        Piece(
            text=text[start:end],
            over=tuple(span for span in ordered if span.start <= start and span.end >= end),
            begins=tuple(span for span in ordered if span.start == start),
            ends=tuple(span for span in ordered if span.end == end),
        )
        for start, end in pairwise(cuts)
    ]


def place(pointer: str) -> str:
    """The anchor of a text, the same for ever."""
    return f"text-{_short(pointer)}"


def anchor(pointer: str, start: int, end: int, theme: str = "") -> str:
    """The anchor of some words of a text, the same for ever."""
    return f"words-{_short(f'{pointer}:{start}:{end}:{theme}')}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
