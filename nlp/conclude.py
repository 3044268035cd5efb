"""From the words found in a statement to its commitments: one for each theme, with its level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from nlp.commitment import Level, Modality, Slots
from nlp.components.subject import TITLES
from nlp.judging import judged, judgements_of
from nlp.level import Firm, settled
from nlp.quotes import clause
from nlp.setting import FIRM, LEARNED, SCORES, SLOTS, THEMES, setting_of, text_of

_HEADING = 75
_TITLE_WORDS = 10
_EVEN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """One commitment of a statement, with offsets into the statement."""

    start: int
    end: int
    theme: str
    level: Level
    modality: Modality
    slots: Slots
    confidence: float
    found_by: str


def conclude(doc: Doc) -> Iterator[Conclusion]:
    """The commitments of a statement that all components have read, in the order of their themes."""
    spans = doc.spans.get(THEMES, ())
    if not spans:
        return
    grouped: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        grouped[span.label_].append(span)
    if _heading(text_of(doc)) or _short_title(doc):
        return
    for theme in sorted(grouped):
        yield _conclusion(doc, theme, grouped[theme], scored="award_criteria" in grouped)


def _confidence(doc: Doc, theme: str, found: list[Span]) -> float:
    """How sure the find is: a field's meaning is certain, a rule is lifted by the model, the model stands alone."""
    scores: dict[str, float] = doc.user_data.get(SCORES) or {}
    chance = scores.get(theme, _EVEN)
    if any(span.id_.startswith("field:") for span in found):
        return 1.0
    return round(chance if all(span.id_ == LEARNED for span in found) else (1 + chance) / 2, 3)


def _heading(text: str) -> bool:
    """Whether a statement only announces a list."""
    return text.endswith(":") and len(text) < _HEADING and "%" not in text


def _short_title(doc: Doc) -> bool:
    """Whether the statement is a title that only names what is bought."""
    return setting_of(doc).field in TITLES and text_of(doc).count(" ") < _TITLE_WORDS


def _conclusion(doc: Doc, theme: str, found: list[Span], *, scored: bool) -> Conclusion:
    first, last = min(span.start_char for span in found), max(span.end_char for span in found)
    start, end = clause(text_of(doc), first, last)
    slots: Slots = doc.user_data.get(SLOTS) or Slots()
    firm: Firm | None = doc.user_data.get(FIRM, {}).get(theme)
    ruled = judgements_of(doc).get(theme)
    read = ruled or judged(doc, found, scored=scored)
    action = text_of(doc)[found[0].start_char : found[0].end_char]
    return Conclusion(
        start=start,
        end=end,
        theme=theme,
        level=settled(theme, ruled.level if ruled else None, firm, read.said.most) if firm else read.level,
        modality=read.said.modality,
        slots=replace(slots, action=action) if read.said.what else slots,
        confidence=_confidence(doc, theme, found),
        found_by=", ".join(sorted({span.id_ for span in found})),
    )
