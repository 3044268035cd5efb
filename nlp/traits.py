"""What is true of a whole notice and changes how its sentences are read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.commitment import Context, Segment
from nlp.fields import Field, field_of
from nlp.lexica import choice
from nlp.phrases import fold

_LOOK = 4000
_DIRECT = re.compile(choice("direct_awards"))
_TYPES = frozenset({"UK5"})
_BEFORE = frozenset({"UK1", "UK2", "UK3", "UK4", "UK13"})
"""Notices of a competition to come: what they say of direct awards is about call-offs."""


def traits_of(context: Context, segments: Sequence[Segment]) -> frozenset[str]:
    """The traits of a notice: ``direct`` where it is, or explains, an award without competition."""
    if context.notice_type in _BEFORE:
        return frozenset()
    if context.notice_type in _TYPES or any(_says_direct(segment) for segment in segments):
        return frozenset({"direct"})
    return frozenset()


def _says_direct(segment: Segment) -> bool:
    kind = field_of(segment.pointer)
    if kind is Field.DIRECT_AWARD:
        return True
    return kind in {Field.DESCRIPTION, Field.NOTE, Field.LOT_DESCRIPTION} and bool(
        _DIRECT.search(fold(segment.text[:_LOOK]))
    )
