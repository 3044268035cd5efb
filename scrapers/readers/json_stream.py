"""JSON values out of a stream, one at a time, in memory that does not grow with it.

A stream of releases is a list of them, a package that holds such a list, or values one after another. Only the shape is
looked at here, so that numbers and bytes that JSON does not allow pass through unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from scrapers.errors import BadPage

CHUNK = 1 << 20
LARGEST = 256 << 20
LISTS = frozenset({b'"releases"', b'"records"'})

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_WHOLE_STRING = re.compile(_STRING, re.DOTALL)
_TO_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|' + _STRING + rb")*+([{}\[\]])", re.DOTALL)
_SPACE = re.compile(rb"[ \t\r\n]*+")
_GAP = re.compile(rb"[ \t\r\n,]*+")
_SCALAR = re.compile(rb"[^\s,\[\]{}\"]++")

OUTSIDE, IN_LIST, IN_PACKAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its bytes, and where the next begins and inside what."""

    raw: bytes
    after: int
    inside: int


class Values:
    """The values of ``stream``, which stands at byte ``offset`` of it, ``inside`` of what an earlier value was.

    All positions are bytes from the stream's beginning. What lies before ``_kept`` is forgotten.
    """

    def __init__(self, stream: BinaryIO, *, offset: int = 0, inside: int = OUTSIDE) -> None:
        self._stream = stream
        self._buffer = b""
        self._base = self._at = self._kept = offset
        self._inside = inside

    def __iter__(self) -> Iterator[Value]:
        while (opening := self._next(_SPACE if self._inside == OUTSIDE else _GAP)) is not None:
            self._kept = self._at
            if self._inside == OUTSIDE and opening == b"[":
                self._at += 1
                self._inside = IN_LIST
            elif self._inside == OUTSIDE and opening == b"{" and self._enter_package():
                self._inside = IN_PACKAGE
            elif self._inside != OUTSIDE and opening == b"]":
                self._leave()
            else:
                self._pass_value()
                yield Value(self._bytes(self._kept), self._at, self._inside)
        if self._inside != OUTSIDE:
            raise self._cut_short()

    def _enter_package(self) -> bool:
        """Go into the list of a package; stay at the beginning of an object that is a value itself."""
        start = self._at
        self._at += 1
        while self._next(_GAP) == b'"':
            key_at = self._at
            self._pass_value()
            key = self._bytes(key_at)
            if self._next(_SPACE) != b":":
                break
            self._at += 1
            if self._next(_SPACE) == b"[" and key in LISTS:
                self._at += 1
                return True
            self._pass_value()
        self._at = start
        return False

    def _leave(self) -> None:
        """Go out of a list, and past what a package says after it."""
        self._at += 1
        if self._inside == IN_PACKAGE:
            self._pass_nested(1)
        self._inside = OUTSIDE

    def _pass_value(self) -> None:
        opening = self._next(_SPACE)
        if opening in {b"{", b"["}:
            self._at += 1
            self._pass_nested(1)
        elif opening == b'"':
            self._at = self._string_end()
        else:
            self._pass_scalar()

    def _pass_nested(self, depth: int) -> None:
        while depth:
            match = _TO_BRACKET.match(self._buffer, self._at - self._base)
            if match is None:
                self._more_or_fail()
            else:
                self._at = self._base + match.end()
                depth += 1 if match[1] in b"{[" else -1

    def _string_end(self) -> int:
        while True:
            match = _WHOLE_STRING.match(self._buffer, self._at - self._base)
            if match is not None:
                return self._base + match.end()
            self._more_or_fail()

    def _pass_scalar(self) -> None:
        while True:
            match = _SCALAR.match(self._buffer, self._at - self._base)
            if match is None:
                found = self._bytes(self._at, self._at + 20)
                raise BadPage(f"There is no JSON value at byte {self._at:,}, where it goes on {found!r}.")
            if match.end() < len(self._buffer) or not self._more():
                self._at = self._base + match.end()
                return

    def _next(self, gap: re.Pattern[bytes]) -> bytes | None:
        """The next byte that is no gap, ``None`` at the end."""
        while True:
            match = gap.match(self._buffer, self._at - self._base)
            if match is not None:
                self._at = self._base + match.end()
            if self._at - self._base < len(self._buffer):
                return self._bytes(self._at, self._at + 1)
            if self._inside == OUTSIDE and self._kept < self._at and self._buffer[self._kept - self._base :].isspace():
                self._kept = self._at
            if not self._more():
                return None

    def _bytes(self, start: int, end: int | None = None) -> bytes:
        return self._buffer[start - self._base : (self._at if end is None else end) - self._base]

    def _more(self) -> bool:
        kept = self._buffer[self._kept - self._base :]
        if len(kept) > LARGEST:
            raise BadPage(f"The value at byte {self._kept:,} is larger than {LARGEST:,} bytes: it is no release.")
        chunk = self._stream.read(max(CHUNK, len(kept)))
        self._base, self._buffer = self._kept, kept + chunk
        return bool(chunk)

    def _more_or_fail(self) -> None:
        if not self._more():
            raise self._cut_short()

    def _cut_short(self) -> BadPage:
        return BadPage(f"It ends at byte {self._base + len(self._buffer):,}, in the middle of a value or a list.")
