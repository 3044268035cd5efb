"""Evaluation on labelled notices, with and without each component, beside the keyword baseline.

A gold folder holds ``notices.jsonl`` (one OCDS release a line) and ``labels.jsonl`` (``id``, ``segment``,
``quote``, ``theme``, ``level``). Segments are numbered as in ``nlp.training.gold``. Half of the notices, chosen by
the hash of their id, were looked at when rules were written; the other half was not. Both are reported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from nlp.commitment import Context, Reading, Segment
from nlp.pipeline import COMPONENTS, Extractor
from nlp.taxonomy import themes
from nlp.training.baseline import KeywordBaseline
from nlp.training.gold import GoldNotice, read_gold
from nlp.training.scoring import Figures, Mark, figures

READERS = {"spans": 0.93, "notices": 0.96, "strength": 0.94, "kappa": 0.91}
"""How far two careful readers working alone agree, as told beside the labelled notices."""
SOCIAL_VALUE = 10
"""The first ten themes of the guidelines are those of social value."""
OPTIONAL = tuple(name for name in COMPONENTS if name not in {"gate", "themes", "modality", "slots", "subject"})


class Reader(Protocol):
    """Anything that reads notices as the extractor does."""

    def read(self, context: Context, segments: Sequence[Segment]) -> Reading:
        """The reading of one notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All figures of one evaluation, each under the name that it is shown by."""

    overall: dict[str, Figures]
    by_theme: dict[str, Figures]
    by_type: dict[str, Figures]
    without: dict[str, Figures]
    """The half unseen, read without one component: on the other half rules look better than they are."""
    baseline: Figures
    exact: bool
    """Whether every quote equals its segment's text at its offsets."""


def evaluate(extractor: Extractor, gold_dir: Path, *, without: Iterable[str] = OPTIONAL) -> Evaluation:
    """Read every labelled notice and count."""
    notices = list(read_gold(gold_dir))
    labels = [mark for notice in notices for mark in notice.labels]
    found, exact = _read(extractor, notices)
    types = sorted({notice.kind for notice in notices})
    ids = {kind: {notice.context.notice_id for notice in notices if notice.kind == kind} for kind in types}
    social = {theme.code for theme in themes()[:SOCIAL_VALUE]}
    return Evaluation(
        overall={
            "all": figures(labels, found),
            "social value": _only(labels, found, lambda mark: mark.theme in social),
            "half seen": _only(labels, found, lambda mark: half(mark.notice) == 0),
            "half unseen": _only(labels, found, _unseen),
        },
        by_theme={theme.code: _only(labels, found, _of(theme.code)) for theme in themes()},
        by_type={kind: _only(labels, found, _in(ids[kind])) for kind in types},
        without={name: _only(labels, _read(_lacking(name), notices)[0], _unseen) for name in without},
        baseline=figures(labels, _read(KeywordBaseline(), notices)[0]),
        exact=exact,
    )


def half(notice_id: str) -> int:
    """Which half a notice is in: 0 was looked at when rules were written, 1 was not."""
    return int(hashlib.sha256(notice_id.encode()).hexdigest(), 16) % 2


def _unseen(mark: Mark) -> bool:
    return half(mark.notice) == 1


def _lacking(name: str) -> Extractor:
    return Extractor.load(components=[component for component in COMPONENTS if component != name])


def _read(reader: Reader, notices: Sequence[GoldNotice]) -> tuple[list[Mark], bool]:
    marks: list[Mark] = []
    exact = True
    for notice in notices:
        texts = {segment.pointer: segment.text for segment in notice.segments}
        for made in reader.read(notice.context, notice.segments).commitments:
            exact &= texts[made.pointer][made.start : made.end] == made.quote
            marks.append(Mark(made.notice_id, made.pointer, made.start, made.end, made.theme, int(made.level)))
    return marks, exact


def _only(gold: Sequence[Mark], found: Sequence[Mark], chosen: Callable[[Mark], bool]) -> Figures:
    return figures([mark for mark in gold if chosen(mark)], [mark for mark in found if chosen(mark)])


def _of(theme: str) -> Callable[[Mark], bool]:
    return lambda mark: mark.theme == theme


def _in(ids: set[str]) -> Callable[[Mark], bool]:
    return lambda mark: mark.notice in ids
